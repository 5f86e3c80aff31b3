"""Right triangles with whole sides: the hypotenuse c, or a missing leg b."""

from __future__ import annotations

from math import gcd, isqrt
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.phrasing import DIAGONAL, LENGTHS, NAMES, WALKED

_HYPOTENUSE = (
    "A right triangle has legs of {a} {u} and {b} {u}. Find the hypotenuse.",
    "The legs of a right triangle are {a} {u} and {b} {u}. How long is the hypotenuse?",
    "What is the hypotenuse of a right triangle with legs {a} {u} and {b} {u}?",
    "{name} walks {a} {w} north and {b} {w} east. How far is {name} from the start in a straight line?",
    "Find the diagonal of a rectangle {a} {u} by {b} {u}.",
    "A rectangular {place} is {a} {w} long and {b} {w} wide. How long is its diagonal?",
    "A ramp is {a} {w} long on the ground and rises {b} {w}. How long is the ramp surface?",
    "In a right triangle a = {a} and b = {b}. Find the hypotenuse c.",
    "How long is the hypotenuse of a right triangle whose legs are {a} {u} and {b} {u}?",
    "The two shorter sides of a right triangle are {a} {u} and {b} {u}. Find the longest side.",
    "A rectangle has sides of {a} {u} and {b} {u}. How long is its diagonal?",
    "What is the length of the diagonal of a rectangle with sides {a} {u} and {b} {u}?",
    "A boat sails {a} {w} west and then {b} {w} south. How far is it from its start?",
    "{name} cuts straight across a rectangular {place}, {a} {w} by {b} {w}. How far is that?",
    "A pole {a} {w} high is held by a rope fixed {b} {w} from its foot. How long is the rope?",
    "The foot of a ladder is {a} {w} from a wall and its top is {b} {w} up. How long is the ladder?",
    "Calculate the hypotenuse of a right triangle with legs of {a} {u} and {b} {u}.",
    "{name} flies a drone {a} {w} east and {b} {w} north. How far is the drone from {name}?",
    "A screen is {a} {u} wide and {b} {u} high. How long is its diagonal?",
    "The sides at the right angle of a triangle are {a} {u} and {b} {u}. Find the third side.",
)  # fmt: skip
_LEG = (
    "A right triangle has a hypotenuse of {c} {u} and a leg of {a} {u}. Find the other leg.",
    "The hypotenuse of a right triangle is {c} {u} and one leg is {a} {u}. How long is the other leg?",
    "A {c} {w} ladder leans on a wall. Its foot is {a} {w} from the wall. How high does it reach?",
    "The diagonal of a rectangle is {c} {u} and one side is {a} {u}. Find the other side.",
    "A kite string is {c} {w} long. The kite is over a point {a} {w} away. How high is the kite?",
    "In a right triangle the hypotenuse c = {c} and the leg a = {a}. Find the leg b.",
    "Find the missing leg of a right triangle with hypotenuse {c} {u} and one leg {a} {u}.",
    "The longest side of a right triangle is {c} {u} and another side is {a} {u}. Find the third side.",
    "How wide is a rectangle {a} {u} long with a diagonal of {c} {u}?",
    "A rectangular {place} is {a} {w} long and its diagonal is {c} {w}. How wide is it?",
    "A ramp {c} {w} long covers {a} {w} on the ground. How high does it rise?",
    "A rope of {c} {w} runs from the top of a pole to a point {a} {w} from its foot. How high is the pole?",
    "{name} walks {a} {w} east and then north, and is {c} {w} from the start. How far north is that?",
    "What is the other leg of a right triangle whose hypotenuse is {c} {u} and one leg is {a} {u}?",
    "The diagonal of a screen is {c} {u} and its width is {a} {u}. How high is the screen?",
    "A slide is {c} {w} long and covers {a} {w} of ground. From what height does it start?",
)  # fmt: skip


def _triples(limit: int) -> tuple[tuple[int, int, int], ...]:
    found = []
    for m in range(2, isqrt(limit) + 1):
        for n in range(1 + m % 2, m, 2):
            if gcd(m, n) == 1:
                found.append((m * m - n * n, 2 * m * n, m * m + n * n))
    return tuple(found)


_SMALL, _LARGE = _triples(40), _triples(9000)
_LARGEST = (30, 50, 100, 200, 600)


def draw_triple(rng: Random, difficulty: int, scale: int) -> tuple[int, int, int]:
    """Two legs and the hypotenuse, all whole."""
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
    a, b, c = draw_triple(rng, difficulty, scale)
    slots = {
        "u": rng.choice(LENGTHS),
        "w": rng.choice(WALKED),
        "place": rng.choice(DIAGONAL),
        "name": rng.choice(NAMES),
    }
    if rng.random() < 0.55:
        lines = (f"c^2 = {a}^2 + {b}^2 = {{{a}^2 + {b}^2}}", _root("c", c * c))
        return Worked(rng.choice(_HYPOTENUSE).format(a=a, b=b, **slots), lines, str(c))
    lines = (f"b^2 = {c}^2 - {a}^2 = {{{c}^2 - {a}^2}}", _root("b", b * b))
    return Worked(rng.choice(_LEG).format(a=a, c=c, **slots), lines, str(b))


FAMILY = Family("pythagoras", False, _build)
