"""Complex numbers in answers: an expression with i as its real and its imaginary part.

The parts are expressions over the reals, so everything that compares real expressions compares these. Covers
sums, products, quotients, whole powers up to MAX_POWER and moduli; names stand for real numbers. Numbers are
worked out on the way (`parts.py`).
"""

from __future__ import annotations

from coe.verifier.expressions.contents import kinds_of
from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import TooLarge
from coe.verifier.values.parts import ONE, ZERO, TooLong, added, divided, multiplied, negative

MAX_POWER = 8
_I: Expr = ("const", "i")

Parts = tuple[Expr, Expr]


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
    except (TooLong, TooLarge):
        return None


def _parts(expr: Expr) -> Parts | None:
    kind = expr[0]
    if expr == _I:
        return ZERO, ONE
    if kind in ("+", "-", "*", "/"):
        left, right = _parts(expr[1]), _parts(expr[2])
        return None if left is None or right is None else _OPERATIONS[kind](left, right)
    if kind == "neg":
        inner = _parts(expr[1])
        return None if inner is None else (negative(inner[0]), negative(inner[1]))
    if kind == "^" and is_complex(expr[1]):
        return _power(expr)
    if expr[:2] == ("call", "sqrt") and expr[2][0][0] == "neg" and expr[2][0][1][0] == "num":
        return ZERO, ("call", "sqrt", (expr[2][0][1],))
    if expr[:2] == ("call", "abs") and is_complex(expr):
        inner = _parts(expr[2][0])
        return None if inner is None else (_size(inner), ZERO)
    return None if is_complex(expr) else (expr, ZERO)


def _size(parts: Parts) -> Expr:
    """The modulus of a number."""
    return ("call", "sqrt", (added(multiplied(parts[0], parts[0]), multiplied(parts[1], parts[1])),))


def _add(a: Parts, b: Parts) -> Parts:
    return added(a[0], b[0]), added(a[1], b[1])


def _subtract(a: Parts, b: Parts) -> Parts:
    return added(a[0], negative(b[0])), added(a[1], negative(b[1]))


def _multiply(a: Parts, b: Parts) -> Parts:
    real = added(multiplied(a[0], b[0]), negative(multiplied(a[1], b[1])))
    return real, added(multiplied(a[0], b[1]), multiplied(a[1], b[0]))


def _divide(a: Parts, b: Parts) -> Parts:
    if b[1] == ZERO:
        return divided(a[0], b[0]), divided(a[1], b[0])
    size = added(multiplied(b[0], b[0]), multiplied(b[1], b[1]))
    top = _multiply(a, (b[0], negative(b[1])))
    return divided(top[0], size), divided(top[1], size)


_OPERATIONS = {"+": _add, "-": _subtract, "*": _multiply, "/": _divide}


def _power(expr: Expr) -> Parts | None:
    base, exponent = _parts(expr[1]), expr[2]
    if base is None or exponent[0] != "num" or exponent[1] not in range(MAX_POWER + 1):
        return None
    result: Parts = (ONE, ZERO)
    for _ in range(int(exponent[1])):
        result = _multiply(result, base)
    return result
