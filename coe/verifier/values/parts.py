"""Arithmetic of parts: entries of a matrix, real and imaginary parts of a number.

Parts are expressions. Numbers are worked out on the way, so that parts stay short; a part longer than
MAX_SIZE is refused.
"""

from __future__ import annotations

from fractions import Fraction

from coe.verifier.expressions.binders import is_larger
from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import bounded

MAX_SIZE = 2000
ZERO: Expr = ("num", Fraction(0), None)
ONE: Expr = ("num", Fraction(1), None)


class TooLong(Exception):
    """A part would be longer than MAX_SIZE."""


def negative(expr: Expr) -> Expr:
    """-a."""
    return ("num", -expr[1], None) if expr[0] == "num" else ("neg", expr)


def added(a: Expr, b: Expr) -> Expr:
    """a + b.

    Raises:
        TooLong, TooLarge
    """
    if a[0] == b[0] == "num":
        return ("num", bounded(a[1] + b[1]), None)
    return b if a == ZERO else a if b == ZERO else _short(("+", a, b))


def multiplied(a: Expr, b: Expr) -> Expr:
    """a * b.

    Raises:
        TooLong, TooLarge
    """
    if a[0] == b[0] == "num":
        return ("num", bounded(a[1] * b[1]), None)
    if ZERO in (a, b):
        return ZERO
    return b if a == ONE else a if b == ONE else _short(("*", a, b))


def divided(a: Expr, b: Expr) -> Expr:
    """a / b; a division by the number 0 is left as it is written.

    Raises:
        TooLong, TooLarge
    """
    if a[0] == b[0] == "num" and b[1]:
        return ("num", bounded(a[1] / b[1]), None)
    return ZERO if a == ZERO and b != ZERO else _short(("/", a, b))


def _short(expr: Expr) -> Expr:
    if is_larger(expr, MAX_SIZE):
        raise TooLong
    return expr
