"""A run: the episodes that its store does not hold yet, played and stored one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from coe.agents.protocol import Agent
from coe.environment import Episode
from coe.evaluation.configuration import RunConfig
from coe.evaluation.run import Run
from coe.rollout import Start, run_episodes
from coe.search import search_episodes
from coe.workers import play_in_processes


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
    return _stored(play(agent, left_of(starts, run), config, batch_size), run, on_episode)


def evaluate_in_processes(
    make_agent: Callable[[], Agent],
    run: Run,
    config: RunConfig,
    starts: Iterable[Start],
    *,
    workers: int | None = None,
    batch_size: int = 32,
    on_episode: Callable[[Episode], None] | None = None,
    here: Agent | None = None,
) -> int:
    """As `evaluate`, in several processes of this machine; the number of episodes played.

    Args:
        make_agent, workers, here: as of `coe.workers.play_in_processes`.
        run: of `RunStore.begin`.
        config: as it was begun.
        starts: all of the run, those that are done too.
        batch_size: episodes in flight in a process.
        on_episode: called with each episode after it is stored.

    Raises:
        CoeError: a process cannot make its agent, or cannot be started.
        RunStoreError: the store does not answer any more; what it held before is kept.
    """
    episodes = play_in_processes(
        make_agent, player(config, batch_size), left_of(starts, run), workers=workers,
        batch_size=batch_size, config=config.environment, decoding=config.decoding, here=here,
    )  # fmt: skip
    return _stored(episodes, run, on_episode)


def _stored(episodes: Iterator[Episode], run: Run, on_episode: Callable[[Episode], None] | None) -> int:
    played = 0
    for episode in episodes:
        run.add(episode)
        played += 1
        if on_episode is not None:
            on_episode(episode)
    return played


def play(
    agent: Agent, starts: Iterable[Start | None], config: RunConfig, batch_size: int
) -> Iterator[Episode]:
    """The episodes of these starts, as of `run_episodes`, under the settings of a run."""
    return player(config, batch_size)(agent, starts)


def player(config: RunConfig, batch_size: int) -> Callable[..., Iterator[Episode]]:
    """What plays starts under the settings of a run; a process that gets it needs no store."""
    if config.search is None:
        settings = config.decoding.as_arguments()
        return partial(run_episodes, config=config.environment, batch_size=batch_size, **settings)
    return partial(
        search_episodes, search=config.search,
        config=config.environment, decoding=config.decoding, batch_size=batch_size,
    )  # fmt: skip


def left_of(starts: Iterable[Start], run: Run) -> Iterator[Start]:
    """The starts whose episodes the run does not hold."""
    finished = run.finished()
    return (start for start in starts if (start.problem.id, start.sample) not in finished)
