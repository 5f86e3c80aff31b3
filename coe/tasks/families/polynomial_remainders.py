"""Remainders of polynomials divided by x + q, by the remainder theorem: the value of the polynomial at -q."""

from __future__ import annotations

from random import Random

from coe.tasks.families.derivatives import evaluation
from coe.tasks.families.polynomial_division import draw_division
from coe.tasks.family import Family, Worked
from coe.tasks.phrasing import phrase
from coe.tasks.terms import step

_WORDINGS = (
    "What is the remainder when {p} is divided by {d}?", "Find the remainder of {p} divided by {d}.",
    "{p} is divided by {d}. What is the remainder?", "Work out the remainder when {p} is divided by {d}.",
    "Dividing {p} by {d} leaves a remainder. Find it.", "If {p} is divided by {d}, what remains?",
    "Use the remainder theorem to divide {p} by {d}.", "What does the division of {p} by {d} leave over?",
    "Calculate the remainder of the division of {p} by {d}.",
    "When {p} is divided by {d}, what is the remainder?",
    "Which number remains when {d} is divided into {p}?",
    "Determine what is left when {p} is divided by {d}.",
)  # fmt: skip


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    division = draw_division(rng, difficulty, scale, exact=False)
    degree = len(division.coefficients) - 1
    terms = tuple((value, degree - at) for at, value in enumerate(division.coefficients))
    working, value = evaluation(terms, -division.q)
    statement = phrase(rng, _WORDINGS, p=division.dividend, d=division.divisor)
    return Worked(statement, (step("remainder", working),), str(value))


FAMILY = Family("polynomial_remainders", False, _build)
