"""Exact numbers, and sums, differences, products and quotients of expressions; zeros and ones are dropped."""

from __future__ import annotations

from fractions import Fraction

from coe.verifier.expressions.expr import Expr

ZERO: Expr = ("num", Fraction(0), None)
ONE: Expr = ("num", Fraction(1), None)


def number(value: Fraction) -> Expr:
    """An exact number; the sign of a negative one stands before it, as it does in a text."""
    return ("num", value, None) if value >= 0 else ("neg", ("num", -value, None))


def plus(a: Expr, b: Expr) -> Expr:
    """a + b."""
    return b if a == ZERO else a if b == ZERO else ("+", a, b)


def minus(a: Expr, b: Expr) -> Expr:
    """a - b."""
    return a if b == ZERO else ("neg", b) if a == ZERO else ("-", a, b)


def times(a: Expr, b: Expr) -> Expr:
    """a * b."""
    if ZERO in (a, b):
        return ZERO
    return b if a == ONE else a if b == ONE else ("*", a, b)


def over(a: Expr, b: Expr) -> Expr:
    """a / b."""
    return ZERO if a == ZERO and b != ZERO else a if b == ONE else ("/", a, b)
