"""What the stored runs say, in sentences that follow from their figures, whichever way they fall."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.study.arms import MODEL
from benchmarks.study.cells import CELLS, METHODS, REFERENCE
from benchmarks.study.gather import Result, beside
from benchmarks.study.plots import STAGES, Results
from benchmarks.study.suites import SUITES
from benchmarks.study.tables import points, rate
from coe.evaluation.comparison import Comparison

HELPLESS = {"spans-off": "without the calculator", "feedback-none": "without verdicts"}
"""Ablations that take from edits what the other methods do not have."""


def findings(results: Results) -> Iterator[str]:
    """One sentence a comparison that has its runs."""
    if not results:
        yield "No cell has a stored run."
        return
    yield from _alone(results, "builtin-coe", "The built-in model, by edits")
    for method in METHODS:
        yield from _alone(results, f"base-{method}", f"{MODEL} as it comes, `{method}`")
    for stage, title in STAGES.items():
        for suite, about in SUITES.items():
            yield from _methods(results, stage, title, suite, about.title)
    yield from _reinforced(results)
    yield from _ablations(results)
    yield from _on_equal_terms(results)


def _alone(results: Results, cells: str, title: str) -> Iterator[str]:
    said = [
        f"{about.title} {rate(result.right)} % right (n = {result.n})"
        for suite, about in SUITES.items()
        if (result := results.get(f"{cells}-{suite}")) is not None
    ]
    if said:
        yield f"{title}: {', '.join(said)}."


def _methods(results: Results, stage: str, title: str, suite: str, problems: str) -> Iterator[str]:
    edits = results.get(f"{stage}-coe-{suite}")
    if edits is None:
        return
    for method in ("direct", "cot"):
        other = results.get(f"{stage}-{method}-{suite}")
        if other is not None:
            compared = beside(other, edits)
            yield (
                f"{title}, {problems}: `coe` {rate(edits.right)} % right, `{method}` {rate(other.right)} %; "
                f"{_verdict(compared)}{_tokens(edits, other, method)}."
            )


def _reinforced(results: Results) -> Iterator[str]:
    """What reinforcement changes, by method."""
    for suite, about in SUITES.items():
        for method in METHODS:
            before, after = results.get(f"sft-{method}-{suite}"), results.get(f"grpo-{method}-{suite}")
            if before is not None and after is not None:
                compared = beside(before, after)
                yield (
                    f"GRPO after SFT, {about.title}, `{method}`: {rate(after.right)} % right, "
                    f"{_change(compared)} ({points(compared)} points over {compared.problems} problems)."
                )


def _on_equal_terms(results: Results) -> Iterator[str]:
    """Edits with one of their helps taken away, beside the methods that never have it."""
    for cell, without in HELPLESS.items():
        edits = results.get(cell)
        if edits is None:
            continue
        for method in ("direct", "cot"):
            other = results.get(f"sft-{method}-own")
            if other is not None:
                yield (
                    f"SFT, {SUITES['own'].title}, edits {without}: {rate(edits.right)} % right, "
                    f"`{method}` {rate(other.right)} %; {_verdict(beside(other, edits))}."
                )


def _verdict(compared: Comparison) -> str:
    difference = f"{points(compared)} points over {compared.problems} problems"
    if compared.low > 0:
        return f"**edits win**, {difference}"
    if compared.high < 0:
        return f"**edits lose**, {difference}"
    return f"no difference that this n can show, {difference}"


def _tokens(edits: Result, other: Result, method: str) -> str:
    one, two = edits.per_right(lambda row: row.tokens), other.per_right(lambda row: row.tokens)
    if one != one or two != two:
        return ""
    return f"; a right answer takes {one:,.0f} tokens by edits, {two:,.0f} by `{method}`"


def _ablations(results: Results) -> Iterator[str]:
    reference = results.get(REFERENCE)
    if reference is None:
        return
    for name, cell in CELLS.items():
        result = results.get(name)
        if cell.table == "main" or result is None:
            continue
        compared = beside(reference, result)
        yield (
            f"Ablation, {cell.label}: {rate(result.right)} % right, {_change(compared)} "
            f"({points(compared)} points)."
        )


def _change(compared: Comparison) -> str:
    return "more" if compared.low > 0 else "fewer" if compared.high < 0 else "no difference that shows"
