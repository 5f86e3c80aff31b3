"""p% of a number, and numbers increased or decreased by p%."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, rational, terminating
from coe.tasks.phrasing import phrase

_OF = (
    "What is {p}% of {n}?", "Find {p}% of {n}", "Calculate {p}% of {n}", "Work out {p}% of {n}",
    "Compute {p}% of {n}", "Determine {p} % of {n}",
    "How much is {p}% of {n}?", "What is {p} percent of {n}?", "Find {p} percent of {n}",
    "Calculate {p} percent of {n}", "Compute {p} percent of {n}", "Work out {p} percent of {n}",
    "How much is {p} percent of {n}?", "Find the value of {p}% of {n}", "What is the value of {p}% of {n}?",
    "{p}% of {n} = ?", "Determine {p} percent of {n}", "Please find {p}% of {n}", "Evaluate {p}% of {n}",
)  # fmt: skip
_MORE = (
    "Increase {n} by {p}%", "What is {n} increased by {p}%?", "Raise {n} by {p}%",
    "Find {n} increased by {p}%", "Calculate {n} increased by {p}%", "Increase {n} by {p} percent",
    "Raise {n} by {p} percent", "What is {n} increased by {p} percent?", "Work out {n} increased by {p}%",
    "What is the result of increasing {n} by {p}%?", "How much is {n} increased by {p}%?",
    "Compute {n} increased by {p}%", "Find {n} increased by {p} percent", "Determine {n} increased by {p}%",
)  # fmt: skip
_LESS = (
    "Decrease {n} by {p}%", "What is {n} decreased by {p}%?", "Reduce {n} by {p}%",
    "Find {n} reduced by {p}%", "Calculate {n} decreased by {p}%", "Decrease {n} by {p} percent",
    "Reduce {n} by {p} percent", "What is {n} reduced by {p} percent?", "Work out {n} reduced by {p}%",
    "What is the result of decreasing {n} by {p}%?", "How much is {n} reduced by {p}%?",
    "What is {n} reduced by {p}%?", "Find {n} reduced by {p} percent", "Determine {n} decreased by {p}%",
)  # fmt: skip
_EASY_PERCENTS = (10, 20, 25, 50, 5, 75, 30, 40, 60, 80, 15)


def draw_percent(rng: Random, difficulty: int, scale: int) -> Fraction:
    """A percentage: round ones first, then any, then some with one decimal."""
    if difficulty <= 2 and scale == 1:
        return Fraction(rng.choice(_EASY_PERCENTS))
    if difficulty == 5 and rng.random() < 0.3:
        return Fraction(draw(rng, 11, 995, scale), 10)
    return Fraction(draw(rng, 2, 99 if difficulty > 3 else 40, scale))


def draw_base(rng: Random, percent: Fraction, difficulty: int, scale: int) -> int:
    """A base of which that percentage is whole, or any at high difficulty."""
    most = (100, 300, 500, 1000, 5000)[difficulty - 1]
    base = draw(rng, 4, most, scale)
    if rng.random() < (0, 0, 0.1, 0.25, 0.4)[difficulty - 1]:
        return base
    step = (percent / 100).denominator
    return max(1, base // step) * step


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    percent = draw_percent(rng, difficulty, scale)
    base = draw_base(rng, percent, difficulty, scale)
    p = terminating(percent) or ""
    kind = rng.random()
    wordings: tuple[str, ...] = _OF
    if kind < 0.5:
        expression, factor = f"{p}/100 * {base}", percent / 100
    elif kind < 0.75 or percent >= 100:
        wordings, expression, factor = _MORE, f"{base} * (1 + {p}/100)", 1 + percent / 100
    else:
        wordings, expression, factor = _LESS, f"{base} * (1 - {p}/100)", 1 - percent / 100
    value = factor * base
    answer = terminating(value) if "." in p else rational(value)
    statement = phrase(rng, wordings, p=p, n=str(base))
    return Worked(statement, (f"= {expression}", f"= {{{expression}}}"), answer or "")


FAMILY = Family("percent", True, _build)
