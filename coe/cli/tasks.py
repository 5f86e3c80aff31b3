"""`coe tasks`: the problem families, a sample of each."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from coe.cli.console import make_console
from coe.cli.switches import Rule

if TYPE_CHECKING:
    from rich.table import Table

    from coe.problem import Problem


_MOST_FAULTS_SHOWN = 10


def tasks(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME|NAME:PATH]",
            help="A group of families, or one: shows its worked solution too; or a data set, such as "
            "gsm8k:train.jsonl.",
        ),
    ] = None,
    difficulty: Annotated[int | None, typer.Option(min=1, max=5, help="1 to 5; drawn if not given.")] = None,
    seed: Annotated[int, typer.Option(help="Another sample for another seed.")] = 0,
    bad_rows: Annotated[
        Rule, typer.Option(help="At a row of a data set that cannot be read: stop, or skip it.")
    ] = Rule.STOP,
    n: Annotated[int | None, typer.Option("-n", min=1, help="Of a data set, only so many problems.")] = None,
    json: Annotated[
        bool, typer.Option("--json", help="One JSON record a line, the worked solutions too.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Draw many problems and say what is wrong with the families.")
    ] = False,
) -> None:
    """List the problem families with a sample of each."""
    from coe.tasks.catalogue import ALL, families_named, make_problem
    from coe.tasks.loaders.spec import is_spec

    if name is not None and is_spec(name):
        _show_data_set(name, bad_rows, n, json)
        return
    names = families_named([name or ALL])
    if check:
        _check(names, seed)
        return
    problems = [make_problem(family, "train", seed, 0, difficulty) for family in names]
    if json:
        for problem in problems:
            typer.echo(jsonlib.dumps(problem.to_dict(), ensure_ascii=False))
        return
    console = make_console()
    console.print(_table(names, problems))
    if len(names) == 1:
        for line in problems[0].solution:
            console.print(f"  {line}", markup=False)


def _check(names: Sequence[str], seed: int) -> None:
    """What is wrong with each family.

    Raises:
        Exit: with code 1 where something is.
    """
    from rich.console import Console
    from rich.progress import track

    from coe.tasks.checking import check_task

    console = Console(stderr=True, highlight=False)
    wrong = 0
    for name in track(names, "families", console=console, transient=True, disable=len(names) == 1):
        faults = check_task(name, seed=seed)
        wrong += bool(faults)
        for fault in faults[:_MOST_FAULTS_SHOWN]:
            typer.echo(f"{name}: {fault}")
        if len(faults) > _MOST_FAULTS_SHOWN:
            typer.echo(f"{name}: and {len(faults) - _MOST_FAULTS_SHOWN} more")
    typer.echo(f"{len(names)} checked, {wrong} with faults")
    if wrong:
        raise typer.Exit(1)


def _show_data_set(name: str, bad_rows: Rule, n: int | None, json: bool) -> None:
    """Reads the data set: its problems as JSON, or its first problem and how many rows are good and bad."""
    from coe.cli.display import printable
    from coe.tasks.loaders.loading import LoadCounts
    from coe.tasks.loaders.spec import BadRows, with_bad_rows
    from coe.tasks.sources import load_problems

    counts = LoadCounts()
    for number, problem in enumerate(
        load_problems(with_bad_rows(name, BadRows(bad_rows.value)), n, counts=counts)
    ):
        if json:
            typer.echo(jsonlib.dumps(problem.to_dict(), ensure_ascii=False))
        elif number == 0:
            typer.echo(printable(problem.statement))
            for line in problem.solution:
                typer.echo(f"  {printable(line)}")
            typer.echo(f"Answer: {printable(problem.answer or 'none')}")
    typer.echo(f"{name}: {counts}", err=json)


def _table(names: Sequence[str], problems: list[Problem]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from coe.tasks.catalogue import GROUPS, load_family

    table = Table(box=box.SIMPLE)
    table.add_column("family", no_wrap=True)
    table.add_column("groups", no_wrap=True)
    table.add_column("reference", no_wrap=True)
    table.add_column("sample")
    for name, problem in zip(names, problems, strict=True):
        reference = "not needed" if load_family(name).readable else "needed"
        groups = ", ".join(group for group, members in GROUPS.items() if name in members)
        table.add_row(name, groups, reference, Text(problem.statement))
    return table
