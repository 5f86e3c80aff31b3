"""An agent plays the starts that a file does not hold yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from coe.agents.protocol import Agent
from coe.environment import Decoding, EnvironmentConfig, Episode
from coe.errors import AgentError
from coe.rollout import Start, run_episodes
from coe.training.episodes.store import EpisodeFile

MOST_FAILURES = 32
"""Episodes in a row that fail on our side before an agent is asked no more."""


@dataclass(frozen=True, slots=True)
class PlayConfig:
    """How episodes are played.

    Args:
        environment: settings.
        decoding: how replies are drawn.
    """

    environment: EnvironmentConfig = field(default_factory=EnvironmentConfig)
    decoding: Decoding = field(default_factory=Decoding)

    def to_dict(self) -> dict[str, object]:
        """JSON values, for the settings of a file."""
        return {"environment": self.environment.to_dict(), "decoding": self.decoding.to_dict()}


def play_into(
    agent: Agent,
    starts: Iterable[Start],
    file: EpisodeFile,
    config: PlayConfig,
    *,
    batch_size: int = 32,
    on_episode: Callable[[Episode], None] | None = None,
) -> None:
    """Plays every start whose episode the file does not hold, and keeps each as it ends.

    A reply depends on the seed, the problem, the sample and the turn alone: a run in pieces is the run in
    one. Where an agent's budget is used up, no further start is read. Episodes in flight when the run is
    interrupted are kept as failed, for what they cost.

    Args:
        agent: answers.
        starts: with their samples.
        file: opened to add to.
        config: how.
        batch_size: episodes in flight.
        on_episode: called with each episode after it is kept.

    Raises:
        AgentError: the agent failed `MOST_FAILURES` times in a row.
        UsageError: the agent knows only edits and is asked for something else; or the file cannot be written.
    """
    left = [start for start in starts if (start.problem.id, start.sample) not in file.finished]
    queue = _Queue(left)
    episodes = run_episodes(
        agent,
        queue,
        config=config.environment,
        batch_size=batch_size,
        on_interrupt=file.add,
        **config.decoding.as_arguments(),
    )
    for episode in episodes:
        file.add(episode)
        queue.note(episode)
        if on_episode is not None:
            on_episode(episode)
    if queue.closed:
        raise AgentError(
            f"{agent.name} failed {MOST_FAILURES} times in a row and is asked no more: {file.last_failure}"
        )


class _Queue:
    """Starts, as long as the agent does not fail all the time."""

    def __init__(self, starts: Sequence[Start]) -> None:
        self._starts = starts
        self._failures = 0
        self.closed = False

    def __iter__(self) -> Iterator[Start]:
        for start in self._starts:
            if self._failures >= MOST_FAILURES:
                self.closed = True
                return
            yield start

    def note(self, episode: Episode) -> None:
        self._failures = 0 if episode.failure is None else self._failures + 1
