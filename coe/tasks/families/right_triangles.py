"""Sine, cosine and tangent in right triangles: the ratio of two sides, a side beside a well-known angle."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from coe.tasks.families.pythagoras import draw_triple
from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, rational
from coe.tasks.phrasing import LENGTHS, WALKED, phrase
from coe.tasks.terms import step

_SIDES = (12, 20, 40, 90, 400)

_RATIO = (
    "In a right triangle the side opposite angle A is {a} and the side next to it is {b}. Find {what} A.",
    "A right triangle has legs {a} and {b}. Angle A is opposite the leg {a}. What is {what} A?",
    "Triangle ABC has a right angle at C, with BC = {a} and AC = {b}. Find {what} A.",
    "The legs of a right triangle are {a} {u} and {b} {u}. Find the {name} of the angle opposite the first "
    "leg.",
    "Angle C of triangle ABC is 90 degrees, BC = {a} {u} and AC = {b} {u}. What is the {name} of angle A?",
    "In triangle ABC the angle at C is right, BC is {a} and AC is {b}. Work out {what} A.",
    "A right triangle has a leg of {a} {u} opposite angle A and a leg of {b} {u} beside it. Find the {name} "
    "of A.",
    "What is {what} A in a right triangle where A faces a leg of {a} and the other leg is {b}?",
)  # fmt: skip
_OPPOSITE = (
    "The hypotenuse of a right triangle is {c} {u} and one angle is 30 degrees. Find the side opposite that "
    "angle.",
    "A ladder {c} {w} long makes an angle of 30 degrees with the ground. How high does it reach?",
    "A ramp {c} {w} long rises at 30 degrees. How high is its end?",
    "In a right triangle with hypotenuse {c} {u}, how long is the side opposite an angle of 30 degrees?",
    "A kite on a straight string of {c} {w} is seen at 30 degrees above the ground. How high is it?",
    "An escalator {c} {w} long climbs at 30 degrees. How much higher is its top than its foot?",
)  # fmt: skip
_ADJACENT = (
    "The hypotenuse of a right triangle is {c} {u} and one angle is 60 degrees. Find the leg next to that "
    "angle.",
    "A ladder {c} {w} long makes an angle of 60 degrees with the ground. How far is its foot from the wall?",
    "In a right triangle with hypotenuse {c} {u}, how long is the leg beside an angle of 60 degrees?",
    "A rope {c} {w} long runs from a mast to the ground at 60 degrees. How far is its end from the mast?",
    "A slide {c} {w} long makes an angle of 60 degrees with the ground. How much ground is under it?",
    "A beam of {c} {w} leans on a wall at 60 degrees to the floor. How far from the wall is its foot?",
)  # fmt: skip
_LEVEL = (
    "From a point {c} {w} from a tower, its top is seen at 45 degrees. How high is the tower?",
    "A tree throws a shadow of {c} {w} when the sun stands at 45 degrees. How high is the tree?",
    "One leg of a right triangle is {c} {u} and the angle beside it is 45 degrees. Find the other leg.",
    "A drone hovers above a point {c} {w} away and is seen at 45 degrees. At what height is it?",
    "In a right triangle an angle is 45 degrees and the leg next to it {c} {u}. How long is the leg "
    "opposite?",
    "The top of a mast is seen at 45 degrees from {c} {w} away. How high is the mast?",
)  # fmt: skip


def _ratio(rng: Random, difficulty: int, scale: int, slots: dict[str, str]) -> Worked:
    a, b, c = draw_triple(rng, difficulty, scale)
    what = rng.choice(("sin", "cos", "tan"))
    name = {"sin": "sine", "cos": "cosine", "tan": "tangent"}[what]
    statement = phrase(rng, _RATIO, a=str(a), b=str(b), what=what, name=name, **slots)
    if what == "tan":
        return Worked(statement, (step("tangent", f"{a} / {b}"),), rational(Fraction(a, b)))
    side = a if what == "sin" else b
    lines = (
        f"hypotenuse^2 = {a}^2 + {b}^2 = {{{a}^2 + {b}^2}}",
        f"hypotenuse = sqrt({c * c}) = {{{c * c}^(1/2)}}",
        step(name, f"{side} / {c}"),
    )
    return Worked(statement, lines, rational(Fraction(side, c)))


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    slots = {"u": rng.choice(LENGTHS), "w": rng.choice(WALKED)}
    kind = rng.random()
    if kind < 0.46:
        return _ratio(rng, difficulty, scale, slots)
    c = draw(rng, 4, _SIDES[difficulty - 1], scale)
    c += c % 2 if difficulty < 4 else 0
    if kind < 0.64:
        lines = (f"side = {c} * sin(30°) = {c} * 1/2", step("side", f"{c} * 1/2"))
        return Worked(phrase(rng, _OPPOSITE, c=str(c), **slots), lines, rational(Fraction(c, 2)))
    if kind < 0.82:
        lines = (f"side = {c} * cos(60°) = {c} * 1/2", step("side", f"{c} * 1/2"))
        return Worked(phrase(rng, _ADJACENT, c=str(c), **slots), lines, rational(Fraction(c, 2)))
    lines = (f"side = {c} * tan(45°) = {c} * 1", step("side", f"{c} * 1"))
    return Worked(phrase(rng, _LEVEL, c=str(c), **slots), lines, str(c))


FAMILY = Family("right_triangles", False, _build)
