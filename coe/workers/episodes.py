"""A run of episodes in worker processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from coe.agents.protocol import Agent
from coe.environment import Decoding, EnvironmentConfig, Episode
from coe.processes import usable_cores
from coe.rollout import Start, never_played, numbered
from coe.workers.crew import Crew, Lost
from coe.workers.process import Ended, Play, Work

_FEWEST = 16
"""Starts that are worth the start-up of a process: it takes about as long as they take `tiny`."""
AHEAD = 4
"""Starts that wait in a process for places in its batch."""


def play_in_processes(
    make_agent: Callable[[], Agent],
    play: Play,
    starts: Iterable[Start],
    *,
    workers: int | None = None,
    batch_size: int = 32,
    config: EnvironmentConfig | None = None,
    decoding: Decoding | None = None,
    here: Agent | None = None,
) -> Iterator[Episode]:
    """The episodes of the starts, one each, as they finish anywhere.

    They are those that `play` gives in this process; only their order and their times differ. A start that
    two processes died with ends as `failed`. For few starts fewer processes are used, or none but this one.

    Args:
        make_agent: makes the agent of a process; must be picklable.
        play: (agent, starts) -> episodes, one a start; must be picklable.
        starts: all of the run, read as places become free.
        workers: processes; None takes one for every core, 1 plays in this process.
        batch_size: episodes that `play` has in flight.
        config, decoding: of the run, for the record of a start that is given up.
        here: an agent that is made already, for a run that needs no other process.

    Raises:
        CoeError: a process cannot make its agent, or cannot be started.
    """
    waiting = iter(starts)
    most = workers or usable_cores()
    head = list(islice(waiting, most * _FEWEST))
    most = min(most, len(head) // _FEWEST)
    if most < 2:
        yield from play(here or make_agent(), _joined(head, waiting))
        return
    crew = Crew(Work(make_agent, play), most, places=batch_size + AHEAD)
    try:
        yield from played_by(crew, _joined(head, waiting), config=config, decoding=decoding)
    finally:
        crew.close()


def played_by(
    crew: Crew,
    starts: Iterable[Start],
    *,
    config: EnvironmentConfig | None = None,
    decoding: Decoding | None = None,
) -> Iterator[Episode]:
    """The episodes of the starts, one each, as they finish in any process of a crew without other work.

    Args:
        crew: plays, and tells of no turns and whole episodes.
        starts: read as places become free.
        config, decoding: of the run, for the record of a start that is given up.

    Raises:
        CoeError: a process cannot make its agent, or cannot be started.
    """
    # Which process counts the samples must not matter.
    queue = enumerate(start for start in numbered(starts) if start is not None)
    in_work = 0
    while True:
        for number, start in islice(queue, max(0, crew.free)):
            crew.give(number, start)
            in_work += 1
        if not in_work:
            return
        for message in crew.wait():
            if isinstance(message, Ended):
                in_work -= 1
                yield message.result
            elif isinstance(message, Lost):
                in_work -= 1
                yield never_played(
                    message.start, message.failure, config or EnvironmentConfig(), decoding or Decoding()
                )


def _joined(head: Iterable[Start], rest: Iterable[Start]) -> Iterator[Start]:
    yield from head
    yield from rest
