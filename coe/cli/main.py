"""The `coe` command line. `coe --help` loads none of the heavy packages."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from coe import __version__
from coe.cli import (
    compare,
    compare_adapters,
    data,
    demos,
    demos_clean,
    demos_report,
    evaluate,
    export,
    mistakes,
    models,
    report,
    runs,
    serve,
    solve,
    tasks,
    train,
    verify,
)
from coe.cli.errors import INTERRUPTED, exit_code_of

app = typer.Typer(
    name="coe",
    help="Mathematics solved by editing: a small language model mends a solution, every line is judged.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("solve")(solve.solve)
app.command("verify")(verify.verify)
app.command("tasks")(tasks.tasks)
app.command("mistakes")(mistakes.mistakes)
app.command("evaluate")(evaluate.evaluate)
app.command("compare")(compare.compare)
app.command("compare-adapters")(compare_adapters.compare_adapters)
app.command("export")(export.export)
app.command("report")(report.report)
app.command("serve")(serve.serve)
demos.app.command("report")(demos_report.report)
demos.app.command("clean")(demos_clean.clean)
app.add_typer(demos.app, name="demos")
app.add_typer(data.app, name="data")
app.add_typer(train.app, name="train")
app.add_typer(models.app, name="models")
app.add_typer(runs.app, name="runs")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line on `arguments` (by default the program's own) and exit with its code."""
    sys.exit(exit_code_of(lambda: _run(arguments)))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        app(args=None if arguments is None else list(arguments), prog_name="coe")
    except SystemExit as end:
        if end.code == INTERRUPTED:  # what typer makes of a KeyboardInterrupt, without a word
            raise KeyboardInterrupt from None
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Mathematics solved by editing: a small language model mends a solution, every line is judged."""
