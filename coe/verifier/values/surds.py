"""Exact values with square roots of rationals: sums of q * sqrt(n), n square-free.

Square roots of different square-free numbers are independent over the rationals, so two such sums are
equal exactly when their terms are. Variables may not stand under a root, where the sign of their value
would matter: then agreement at random points would prove nothing. Nested roots and large radicands are
left to others.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import Undefined, evaluate

Surd = dict[int, Fraction]

_MAX_TERMS = 16
_MAX_RADICAND = 10**9
_MAX_EXPONENT = 64
_ONE = Fraction(1)
_NO_VALUES: Mapping[str, Fraction] = {}


class NotASurd(Exception):
    """The value is outside this field, or too large for it."""


def surd_value(node: Expr, env: Mapping[str, Fraction]) -> Surd:
    """The terms of an expression, {} for zero.

    Raises:
        NotASurd: another kind of value.
        Undefined: a division by zero or the root of a negative number.
    """
    kind = node[0]
    if kind == "num":
        return {1: node[1]} if node[1] else {}
    if kind == "var" and node[1] in env:
        return {1: env[node[1]]} if env[node[1]] else {}
    if kind in ("+", "-"):
        return _sum(surd_value(node[1], env), surd_value(node[2], env), 1 if kind == "+" else -1)
    if kind == "*":
        return _product(surd_value(node[1], env), surd_value(node[2], env))
    if kind == "/":
        return _product(surd_value(node[1], env), _inverse(surd_value(node[2], env)))
    if kind == "neg":
        return {root: -factor for root, factor in surd_value(node[1], env).items()}
    if kind == "pct":
        return {root: factor / 100 for root, factor in surd_value(node[1], env).items()}
    if kind == "^":
        return _power(node, env)
    if kind == "call" and node[1] == "sqrt":
        return _square_root(surd_value(node[2][0], _NO_VALUES))
    known = evaluate(node)
    if known is None:
        raise NotASurd
    return {1: known} if known else {}


def _sum(left: Surd, right: Surd, sign: int) -> Surd:
    total = dict(left)
    for root, factor in right.items():
        total[root] = total.get(root, Fraction(0)) + sign * factor
    return {root: factor for root, factor in total.items() if factor}


def _product(left: Surd, right: Surd) -> Surd:
    total: Surd = {}
    for first, a in left.items():
        for second, b in right.items():
            common = math.gcd(first, second)
            root = first // common * (second // common)
            total[root] = total.get(root, Fraction(0)) + a * b * common
    if len(total) > _MAX_TERMS or any(factor.denominator.bit_length() > 4000 for factor in total.values()):
        raise NotASurd
    return {root: factor for root, factor in total.items() if factor}


def _inverse(value: Surd) -> Surd:
    """1 / value, the denominator made rational one prime at a time."""
    if not value:
        raise Undefined("division by zero")
    top: Surd = {1: _ONE}
    while list(value) != [1]:
        prime = _smallest_prime(max(value))
        conjugate = {root: -factor if root % prime == 0 else factor for root, factor in value.items()}
        top = _product(top, conjugate)
        value = _product(value, conjugate)
        if not value:
            raise NotASurd
    return {root: factor / value[1] for root, factor in top.items()}


def _smallest_prime(number: int) -> int:
    for candidate in range(2, math.isqrt(number) + 1):
        if number % candidate == 0:
            return candidate
    return number


def _power(node: Expr, env: Mapping[str, Fraction]) -> Surd:
    exponent = evaluate(node[2])
    if exponent is None or abs(exponent) > _MAX_EXPONENT:
        raise NotASurd
    base = surd_value(node[1], env if exponent.denominator == 1 else _NO_VALUES)
    if exponent.denominator == 2:
        base = _square_root(base)
    elif exponent.denominator != 1:
        raise NotASurd
    if not base and exponent <= 0:
        if exponent:
            raise Undefined("zero to a negative power")
        raise NotASurd
    count = exponent.numerator
    if count < 0:
        base, count = _inverse(base), -count
    result: Surd = {1: _ONE}
    for _ in range(count):
        result = _product(result, base)
    return result


def _square_root(value: Surd) -> Surd:
    if not value:
        return {}
    if list(value) != [1]:
        raise NotASurd
    rational = value[1]
    if rational < 0:
        raise Undefined("even root of a negative number")
    inside = rational.numerator * rational.denominator
    if inside > _MAX_RADICAND:
        outside = math.isqrt(inside)
        if outside * outside != inside:
            raise NotASurd
        return {1: Fraction(outside, rational.denominator)}
    outside, radicand = _square_part(inside)
    return {radicand: Fraction(outside, rational.denominator)}


def _square_part(number: int) -> tuple[int, int]:
    """(a, b) with number = a^2 b and b square-free."""
    outside, radicand, candidate = 1, 1, 2
    while candidate * candidate <= number:
        count = 0
        while number % candidate == 0:
            number //= candidate
            count += 1
        outside *= candidate ** (count // 2)
        radicand *= candidate ** (count % 2)
        candidate += 1
    return outside, radicand * number
