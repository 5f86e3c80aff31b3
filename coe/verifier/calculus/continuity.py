"""Whether an expression is continuous on a closed interval: shown by enclosures, or not known.

Arithmetic on float intervals, widened outward at every step, encloses every value of every part on a piece
of the interval. Where all denominators, arguments of logarithms and roots keep away from zero on every
piece, the expression is a composition of continuous functions there. Pieces that are not clear are halved,
up to _DEPTH times; an expression that is not continuous, or too close to it, is "not known".
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import Undefined
from coe.verifier.values.reals import real_value

Interval = tuple[float, float]

_DEPTH = 10
_SLACK = 2.0**-48


class Unclear(Exception):
    """The enclosure touches a point where the part may not be continuous."""


def is_continuous(expr: Expr, name: str, low: float, high: float) -> bool:
    """Whether the expression is continuous on [low, high]; False is not known."""
    return _clear(expr, name, low, high, _DEPTH)


def _clear(expr: Expr, name: str, low: float, high: float, depth: int) -> bool:
    try:
        enclosure(expr, name, (low, high))
    except Unclear:
        middle = (low + high) / 2
        if depth == 0 or not low < middle < high:
            return False
        return _clear(expr, name, low, middle, depth - 1) and _clear(expr, name, middle, high, depth - 1)
    except (OverflowError, ValueError, ZeroDivisionError):
        return False
    return True


def enclosure(expr: Expr, name: str, over: Interval) -> Interval:
    """An interval that holds every value of the expression for the variable in `over`.

    Raises:
        Unclear: a part may not be defined, or not continuous, somewhere in it.
        OverflowError, ValueError: the numbers are too large.
    """
    kind = expr[0]
    if kind == "num":
        return _wide(float(expr[1]), float(expr[1]))
    if kind == "var":
        if expr[1] != name:
            raise Unclear
        return over
    if kind == "const":
        if expr[1] not in ("pi", "e"):
            raise Unclear
        value = math.pi if expr[1] == "pi" else math.e
        return _wide(value, value)
    if kind == "neg":
        low, high = enclosure(expr[1], name, over)
        return -high, -low
    if kind in ("+", "-", "*", "/"):
        return _BINARY[kind](enclosure(expr[1], name, over), enclosure(expr[2], name, over))
    if kind == "^":
        return _power(expr, name, over)
    if kind == "call" and expr[1] in _FUNCTIONS and len(expr[2]) == 1:
        return _FUNCTIONS[expr[1]](enclosure(expr[2][0], name, over))
    raise Unclear


def _wide(low: float, high: float) -> Interval:
    low, high = low - abs(low) * _SLACK - 1e-300, high + abs(high) * _SLACK + 1e-300
    if not (math.isfinite(low) and math.isfinite(high)):
        raise OverflowError
    return low, high


def _add(a: Interval, b: Interval) -> Interval:
    return _wide(a[0] + b[0], a[1] + b[1])


def _subtract(a: Interval, b: Interval) -> Interval:
    return _wide(a[0] - b[1], a[1] - b[0])


def _multiply(a: Interval, b: Interval) -> Interval:
    products = [x * y for x in a for y in b]
    return _wide(min(products), max(products))


def _divide(a: Interval, b: Interval) -> Interval:
    if b[0] <= 0 <= b[1]:
        raise Unclear
    return _multiply(a, _wide(1 / b[1], 1 / b[0]))


_BINARY: dict[str, Callable[[Interval, Interval], Interval]] = {
    "+": _add, "-": _subtract, "*": _multiply, "/": _divide,
}  # fmt: skip


def _power(expr: Expr, name: str, over: Interval) -> Interval:
    base = enclosure(expr[1], name, over)
    try:
        exponent = real_value(expr[2])
    except Undefined:
        raise Unclear from None
    if exponent is not None and Fraction(exponent).denominator == 1 and -1000 < exponent < 1000:
        count = int(exponent)
        if count < 0:
            return _divide((1.0, 1.0), _whole(base, -count))
        return _whole(base, count)
    if base[0] < 0 or (base[0] <= 0 and (exponent is None or exponent < 0)):
        raise Unclear
    if exponent is not None and exponent > 0:
        value = float(exponent)
        return _wide(max(base[0], 0.0) ** value, base[1] ** value)
    return _exponential(_multiply(_logarithm(base), enclosure(expr[2], name, over)))


def _whole(base: Interval, count: int) -> Interval:
    ends = (base[0] ** count, base[1] ** count)
    if count % 2 == 0 and base[0] <= 0 <= base[1]:
        return _wide(0.0, max(ends))
    return _wide(min(ends), max(ends))


def _logarithm(a: Interval) -> Interval:
    if a[0] <= 0:
        raise Unclear
    return _wide(math.log(a[0]) - _SLACK, math.log(a[1]) + _SLACK)


def _exponential(a: Interval) -> Interval:
    return _wide(math.exp(a[0]), math.exp(a[1]))


def _root(a: Interval) -> Interval:
    # The function may end at zero, where it is continuous from one side.
    if a[0] < -1e-290:
        raise Unclear
    return _wide(math.sqrt(max(a[0], 0.0)), math.sqrt(a[1]))


def _sine(a: Interval) -> Interval:
    return _cosine((a[0] - math.pi / 2, a[1] - math.pi / 2))


def _cosine(a: Interval) -> Interval:
    low, high = _wide(*a)
    if high - low >= 2 * math.pi or max(abs(low), abs(high)) > 1e6:
        return (-1.0, 1.0)
    first, last = math.floor(low / math.pi - 1e-9), math.ceil(high / math.pi + 1e-9)
    turning = [1.0 if count % 2 == 0 else -1.0 for count in range(first + 1, last)]
    values = [math.cos(low), math.cos(high), *turning]
    return max(min(values) - 1e-9, -1.0), min(max(values) + 1e-9, 1.0)


def _absolute(a: Interval) -> Interval:
    if a[0] <= 0 <= a[1]:
        return (0.0, max(-a[0], a[1]))
    return min(abs(a[0]), abs(a[1])), max(abs(a[0]), abs(a[1]))


def _monotone(function: Callable[[float], float]) -> Callable[[Interval], Interval]:
    def apply(a: Interval) -> Interval:
        low, high = function(a[0]), function(a[1])
        return _wide(low - 1e-12 * (1 + abs(low)), high + 1e-12 * (1 + abs(high)))

    return apply


_ONE: Interval = (1.0, 1.0)
_FUNCTIONS: dict[str, Callable[[Interval], Interval]] = {
    "sqrt": _root,
    "cbrt": _monotone(math.cbrt),
    "ln": _logarithm,
    "exp": _exponential,
    "sin": _sine,
    "cos": _cosine,
    "tan": lambda a: _divide(_sine(a), _cosine(a)),
    "sec": lambda a: _divide(_ONE, _cosine(a)),
    "csc": lambda a: _divide(_ONE, _sine(a)),
    "cot": lambda a: _divide(_cosine(a), _sine(a)),
    "atan": _monotone(math.atan),
    "abs": _absolute,
    "sinh": _monotone(math.sinh),
    "tanh": _monotone(math.tanh),
}
