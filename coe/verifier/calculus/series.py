"""Laurent series in t with rational coefficients, truncated: the behaviour of a function as t goes to 0.

Exact: every coefficient that is given is right, and what is cut off is of a higher power of t. Functions are
expanded only about points where all their coefficients are rational (sin, cos, exp, tan at 0, ln at 1,
roots at perfect powers); anything else is Beyond.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from coe.verifier.algebra.polynomials import Beyond
from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import evaluate, nth_root

_TERMS = 14


class Series:
    """t^lowest (coefficients[0] + coefficients[1] t + ...); the first coefficient is not 0."""

    __slots__ = ("coefficients", "lowest")

    def __init__(self, lowest: int, coefficients: list[Fraction]) -> None:
        while coefficients and not coefficients[0]:
            coefficients = coefficients[1:]
            lowest += 1
        if any(
            value.denominator.bit_length() + value.numerator.bit_length() > 2000 for value in coefficients
        ):
            raise Beyond("coefficients too long")
        self.lowest = lowest
        self.coefficients = coefficients[:_TERMS]

    @property
    def end(self) -> int:
        """The first power of t about which nothing is known."""
        return self.lowest + len(self.coefficients)


def _constant(value: Fraction) -> Series:
    return Series(0, [value] + [Fraction(0)] * (_TERMS - 1)) if value else Series(0, [Fraction(0)] * _TERMS)


def expand(node: Expr, side: int) -> Series:
    """The series of an expression in the variable "t"; side is 1 or -1 for t > 0 or t < 0, else 0.

    Raises:
        Beyond: a part has no such series.
        Undefined: a constant part has no value.
    """
    kind = node[0]
    if kind == "var":
        if node[1] != "t":
            raise Beyond("another variable")
        return Series(1, [Fraction(1)] + [Fraction(0)] * (_TERMS - 1))
    known = evaluate(node)
    if known is not None:
        return _constant(known)
    if kind == "neg":
        return _scaled(expand(node[1], side), Fraction(-1))
    if kind in ("+", "-"):
        right = expand(node[2], side)
        return _sum(expand(node[1], side), right if kind == "+" else _scaled(right, Fraction(-1)))
    if kind == "*":
        return _product(expand(node[1], side), expand(node[2], side))
    if kind == "/":
        return _product(expand(node[1], side), _inverse(expand(node[2], side)))
    if kind == "^":
        return _power(node, side)
    if kind == "call" and len(node[2]) == 1:
        return _call(node[1], expand(node[2][0], side), side)
    raise Beyond(kind)


def _scaled(a: Series, factor: Fraction) -> Series:
    return Series(a.lowest, [factor * value for value in a.coefficients])


def _sum(a: Series, b: Series) -> Series:
    low, end = min(a.lowest, b.lowest), min(a.end, b.end)
    total = [Fraction(0)] * max(0, end - low)
    for each in (a, b):
        for index, value in enumerate(each.coefficients):
            if each.lowest + index < end:
                total[each.lowest + index - low] += value
    return Series(low, total)


def _product(a: Series, b: Series) -> Series:
    count = min(len(a.coefficients), len(b.coefficients))
    total = [
        sum((a.coefficients[i] * b.coefficients[n - i] for i in range(n + 1)), Fraction(0))
        for n in range(count)
    ]
    return Series(a.lowest + b.lowest, total)


def _inverse(a: Series) -> Series:
    if not a.coefficients or not a.coefficients[0]:
        raise Beyond("division by a series that may be zero")
    first = a.coefficients[0]
    result = [1 / first]
    for n in range(1, len(a.coefficients)):
        rest = sum((a.coefficients[i] * result[n - i] for i in range(1, n + 1)), Fraction(0))
        result.append(-rest / first)
    return Series(-a.lowest, result)


def _power(node: Expr, side: int) -> Series:
    exponent = evaluate(node[2])
    if exponent is None:
        if node[1] == ("const", "e"):
            return _call("exp", expand(node[2], side), side)
        raise Beyond("power")
    base = expand(node[1], side)
    if exponent.denominator == 1 and abs(exponent) <= 24:
        result = _constant(Fraction(1))
        for _ in range(abs(int(exponent))):
            result = _product(result, base)
        return result if exponent >= 0 else _inverse(result)
    return _rational_power(base, exponent, side)


def _rational_power(a: Series, exponent: Fraction, side: int) -> Series:
    """(c t^m (1 + u))^r with c^r rational and m r whole."""
    if not a.coefficients or not a.coefficients[0] or exponent.denominator > 4:
        raise Beyond("root")
    lead, lowest = a.coefficients[0], a.lowest * exponent
    if side == 0 and (a.lowest % 2 or lowest.numerator % 2):
        raise Beyond("root on both sides")
    sign = -1 if a.lowest % 2 and side < 0 else 1
    root = nth_root(lead * sign, exponent.denominator) if lead * sign > 0 else None
    if root is None or lowest.denominator != 1:
        raise Beyond("root")
    outside = root**exponent.numerator
    if side < 0 and lowest.numerator % 2:
        # |t|^odd is -t^odd on the left.
        outside = -outside
    rest = Series(0, [value / lead for value in a.coefficients])
    u = _sum(rest, _constant(Fraction(-1)))
    return _product(
        Series(int(lowest), [outside] + [Fraction(0)] * (_TERMS - 1)), _composed(_binomial(exponent), u)
    )


def _binomial(exponent: Fraction) -> list[Fraction]:
    result = [Fraction(1)]
    for n in range(1, _TERMS):
        result.append(result[-1] * (exponent - n + 1) / n)
    return result


def _composed(outer: list[Fraction], u: Series) -> Series:
    """sum outer[n] u^n for a series u without constant term."""
    if u.coefficients and u.lowest <= 0 and any(u.coefficients):
        raise Beyond("composition")
    result = Series(0, [outer[-1]] + [Fraction(0)] * (_TERMS - 1))
    for coefficient in reversed(outer[:-1]):
        result = _sum(_product(result, u), _constant(coefficient))
    known = max(1, u.lowest) * len(outer)
    return Series(result.lowest, result.coefficients[: max(0, known - result.lowest)])


def _call(name: str, a: Series, side: int) -> Series:
    if name == "sqrt":
        return _rational_power(a, Fraction(1, 2), side)
    if name == "abs" and a.coefficients and a.coefficients[0]:
        if a.lowest % 2 and side == 0:
            raise Beyond("absolute value on both sides")
        sign = (1 if a.coefficients[0] > 0 else -1) * (side if a.lowest % 2 else 1)
        return _scaled(a, Fraction(sign))
    if a.lowest < 0 or not a.coefficients:
        raise Beyond("essential singularity")
    first = a.coefficients[0] if a.lowest == 0 else Fraction(0)
    if name == "ln":
        if first != 1:
            raise Beyond("logarithm")
        return _composed(
            [Fraction(0), *(Fraction((-1) ** (n + 1), n) for n in range(1, _TERMS))],
            _sum(a, _constant(Fraction(-1))),
        )
    if first or name not in _EXPANDED:
        raise Beyond(name)
    if name in ("tan", "cot", "sec", "csc"):
        sine, cosine = _composed(_AT_ZERO["sin"], a), _composed(_AT_ZERO["cos"], a)
        top = {"tan": sine, "cot": cosine}.get(name, _constant(Fraction(1)))
        return _product(top, _inverse(cosine if name in ("tan", "sec") else sine))
    return _composed(_AT_ZERO[name], a)


def _alternating(start: int) -> list[Fraction]:
    """The coefficients of sine (start 1) and cosine (start 0)."""
    return [
        Fraction((-1) ** (n // 2), factorial(n)) if n % 2 == start else Fraction(0) for n in range(_TERMS)
    ]


_AT_ZERO: dict[str, list[Fraction]] = {
    "exp": [Fraction(1, factorial(n)) for n in range(_TERMS)],
    "sin": _alternating(1),
    "cos": _alternating(0),
        "atan": [Fraction((-1) ** (n // 2), n) if n % 2 else Fraction(0) for n in range(_TERMS)],
    "sinh": [Fraction(n % 2, factorial(n)) for n in range(_TERMS)],
    "cosh": [Fraction(1 - n % 2, factorial(n)) for n in range(_TERMS)],
}  # fmt: skip
_EXPANDED = _AT_ZERO.keys() | {"tan", "cot", "sec", "csc"}
