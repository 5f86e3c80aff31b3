"""How long work is shown: a bar with a name, a total and a note, made by whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol

from coe.environment import Episode


class Shows(Protocol):
    """Shows how far a piece of work has come."""

    def show(self, finished: int, note: str = "") -> None:
        """So many are finished; the first call says how many were there already."""
        ...


Bars = Callable[[str, int], AbstractContextManager[Shows]]
"""Makes a bar of a name and a total (`coe.cli.progress.Bar` is one)."""


class Silent:
    """A bar that shows nothing.

    Args:
        name: what is counted.
        total: how many there will be.
    """

    def __init__(self, name: str, total: int) -> None:
        pass

    def show(self, finished: int, note: str = "") -> None:
        """Nothing."""

    def __enter__(self) -> Silent:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


class Tally:
    """Counts episodes on a bar, with the share that was accepted among those of this call.

    Args:
        bar: shows.
        finished: episodes that were there already.
        accepts: whether an episode counts as good.
        word: for those that do ("accepted").
    """

    def __init__(self, bar: Shows, finished: int, accepts: Callable[[Episode], bool], word: str) -> None:
        self._bar, self._finished, self._accepts, self._word = bar, finished, accepts, word
        self._played = self._accepted = self._failed = 0
        bar.show(finished)

    def add(self, episode: Episode) -> None:
        """One more."""
        if episode.failure is not None:
            self._failed += 1
        else:
            self._played += 1
            self._accepted += self._accepts(episode)
        note = f"{100 * self._accepted / max(1, self._played):.0f} % {self._word}"
        if self._failed:
            note += f", {self._failed} failed"
        self._bar.show(self._finished + self._played, note)
