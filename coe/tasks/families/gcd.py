"""Greatest common divisors by Euclid's algorithm: the remainder of each division is a span."""

from __future__ import annotations

from math import gcd
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw
from coe.tasks.phrasing import phrase

_DIVISORS = (9, 15, 30, 60, 200)
_COFACTORS = (9, 15, 25, 40, 90)
_MOST_DIVISIONS = 5

_WORDINGS = (
    "Find the {name} of {a} and {b}", "What is the {name} of {a} and {b}?",
    "Compute the {name} of {a} and {b}", "Work out the {name} of {a} and {b}",
    "Determine the {name} of {a} and {b}", "Calculate the {name} of {a} and {b}",
    "Give the {name} of {a} and {b}",
)  # fmt: skip
_NAMES = ("greatest common divisor", "greatest common factor", "highest common factor", "GCD", "HCF", "GCF")
_CALLS = (
    "Find gcd({a}, {b})", "What is gcd({a}, {b})?", "Calculate gcd({a}, {b})", "Compute gcd({a}, {b})",
    "Work out gcd({a}, {b})", "Evaluate gcd({a}, {b})",
)  # fmt: skip


def euclid(a: int, b: int) -> tuple[str, ...]:
    """ "48 = 1 * 36 + {48 - 1 * 36}", ... until the remainder is 0."""
    lines = []
    while b:
        q = a // b
        lines.append(f"{a} = {q} * {b} + {{{a} - {q} * {b}}}")
        a, b = b, a % b
    return tuple(lines)


def draw_pair(rng: Random, difficulty: int, scale: int) -> tuple[int, int]:
    """Two numbers, the larger first, of which Euclid's algorithm takes few divisions."""
    while True:
        common = draw(rng, 2, _DIVISORS[difficulty - 1], scale)
        a, b = (common * draw(rng, 2, _COFACTORS[difficulty - 1], scale) for _ in range(2))
        a, b = max(a, b), min(a, b)
        if a != b and len(euclid(a, b)) <= _MOST_DIVISIONS + scale:
            return a, b


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    a, b = draw_pair(rng, difficulty, scale)
    common = str(gcd(a, b))
    lines = (*euclid(a, b), f"gcd({a}, {b}) = {common}")
    first, second = (a, b) if rng.random() < 0.5 else (b, a)
    if rng.random() < 0.15:
        return Worked(phrase(rng, _CALLS, a=str(first), b=str(second)), lines, common)
    statement = phrase(rng, _WORDINGS, name=rng.choice(_NAMES), a=str(first), b=str(second))
    return Worked(statement, lines, common)


FAMILY = Family("gcd", True, _build, chosen=True)
