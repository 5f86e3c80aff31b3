"""Complex numbers in answers: an expression with i as its real and its imaginary part.

The parts are expressions over the reals, so everything that compares real expressions compares these. Covers
sums, products, quotients and whole powers up to MAX_POWER; names stand for real numbers. Numbers are worked
out on the way, so that parts stay short; parts longer than MAX_SIZE are refused.
"""

from __future__ import annotations

from fractions import Fraction

from coe.verifier.expressions.binders import is_larger
from coe.verifier.expressions.contents import kinds_of
from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import TooLarge, bounded

MAX_POWER = 8
MAX_SIZE = 2000
_ZERO: Expr = ("num", Fraction(0), None)
_ONE: Expr = ("num", Fraction(1), None)
_I: Expr = ("const", "i")

Parts = tuple[Expr, Expr]


class _TooLong(Exception):
    """The parts would be longer than MAX_SIZE."""


def is_complex(expr: Expr) -> bool:
    """Whether i, or the square root of a negative number, stands in the expression."""
    kinds = kinds_of(expr)
    return "const i" in kinds or ("call" in kinds and has_negative_root(expr))


def has_negative_root(expr: Expr) -> bool:
    """Whether the square root of a negative number stands in the expression: sqrt(-4) is 2i."""
    if not isinstance(expr, tuple) or not expr:
        return False
    if expr[:2] == ("call", "sqrt"):
        inside = expr[2][0]
        return bool(inside[0] == "neg" and inside[1][0] == "num") or has_negative_root(inside)
    return any(has_negative_root(part) for part in expr)


def complex_parts(expr: Expr) -> Parts | None:
    """Real and imaginary part, or None where that is beyond."""
    try:
        return _parts(expr)
    except (_TooLong, TooLarge):
        return None


def _parts(expr: Expr) -> Parts | None:
    kind = expr[0]
    if expr == _I:
        return _ZERO, _ONE
    if kind in ("+", "-", "*", "/"):
        left, right = _parts(expr[1]), _parts(expr[2])
        return None if left is None or right is None else _OPERATIONS[kind](left, right)
    if kind == "neg":
        inner = _parts(expr[1])
        return None if inner is None else (_negative(inner[0]), _negative(inner[1]))
    if kind == "^" and is_complex(expr[1]):
        return _power(expr)
    if expr[:2] == ("call", "sqrt") and expr[2][0][0] == "neg" and expr[2][0][1][0] == "num":
        return _ZERO, ("call", "sqrt", (expr[2][0][1],))
    return None if is_complex(expr) else (expr, _ZERO)


def _negative(expr: Expr) -> Expr:
    return ("num", -expr[1], None) if expr[0] == "num" else ("neg", expr)


def _plus(a: Expr, b: Expr) -> Expr:
    if a[0] == b[0] == "num":
        return ("num", bounded(a[1] + b[1]), None)
    return b if a == _ZERO else a if b == _ZERO else _short(("+", a, b))


def _times(a: Expr, b: Expr) -> Expr:
    if a[0] == b[0] == "num":
        return ("num", bounded(a[1] * b[1]), None)
    if _ZERO in (a, b):
        return _ZERO
    return b if a == _ONE else a if b == _ONE else _short(("*", a, b))


def _over(a: Expr, b: Expr) -> Expr:
    if a[0] == b[0] == "num" and b[1]:
        return ("num", bounded(a[1] / b[1]), None)
    return _ZERO if a == _ZERO and b != _ZERO else _short(("/", a, b))


def _short(expr: Expr) -> Expr:
    if is_larger(expr, MAX_SIZE):
        raise _TooLong
    return expr


def _add(a: Parts, b: Parts) -> Parts:
    return _plus(a[0], b[0]), _plus(a[1], b[1])


def _subtract(a: Parts, b: Parts) -> Parts:
    return _plus(a[0], _negative(b[0])), _plus(a[1], _negative(b[1]))


def _multiply(a: Parts, b: Parts) -> Parts:
    real = _plus(_times(a[0], b[0]), _negative(_times(a[1], b[1])))
    return real, _plus(_times(a[0], b[1]), _times(a[1], b[0]))


def _divide(a: Parts, b: Parts) -> Parts:
    if b[1] == _ZERO:
        return _over(a[0], b[0]), _over(a[1], b[0])
    size = _plus(_times(b[0], b[0]), _times(b[1], b[1]))
    top = _multiply(a, (b[0], _negative(b[1])))
    return _over(top[0], size), _over(top[1], size)


_OPERATIONS = {"+": _add, "-": _subtract, "*": _multiply, "/": _divide}


def _power(expr: Expr) -> Parts | None:
    base, exponent = _parts(expr[1]), expr[2]
    if base is None or exponent[0] != "num" or exponent[1] not in range(MAX_POWER + 1):
        return None
    result: Parts = (_ONE, _ZERO)
    for _ in range(int(exponent[1])):
        result = _multiply(result, base)
    return result
