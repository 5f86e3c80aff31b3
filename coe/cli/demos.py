"""`coe demos`: demonstrations to a JSONL file, each replayed through the real environment."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coe.cli.switches import TASKS_HELP, Switch, Told, chosen_families

if TYPE_CHECKING:
    from rich.console import Console


class Shape(StrEnum):
    """Shape of a row."""

    CHAT = "chat"
    INSTRUCTION = "instruction"


def demos(
    out: Annotated[
        Path, typer.Option(metavar="FILE.jsonl", help="Where the rows go; settings stand beside it.")
    ],
    tasks: Annotated[str, typer.Option(help=TASKS_HELP)] = "all",
    n: Annotated[
        int, typer.Option("--n", "-n", min=1, help="Number of demonstrations; a row for each turn.")
    ] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same file.")] = 0,
    format: Annotated[Shape, typer.Option(help="Shape of a row.")] = Shape.CHAT,
    calculator: Annotated[Switch, typer.Option(help="Calculator spans in the edits.")] = Switch.ON,
    feedback: Annotated[Told, typer.Option(help="What the demonstrated agent is told.")] = Told.LINES,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with an existing file.")] = False,
) -> None:
    """Write demonstrations: episodes that mend a wrong, partial or empty draft and end solved."""
    from time import perf_counter

    from rich.console import Console

    from coe.demonstrations.formats import Format
    from coe.demonstrations.generate import DemonstrationConfig
    from coe.demonstrations.writer import write_demonstrations

    config = DemonstrationConfig(
        families=chosen_families(tasks),
        seed=seed,
        feedback=feedback.value,
        calculator=calculator is Switch.ON,
    )
    _check_folder(out)
    console = Console(stderr=True, highlight=False)
    started = perf_counter()
    try:
        with _Bar(console, n) as bar:
            rows = write_demonstrations(
                config, n, out, form=Format(format.value), resume=resume, on_demonstration=bar.show
            )
    except KeyboardInterrupt:
        typer.echo(f"coe: {out} holds what is finished; go on with --resume", err=True)
        raise
    seconds = perf_counter() - started
    rate = bar.made / seconds if seconds else 0.0
    typer.echo(f"{out}: {bar.made} demonstrations, {rows} rows, {seconds:.1f} s, {rate:.0f} demonstrations/s")


class _Bar:
    """A progress bar on standard error that counts what this run made."""

    def __init__(self, console: Console, total: int) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

        self._progress = Progress(
            "demonstrations", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            console=console, transient=not sys.stderr.isatty(),
        )  # fmt: skip
        self._task = self._progress.add_task("", total=total)
        self._first: int | None = None
        self._last = 0

    @property
    def made(self) -> int:
        return self._last - (self._first or 0)

    def show(self, finished: int) -> None:
        if self._first is None:
            # The writer's first call says how many were there already.
            self._first = finished
        self._last = finished
        self._progress.update(self._task, completed=finished)

    def __enter__(self) -> _Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()


def _check_folder(out: Path) -> None:
    from coe.errors import UsageError

    if out.is_dir():
        raise UsageError(f"--out {out} is a folder; give a file in it")
    if not out.parent.is_dir():
        raise UsageError(f"--out: there is no folder {out.parent}; make it first")
