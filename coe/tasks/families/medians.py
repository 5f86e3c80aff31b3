"""Medians of listed numbers: put in order, then the middle one or the mean of the middle two."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, rational

_VALUES = (12, 30, 99, 400, 1500)
_LENGTHS = ((3, 5), (3, 4, 5), (4, 5, 6), (5, 6, 7), (6, 7, 8, 9))
_ASKED = (
    "Find the median of {of}", "Determine the median of {of}", "Give the median of {of}",
    "Work out the median of {of}", "State the median of {of}", "Compute the median of {of}",
    "Calculate the median of {of}", "Please find the median of {of}", "What is the median of {of}?",
)  # fmt: skip
_NUMBERS = (
    "{n}", "the numbers {n}", "the data set {n}", "the following numbers: {n}", "the scores {n}",
    "the list {n}",
    "the set {n}", "the values {n}", "the data {n}",
)  # fmt: skip


def _listed(values: list[int], comma: bool) -> str:
    texts = [str(value) for value in values]
    return ", ".join(texts) if comma else f"{', '.join(texts[:-1])} and {texts[-1]}"


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    count = rng.choice(_LENGTHS[difficulty - 1])
    values = [draw(rng, 1, _VALUES[difficulty - 1], scale) for _ in range(count)]
    if sorted(values) == values:
        values.reverse()
    asked = rng.choice(_NUMBERS).format(n=_listed(values, comma=rng.random() < 0.5))
    statement = rng.choice(_ASKED).format(of=asked)
    ordered = sorted(values)
    order = str(ordered[0])
    for lower, upper in pairwise(ordered):
        order += f" {'<' if lower < upper else '<='} {upper}"
    upper_middle = ordered[count // 2]
    if count % 2:
        return Worked(statement, (order, f"median = {upper_middle}"), str(upper_middle))
    lower_middle = ordered[count // 2 - 1]
    both = lower_middle + upper_middle
    lines = (
        order,
        f"sum of the middle two = {lower_middle} + {upper_middle} = {{{lower_middle} + {upper_middle}}}",
        f"median = {both} / 2 = {{{both} / 2}}",
    )
    return Worked(statement, lines, rational(Fraction(both, 2)))


FAMILY = Family("medians", True, _build)
