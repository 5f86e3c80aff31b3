"""Elementary functions to 60 digits, against mpmath."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest

from coe.verifier.syntax.parser import parse_expression
from coe.verifier.values.exact import Undefined
from coe.verifier.values.reals import real_value

FUNCTIONS = ["sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "ln", "cbrt"]
POINTS = [
    Fraction(1, 7),
    Fraction(9, 10),
    Fraction(9999, 10000),
    Fraction(5, 2),
    Fraction(100),
    Fraction(10**8 + 1),
]


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("point", POINTS)
def test_fifty_digits_are_right(name: str, point: Fraction) -> None:
    if (name in ("asin", "acos") and point > 1) or (name in ("sinh", "cosh", "tanh", "exp") and point > 100):
        return
    value = real_value(("call", name, (("num", point, None),)))
    assert value is not None
    with mpmath.workdps(80):
        wanted = getattr(mpmath, name)(mpmath.mpf(point.numerator) / point.denominator)
        got = mpmath.mpf(Fraction(value).numerator) / Fraction(value).denominator
        assert abs(got - wanted) <= mpmath.mpf(10) ** -50 * max(1, abs(wanted))


@pytest.mark.parametrize(
    ("text", "value"), [("sin(pi)", "0"), ("cos(pi/3)", "1/2"), ("sin(pi/4)^2", "1/2"), ("tan(pi/4)", "1")]
)
def test_rational_values_are_exact(text: str, value: str) -> None:
    assert real_value(parse_expression(text)) == Fraction(value)


@pytest.mark.parametrize("text", ["tan(pi/2)", "asin(2)", "ln(-1)", "csc(0)", "log(5, 1)"])
def test_undefined(text: str) -> None:
    with pytest.raises(Undefined):
        real_value(parse_expression(text))
