"""Sums, differences, products and quotients of two or three fractions."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, rational
from coe.tasks.phrasing import CALCULATE, phrase
from coe.tasks.rewriting import Refused, render, work
from coe.tasks.shapes import Draw, fill_shape

_TWO = ("a + b", "a - b", "a * b", "a / b")
_THREE = (
    "a + b * c",
    "a - b * c",
    "a * b + c",
    "a * b - c",
    "a + b - c",
    "a + b + c",
    "a + b / c",
    "a / b - c",
)
_BRACKETS = (
    "(a + b) * c",
    "(a - b) * c",
    "a * (b + c)",
    "(a + b) / c",
    "a / (b + c)",
    "a - (b - c)",
    "(a - b) / c",
)
_SHAPES = (_TWO[:3], _TWO, _TWO + _THREE, _THREE + _BRACKETS, _THREE + _BRACKETS)
_DENOMINATORS = (6, 9, 10, 12, 20)
_WHOLE = (0.0, 0.05, 0.1, 0.15, 0.15)


def _drawing(difficulty: int, scale: int) -> Draw:
    top, whole = _DENOMINATORS[difficulty - 1], _WHOLE[difficulty - 1]

    def number(rng: Random, beside: str) -> Fraction:
        if rng.random() < whole:
            return Fraction(draw(rng, 2, 9, scale))
        for _ in range(50):
            below = draw(rng, 2, top, scale)
            above = draw(rng, 1, below - 1 if difficulty < 3 else below + below // 2, 1)
            value = Fraction(above, below)
            if value.denominator == below:
                return value
        raise Refused

    return number


def _write(value: Fraction, beside: str) -> str:
    text = rational(value)
    return f"({text})" if beside == "/" and value.denominator != 1 else text


def _lowest_terms(value: Fraction, source: str, beside_product: bool) -> str:
    text = rational(value)
    return f"({text})" if beside_product and value.denominator != 1 else text


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    while True:
        try:
            shape = rng.choice(_SHAPES[difficulty - 1])
            node = fill_shape(rng, shape, _drawing(difficulty, scale), _write, exact=False)
            lines, value = work(node, _lowest_terms)
        except Refused:
            continue
        statement = render(node)
        if "/" in statement.replace(" / ", "") and (difficulty > 2 or value > 0):
            return Worked(phrase(rng, CALCULATE, e=statement), lines, rational(value))


FAMILY = Family("fractions", True, _build)
