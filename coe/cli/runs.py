"""`coe runs`: what a store holds, the figures of a run, a run as a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coe.cli.console import make_console

app = typer.Typer(help="Stored evaluation runs.", no_args_is_help=True)


class FileFormat(StrEnum):
    """Of an exported run."""

    JSONL = "jsonl"
    PARQUET = "parquet"


@app.callback()
def _group() -> None:
    """Stored evaluation runs."""


@app.command("list")
def list_runs(store: Annotated[str, typer.Argument(help="File or postgresql:// URL.")]) -> None:
    """The runs of a store: name, agent, tasks, episodes by status."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from coe.evaluation import open_store

    table = Table(box=box.SIMPLE)
    for heading in ("run", "created (UTC)", "agent", "tasks", "episodes"):
        table.add_column(heading)
    for info in open_store(store).runs():
        agent = info.config["agent"]
        name = agent.get("name", "") if isinstance(agent, dict) else ""
        counts = ", ".join(f"{count} {status.value}" for status, count in sorted(info.episodes.items()))
        table.add_row(
            *map(Text, (info.name, info.created, name, str(info.config["tasks"]), counts or "none"))
        )
    make_console().print(table)


@app.command("show")
def show(
    run: Annotated[str, typer.Argument(help="FILE, FILE#NAME or postgresql://.../DATABASE#NAME.")],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """The figures of a run."""
    from coe.cli.evaluation_tables import print_metrics
    from coe.evaluation import open_run

    print_metrics(make_console(), open_run(run), as_json=json)


@app.command("export")
def export(
    run: Annotated[str, typer.Argument(help="FILE, FILE#NAME or postgresql://.../DATABASE#NAME.")],
    out: Annotated[Path, typer.Option(help="File to write.")],
    file_format: Annotated[
        FileFormat | None, typer.Option("--format", help="By the file's ending if it is not given.")
    ] = None,
) -> None:
    """Write every episode of a run, whole, to one file."""
    from coe.errors import UsageError
    from coe.evaluation import open_run
    from coe.evaluation.export import export_jsonl, export_parquet

    chosen = file_format.value if file_format else out.suffix.removeprefix(".")
    writers = {"jsonl": export_jsonl, "parquet": export_parquet}
    if chosen not in writers:
        raise UsageError(f"--out {out} ends neither in .jsonl nor in .parquet; say which with --format")
    count = writers[chosen](open_run(run), out)
    typer.echo(f"{out}: {count} episodes")
