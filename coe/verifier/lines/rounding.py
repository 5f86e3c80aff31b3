"""Whether a decimal that is shown is a value rounded to its digits."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import rounds_to
from coe.verifier.values.reals import Real


def rounding(value: Real, shown: Expr, loose: bool) -> bool:
    """Whether `shown` is a decimal literal that `value` rounds to; `loose` for `≈`."""
    sign = 1
    while shown[0] in ("neg", "pct"):
        value = value * 100 if shown[0] == "pct" else value
        sign = -sign if shown[0] == "neg" else sign
        shown = shown[1]
    if shown[0] != "num":
        return False
    places = shown[2]
    if places is None:
        if shown[1].denominator != 1 or not loose:
            return False
        places = 0
    exact = Fraction(value)
    if (places < 1 and not loose) or (places == 1 and not loose and _terminates(value)):
        return False
    return rounds_to(exact, sign * shown[1], places)


def _terminates(value: Real) -> bool:
    if isinstance(value, Decimal):
        return False
    bottom = Fraction(value).denominator
    for prime in (2, 5):
        while bottom % prime == 0:
            bottom //= prime
    return bottom == 1
