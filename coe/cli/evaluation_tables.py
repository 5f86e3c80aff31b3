"""The figures of runs as tables on a terminal, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from math import isnan
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from coe.evaluation import Comparison, Metrics, Run


def print_metrics(console: Console, run: Run, *, as_json: bool = False) -> None:
    """The figures of a run, in all and by family."""
    from coe.evaluation.metrics import measure, measure_by
    from coe.evaluation.report.tables import REVEALED

    facts = run.facts()
    whole, families = measure(facts), measure_by(facts, lambda row: row.family or "-")
    if as_json:
        record = {"run": run.label, "revealed": run.revealed, "all": metrics_record(whole)}
        by_family = {name: metrics_record(metrics) for name, metrics in families.items()}
        typer.echo(json.dumps({**record, "families": by_family}, ensure_ascii=False))
        return
    if run.revealed:
        console.print(REVEALED, style="yellow")
    rows = {**families, "all": whole} if len(families) > 1 else families or {"all": whole}
    console.print(metrics_table(rows))
    for line in _further(whole):
        console.print(line, markup=False, soft_wrap=True)


def metrics_table(rows: Mapping[str, Metrics]) -> Table:
    """One row a group."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, pad_edge=False, collapse_padding=True)
    table.add_column("", overflow="fold")  # the one that gives way: no figure is cut
    for heading in ("n", "solved % [95 %]", "steps", "refused %", "tokens", "p95 s"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, metrics in rows.items():
        table.add_row(
            name, str(metrics.episodes), interval(metrics), figure(metrics.steps), percent(metrics.refused),
            figure(metrics.tokens, 0), figure(metrics.seconds_p95, 2),
        )  # fmt: skip
    return table


def comparison_lines(first: str, second: str, comparison: Comparison) -> list[str]:
    """A comparison in sentences."""
    if not comparison.problems:
        return [f"{first} and {second} share no problem that both finished"]
    sign = "+" if comparison.difference >= 0 else ""
    return [
        f"{first}: {percent(comparison.first)} % solved; {second}: {percent(comparison.second)} %; "
        f"{comparison.problems} problems in common, {comparison.unpaired} without a partner",
        f"difference {sign}{percent(comparison.difference)} points [{percent(comparison.low)}, "
        f"{percent(comparison.high)}], p = {comparison.p_value:.3g} ({comparison.test})",
        f"{len(comparison.gained)} problems gained, {len(comparison.lost)} lost",
    ]


def metrics_record(metrics: Metrics) -> dict[str, Any]:
    """The figures as JSON values: None for NaN."""
    record: dict[str, Any] = without_nan(asdict(metrics))
    return record


def without_nan(value: Any) -> Any:
    """The value with None for NaN, which JSON does not have."""
    if isinstance(value, float) and isnan(value):
        return None
    if isinstance(value, Mapping):
        return {str(name): without_nan(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(part) for part in value]
    return value


def interval(metrics: Metrics) -> str:
    """ "93.0 [88.6, 95.8]"."""
    rate = metrics.solved
    return (
        "-" if isnan(rate.value) else f"{100 * rate.value:.1f} [{100 * rate.low:.1f}, {100 * rate.high:.1f}]"
    )


def percent(share: float) -> str:
    """A share as a percentage with one decimal; "-" for NaN."""
    return "-" if isnan(share) else f"{100 * share:.1f}"


def figure(value: float, digits: int = 1) -> str:
    """A number with so many decimals; "-" for NaN."""
    return "-" if isnan(value) else f"{value:.{digits}f}"


def _further(whole: Metrics) -> list[str]:
    lines = []
    if len(whole.pass_at) > 1:
        lines.append("  ".join(f"pass@{k} {percent(value)} %" for k, value in whole.pass_at.items()))
        lines.append("  ".join(f"pass^{k} {percent(value)} %" for k, value in whole.pass_all.items()))
    lines.append(
        f"consistent but not checked {percent(whole.consistent)} %; "
        f"lines unchecked {percent(whole.unchecked)} %; "
        f"commands that broke a line {percent(whole.breaking)} %"
    )
    lines.append(
        f"edits of solved episodes beside the fewest {figure(whole.excess_edits, 2)}; "
        f"seconds an episode p50 {figure(whole.seconds_p50, 2)}, p95 {figure(whole.seconds_p95, 2)}"
    )
    if whole.failed:
        lines.append(f"{whole.failed} episodes failed on our side and are in no rate")
    if whole.cost_usd is None:
        lines.append("cost: a price is unknown")
    elif whole.cost_usd:
        per = "-" if whole.cost_per_solved is None else f"{whole.cost_per_solved:.6f}"
        lines.append(f"cost: {whole.cost_usd:.4f} USD, {per} USD a solved problem")
    return lines
