"""Whole numbers with brackets, two to four operations; every division comes out even."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, rational
from coe.tasks.phrasing import CALCULATE, phrase
from coe.tasks.rewriting import Leaf, Node, Operation, Refused, render, work
from coe.tasks.shapes import Draw, fill_shape

_EASY = (
    "a + b - c", "a * b + c", "a + b * c", "a * b - c", "a - b + c", "a / b + c", "a + b / c",
    "(a + b) * c", "a * (b + c)",
    "a - b * c", "a + b + c", "(a - b) * c", "a - b - c", "a * b", "a / b", "a - b", "a + b",
)  # fmt: skip
_MIDDLE = (
    "(a + b) * c - d", "a * b + c * d", "(a + b) / c", "a * (b - c) + d", "a - b * c + d", "(a - b) / c + d",
    "a + b * c - d", "a * b / c", "(a + b) * (c - d)", "a * b - c / d", "a - (b + c)", "(a * b + c) / d",
    "a + b / c * d",
)  # fmt: skip
_HARD = (
    "(a + b) * c - d * e", "((a + b) * c - d) / e", "a * (b + c * d)", "(a + b) * (c + d) - e",
    "a - (b + c) / d",
    "a * b + c * d - e", "(a - b * c) * d", "a * (b + c) - d * e", "((a - b) * c + d) / e",
    "(a * b - c) * d + e",
    "a + (b - c) * d / e", "(a + b) / c + d * e",
)  # fmt: skip
_SHAPES = (_EASY[:8], _EASY, _EASY + _MIDDLE, _MIDDLE + _HARD, _HARD + _MIDDLE)
_TERMS = (20, 50, 100, 300, 999)
_FACTORS = (6, 10, 12, 20, 60)


def _drawing(difficulty: int, scale: int) -> Draw:
    terms, factors = _TERMS[difficulty - 1], _FACTORS[difficulty - 1]

    def number(rng: Random, beside: str) -> Fraction:
        return Fraction(draw(rng, 2, factors if beside in "*/" else terms, scale))

    return number


def _write(value: Fraction, beside: str) -> str:
    return str(value.numerator)


def negate_first(node: Node) -> Node:
    """The same expression with a minus sign before its first number."""
    if isinstance(node, Leaf):
        return Leaf(-node.value, f"-{node.text}")
    return Operation(node.op, negate_first(node.left), node.right, node.bracketed)


def negate_second(node: Node) -> Node:
    """The same expression with the right factor of its first product negative: "a * (-b)"."""
    if isinstance(node, Leaf):
        return node
    if node.op == "*" and isinstance(node.right, Leaf):
        return Operation("*", node.left, Leaf(-node.right.value, f"(-{node.right.text})"), node.bracketed)
    return Operation(node.op, negate_second(node.left), node.right, node.bracketed)


def _expression(rng: Random, difficulty: int, scale: int) -> Node:
    node = fill_shape(
        rng, rng.choice(_SHAPES[difficulty - 1]), _drawing(difficulty, scale), _write, exact=True
    )
    if difficulty >= 4 and rng.random() < 0.25:
        return rng.choice((negate_first, negate_second))(node)
    return node


def _plain(value: Fraction, source: str, beside_product: bool) -> str:
    if value.denominator != 1:
        raise Refused
    return str(value.numerator)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    while True:
        try:
            node = _expression(rng, difficulty, scale)
            lines, value = work(node, _plain)
        except Refused:
            continue
        if difficulty > 2 or value >= 0:
            return Worked(phrase(rng, CALCULATE, e=render(node)), lines, rational(value))


FAMILY = Family("integer_arithmetic", True, _build)
