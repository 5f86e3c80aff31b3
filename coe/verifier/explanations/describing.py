"""Values and sets in plain words, short enough for a line of text: "x = 1 or x = -3", "-3 < x < 3"."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from coe.verifier.algebra.realsets import RealSet
from coe.verifier.expressions.expr import Expr
from coe.verifier.syntax.calculator import decimals_of, format_number
from coe.verifier.syntax.printing import format_expression
from coe.verifier.values.exact import Undefined
from coe.verifier.values.reals import Real, real_value

_LONGEST = 40
_SHORT = 20
# A number of more bits is longer than that; Python writes none of more than 4,300 digits.
_SHORT_BITS = 80
_MOST_PARTS = 6


def describe_value(value: Real) -> str:
    """A number: exact where it is short, else to six figures with ≈ in front."""
    if not isinstance(value, Decimal):
        exact = Fraction(value)
        if max(abs(exact.numerator), exact.denominator).bit_length() <= _SHORT_BITS:
            places = decimals_of(exact)
            text = str(exact) if exact.denominator < 20 or not places else format_number(exact, decimal=True)
            if len(text) <= _SHORT:
                return text
        value = Decimal(exact.numerator) / Decimal(exact.denominator)
    text = f"{value:.6g}"
    return "≈ " + (text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text)


def describe_quantity(expression: Expr) -> str:
    """The value of a constant, with its unit, or of each of several; else the expression itself."""
    if expression[:2] == ("seq", "tuple"):
        return f"({', '.join(map(describe_quantity, expression[2]))})"
    inner, unit = (expression[1], f" {expression[2]}") if expression[0] == "unit" else (expression, "")
    try:
        value = real_value(inner)
    except Undefined:
        value = None
    return describe_expression(expression) if value is None else f"{describe_value(value)}{unit}"


def describe_named(name: str, value: Real) -> str:
    """ "x = 4", "x ≈ 1.41421"."""
    text = describe_value(value)
    return f"{name} {text}" if text.startswith("≈") else f"{name} = {text}"


def describe_point(point: Mapping[str, Real]) -> str:
    """ "x = 3, y = 1"."""
    return ", ".join(describe_named(name, value) for name, value in point.items())


def describe_set(found: RealSet, name: str) -> str:
    """The set of values of a name, in words."""
    if found.is_empty:
        return "no solution"
    if all(found.member):
        return f"every {name}"
    parts = _parts(found, name)
    if len(parts) > _MOST_PARTS:
        return f"{len(parts)} values and ranges of {name}"
    return " or ".join(parts)


def _parts(found: RealSet, name: str) -> list[str]:
    """The runs of members between breakpoints, in order."""
    parts: list[str] = []
    index, last = 0, len(found.member) - 1
    while index <= last:
        if not found.member[index]:
            index += 1
            continue
        start = index
        while index < last and found.member[index + 1]:
            index += 1
        parts.append(_range(found, name, start, index))
        index += 1
    return parts


def _range(found: RealSet, name: str, start: int, end: int) -> str:
    """One run: pieces are numbered as in RealSet.member, odd ones are breakpoints."""
    if start == end and start % 2:
        return describe_named(name, found.breaks[start // 2])
    low = None if start == 0 else found.breaks[(start - 1) // 2]
    high = None if end == len(found.member) - 1 else found.breaks[end // 2]
    below, above = "≤" if start % 2 else "<", "≤" if end % 2 else "<"
    if low is None and high is not None:
        return f"{name} {above} {_bare(high)}"
    if high is None and low is not None:
        return f"{name} {'≥' if start % 2 else '>'} {_bare(low)}"
    return f"{_bare(low)} {below} {name} {above} {_bare(high)}"


def _bare(value: Real | None) -> str:
    return "" if value is None else describe_value(value).removeprefix("≈ ")


def describe_expression(expression: Expr) -> str:
    """An expression, or "this side" where it is long."""
    text = format_expression(expression)
    return text if len(text) <= _LONGEST else "this side"
