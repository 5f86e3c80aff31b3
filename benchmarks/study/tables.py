"""The tables of the page, as Markdown."""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from typing import Any

from benchmarks.study.arms import ARMS
from benchmarks.study.cells import CELLS, METHODS, REFERENCE
from benchmarks.study.gather import Result, beside
from benchmarks.study.plots import STAGES, Results
from benchmarks.study.suites import SUITES
from coe.evaluation.comparison import Comparison
from coe.intervals import Rate

MISSING = "no run"


def main(results: Results, suite: str) -> str:
    """Every arm and method on a suite."""
    head = (
        "model", "method", "n", "right, %", "right, no line invalid, %", "tokens for a right answer",
        "of them written", "seconds for a right answer", "commands", "refused, %",
    )  # fmt: skip
    rows = []
    for name, cell in CELLS.items():
        if cell.suite != suite or cell.table != "main":
            continue
        title = f"{cell.model.title}"
        result = results.get(name)
        if result is None:
            rows.append((title, cell.method, MISSING, *[""] * (len(head) - 3)))
        else:
            rows.append((title, cell.method, _n(result), *_figures(result)))
    return _table(head, rows)


def _figures(result: Result) -> Iterator[str]:
    edits = result.cell.method == "coe"
    yield rate(result.right)
    yield rate(result.solved)
    yield number(result.per_right(lambda row: row.tokens))
    yield number(result.per_right(lambda row: row.completion_tokens))
    yield number(result.per_right(lambda row: row.seconds), 1)
    yield number(result.mean(lambda row: row.steps), 1) if edits else ""
    yield number(100 * result.share(lambda row: row.refused, lambda row: row.steps), 1) if edits else ""


def differences(results: Results) -> str:
    """Edits beside the other methods at each stage, and training beside none for each method."""
    pairs = [
        (f"{title}: coe less {method}", f"{stage}-{method}", f"{stage}-coe")
        for stage, title in STAGES.items()
        for method in ("direct", "cot")
    ]
    pairs += [(f"{method}: SFT less as it comes", f"base-{method}", f"sft-{method}") for method in METHODS]
    pairs += [(f"{method}: GRPO less SFT", f"sft-{method}", f"grpo-{method}") for method in METHODS]
    rows = []
    for title, first, second in pairs:
        cells = [
            _difference(results.get(f"{first}-{suite}"), results.get(f"{second}-{suite}")) for suite in SUITES
        ]
        if any(cell != MISSING for cell in cells):
            rows.append((title, *cells))
    return _table(("difference", *(suite.title for suite in SUITES.values())), rows)


def _difference(first: Result | None, second: Result | None) -> str:
    return MISSING if first is None or second is None else points(beside(first, second))


def ablations(results: Results) -> str:
    """The cells that change one thing of the reference cell."""
    reference = results.get(REFERENCE)
    rows = [("as in the main table", "lines", *_ablation(reference, None))]
    for name, cell in CELLS.items():
        if cell.table != "main":
            rows.append((cell.label, cell.feedback, *_ablation(results.get(name), reference)))
    return _table(
        ("", "feedback", "n", "right, %", "difference, points", "no line invalid, %", "refused, %"), rows
    )


def _ablation(result: Result | None, reference: Result | None) -> tuple[str, ...]:
    if result is None:
        return (MISSING, "", "", "", "")
    difference = "" if reference is None else points(beside(reference, result))
    refused = number(100 * result.share(lambda row: row.refused, lambda row: row.steps), 1)
    return _n(result), rate(result.right), difference, rate(result.solved), refused


def families(results: Results) -> str:
    """Right answers of problems by family, for the cells after SFT."""
    columns = {
        f"{title}, {method}": f"{stage}-{method}"
        for stage, title, methods in (("sft", "SFT", METHODS), ("builtin", "built-in", ("coe",)))
        for method in methods
    }
    rows: list[tuple[str, ...]] = []
    for suite in ("own", "gym"):
        counted = {column: _by_family(results.get(f"{cell}-{suite}")) for column, cell in columns.items()}
        names = sorted({family for counts in counted.values() for family in counts})
        rows += [
            (name.removeprefix("reasoning_gym:"), *(counts.get(name, "") for counts in counted.values()))
            for name in names
        ]
    return _table(("family", *columns), rows)


def _by_family(result: Result | None) -> dict[str, str]:
    if result is None:
        return {}
    tried: dict[str, list[bool]] = defaultdict(list)
    for row in result.rows:
        tried[row.family].append(row.solved)
    return {family: f"{sum(right)}/{len(right)}" for family, right in tried.items()}


def training(records: Mapping[str, Mapping[str, Any]]) -> str:
    """How each arm came about."""
    if not records:
        return "No arm has been trained."
    rows = []
    for name, record in records.items():
        rows.append(
            (
                f"`{name}`", ARMS[name].title, _count(record, "tokens"), _count(record, "learned"),
                _count(record, "examples"), _count(record, "sampled"), f"{record['seconds'] / 60:.1f}",
                str(record["seed"]),
            )
        )  # fmt: skip
    head = (
        "adapter",
        "stage",
        "training tokens",
        "of them learned",
        "examples read",
        "sampled tokens",
        "minutes",
        "seed",
    )
    commands = [
        f"{shlex.join(['coe', *command])}" for record in records.values() for command in record["commands"]
    ]
    compared = [record["compared"] for record in records.values() if record["compared"]]
    said = ""
    if compared:
        counts = ", ".join(f"{suite} {n}" for suite, n in compared[0].items())
        said = f"No statement of a training set is among the problems measured on (compared: {counts}).\n"
    return _table(head, rows) + f"\n{said}\n```bash\n" + "\n".join(commands) + "\n```"


def _count(record: Mapping[str, Any], name: str) -> str:
    return f"{record[name]:,}" if name in record else "-"


def rate(value: Rate) -> str:
    """A rate in percent, with its interval."""
    if isnan(value.value):
        return "-"
    return f"{100 * value.value:.1f} [{100 * value.low:.1f}, {100 * value.high:.1f}]"


def points(comparison: Comparison) -> str:
    """A difference in points, with its interval."""
    if isnan(comparison.difference):
        return "-"
    low, high = 100 * comparison.low, 100 * comparison.high
    return f"{100 * comparison.difference:+.1f} [{low:+.1f}, {high:+.1f}]"


def number(value: float, digits: int = 0) -> str:
    """A number; a dash where nothing was right."""
    return "-" if isnan(value) else f"{value:,.{digits}f}"


def _n(result: Result) -> str:
    return f"{result.n}" + (f" ({result.failed} failed on our side)" if result.failed else "")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines) + "\n"
