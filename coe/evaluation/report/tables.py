"""The tables of a report, as Markdown and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isnan
from pathlib import Path

from coe.evaluation.metrics import Metrics
from coe.evaluation.report.gathering import ReportData, RunData
from coe.files import save_whole

REVEALED = "The agent was shown the reference answers (--reveal-truth): not comparable with other runs."


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows of text.

    Args:
        title: above it.
        headings: of the columns; the first column names the rows.
        rows: one cell a heading.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def report_tables(data: ReportData) -> list[Table]:
    """Every table of the report, in order."""
    tables = [_overview(data)]
    if data.comparisons:
        tables.append(_comparisons(data))
    if any(len(run.whole.pass_at) > 1 for run in data.runs):
        tables.append(_pass_at(data))
    groups: Sequence[tuple[str, Callable[[RunData], Mapping[str, Metrics]]]] = (
        ("family", lambda run: run.families),
        ("difficulty", lambda run: run.difficulties),
        ("mistakes in the starting draft", lambda run: run.mistakes),
    )
    tables += [
        _grouped(data, title, group)
        for title, group in groups
        if any(len(group(run)) > 1 for run in data.runs)
    ]
    return tables


def write_markdown(data: ReportData, path: Path) -> None:
    """Write the report's tables as Markdown.

    Raises:
        UsageError: the file cannot be written.
    """
    parts = ["# Evaluation"]
    parts += [f"**{run.name}**: {REVEALED}" for run in data.runs if run.revealed]
    parts += [f"## {table.title}\n\n{_markdown(table)}" for table in report_tables(data)]
    parts.append("## Runs\n\n" + "\n".join(f"- {line}" for run in data.runs for line in description(run)))
    text = "\n\n".join(parts) + "\n"
    save_whole(path, lambda part: part.write_text(text, encoding="utf-8"))


def write_csv(data: ReportData, path: Path) -> None:
    """Write one row a run and group, figures as numbers.

    Raises:
        UsageError: the file cannot be written.
    """
    stream = io.StringIO()
    rows = list(_csv_rows(data))
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    save_whole(path, lambda part: part.write_text(stream.getvalue(), encoding="utf-8", newline=""))


def description(run: RunData) -> list[str]:
    """What a run was, in a line or two."""
    versions = run.provenance.get("versions")
    named = (
        ", ".join(f"{name} {version}" for name, version in versions.items())
        if isinstance(versions, dict)
        else ""
    )
    return [
        f"{run.name}: {run.run.label}, agent {run.agent}, method {run.method}, "
        f"tasks {run.run.config.get('tasks')}, begun {run.provenance.get('started')} "
        f"on {run.provenance.get('machine')}, "
        f"commit {run.provenance.get('git_commit')}, prompt {run.provenance.get('prompt_hash')}; {named}"
    ]


def rate_cell(metrics: Metrics | None) -> str:
    """ "93.0 [88.6, 95.8]", in percent."""
    if metrics is None or isnan(metrics.solved.value):
        return "-"
    rate = metrics.solved
    return f"{100 * rate.value:.1f} [{100 * rate.low:.1f}, {100 * rate.high:.1f}]"


def _overview(data: ReportData) -> Table:
    headings = (
        "run", "problems", "episodes", "failed (ours)", "solved % [95 %]", "steps", "refused %", "breaking %",
        "unchecked %", "edits / fewest", "tokens", "p50 s", "p95 s", "USD a solved",
    )  # fmt: skip
    rows = [
        (
            run.name, str(m.problems), str(m.episodes), str(m.failed), rate_cell(m), _number(m.steps, 1),
            _number(100 * m.refused, 1), _number(100 * m.breaking, 1), _number(100 * m.unchecked, 1),
            _number(m.excess_edits, 2), _number(m.tokens, 0), _number(m.seconds_p50, 2),
            _number(m.seconds_p95, 2), "-" if m.cost_per_solved is None else f"{m.cost_per_solved:.6f}",
        )
        for run, m in ((run, run.whole) for run in data.runs)
    ]  # fmt: skip
    return Table("Runs in figures", headings, rows)


def _comparisons(data: ReportData) -> Table:
    headings = (
        "run",
        "beside",
        "problems",
        "difference, points [95 %]",
        "p",
        "p (Holm)",
        "test",
        "gained",
        "lost",
    )
    rows = [
        (
            run.name, data.runs[0].name, str(c.problems),
            f"{100 * c.difference:+.1f} [{100 * c.low:.1f}, {100 * c.high:.1f}]" if c.problems else "-",
            _number(c.p_value, 4), _number(p_value, 4), c.test, str(len(c.gained)), str(len(c.lost)),
        )
        for run, c, p_value in zip(data.runs[1:], data.comparisons, data.adjusted, strict=True)
    ]  # fmt: skip
    return Table("Paired by problem", headings, rows)


def _pass_at(data: ReportData) -> Table:
    ks = sorted({k for run in data.runs for k in run.whole.pass_at})
    rows = []
    for run in data.runs:
        for name, values in (("pass@k", run.whole.pass_at), ("pass^k", run.whole.pass_all)):
            cells = [_number(100 * values[k], 1) if k in values else "-" for k in ks]
            rows.append((f"{run.name}, {name}", *cells))
    return Table("Several samples, %", ("", *(f"k = {k}" for k in ks)), rows)


def _grouped(data: ReportData, title: str, group: Callable[[RunData], Mapping[str, Metrics]]) -> Table:
    names = list(dict.fromkeys(name for run in data.runs for name in group(run)))
    rows = []
    for name in names:
        found = [group(run).get(name) for run in data.runs]
        n = max(metrics.episodes for metrics in found if metrics is not None)
        rows.append((name, str(n), *map(rate_cell, found)))
    return Table(f"Solved by {title}, %", (title, "n", *(run.name for run in data.runs)), rows)


def _csv_rows(data: ReportData) -> Iterator[dict[str, object]]:
    for run in data.runs:
        groups = {
            "all": {"all": run.whole},
            "family": run.families,
            "difficulty": run.difficulties,
            "mistakes": run.mistakes,
        }
        for kind, members in groups.items():
            for name, metrics in members.items():
                figures = asdict(metrics)
                rate = figures.pop("solved")
                for key in ("pass_at", "pass_all"):
                    del figures[key]
                yield {
                    "run": run.name, "revealed": run.revealed, "group": kind, "name": name,
                    "solved": rate["value"], "low": rate["low"], "high": rate["high"], **figures,
                    "pass_at": " ".join(f"{k}:{value:.4f}" for k, value in metrics.pass_at.items()),
                }  # fmt: skip


def _markdown(table: Table) -> str:
    lines = ["| " + " | ".join(table.headings) + " |", "|" + "---|" * len(table.headings)]
    lines += [
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"
        for row in table.rows
    ]
    return "\n".join(lines)


def _number(value: float, digits: int) -> str:
    return "-" if isnan(value) else f"{value:.{digits}f}"
