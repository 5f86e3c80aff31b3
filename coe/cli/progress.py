"""A progress bar on standard error that counts what this run made."""

from __future__ import annotations

import sys


class Bar:
    """A bar to a known total.

    Args:
        name: what is counted.
        total: how many there will be.
    """

    def __init__(self, name: str, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            name, BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeRemainingColumn(),
            console=Console(stderr=True, highlight=False), transient=not sys.stderr.isatty(),
        )  # fmt: skip
        self._task = self._progress.add_task("", total=total)
        self._first: int | None = None
        self._last = 0

    @property
    def made(self) -> int:
        """How many this run finished."""
        return self._last - (self._first or 0)

    @property
    def seconds(self) -> float:
        """Since it was first shown."""
        return self._progress.tasks[self._task].elapsed or 0.0

    def show(self, finished: int, note: str = "") -> None:
        """So many are finished; the first call says how many were there already.

        Args:
            finished: with those that were there.
            note: stands beside the numbers.
        """
        if self._first is None:
            self._first = finished
        self._last = finished
        self._progress.update(self._task, completed=finished, description=note)

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()


class ShareBar:
    """A bar from nothing to the whole, with what is going on beside it.

    Args:
        name: what is done.
        visible: whether anything is shown; of several processes one shows it.
    """

    def __init__(self, name: str, visible: bool = True) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        self._console = Console(stderr=True, highlight=False, quiet=not visible)
        self._progress = Progress(
            name, BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), TextColumn("{task.fields[said]}"),
            console=self._console, transient=not sys.stderr.isatty(),
        )  # fmt: skip
        self._task = self._progress.add_task("", total=1.0, said="", start=False)

    def show(self, share: float, said: str) -> None:
        """So much is done."""
        self._progress.start_task(self._task)
        self._progress.update(self._task, completed=share, said=said)

    def print(self, line: str) -> None:
        """A line above the bar."""
        self._console.print(line, markup=False, soft_wrap=True)

    def __enter__(self) -> ShareBar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
