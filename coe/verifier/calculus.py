"""Derivatives of expressions as expressions; not simplified. What is not covered is None."""

from __future__ import annotations

from fractions import Fraction

from coe.verifier.expr import Expr
from coe.verifier.solutions import mentions

ZERO: Expr = ("num", Fraction(0), None)
ONE: Expr = ("num", Fraction(1), None)
_TWO: Expr = ("num", Fraction(2), None)


def differentiate(expr: Expr, variable: str) -> Expr | None:
    """d expr / d variable, every other name held constant; None where a rule is missing."""
    if not mentions(expr, variable):
        return ZERO
    kind = expr[0]
    if kind == "var":
        return ONE
    if kind == "neg":
        inner = differentiate(expr[1], variable)
        return None if inner is None else ("neg", inner)
    if kind in ("+", "-", "*", "/"):
        return _binary(kind, expr[1], expr[2], variable)
    if kind == "^":
        return _power(expr[1], expr[2], variable)
    if kind == "call" and len(expr[2]) == 1:
        return _chain_rule(expr[1], expr[2][0], variable)
    return None


def _binary(kind: str, left: Expr, right: Expr, variable: str) -> Expr | None:
    a, b = differentiate(left, variable), differentiate(right, variable)
    if a is None or b is None:
        return None
    if kind in ("+", "-"):
        return (kind, a, b)
    if kind == "*":
        return ("+", ("*", a, right), ("*", left, b))
    return ("/", ("-", ("*", a, right), ("*", left, b)), ("^", right, _TWO))


def _power(base: Expr, exponent: Expr, variable: str) -> Expr | None:
    if not mentions(exponent, variable):
        inner = differentiate(base, variable)
        if inner is None:
            return None
        lower = ("num", exponent[1] - 1, None) if exponent[0] == "num" else ("-", exponent, ONE)
        if lower == ZERO:
            return inner
        return ("*", ("*", exponent, ("^", base, lower)), inner)
    if mentions(base, variable):
        return None
    inner = differentiate(exponent, variable)
    if inner is None:
        return None
    power = ("*", ("^", base, exponent), inner)
    return power if base == ("const", "e") else ("*", power, ("call", "ln", (base,)))


def _chain_rule(name: str, inside: Expr, variable: str) -> Expr | None:
    inner = differentiate(inside, variable)
    rules: dict[str, Expr] = {
        "sqrt": ("/", ONE, ("*", _TWO, ("call", "sqrt", (inside,)))),
        "exp": ("call", "exp", (inside,)),
        "ln": ("/", ONE, inside),
        "sin": ("call", "cos", (inside,)),
        "cos": ("neg", ("call", "sin", (inside,))),
        "tan": ("/", ONE, ("^", ("call", "cos", (inside,)), _TWO)),
    }
    outer = rules.get(name)
    return None if inner is None or outer is None else ("*", outer, inner)
