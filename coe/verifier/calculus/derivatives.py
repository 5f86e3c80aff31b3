"""Derivatives of expressions as expressions; nothing is simplified but zeros and ones.

What is not covered is None, and so is a derivative of more than MAX_NODES parts.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from coe.verifier.expressions.binders import BINDERS, free, is_larger, opened
from coe.verifier.expressions.building import ONE, ZERO, minus, over, plus, times
from coe.verifier.expressions.contents import mentions
from coe.verifier.expressions.expr import Expr

_TWO: Expr = ("num", Fraction(2), None)
_TEN: Expr = ("num", Fraction(10), None)
_E: Expr = ("const", "e")
MAX_NODES = 6_000


class _NoRule(Exception):
    """A part that no rule covers."""


def differentiate(expr: Expr, variable: str, order: int = 1) -> Expr | None:
    """d^order expr / d variable^order, every other name held constant; None where a rule is missing."""
    for _ in range(order):
        try:
            expr = _derivative(expr, variable)
        except _NoRule:
            return None
        if is_larger(expr, MAX_NODES):
            return None
    return expr


def _derivative(expr: Expr, variable: str) -> Expr:
    if not mentions(expr, variable):
        return ZERO
    kind = expr[0]
    if kind == "var":
        return ONE
    if kind == "neg":
        inner = _derivative(expr[1], variable)
        return ZERO if inner == ZERO else ("neg", inner)
    if kind == "pct":
        return ("pct", _derivative(expr[1], variable))
    if kind in ("+", "-", "*", "/"):
        return _binary(kind, expr[1], expr[2], variable)
    if kind == "^":
        return _power(expr[1], expr[2], variable)
    if kind == "call":
        return _chain_rule(expr[1], expr[2], variable)
    if kind in BINDERS:
        return _of_binder(expr, variable)
    raise _NoRule


def _binary(kind: str, left: Expr, right: Expr, variable: str) -> Expr:
    a = _derivative(left, variable)
    b = _derivative(right, variable)
    if kind == "+":
        return plus(a, b)
    if kind == "-":
        return minus(a, b)
    if kind == "*":
        return plus(times(a, right), times(left, b))
    if b == ZERO:
        return over(a, right)
    return ("/", minus(times(a, right), times(left, b)), ("^", right, _TWO))


def _power(base: Expr, exponent: Expr, variable: str) -> Expr:
    if not mentions(exponent, variable):
        inner = _derivative(base, variable)
        lower: Expr = ("num", exponent[1] - 1, None) if exponent[0] == "num" else ("-", exponent, ONE)
        if lower == ZERO:
            return inner
        return times(times(exponent, base if lower == ONE else ("^", base, lower)), inner)
    rate = _derivative(exponent, variable)
    if base != _E:
        rate = times(rate, ("call", "ln", (base,)))
        if mentions(base, variable):
            rate = plus(rate, over(times(exponent, _derivative(base, variable)), base))
    return times(("^", base, exponent), rate)


def _squared(expr: Expr) -> Expr:
    return ("^", expr, _TWO)


def _call(name: str, argument: Expr) -> Expr:
    return ("call", name, (argument,))


_RULES: dict[str, Callable[[Expr], Expr]] = {
    "sqrt": lambda u: over(ONE, times(_TWO, _call("sqrt", u))),
    "cbrt": lambda u: over(ONE, times(("num", Fraction(3), None), _squared(_call("cbrt", u)))),
    "exp": lambda u: _call("exp", u),
    "ln": lambda u: over(ONE, u),
    "sin": lambda u: _call("cos", u),
    "cos": lambda u: ("neg", _call("sin", u)),
    "tan": lambda u: over(ONE, _squared(_call("cos", u))),
    "sec": lambda u: times(_call("sec", u), _call("tan", u)),
    "csc": lambda u: ("neg", times(_call("csc", u), _call("cot", u))),
    "cot": lambda u: ("neg", over(ONE, _squared(_call("sin", u)))),
    "asin": lambda u: over(ONE, _call("sqrt", minus(ONE, _squared(u)))),
    "acos": lambda u: ("neg", over(ONE, _call("sqrt", minus(ONE, _squared(u))))),
    "atan": lambda u: over(ONE, plus(ONE, _squared(u))),
    "sinh": lambda u: _call("cosh", u),
    "cosh": lambda u: _call("sinh", u),
    "tanh": lambda u: over(ONE, _squared(_call("cosh", u))),
    # Not at zero, where there is no slope: the derivative is not defined there either.
    "abs": lambda u: over(u, _call("abs", u)),
}


def _chain_rule(name: str, arguments: tuple[Expr, ...], variable: str) -> Expr:
    inside = arguments[0]
    if name == "log":
        base = arguments[1] if len(arguments) == 2 else _TEN
        return _derivative(over(_call("ln", inside), _call("ln", base)), variable)
    if name == "root":
        return _derivative(("^", inside, over(ONE, arguments[1])), variable)
    rule = _RULES.get(name)
    if rule is None or len(arguments) != 1:
        raise _NoRule
    return times(rule(inside), _derivative(inside, variable))


def _of_binder(node: Expr, variable: str) -> Expr:
    """The derivative of an antiderivative is its body; an integral's limits may hold the variable."""
    kind, body, name = node[:3]
    if kind == "anti" and node[3] == ("var", variable) and name == variable and not mentions(body, variable):
        return free(node)
    if kind == "deriv" and node[3] == ("var", variable) and name == variable and not mentions(body, variable):
        found = differentiate(free(node), variable, node[4] + 1)
        if found is None:
            raise _NoRule
        return found
    if kind == "int" and not mentions(body, variable):
        low, high = node[3], node[4]
        return minus(
            times(opened(body, name, high), _derivative(high, variable)),
            times(opened(body, name, low), _derivative(low, variable)),
        )
    raise _NoRule
