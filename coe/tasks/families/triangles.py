"""Triangles: area, perimeter, a missing side, height or angle."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, rational
from coe.tasks.phrasing import LENGTHS, TRIANGULAR, WALKED
from coe.tasks.terms import step

_SIDES = (10, 18, 30, 60, 200)

_AREA = (
    "Find the area of a triangle with base {a} {u} and height {b} {u}.",
    "A triangle has a base of {a} {u} and a height of {b} {u}. What is its area?",
    "What is the area of a triangle whose base is {a} {u} and whose height is {b} {u}?",
    "A right triangle has legs of {a} {u} and {b} {u}. Find its area.",
    "A triangular {place} has a base of {a} {w} and a height of {b} {w}. Find its area.",
    "The base of a triangle is {a} {u} and its height is {b} {u}. Find the area.",
    "How large is the area of a triangle {a} {u} wide at the base and {b} {u} high?",
    "What area does a triangular {place} cover if its base is {a} {w} and its height {b} {w}?",
    "The two legs of a right triangle measure {a} {u} and {b} {u}. What is the area?",
)  # fmt: skip
_PERIMETER = (
    "Find the perimeter of a triangle with sides {a} {u}, {b} {u} and {c} {u}.",
    "A triangle has sides of {a} {u}, {b} {u} and {c} {u}. What is its perimeter?",
    "The sides of a triangular {place} are {a} {w}, {b} {w} and {c} {w}. How far is it around?",
    "What is the perimeter of a triangle whose sides are {a} {u}, {b} {u} and {c} {u}?",
    "How much fence goes around a triangular {place} with sides of {a} {w}, {b} {w} and {c} {w}?",
)  # fmt: skip
_SIDE = (
    "The perimeter of a triangle is {n} {u}. Two sides are {a} {u} and {b} {u}. Find the third side.",
    "A triangle has a perimeter of {n} {u} and sides of {a} {u} and {b} {u}. How long is the third side?",
    "The sides of a triangle add up to {n} {u}. Two of them are {a} {u} and {b} {u}. Find the third.",
    "It is {n} {w} around a triangular {place}. Two sides are {a} {w} and {b} {w}. How long is the third?",
    "Find the third side of a triangle with perimeter {n} {u} and two sides of {a} {u} and {b} {u}.",
)  # fmt: skip
_ANGLE = (
    "Two angles of a triangle are {p} degrees and {q} degrees. Find the third angle.",
    "A triangle has angles of {p} and {q} degrees. What is the third angle?",
    "In a triangle, angle A is {p} degrees and angle B is {q} degrees. How many degrees is angle C?",
    "In triangle ABC, angle A = {p} degrees and angle B = {q} degrees. Find angle C.",
    "Find the third angle of a triangle with angles of {p} degrees and {q} degrees.",
    "One angle of a triangle is {p} degrees and another is {q} degrees. How large is the third?",
    "A triangle has one angle of {p} degrees and one of {q} degrees. How many degrees has the other?",
    "How many degrees is the third angle of a triangle if the other two are {p} and {q} degrees?",
    "The corners of a triangular {place} are {p}, {q} and x degrees. Find x.",
)  # fmt: skip
_ISOSCELES = (
    "The top angle of an isosceles triangle is {p} degrees. Find one base angle.",
    "An isosceles triangle has a top angle of {p} degrees. How many degrees is each base angle?",
    "In an isosceles triangle the angle between the equal sides is {p} degrees. Find the other angles.",
    "Two angles of a triangle are equal and the third is {p} degrees. How large is each equal angle?",
)  # fmt: skip
_EQUILATERAL = (
    "Each side of an equilateral triangle is {a} {u}. Find its perimeter.",
    "An equilateral triangle has sides of {a} {u}. What is its perimeter?",
    "All three sides of a triangle are {a} {u} long. Find its perimeter.",
    "How far is it around a triangular {place} if each of its sides is {a} {w}?",
)  # fmt: skip
_HEIGHT = (
    "The area of a triangle is {n} square {u} and its base is {a} {u}. Find its height.",
    "A triangle has an area of {n} square {u} and a base of {a} {u}. How high is it?",
    "Find the height of a triangle with an area of {n} square {u} and a base of {a} {u}.",
    "A triangular {place} covers {n} square {w} and its base is {a} {w}. What is its height?",
    "How high is a triangle whose area is {n} square {u} and whose base is {a} {u}?",
    "The base of a triangle is {a} {u} and its area is {n} square {u}. What is the height?",
)  # fmt: skip


def _angles(rng: Random, difficulty: int, place: str) -> Worked:
    if difficulty >= 2 and rng.random() < 0.3:
        top = rng.randint(2, 85) * 2
        lines = (step("rest", f"180 - {top}"), step("angle", f"{180 - top} / 2"))
        return Worked(rng.choice(_ISOSCELES).format(p=top), lines, str((180 - top) // 2))
    unit = 10 if difficulty == 1 else 5 if difficulty == 2 else 1
    p = rng.randint(20 // unit, 110 // unit) * unit
    q = rng.randint(10 // unit, (170 - p) // unit) * unit
    statement = rng.choice(_ANGLE).format(p=p, q=q, place=place)
    return Worked(statement, (step("angle", f"180 - {p} - {q}"),), str(180 - p - q))


def _lengths(rng: Random, a: int, b: int, slots: dict[str, str]) -> Worked:
    # A third side between the difference and the sum makes a triangle.
    c = rng.randint(abs(a - b) + 1, a + b - 1)
    if rng.random() < 0.25:
        return Worked(
            rng.choice(_EQUILATERAL).format(a=a, **slots), (step("perimeter", f"3 * {a}"),), str(3 * a)
        )
    if rng.random() < 0.5:
        statement = rng.choice(_PERIMETER).format(a=a, b=b, c=c, **slots)
        return Worked(statement, (step("perimeter", f"{a} + {b} + {c}"),), str(a + b + c))
    around = a + b + c
    statement = rng.choice(_SIDE).format(n=around, a=a, b=b, **slots)
    return Worked(statement, (step("side", f"{around} - {a} - {b}"),), str(c))


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    a, b = draw(rng, 2, _SIDES[difficulty - 1], scale), draw(rng, 2, _SIDES[difficulty - 1], scale)
    slots = {"u": rng.choice(LENGTHS), "w": rng.choice(WALKED), "place": rng.choice(TRIANGULAR)}
    kind = rng.random()
    if kind < 0.3 and scale == 1:
        return _angles(rng, difficulty, slots["place"])
    if kind < 0.6:
        return _lengths(rng, a, b, slots)
    if difficulty < 4 and a * b % 2:
        a += 1
    if kind < 0.85:
        statement = rng.choice(_AREA).format(a=a, b=b, **slots)
        return Worked(statement, (step("area", f"{a} * {b} / 2"),), rational(Fraction(a * b, 2)))
    a += a % 2
    area = a * b // 2
    statement = rng.choice(_HEIGHT).format(n=area, a=a, **slots)
    return Worked(statement, (step("height", f"2 * {area} / {a}"),), str(b))


FAMILY = Family("triangles", False, _build)
