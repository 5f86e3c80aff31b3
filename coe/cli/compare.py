"""`coe compare`: runs on the same problems, paired."""

from __future__ import annotations

import json as jsonlib
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from coe.cli.console import make_console

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from coe.evaluation import Comparison, EpisodeFacts, Run

_MOST_LISTED = 10


def compare(
    runs: Annotated[
        list[str], typer.Argument(metavar="RUN_A RUN_B...", help="The first is what the others stand beside.")
    ],
    hardware_usd: Annotated[
        float | None,
        typer.Option(
            min=0.0, help="Price a month of the machine that runs the cheaper agent: shows the break-even."
        ),
    ] = None,
    problems_month: Annotated[
        float | None, typer.Option(min=0.0, help="Problems a month, for the monthly bill of each.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Compare runs, problem by problem, with the difference, its interval and its cost."""
    from coe.errors import UsageError
    from coe.evaluation import compare_runs, open_run
    from coe.evaluation.comparison import holm

    if len(runs) < 2:
        raise UsageError("a comparison needs two runs or more")
    opened = [open_run(spec) for spec in runs]
    facts = [run.facts() for run in opened]
    comparisons = [compare_runs(facts[0], other) for other in facts[1:]]
    adjusted = holm([comparison.p_value for comparison in comparisons])
    if json:
        typer.echo(_json(opened, comparisons, adjusted))
        return
    console = make_console()
    _print(console, opened, comparisons, adjusted)
    for other in facts[1:]:
        _print_costs(console, (facts[0], other), hardware_usd, problems_month)


def _print(
    console: Console, runs: Sequence[Run], comparisons: Sequence[Comparison], adjusted: Sequence[float]
) -> None:
    from coe.cli.evaluation_tables import comparison_lines
    from coe.evaluation.report.tables import REVEALED

    statements = statements_of(runs)
    for run in runs:
        if run.revealed:
            console.print(f"{run.label}: {REVEALED}", style="yellow", markup=False, soft_wrap=True)
    for run, comparison, p_value in zip(runs[1:], comparisons, adjusted, strict=True):
        for line in comparison_lines(runs[0].label, run.label, comparison):
            console.print(line, markup=False, soft_wrap=True)
        if len(comparisons) > 1:
            console.print(f"p adjusted for {len(comparisons)} comparisons (Holm): {p_value:.3g}")
        print_changed(console, comparison, statements)


def print_changed(console: Console, comparison: Comparison, statements: Mapping[str, str]) -> None:
    """The problems that one of two runs solved more often, the first few of each kind."""
    for title, changed in (("gained", comparison.gained), ("lost", comparison.lost)):
        for problem in changed[:_MOST_LISTED]:
            console.print(f"  {title}: {problem} {statements.get(problem, '')}", markup=False, soft_wrap=True)
        if len(changed) > _MOST_LISTED:
            console.print(f"  ... and {len(changed) - _MOST_LISTED} more {title} (--json lists all)")


def statements_of(runs: Sequence[Run]) -> dict[str, str]:
    """The statement of every problem of these runs."""
    return {
        record["problem"]["id"]: record["problem"]["statement"] for run in runs for record, _ in run.records()
    }


def _print_costs(
    console: Console,
    facts: tuple[Sequence[EpisodeFacts], Sequence[EpisodeFacts]],
    hardware_usd: float | None,
    problems_month: float | None,
) -> None:
    from math import isnan

    from coe.evaluation.comparison import break_even

    costs = break_even(*facts, hardware_usd or 0.0)
    if costs is None:
        console.print("cost: a price is unknown; give it to `coe evaluate` with --prices FILE")
        return
    console.print(f"cost a problem: {costs.first_usd:.6f} USD and {costs.second_usd:.6f} USD")
    if hardware_usd is not None and not isnan(costs.problems):
        console.print(
            f"break-even: {costs.problems:,.0f} problems a month pay for a machine of {hardware_usd:g} USD"
        )
    if problems_month is not None:
        cheaper = min(costs.first_usd, costs.second_usd)
        dearer = max(costs.first_usd, costs.second_usd)
        console.print(
            f"{problems_month:g} problems a month: {problems_month * dearer:.2f} USD for the dearer, "
            f"{problems_month * cheaper + (hardware_usd or 0.0):.2f} USD for the cheaper with its machine"
        )


def _json(runs: Sequence[Run], comparisons: Sequence[Comparison], adjusted: Sequence[float]) -> str:
    from coe.cli.evaluation_tables import without_nan

    rows = [
        {"second": run.label, "second_revealed": run.revealed, **asdict(comparison), "p_adjusted": p_value}
        for run, comparison, p_value in zip(runs[1:], comparisons, adjusted, strict=True)
    ]
    record = {"first": runs[0].label, "first_revealed": runs[0].revealed, "comparisons": rows}
    return jsonlib.dumps(without_nan(record), ensure_ascii=False)
