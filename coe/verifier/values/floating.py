"""Floating point values with a running bound on their error: they can refute, never prove.

Every operation returns (value, bound) with |value - true value| <= bound, a little generously. A point
outside the real domain raises OutOfDomain, one too near its edge to tell raises Unsure.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from coe.verifier.expressions.expr import Expr

Measured = tuple[float, float]

_EPSILON = 2.0**-51
_CONSTANTS = {"pi": math.pi, "e": math.e}


class OutOfDomain(Exception):
    """The expression has no real value at this point."""


class Unsure(Exception):
    """The value is too large, too inexact, or of a kind that floats do not decide."""


def measure(node: Expr, env: Mapping[str, float]) -> Measured:
    """Value and error bound at a point.

    Raises:
        OutOfDomain: no real value there.
        Unsure: nothing reliable can be said.
    """
    try:
        value, bound = _measure(node, env)
    except (OverflowError, ValueError, ZeroDivisionError) as error:
        raise Unsure from error
    if not math.isfinite(value) or not math.isfinite(bound):
        raise Unsure
    return value, bound


def _measure(node: Expr, env: Mapping[str, float]) -> Measured:
    kind = node[0]
    if kind == "num":
        value = node[1].numerator / node[1].denominator
        return value, abs(value) * _EPSILON
    if kind == "var":
        if node[1] not in env:
            raise Unsure
        return env[node[1]], 0.0
    if kind == "const":
        if node[1] not in _CONSTANTS:
            raise Unsure
        return _CONSTANTS[node[1]], 4e-16
    if kind == "neg":
        value, bound = _measure(node[1], env)
        return -value, bound
    if kind == "pct":
        value, bound = _measure(node[1], env)
        return value / 100, bound / 100 + abs(value) * _EPSILON
    if kind in _BINARY:
        return _BINARY[kind](_measure(node[1], env), _measure(node[2], env))
    if kind == "call":
        return _call(node[1], [_measure(argument, env) for argument in node[2]])
    raise Unsure


def _rounded(value: float, bound: float) -> Measured:
    return value, bound + abs(value) * _EPSILON


def _add(a: Measured, b: Measured) -> Measured:
    return _rounded(a[0] + b[0], a[1] + b[1])


def _subtract(a: Measured, b: Measured) -> Measured:
    return _rounded(a[0] - b[0], a[1] + b[1])


def _multiply(a: Measured, b: Measured) -> Measured:
    return _rounded(a[0] * b[0], abs(a[0]) * b[1] + abs(b[0]) * a[1] + a[1] * b[1])


def _divide(a: Measured, b: Measured) -> Measured:
    if b[0] == 0 and b[1] == 0:
        raise OutOfDomain
    if abs(b[0]) <= 4 * b[1]:
        raise Unsure
    value = a[0] / b[0]
    return _rounded(value, (a[1] + abs(value) * b[1]) / (abs(b[0]) - b[1]))


def _power(a: Measured, b: Measured) -> Measured:
    base, exponent = a[0], b[0]
    if exponent == round(exponent) and b[1] <= 2 * abs(exponent) * _EPSILON:
        return _whole_power(a, exponent)
    if base < -a[1]:
        # Odd roots of negative numbers are read in two ways; this file takes neither.
        raise Unsure if _may_be_odd_root(exponent) else OutOfDomain
    if base <= 4 * a[1]:
        raise Unsure
    value = base**exponent
    relative = abs(exponent) * a[1] / (base - a[1]) + abs(math.log(base)) * b[1] * 2
    return _rounded(value, value * (relative * 1.5 + 4 * _EPSILON) if relative < 0.1 else math.inf)


def _may_be_odd_root(exponent: float) -> bool:
    return any(abs(exponent * odd - round(exponent * odd)) < 1e-9 for odd in (3, 5, 7, 9, 11))


def _whole_power(a: Measured, exponent: float) -> Measured:
    if a[0] == 0 and exponent <= 0:
        raise OutOfDomain if a[1] == 0 and exponent < 0 else Unsure
    value = a[0] ** int(exponent)
    if not a[1]:
        return _rounded(value, abs(value * exponent) * _EPSILON)
    if abs(a[0]) <= 4 * a[1]:
        if exponent < 0:
            raise Unsure
        return value, (abs(a[0]) + a[1]) ** exponent + abs(value)
    relative = abs(exponent) * (a[1] / (abs(a[0]) - a[1]) + _EPSILON)
    return _rounded(value, abs(value) * relative * 1.5 if relative < 0.1 else math.inf)


_BINARY: dict[str, Callable[[Measured, Measured], Measured]] = {
    "+": _add, "-": _subtract, "*": _multiply, "/": _divide, "^": _power,
}  # fmt: skip


def _square_root(a: Measured) -> Measured:
    value, bound = a
    if value < -bound:
        raise OutOfDomain
    if value <= 0:
        return 0.0, math.sqrt(bound + max(value, 0.0))
    root = math.sqrt(value)
    return _rounded(root, min(bound / root, math.sqrt(bound)) if bound else 0.0)


def _cube_root(a: Measured) -> Measured:
    root = math.cbrt(a[0])
    if abs(a[0]) <= 4 * a[1]:
        return root, 2 * math.cbrt(abs(a[0]) + a[1])
    return _rounded(root, abs(root) * (a[1] / abs(a[0]) + 4 * _EPSILON))


def _logarithm(a: Measured) -> Measured:
    if a[0] < -a[1] or a[0] == 0 == a[1]:
        raise OutOfDomain
    if a[0] <= 4 * a[1]:
        raise Unsure
    value = math.log(a[0])
    return value, abs(value) * _EPSILON + a[1] / (a[0] - a[1])


def _exponential(a: Measured) -> Measured:
    value = math.exp(a[0])
    return _rounded(value, value * math.expm1(a[1]) if a[1] < 1 else math.inf)


def _bounded_slope(function: Callable[[float], float]) -> Callable[[Measured], Measured]:
    """A function whose slope is at most 1 in size: sin, cos, atan."""

    def apply(a: Measured) -> Measured:
        return function(a[0]), a[1] + 4 * _EPSILON

    return apply


def _inverse_sine(function: Callable[[float], float]) -> Callable[[Measured], Measured]:
    def apply(a: Measured) -> Measured:
        if abs(a[0]) > 1 + a[1]:
            raise OutOfDomain
        if abs(a[0]) >= 1 - 4 * a[1] - 1e-12:
            if abs(a[0]) == 1:
                return function(a[0]), 2 * math.sqrt(2 * a[1]) + 4 * _EPSILON
            raise Unsure
        return function(a[0]), a[1] / math.sqrt(1 - a[0] * a[0]) * 2 + 4 * _EPSILON

    return apply


_sine, _cosine = _bounded_slope(math.sin), _bounded_slope(math.cos)
_ONE: Measured = (1.0, 0.0)
_FUNCTIONS: dict[str, Callable[[Measured], Measured]] = {
    "sqrt": _square_root,
    "cbrt": _cube_root,
    "ln": _logarithm,
    "exp": _exponential,
    "sin": _sine,
    "cos": _cosine,
    "tan": lambda a: _divide(_sine(a), _cosine(a)),
    "sec": lambda a: _divide(_ONE, _cosine(a)),
    "csc": lambda a: _divide(_ONE, _sine(a)),
    "cot": lambda a: _divide(_cosine(a), _sine(a)),
    "asin": _inverse_sine(math.asin),
    "acos": _inverse_sine(math.acos),
    "atan": _bounded_slope(math.atan),
    "abs": lambda a: (abs(a[0]), a[1]),
    "sinh": lambda a: _multiply((0.5, 0.0), _subtract(_exponential(a), _exponential((-a[0], a[1])))),
    "cosh": lambda a: _multiply((0.5, 0.0), _add(_exponential(a), _exponential((-a[0], a[1])))),
    "tanh": _bounded_slope(math.tanh),
}


def _call(name: str, arguments: list[Measured]) -> Measured:
    if name == "log":
        base = arguments[1] if len(arguments) == 2 else (10.0, 0.0)
        return _divide(_logarithm(arguments[0]), _logarithm(base))
    if name == "root":
        return _root(arguments[0], arguments[1])
    if name in ("max", "min"):
        chosen = max(arguments) if name == "max" else min(arguments)
        return chosen[0], max(bound for _, bound in arguments)
    if name in _FUNCTIONS:
        return _FUNCTIONS[name](arguments[0])
    raise Unsure


def _root(a: Measured, degree: Measured) -> Measured:
    if degree[0] != round(degree[0]) or degree[0] < 1:
        raise Unsure
    if degree[0] % 2 == 1 and a[0] < -a[1]:
        value, bound = _power((-a[0], a[1]), (1 / degree[0], _EPSILON))
        return -value, bound
    if a[0] < -a[1]:
        raise OutOfDomain
    return _power(a, (1 / degree[0], _EPSILON))
