"""A run: the episodes that its store does not hold yet, played and stored one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from coe.agents.protocol import Agent
from coe.environment import Episode
from coe.evaluation.configuration import RunConfig
from coe.evaluation.run import Run
from coe.rollout import Start, run_episodes
from coe.search import search_episodes


def evaluate(
    agent: Agent,
    run: Run,
    config: RunConfig,
    starts: Iterable[Start],
    *,
    batch_size: int = 32,
    on_episode: Callable[[Episode], None] | None = None,
) -> int:
    """Plays every start whose episode the run does not hold; the number of episodes played.

    An episode is stored before anything else happens with it. Ended at any moment and called again with the
    same arguments, it goes on with the starts that are left; a reply depends on the run's seed, the problem,
    the sample and the turn alone, so a run in pieces is the run in one.

    Args:
        agent: answers.
        run: of `RunStore.begin`.
        config: as it was begun.
        starts: all of the run, those that are done too.
        batch_size: episodes in flight.
        on_episode: called with each episode after it is stored.

    Raises:
        RunStoreError: the store does not answer any more; what it held before is kept.
    """
    played = 0
    for episode in play(agent, left_of(starts, run), config, batch_size):
        run.add(episode)
        played += 1
        if on_episode is not None:
            on_episode(episode)
    return played


def play(agent: Agent, starts: Iterable[Start], config: RunConfig, batch_size: int) -> Iterator[Episode]:
    """The episodes of these starts under the settings of a run."""
    if config.search is not None:
        return search_episodes(
            agent, starts, config.search,
            config=config.environment, decoding=config.decoding, batch_size=batch_size,
        )  # fmt: skip
    return run_episodes(
        agent, starts, config=config.environment, batch_size=batch_size, **config.decoding.as_arguments()
    )


def left_of(starts: Iterable[Start], run: Run) -> Iterator[Start]:
    """The starts whose episodes the run does not hold."""
    finished = run.finished()
    return (start for start in starts if (start.problem.id, start.sample) not in finished)
