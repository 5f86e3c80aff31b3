"""Mean, median, mode and range of numbers that are listed."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from coe.verifier.expressions.expr import Expr
from coe.verifier.problems.goals import Goal
from coe.verifier.problems.reading.parts import exact, numbers, quantity, several, shown, template, value_of

WORDS = (
    "mean", "average", "median", "mode", "range",
)  # fmt: skip
"""A statement, in lower case, without any of these is not for this reader."""
_WHAT = r"(?:arithmetic )?(?P<what>mean|average|median|modes?|range)"
_DATA = (
    r"(?:(?:the )?(?:following )?(?:numbers|data(?: set)?|set(?: of numbers)?|list(?: of numbers)?"
    r"|values|scores)?:? ?)?"
    r"[{\[(]?{n*}[}\])]?"
)
_FORMS = tuple(
    template(pattern)
    for pattern in (
        rf"(?:{{ask}} )?the {_WHAT} (?:of|for):? {_DATA}",
        rf"{{ask}} {_WHAT}(?: of|:) {_DATA}",
        rf"for (?:the )?(?:numbers|data|data set|set|list):? {_DATA},? {{ask}} the {_WHAT}",
    )
)


def read(text: str) -> Goal | None:
    """The statistic asked of a list; None where the text is anything else."""
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is not None:
            parts = numbers(match["n"])
            what = {"average": "mean", "modes": "mode"}.get(match["what"].lower(), match["what"].lower())
            value = _value(what, [value_of(part) for part in parts])
            if value is None:
                return None
            names = (what, "average", "M") if what == "mean" else (what,)
            return quantity(f"find the {what} of {shown(parts)}", value, names)
    return None


def _value(what: str, values: list[Fraction]) -> Expr | None:
    ordered = sorted(values)
    middle = len(values) // 2
    if what == "mean":
        return exact(sum(values, Fraction(0)) / len(values))
    if what == "range":
        return exact(ordered[-1] - ordered[0])
    if what == "median":
        return exact(ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2)
    counts = Counter(values)
    most = max(counts.values())
    modes = [value for value in sorted(counts) if counts[value] == most] if most > 1 else []
    if not modes or len({*counts.values()}) == 1:
        # No value is more frequent than the others: whether that is "no mode" is a matter of taste.
        return None
    return exact(modes[0]) if len(modes) == 1 else several("set", modes)
