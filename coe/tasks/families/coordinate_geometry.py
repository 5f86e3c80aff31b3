"""Two points in the plane: distance, midpoint, slope."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw_signed, rational
from coe.tasks.phrasing import phrase
from coe.tasks.terms import moved, operand, signed, step

_COORDINATES = (9, 12, 20, 60, 400)
_TRIPLES = ((3, 4), (4, 3), (6, 8), (8, 6), (5, 12), (12, 5), (8, 15), (15, 8), (9, 12), (7, 24), (20, 21))

_DISTANCE = (
    "Find the distance between {p} and {q}", "What is the distance between {p} and {q}?",
    "Calculate the distance between {p} and {q}", "How far is it from {p} to {q}?",
    "Find the distance from {p} to {q}", "What is the distance from {p} to {q}?",
    "Work out the distance between the points {p} and {q}", "Compute the distance between {p} and {q}",
    "Determine the distance between the points {p} and {q}", "Find the distance between A{p} and B{q}",
)  # fmt: skip
_MIDPOINT = (
    "Find the midpoint of {p} and {q}", "What is the midpoint of {p} and {q}?",
    "Calculate the midpoint of {p} and {q}", "Find the midpoint between {p} and {q}",
    "Find the midpoint of the segment from {p} to {q}", "Work out the midpoint of {p} and {q}",
    "Determine the midpoint of the line segment with endpoints {p} and {q}",
    "What is the midpoint of the line segment joining {p} and {q}?",
    "Find the midpoint of the segment joining {p} and {q}", "Compute the midpoint of {p} and {q}",
)  # fmt: skip
_SLOPE = (
    "Find the slope of the line through {p} and {q}", "What is the slope of the line through {p} and {q}?",
    "Calculate the gradient of the line through {p} and {q}",
    "Find the gradient of the line joining {p} and {q}",
    "What is the gradient of the straight line through {p} and {q}?",
    "Determine the slope of the line passing through {p} and {q}",
    "Work out the slope of the line that passes through {p} and {q}",
    "Compute the slope of the line through the points {p} and {q}",
    "Find the slope of the line from {p} to {q}", "What is the slope of the line joining {p} and {q}?",
)  # fmt: skip


def point(*coordinates: int) -> str:
    """ "(1, -2)"."""
    return f"({', '.join(map(str, coordinates))})"


def _distance(rng: Random, x: int, y: int, unit: int) -> Worked:
    dx, dy = rng.choice(_TRIPLES)
    dx, dy = dx * unit * rng.choice((1, -1)), dy * unit * rng.choice((1, -1))
    p, q = (x, y), (x + dx, y + dy)
    length = int((dx * dx + dy * dy) ** 0.5 + 0.5)
    lines = (
        step("run", f"{q[0]} {moved(p[0])}"),
        step("rise", f"{q[1]} {moved(p[1])}"),
        f"distance^2 = {operand(dx)}^2 + {operand(dy)}^2 = {{{operand(dx)}^2 + {operand(dy)}^2}}",
        f"distance = sqrt({length * length}) = {{{length * length}^(1/2)}}",
    )
    return Worked(phrase(rng, _DISTANCE, p=point(*p), q=point(*q)), lines, str(length))


def _midpoint(rng: Random, p: tuple[int, int], q: tuple[int, int]) -> Worked:
    x, y = (Fraction(a + b, 2) for a, b in zip(p, q, strict=True))
    lines = (
        step("x", f"({p[0]} {signed(q[0])}) / 2"),
        step("y", f"({p[1]} {signed(q[1])}) / 2"),
        f"midpoint = ({{{rational(x)}}}, {{{rational(y)}}})",
    )
    return Worked(phrase(rng, _MIDPOINT, p=point(*p), q=point(*q)), lines, f"({rational(x)}, {rational(y)})")


def _slope(rng: Random, p: tuple[int, int], q: tuple[int, int]) -> Worked:
    rise, run = q[1] - p[1], q[0] - p[0]
    lines = (
        step("rise", f"{q[1]} {moved(p[1])}"),
        step("run", f"{q[0]} {moved(p[0])}"),
        step("slope", f"{rise} / {operand(run)}"),
    )
    statement = phrase(rng, _SLOPE, p=point(*p), q=point(*q))
    return Worked(statement, lines, rational(Fraction(rise, run)))


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    most, negative = _COORDINATES[difficulty - 1], (0.1, 0.3, 0.5, 0.5, 0.5)[difficulty - 1]
    x, y, u, v = (draw_signed(rng, most, scale, negative) for _ in range(4))
    kind = rng.random()
    if kind < 0.3:
        unit = rng.randint(1, (1, 1, 2, 4, 12)[difficulty - 1]) * 10 ** (2 * (scale - 1))
        return _distance(rng, x, y, unit)
    while u == x:
        u = draw_signed(rng, most, scale, negative)
    if kind < 0.65:
        if difficulty < 3:
            u, v = u + (x + u) % 2, v + (y + v) % 2
        return _midpoint(rng, (x, y), (u, v))
    if difficulty < 3:
        v = y + (u - x) * rng.randint(-5, 5)
    return _slope(rng, (x, y), (u, v))


FAMILY = Family("coordinate_geometry", True, _build)
