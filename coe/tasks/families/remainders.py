"""Remainders of whole divisions, and whether one number divides another."""

from __future__ import annotations

from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw
from coe.tasks.phrasing import phrase
from coe.tasks.terms import step

_DIVISORS = (9, 12, 20, 60, 200)
_QUOTIENTS = (9, 15, 30, 90, 300)

_REMAINDER = (
    "Calculate the remainder of {a} divided by {b}", "Determine the remainder of {a} divided by {b}",
    "Evaluate {a} mod {b}", "Give the remainder when {a} is divided by {b}",
    "What is the remainder when {a} is divided by {b}?", "Find the remainder when {a} is divided by {b}",
    "Calculate the remainder when {a} is divided by {b}", "Work out the remainder of {a} divided by {b}",
    "What is the remainder of {a} divided by {b}?", "If {a} is divided by {b}, what is the remainder?",
    "When {a} is divided by {b}, what is the remainder?", "What is {a} mod {b}?", "Calculate {a} mod {b}",
    "Find {a} mod {b}", "{a} mod {b} = ?", "Determine the remainder when {a} is divided by {b}",
    "What is the remainder when dividing {a} by {b}?", "Find the remainder of the division of {a} by {b}",
    "Compute {a} mod {b}", "Work out {a} mod {b}", "Compute the remainder when {a} is divided by {b}",
    "What is {a} modulo {b}?", "Find the remainder when dividing {a} by {b}", "Determine {a} mod {b}",
)  # fmt: skip
_DIVISIBLE = (
    "Is {a} divisible by {b}?", "Is {a} a multiple of {b}?", "Decide whether {a} is divisible by {b}",
    "Is {b} a factor of {a}?", "Check whether {a} is a multiple of {b}", "Is {b} a divisor of {a}?",
    "Determine whether {a} is divisible by {b}", "Determine if {a} is a multiple of {b}",
)  # fmt: skip


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    b, q = draw(rng, 3, _DIVISORS[difficulty - 1], scale), draw(rng, 2, _QUOTIENTS[difficulty - 1], scale)
    asked = rng.random() < 0.2
    r = 0 if asked and rng.random() < 0.5 else rng.randint(1, b - 1)
    a = b * q + r
    division = f"{a} = {b} * {q} + {{{a} - {b} * {q}}}"
    if asked:
        answer = "no" if r else "yes"
        return Worked(phrase(rng, _DIVISIBLE, a=str(a), b=str(b)), (division, answer), answer)
    line = step("remainder", f"{a} - {b} * {q}")
    return Worked(phrase(rng, _REMAINDER, a=str(a), b=str(b)), (line,), str(r))


FAMILY = Family("remainders", True, _build, chosen=True)
