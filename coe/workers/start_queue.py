"""Starts that come one by one while others are played."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from dataclasses import replace

from coe.environment import Episode
from coe.problem import Problem
from coe.rollout import Start

_NUMBER = "coe.workers.number"


class StartQueue:
    """An endless source of starts for `run_episodes`; other threads may fill it.

    Each start has a number, which travels in its problem's metadata, to know its episode by. The reader waits
    for a start only where no episode is in flight; otherwise it says that there is none for now.

    Args:
        wanted: asked with the number of a start whether it is still to be played.
    """

    def __init__(self, wanted: Callable[[int], bool] = lambda number: True) -> None:
        self._wanted = wanted
        self._waiting: queue.SimpleQueue[tuple[int, Start] | None] = queue.SimpleQueue()
        self._in_flight: set[int] = set()

    def put(self, number: int, start: Start) -> None:
        """A start to play."""
        self._waiting.put((number, start))

    def close(self) -> None:
        """No start comes after those that wait."""
        self._waiting.put(None)

    def __iter__(self) -> Iterator[Start | None]:
        while True:
            try:
                item = self._waiting.get(block=not self._in_flight)
            except queue.Empty:
                yield None
                continue
            if item is None:
                return
            number, start = item
            if self._wanted(number):
                self._in_flight.add(number)
                problem = start.problem
                metadata = {**problem.metadata, _NUMBER: number}
                yield replace(start, problem=replace(problem, metadata=metadata))

    def ended(self, episode: Episode) -> tuple[int, Episode]:
        """The number of a finished episode's start, and the episode with the problem as it was put in."""
        metadata = dict(episode.problem.metadata)
        number: int = metadata.pop(_NUMBER)
        self._in_flight.discard(number)
        return number, replace(episode, problem=replace(episode.problem, metadata=metadata))


def number_of(problem: Problem) -> int:
    """The number of the start that a problem came with."""
    number: int = problem.metadata[_NUMBER]
    return number
