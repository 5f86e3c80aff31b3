"""Arithmetic with decimals; every intermediate result terminates."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, terminating
from coe.tasks.phrasing import CALCULATE, phrase
from coe.tasks.rewriting import Printer, Refused, render, work
from coe.tasks.shapes import Draw, fill_shape

_TWO = ("a + b", "a - b", "a * b", "a / b")
_THREE = (
    "a + b * c", "a * b + c", "a * b - c", "a + b - c", "a + b + c", "a - b * c", "(a + b) * c",
    "(a - b) * c",
    "a * (b + c)", "a / b + c", "a - b + c",
)  # fmt: skip
_FOUR = (
    "(a + b) * c - d",
    "a * b + c * d",
    "a - b * c + d",
    "a * (b - c) + d",
    "a * b - c * d",
    "(a + b) * (c - d)",
)
_SHAPES = (_TWO[:3], _TWO, _TWO + _THREE, _THREE, _THREE + _FOUR)
_PLACES = (1, 1, 2, 2, 3)
_TOP = (99, 200, 999, 2000, 9999)
_MOST_PLACES = 7


def _drawing(difficulty: int, scale: int) -> Draw:
    top, most = _TOP[difficulty - 1], _PLACES[difficulty - 1]

    def number(rng: Random, beside: str) -> Fraction:
        if rng.random() < 0.25:
            return Fraction(draw(rng, 2, 9 if difficulty < 4 else 30, scale))
        places = rng.randint(1, most) * scale
        digits = draw(rng, 2, top // 10 if beside in "*/" and beside else top, scale)
        return Fraction(digits, 10**places)

    return number


def _write(value: Fraction, beside: str) -> str:
    text = terminating(value)
    if text is None:
        raise Refused
    return text


def _printer(scale: int) -> Printer:
    def decimal(value: Fraction, source: str, beside_product: bool) -> str:
        text = terminating(value)
        # A quotient of whole numbers would print as a fraction, which is another family.
        if text is None or ("." in text and "." not in source):
            raise Refused
        if len(text.partition(".")[2]) > _MOST_PLACES * scale:
            raise Refused
        return text

    return decimal


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    printer = _printer(scale)
    while True:
        try:
            shape = rng.choice(_SHAPES[difficulty - 1])
            node = fill_shape(rng, shape, _drawing(difficulty, scale), _write, exact=True)
            lines, value = work(node, printer)
        except Refused:
            continue
        statement = render(node)
        if "." in statement and (difficulty > 2 or value > 0):
            return Worked(phrase(rng, CALCULATE, e=statement), lines, _write(value, ""))


FAMILY = Family("decimals", True, _build)
