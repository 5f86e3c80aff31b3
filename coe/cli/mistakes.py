"""`coe mistakes`: the kinds of mistakes that demonstrations mend, an example of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from coe.cli.console import make_console

if TYPE_CHECKING:
    from rich.console import Console

    from coe.problem import Problem

_SHOWN, _TRIED = 3, 20


def mistakes(
    name: Annotated[str | None, typer.Argument(help="One kind: shows where it applies, and drafts.")] = None,
    mixture: Annotated[str, typer.Option(metavar="MIXTURE", help="Only the kinds that this draws.")] = "full",
    tasks: Annotated[str, typer.Option(help="Families of the drafts that are shown.")] = "all",
    seed: Annotated[int, typer.Option(help="Other drafts for another seed.")] = 0,
) -> None:
    """List the kinds of mistakes, or show one of them."""
    from coe.corruptions import mixture as weights_of

    console = make_console()
    if name is None:
        _list(console, dict(weights_of(mixture)))
    else:
        _show(console, name, tasks, seed)


def _list(console: Console, weights: dict[str, float]) -> None:
    from rich import box
    from rich.table import Table

    from coe.corruptions import load_corruption

    table = Table(box=box.SIMPLE)
    for title in ("kind", "weight", "level", "carried", "rule"):
        table.add_column(title, no_wrap=title != "rule")
    for name, weight in weights.items():
        kind = load_corruption(name)
        table.add_row(name, f"{weight:g}", kind.level.value, "yes" if kind.carried else "no", kind.rule)
    console.print(table)


def _show(console: Console, name: str, tasks: str, seed: int) -> None:
    from coe.cli.switches import chosen_families
    from coe.corruptions import load_corruption, mixture
    from coe.corruptions.references import REFERENCES
    from coe.errors import UsageError

    weights = mixture(name)
    if len(weights) != 1:
        raise UsageError(f"{name!r} is not one kind; `coe mistakes --mixture {name}` lists it")
    kind = load_corruption(*weights)
    console.print(f"{kind.name}: {kind.rule}", markup=False)
    console.print(f"applies to {kind.where}; repair: {kind.repair}", markup=False)
    for source in kind.sources:
        console.print(f"  {REFERENCES.get(source, source)}", markup=False)
    made = islice(_drafts(kind.name, weights, chosen_families(tasks), seed), _SHOWN)
    for problem, lines in made:
        rows = (problem.statement, *("  " + line for line in problem.solution))
        console.print("\n" + "\n".join((*rows, "becomes", *("  " + line for line in lines))), markup=False)


def _drafts(
    name: str, weights: Mapping[str, float], families: Sequence[str], seed: int
) -> Iterator[tuple[Problem, tuple[str, ...]]]:
    """Problems with a draft that holds the mistake, at most one a family."""
    from coe.corruptions import corrupt
    from coe.seeding import derive_rng
    from coe.tasks.sources import draw_problem

    for family in families:
        for index in range(_TRIED):
            problem = draw_problem(family, "train", seed, index)
            wrong = corrupt(problem, derive_rng("shown", name, family, seed, index), 1, weights)
            if wrong is not None:
                yield problem, wrong.lines
                break
