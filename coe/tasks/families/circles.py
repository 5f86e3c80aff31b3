"""Circles: area and circumference in terms of pi, and back to the radius."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, rational
from coe.tasks.phrasing import LENGTHS, ROUND, WALKED
from coe.tasks.terms import step, term

_RADII = (9, 15, 30, 60, 200)

_AREA_R = (
    "Find the area of a circle with radius {r} {u} in terms of pi.",
    "A circle has a radius of {r} {u}. What is its area in terms of pi?",
    "The radius of a round {place} is {r} {w}. Give its area in terms of pi.",
    "In terms of pi, what is the area of a circle of radius {r} {u}?",
    "What is the area of a circle whose radius is {r} {u}? Leave pi in the answer.",
    "A round {place} has a radius of {r} {w}. What area does it cover, in terms of pi?",
    "The radius of a circle is {r} {u}. Find its area in terms of pi.",
    "Give the area of a circle of radius {r} {u} as a multiple of pi.",
    "Work out the area of a circle of radius {r} {u}. Leave pi in the answer.",
)  # fmt: skip
_AREA_D = (
    "Find the area of a circle with diameter {d} {u} in terms of pi.",
    "A circle has a diameter of {d} {u}. What is its area in terms of pi?",
    "A round {place} is {d} {w} across. Give its area in terms of pi.",
    "The diameter of a circle is {d} {u}. Find its area in terms of pi.",
    "In terms of pi, what is the area of a circle of diameter {d} {u}?",
    "A round {place} has a diameter of {d} {w}. What area does it cover, in terms of pi?",
    "What is the area of a circle whose diameter is {d} {u}? Leave pi in the answer.",
    "Give the area of a circle of diameter {d} {u} as a multiple of pi.",
)  # fmt: skip
_AROUND_R = (
    "Find the circumference of a circle with radius {r} {u} in terms of pi.",
    "A circle has a radius of {r} {u}. What is its circumference in terms of pi?",
    "The radius of a round {place} is {r} {w}. How far is it around, in terms of pi?",
    "The radius of a circle is {r} {u}. Find its circumference in terms of pi.",
    "In terms of pi, what is the circumference of a circle of radius {r} {u}?",
    "How long is the edge of a round {place} of radius {r} {w}, in terms of pi?",
    "What is the circumference of a circle whose radius is {r} {u}? Leave pi in the answer.",
    "Give the circumference of a circle of radius {r} {u} as a multiple of pi.",
)  # fmt: skip
_AROUND_D = (
    "Find the circumference of a circle with diameter {d} {u} in terms of pi.",
    "A round {place} is {d} {w} across. How far is it around, in terms of pi?",
    "The diameter of a circle is {d} {u}. Find its circumference in terms of pi.",
    "In terms of pi, what is the circumference of a circle of diameter {d} {u}?",
)  # fmt: skip
_FROM_AREA = (
    "A circle has an area of {n} square {u}. Find its radius.",
    "The area of a round {place} is {n} square {w}. What is its radius?",
    "What is the radius of a circle with an area of {n} square {u}?",
    "The area of a circle is {n} square {u}. How long is its radius?",
)  # fmt: skip
_FROM_AROUND = (
    "A circle has a circumference of {n} {u}. Find its radius.",
    "The circumference of a round {place} is {n} {w}. What is its radius?",
    "What is the radius of a circle with a circumference of {n} {u}?",
    "It is {n} {w} around a round {place}. How long is its radius?",
)  # fmt: skip
_HALF = (
    "Find the area of a half circle with radius {r} {u} in terms of pi.",
    "A half circle has a radius of {r} {u}. Give its area in terms of pi.",
    "In terms of pi, what is the area of half a circle of radius {r} {u}?",
)  # fmt: skip


def _forward(rng: Random, kind: float, r: int, slots: dict[str, str]) -> Worked:
    area_line = f"area = pi * {r}^2 = {{{r}^2}}pi"
    area = term(r * r, "pi")
    if kind < 0.25:
        return Worked(rng.choice(_AREA_R).format(r=r, **slots), (area_line,), area)
    if kind < 0.45:
        return Worked(
            rng.choice(_AREA_D).format(d=2 * r, **slots), (step("radius", f"{2 * r} / 2"), area_line), area
        )
    if kind < 0.65:
        line = f"circumference = 2 * pi * {r} = {{2 * {r}}}pi"
        return Worked(rng.choice(_AROUND_R).format(r=r, **slots), (line,), f"{2 * r}pi")
    if kind < 0.75:
        line = f"circumference = pi * {2 * r} = {2 * r}pi"
        return Worked(rng.choice(_AROUND_D).format(d=2 * r, **slots), (line,), f"{2 * r}pi")
    half = Fraction(r * r, 2)
    line = f"area = pi * {r}^2 / 2 = {{{r}^2 / 2}}pi"
    return Worked(rng.choice(_HALF).format(r=r, **slots), (line,), term(half, "pi"))


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    r = draw(rng, 2, _RADII[difficulty - 1], scale)
    slots = {"u": rng.choice(LENGTHS), "w": rng.choice(WALKED), "place": rng.choice(ROUND)}
    kind = rng.random()
    if kind < 0.82:
        r += r % 2 if kind >= 0.75 and difficulty < 4 else 0
        return _forward(rng, kind, r, slots)
    if kind < 0.91:
        line = f"radius = sqrt({r * r}) = {{{r * r}^(1/2)}}"
        return Worked(rng.choice(_FROM_AREA).format(n=f"{r * r}pi", **slots), (line,), str(r))
    n = r + 1 if difficulty < 4 and r % 2 else r
    wording = rng.choice(_FROM_AROUND).format(n=f"{n}pi", **slots)
    return Worked(wording, (step("radius", f"{n} / 2"),), rational(Fraction(n, 2)))


FAMILY = Family("circles", False, _build)
