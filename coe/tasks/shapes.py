"""Shapes of arithmetic expressions, "(a + b) * c", and how numbers are put into them."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from random import Random

from coe.tasks.rewriting import Leaf, Node, Operation, Refused, calculate

_TOKEN = re.compile(r"[a-z]|[-+*/()]")


@cache
def read_shape(text: str) -> Node:
    """The tree of a shape; its leaves are letters without a value."""
    tokens = _TOKEN.findall(text)
    tree, end = _sum(tokens, 0)
    assert end == len(tokens), text
    return tree


def _sum(tokens: list[str], at: int) -> tuple[Node, int]:
    left, at = _product(tokens, at)
    while at < len(tokens) and tokens[at] in "+-":
        right, end = _product(tokens, at + 1)
        left, at = Operation(tokens[at], left, right, False), end
    return left, at


def _product(tokens: list[str], at: int) -> tuple[Node, int]:
    left, at = _atom(tokens, at)
    while at < len(tokens) and tokens[at] in "*/":
        right, end = _atom(tokens, at + 1)
        left, at = Operation(tokens[at], left, right, False), end
    return left, at


def _atom(tokens: list[str], at: int) -> tuple[Node, int]:
    if tokens[at] != "(":
        return Leaf(Fraction(0), tokens[at]), at + 1
    inner, at = _sum(tokens, at + 1)
    assert isinstance(inner, Operation)
    return Operation(inner.op, inner.left, inner.right, True), at + 1


Draw = Callable[[Random, str], Fraction]
"""(rng, the operator beside it: "+", "-", "*", "/" or "") -> a number."""


def fill_shape(
    rng: Random, shape: str, number: Draw, write: Callable[[Fraction, str], str], exact: bool
) -> Node:
    """The shape with numbers in it.

    Args:
        number: draws one number for a place beside an operator.
        write: text of a literal for a place beside an operator.
        exact: a division by a single number comes out even.

    Raises:
        Refused: these draws do not fit; try again.
    """
    return _fill(rng, read_shape(shape), "", number, write, exact)[0]


def _fill(
    rng: Random, node: Node, beside: str, number: Draw, write: Callable[[Fraction, str], str], exact: bool
) -> tuple[Node, Fraction]:
    if isinstance(node, Leaf):
        value = number(rng, beside)
        return Leaf(value, write(value, beside)), value
    left, left_value = _fill(rng, node.left, node.op, number, write, exact)
    right, right_value = _fill(rng, node.right, node.op, number, write, exact)
    if node.op == "/" and exact and isinstance(right, Leaf):
        if isinstance(left, Leaf):
            left_value = left_value * right_value
            left = Leaf(left_value, write(left_value, "/"))
        else:
            right_value = _divisor(rng, left_value)
            right = Leaf(right_value, write(right_value, "/"))
    value = calculate(node.op, left_value, right_value)
    if node.op == "-" and value < 0 and isinstance(left, Leaf) and isinstance(right, Leaf):
        left, right, value = right, left, -value
    return Operation(node.op, left, right, node.bracketed), value


def _divisor(rng: Random, value: Fraction) -> Fraction:
    divisors = [d for d in range(2, 26) if value.numerator % d == 0]
    if value <= 0 or not divisors:
        raise Refused
    return Fraction(rng.choice(divisors))
