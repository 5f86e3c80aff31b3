"""Rectangles and squares: area, perimeter, a missing side."""

from __future__ import annotations

from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw
from coe.tasks.phrasing import LENGTHS, NAMES, RECTANGULAR, WALKED
from coe.tasks.terms import step

_SIDES = (9, 15, 30, 60, 200)

_AREA = (
    "Find the area of a rectangle {a} {u} by {b} {u}.",
    "A rectangle is {a} {u} long and {b} {u} wide. What is its area?",
    "What is the area of a rectangle with sides {a} {u} and {b} {u}?",
    "A rectangular {place} is {a} {w} by {b} {w}. Find its area.",
    "A {place} is a rectangle of length {a} {w} and width {b} {w}. What area does it cover?",
    "{name} has a rectangular {place}, {a} {w} long and {b} {w} wide. Find the area.",
    "The length of a rectangle is {a} {u} and its width is {b} {u}. Find the area.",
    "How many square {w} does a rectangular {place} of {a} {w} by {b} {w} cover?",
    "Work out the area of a rectangle whose sides are {a} {u} and {b} {u}.",
    "A rectangular {place} has a length of {a} {w} and a width of {b} {w}. How large is its area?",
)  # fmt: skip
_PERIMETER = (
    "Find the perimeter of a rectangle {a} {u} by {b} {u}.",
    "A rectangle is {a} {u} long and {b} {u} wide. What is its perimeter?",
    "What is the perimeter of a rectangle with sides {a} {u} and {b} {u}?",
    "A rectangular {place} is {a} {w} by {b} {w}. How long is its edge all around?",
    "{name} walks once around a rectangular {place} that is {a} {w} by {b} {w}. How far does {name} walk?",
    "How much fence goes around a {place} that is a rectangle {a} {w} long and {b} {w} wide?",
    "The length of a rectangle is {a} {u} and its width is {b} {u}. Find the perimeter.",
    "{name} puts a rope around a rectangular {place}, {a} {w} by {b} {w}. How long is the rope?",
    "Work out the perimeter of a rectangle whose sides are {a} {u} and {b} {u}.",
    "A rectangular {place} has a length of {a} {w} and a width of {b} {w}. How far is it around?",
)  # fmt: skip
_SIDE_FROM_AREA = (
    ("width", "A rectangle has an area of {n} square {u} and a length of {a} {u}. Find its width."),
    ("length", "The area of a rectangle is {n} square {u}. Its width is {a} {u}. How long is it?"),
    ("width", "A rectangular {place} covers {n} square {w} and is {a} {w} long. How wide is it?"),
    ("side", "One side of a rectangle is {a} {u} and its area is {n} square {u}. Find the other side."),
    ("width", "How wide is a rectangle that is {a} {u} long and has an area of {n} square {u}?"),
    ("length", "{name} has a {place} of {n} square {w}. It is a rectangle {a} {w} wide. How long is it?"),
    ("side", "The sides of a rectangle multiply to {n} and one of them is {a}. Find the other side."),
)  # fmt: skip
_SIDE_FROM_PERIMETER = (
    ("width", "A rectangle has a perimeter of {n} {u} and a length of {a} {u}. Find its width."),
    ("length", "The perimeter of a rectangle is {n} {u}. Its width is {a} {u}. Find its length."),
    ("width", "A rectangular {place} has a perimeter of {n} {w} and is {a} {w} long. How wide is it?"),
    ("side", "One side of a rectangle is {a} {u} and its perimeter is {n} {u}. Find the other side."),
)  # fmt: skip
_SQUARE = (
    ("area", "{a}^2", "Find the area of a square with side {a} {u}."),
    ("area", "{a}^2", "A square {place} has sides of {a} {w}. What is its area?"),
    ("area", "{a}^2", "One side of a square is {a} {u} long. How large is its area?"),
    ("perimeter", "4 * {a}", "Find the perimeter of a square with side {a} {u}."),
    ("perimeter", "4 * {a}", "A square {place} has sides of {a} {w}. What is its perimeter?"),
    ("side", "{q} / 4", "A square has a perimeter of {q} {u}. How long is one side?"),
    ("side", "{q} / 4", "{name} walks {q} {w} once around a square {place}. How long is one side?"),
)  # fmt: skip


def _square(rng: Random, a: int, slots: dict[str, str]) -> Worked:
    name, working, wording = rng.choice(_SQUARE)
    answer = {"area": a * a, "perimeter": 4 * a, "side": a}[name]
    sizes = {"a": str(a), "q": str(4 * a)}
    return Worked(wording.format(**sizes, **slots), (step(name, working.format(**sizes)),), str(answer))


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    a, b = draw(rng, 2, _SIDES[difficulty - 1], scale), draw(rng, 2, _SIDES[difficulty - 1], scale)
    slots = {
        "u": rng.choice(LENGTHS),
        "w": rng.choice(WALKED),
        "place": rng.choice(RECTANGULAR),
        "name": rng.choice(NAMES),
    }
    kind = rng.random()
    if kind < 0.18:
        return _square(rng, a, slots)
    if kind < 0.44:
        statement = rng.choice(_AREA).format(a=a, b=b, **slots)
        return Worked(statement, (step("area", f"{a} * {b}"),), str(a * b))
    if kind < 0.7:
        statement = rng.choice(_PERIMETER).format(a=a, b=b, **slots)
        return Worked(statement, (step("perimeter", f"2 * ({a} + {b})"),), str(2 * (a + b)))
    if kind < 0.86 or difficulty == 1:
        name, wording = rng.choice(_SIDE_FROM_AREA)
        return Worked(wording.format(n=a * b, a=a, **slots), (step(name, f"{a * b} / {a}"),), str(b))
    name, wording = rng.choice(_SIDE_FROM_PERIMETER)
    around = 2 * (a + b)
    lines = (step("half", f"{around} / 2"), step(name, f"{a + b} - {a}"))
    return Worked(wording.format(n=around, a=a, **slots), lines, str(b))


FAMILY = Family("rectangles", False, _build)
