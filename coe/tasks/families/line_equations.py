"""Equations of lines, y = mx + b: from two points, from a slope and a point, parallel, perpendicular."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from coe.tasks.families.coordinate_geometry import point
from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw_signed
from coe.tasks.phrasing import phrase
from coe.tasks.terms import moved, number, operand, step, term, total

_COORDINATES = (6, 9, 12, 25, 90)
_SLOPES = (4, 6, 9, 12, 30)

_TWO_POINTS = (
    "Find the equation of the line through {p} and {q}.",
    "What is the equation of the line through {p} and {q}?",
    "A line passes through {p} and {q}. Find its equation.",
    "Write the equation of the line through {p} and {q}.",
    "Determine the equation of the line that passes through {p} and {q}.",
    "A line contains the points {p} and {q}. What is its equation?",
    "Give the equation of the straight line joining {p} and {q} in the form y = mx + b.",
    "Give the equation y = mx + b of the line through {p} and {q}.",
    "A straight line goes through the points {p} and {q}. Give its equation.",
)  # fmt: skip
_SLOPE_AND_POINT = (
    "Find the equation of the line with slope {m} through {p}.",
    "A line has slope {m} and passes through {p}. Find its equation.",
    "What is the equation of the line through {p} with slope {m}?",
    "Write the equation of the line with gradient {m} that passes through {p}.",
    "A line with gradient {m} goes through {p}. What is its equation?",
    "Determine the equation of the line of slope {m} through the point {p}.",
    "A line of slope {m} contains {p}. Find the equation of the line.",
    "Give the equation y = mx + b of the line through {p} whose slope is {m}.",
    "A line goes through {p} with gradient {m}. Write its equation.",
    "Give the line through {p} with a slope of {m} in the form y = mx + b.",
    "Which line has slope {m} and contains {p}? Write its equation.",
    "A straight line of slope {m} runs through {p}. Find its equation in the form y = mx + b.",
)  # fmt: skip
_PARALLEL = (
    "Find the equation of the line parallel to {l} through {p}.",
    "A line is parallel to {l} and passes through {p}. Find its equation.",
    "What is the equation of the line through {p} that is parallel to {l}?",
    "Write the equation of the line parallel to {l} through the point {p}.",
    "Which line through {p} is parallel to {l}? Give its equation.",
    "Line k is parallel to {l} and contains {p}. What is the equation of k?",
    "Determine the line through the point {p} that has the same slope as {l}.",
    "Give the equation of the line that runs parallel to {l} and contains {p}.",
)  # fmt: skip
_PERPENDICULAR = (
    "Find the equation of the line perpendicular to {l} through {p}.",
    "A line is perpendicular to {l} and passes through {p}. Find its equation.",
    "What is the equation of the line through {p} that is perpendicular to {l}?",
    "Write the equation of the line at right angles to {l} through {p}.",
    "Which line through {p} meets {l} at a right angle? Give its equation.",
    "Line k is perpendicular to {l} and contains {p}. What is the equation of k?",
    "Determine the line through the point {p} that crosses {l} at a right angle.",
    "Give the equation of the line that is perpendicular to {l} and contains {p}.",
)  # fmt: skip


def _line(m: Fraction | int, b: Fraction | int) -> str:
    return f"y = {total((m, 'x'), (b, ''))}"


def _through(m: Fraction | int, p: tuple[int, int]) -> tuple[str, str, str]:
    """The line that finds b, the equation, and the equation with b as a span."""
    x, y = p
    b = y - m * x
    return step("b", f"{y} - {operand(m)} * {operand(x)}"), _line(m, b), _copied(m, b)


def _copied(m: Fraction | int, b: Fraction | int) -> str:
    """The equation with b as a span, so that it is written once its value is known."""
    return f"y = {term(m, 'x')} + {{{number(b)}}}" if b else _line(m, b)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    negative = (0.1, 0.3, 0.5, 0.5, 0.5)[difficulty - 1]
    x, y = (draw_signed(rng, _COORDINATES[difficulty - 1], scale, negative) for _ in range(2))
    m = draw_signed(rng, _SLOPES[difficulty - 1], scale, negative, low=2)
    kind = rng.random()
    if kind < 0.4 or difficulty == 1:
        if kind < 0.2:
            u = x + draw_signed(rng, 6, scale, negative)
            q = (u, y + m * (u - x))
            first = f"({q[1]} {moved(y)}) / ({u} {moved(x)})"
            found, equation, last = _through(m, (x, y))
            statement = phrase(rng, _TWO_POINTS, p=point(x, y), q=point(*q))
            return Worked(statement, (step("m", first), found, last), equation)
        found, equation, last = _through(m, (x, y))
        statement = phrase(rng, _SLOPE_AND_POINT, m=str(m), p=point(x, y))
        return Worked(statement, (found, last), equation)
    given = _line(m, draw_signed(rng, _COORDINATES[difficulty - 1], scale, negative))
    if kind < 0.7:
        found, equation, last = _through(m, (x, y))
        return Worked(phrase(rng, _PARALLEL, l=given, p=point(x, y)), (found, last), equation)
    slope = Fraction(-1, m)
    found, equation, last = _through(slope, (x, y))
    lines = (step("m", f"-1 / {operand(m)}"), found, last)
    return Worked(phrase(rng, _PERPENDICULAR, l=given, p=point(x, y)), lines, equation)


FAMILY = Family("line_equations", True, _build)
