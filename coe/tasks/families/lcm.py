"""Least common multiples: the greatest common divisor by Euclid's algorithm, then a * b / gcd."""

from __future__ import annotations

from math import gcd
from random import Random

from coe.tasks.families.gcd import draw_pair, euclid
from coe.tasks.family import Family, Worked
from coe.tasks.phrasing import phrase

_WORDINGS = (
    "Find the {name} of {a} and {b}", "What is the {name} of {a} and {b}?",
    "Compute the {name} of {a} and {b}", "Work out the {name} of {a} and {b}",
    "Determine the {name} of {a} and {b}", "Calculate the {name} of {a} and {b}",
    "Give the {name} of {a} and {b}",
)  # fmt: skip
_CALLS = (
    "Find lcm({a}, {b})", "What is lcm({a}, {b})?", "Calculate lcm({a}, {b})", "Compute lcm({a}, {b})",
    "Work out lcm({a}, {b})", "Evaluate lcm({a}, {b})",
)  # fmt: skip
_NAMES = ("least common multiple", "lowest common multiple", "smallest common multiple", "LCM")


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    a, b = draw_pair(rng, difficulty, scale)
    common = gcd(a, b)
    lines = (*euclid(a, b), f"lcm({a}, {b}) = {a} * {b} / {common} = {{{a} * {b} / {common}}}")
    answer = str(a * b // common)
    first, second = (a, b) if rng.random() < 0.5 else (b, a)
    if rng.random() < 0.2:
        return Worked(phrase(rng, _CALLS, a=str(first), b=str(second)), lines, answer)
    statement = phrase(rng, _WORDINGS, name=rng.choice(_NAMES), a=str(first), b=str(second))
    return Worked(statement, lines, answer)


FAMILY = Family("lcm", True, _build, chosen=True)
