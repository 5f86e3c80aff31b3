"""Right triangles with whole sides: the hypotenuse c, or a missing leg b."""

from __future__ import annotations

from math import gcd, isqrt
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.phrasing import LENGTHS, NAMES, WALKED

_HYPOTENUSE = (
    "A right triangle has legs of {a} {u} and {b} {u}. Find the hypotenuse.",
    "The legs of a right triangle are {a} {u} and {b} {u}. How long is the hypotenuse?",
    "What is the hypotenuse of a right triangle with legs {a} {u} and {b} {u}?",
    "{name} walks {a} {w} north and {b} {w} east. How far is {name} from the start in a straight line?",
    "Find the diagonal of a rectangle {a} {u} by {b} {u}.",
    "A rectangular {place} is {a} {w} long and {b} {w} wide. How long is its diagonal?",
    "A ramp is {a} {w} long on the ground and rises {b} {w}. How long is the ramp surface?",
)  # fmt: skip
_LEG = (
    "A right triangle has a hypotenuse of {c} {u} and a leg of {a} {u}. Find the other leg.",
    "The hypotenuse of a right triangle is {c} {u} and one leg is {a} {u}. How long is the other leg?",
    "A {c} {w} ladder leans on a wall. Its foot is {a} {w} from the wall. How high does it reach?",
    "The diagonal of a rectangle is {c} {u} and one side is {a} {u}. Find the other side.",
    "A kite string is {c} {w} long. The kite is over a point {a} {w} away. How high is the kite?",
)  # fmt: skip
_PLACES = ("field", "park", "door", "screen", "garden", "room", "court", "table")


def _triples(limit: int) -> tuple[tuple[int, int, int], ...]:
    found = []
    for m in range(2, isqrt(limit) + 1):
        for n in range(1 + m % 2, m, 2):
            if gcd(m, n) == 1:
                found.append((m * m - n * n, 2 * m * n, m * m + n * n))
    return tuple(found)


_SMALL, _LARGE = _triples(40), _triples(9000)
_LARGEST = (30, 50, 100, 200, 600)


def _triple(rng: Random, difficulty: int, scale: int) -> tuple[int, int, int]:
    if scale > 1:
        a, b, c = rng.choice(_LARGE)
        factor = rng.randint(1, 3) * 10 ** max(0, scale - 2)
    else:
        most = _LARGEST[difficulty - 1]
        a, b, c = rng.choice(_SMALL)
        while c > most:
            a, b, c = rng.choice(_SMALL)
        factor = rng.randint(1, most // c)
    if rng.random() < 0.5:
        a, b = b, a
    return a * factor, b * factor, c * factor


def _root(name: str, square: int) -> str:
    return f"{name} = sqrt({square}) = {{{square}^(1/2)}}"


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    a, b, c = _triple(rng, difficulty, scale)
    slots = {
        "u": rng.choice(LENGTHS),
        "w": rng.choice(WALKED),
        "place": rng.choice(_PLACES),
        "name": rng.choice(NAMES),
    }
    if rng.random() < 0.55:
        lines = (f"c^2 = {a}^2 + {b}^2 = {{{a}^2 + {b}^2}}", _root("c", c * c))
        return Worked(rng.choice(_HYPOTENUSE).format(a=a, b=b, **slots), lines, str(c))
    lines = (f"b^2 = {c}^2 - {a}^2 = {{{c}^2 - {a}^2}}", _root("b", b * b))
    return Worked(rng.choice(_LEG).format(a=a, c=c, **slots), lines, str(b))


FAMILY = Family("pythagoras", False, _build)
