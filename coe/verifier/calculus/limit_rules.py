"""The arithmetic of limits: of sums, products, quotients, powers and continuous functions of parts.

A part may go to infinity; where the form is not determined (0 * oo, oo - oo, 1^oo, a zero denominator) there
is no answer here.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from coe.verifier.expressions.building import minus, over, plus, times
from coe.verifier.expressions.contents import free_variables, mentions
from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import Undefined
from coe.verifier.values.reals import real_value

INFINITY: Expr = ("const", "oo")
MINUS_INFINITY: Expr = ("neg", INFINITY)
_ZERO: Expr = ("num", Fraction(0), None)
_HALF_PI: Expr = ("/", ("const", "pi"), ("num", Fraction(2), None))
_EVERYWHERE = frozenset({"sin", "cos", "exp", "atan", "sinh", "cosh", "tanh", "abs"})
_ABOVE_ZERO = frozenset({"ln", "sqrt"})
_AT_INFINITY: dict[str, tuple[Expr | None, Expr | None]] = {
    "atan": (_HALF_PI, ("neg", _HALF_PI)), "exp": (INFINITY, _ZERO), "ln": (INFINITY, None),
    "sqrt": (INFINITY, None), "abs": (INFINITY, INFINITY),
    "tanh": (("num", Fraction(1), None), ("num", Fraction(-1), None)),
}  # fmt: skip


def by_rules(body: Expr, name: str, limit_of: Callable[[Expr], Expr | None]) -> Expr | None:
    """The limit from the limits of the parts, which `limit_of` gives; None where they do not decide it."""
    kind = body[0]
    if kind == "neg":
        inner = limit_of(body[1])
        return None if inner is None else negative(inner)
    if kind in ("+", "-", "*", "/"):
        a, b = limit_of(body[1]), limit_of(body[2])
        if a is None or b is None:
            return None
        return _sum(a, b if kind == "+" else negative(b)) if kind in "+-" else _product(kind, a, b)
    if kind == "^":
        return _power(body, name, limit_of)
    if kind == "call" and len(body[2]) == 1:
        inner = limit_of(body[2][0])
        return None if inner is None else _function(body[1], inner)
    return None


def is_infinite(value: Expr) -> bool:
    """Whether a limit is oo or -oo."""
    return value in (INFINITY, MINUS_INFINITY)


def negative(value: Expr) -> Expr:
    """The value with its sign turned; of oo and -oo the other one."""
    if is_infinite(value):
        return MINUS_INFINITY if value == INFINITY else INFINITY
    return ("neg", value)


def _sign(value: Expr) -> int | None:
    """1, 0 or -1; None where it is not known."""
    if is_infinite(value):
        return 1 if value == INFINITY else -1
    if free_variables(value):
        return None
    try:
        known = real_value(value)
    except Undefined:
        return None
    if known is None:
        return None
    return (known > 0) - (known < 0)


def _sum(a: Expr, b: Expr) -> Expr | None:
    if is_infinite(a) or is_infinite(b):
        if is_infinite(a) and is_infinite(b):
            return a if a == b else None
        return a if is_infinite(a) else b
    return plus(a, b) if b[0] != "neg" else minus(a, b[1])


def _product(kind: str, a: Expr, b: Expr) -> Expr | None:
    first, second = _sign(a), _sign(b)
    if not is_infinite(a) and not is_infinite(b):
        return times(a, b) if kind == "*" else over(a, b) if second else None
    if kind == "/" and is_infinite(b):
        return None if is_infinite(a) else _ZERO
    if not first or not second:
        return None
    return INFINITY if first * second > 0 else MINUS_INFINITY


def _power(body: Expr, name: str, limit_of: Callable[[Expr], Expr | None]) -> Expr | None:
    base, exponent = body[1], body[2]
    if mentions(exponent, name):
        if mentions(base, name) or free_variables(base):
            return None
        above_one = _sign(minus(base, ("num", Fraction(1), None)))
        top = limit_of(exponent)
        if top is None or _sign(base) != 1 or not above_one:
            return None
        if is_infinite(top):
            return INFINITY if (top == INFINITY) == (above_one > 0) else _ZERO
        return ("^", base, top)
    inner = limit_of(base)
    if inner is None or is_infinite(inner) or _sign(inner) != 1:
        return None
    return ("^", inner, exponent)


def _function(name: str, inner: Expr) -> Expr | None:
    if is_infinite(inner):
        return _AT_INFINITY.get(name, (None, None))[inner == MINUS_INFINITY]
    if name in _EVERYWHERE or (name in _ABOVE_ZERO and _sign(inner) == 1):
        return ("call", name, (inner,))
    return None
