"""`coe demos report`: what a set of demonstrations holds, replayed row by row."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coe.cli.demos import Where, open_engine

if TYPE_CHECKING:
    from coe.demonstrations.engine import Engine
    from coe.demonstrations.quality.report import QualityReport


def report(
    source: Annotated[Path, typer.Argument(metavar="FOLDER|FILE", help="A set that `coe demos` wrote.")],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Where the pages go; by default the set's folder, or FILE.report."
        ),
    ] = None,
    tokenizer: Annotated[
        str | None,
        typer.Option(metavar="NAME|FOLDER|FILE", help="Counts tokens; the built-in model's by default."),
    ] = None,
    mix: Annotated[
        str | None,
        typer.Option(
            metavar="ADDL=30,REPL=35,...",
            help="Target shares of the commands; by default those that the set was made for.",
        ),
    ] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(metavar="TASKS", help="Evaluation problems that should not be in the set; repeatable."),
    ] = None,
    near: Annotated[
        int, typer.Option(min=0, help="Near duplicates are looked for among so many demonstrations.")
    ] = 20_000,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; all cores by default.")] = None,
    engine: Annotated[
        Where, typer.Option(help="This machine, or the machines of a Ray cluster.")
    ] = Where.LOCAL,
    address: Annotated[str | None, typer.Option(help="Of the Ray cluster.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the figures as one JSON object.")] = False,
) -> None:
    """Replay every row of a set, and write report.html, report.md and the data card.

    Exit code: 0 sound, 1 a row does not replay, splits overlap or an evaluation problem is in the set.
    """
    from coe.demonstrations.balance import mix_of

    target = mix_of(mix, "--mix") if mix else None
    made = _make(source, tokenizer, target, against or (), near, open_engine(engine, address, workers))
    pages = _write(made, out or (source if source.is_dir() else source.with_name(source.name + ".report")))
    if json:
        typer.echo(jsonlib.dumps(made.to_dict(), ensure_ascii=False))
    else:
        tally = made.tally
        typer.echo(
            f"{source}: {tally.demonstrations} demonstrations, {tally.rows} rows, {tally.replayed} replay; "
            f"{made.exact_duplicates} exact duplicates; wrote {', '.join(map(str, pages))}"
        )
        for fault in (*made.faults, *tally.faults):
            typer.echo(f"coe: {fault}", err=True)
    raise typer.Exit(1 if made.faults else 0)


def _make(
    source: Path,
    tokenizer: str | None,
    mix: Mapping[str, float] | None,
    against: Sequence[str],
    near: int,
    opened: AbstractContextManager[Engine],
) -> QualityReport:
    from coe.cli.progress import Bar
    from coe.demonstrations.quality.report import make_report
    from coe.demonstrations.rows import count_rows
    from coe.demonstrations.tokenizer import tokenizer_file
    from coe.tasks.sources import load_problems

    path, name = tokenizer_file(tokenizer)
    evaluation = {spec: load_problems(spec, None) for spec in against}
    with opened as engine, Bar("rows", count_rows(source)) as bar:
        return make_report(
            source, tokenizer=path, tokenizer_name=name, mix=mix, evaluation=evaluation,
            near_sample=near, engine=engine, on_rows=bar.show,
        )  # fmt: skip


def _write(made: QualityReport, place: Path) -> list[Path]:
    from coe.demonstrations.quality.pages import write_pages
    from coe.errors import UsageError

    try:
        return write_pages(made, place)
    except OSError as error:
        raise UsageError(
            f"cannot write {error.filename or place}: {error.strerror}; choose another --out"
        ) from error
