"""Operands of generated problems."""

from __future__ import annotations

from fractions import Fraction
from random import Random


def draw(rng: Random, low: int, high: int, scale: int = 1) -> int:
    """A number from low..high (0 <= low), or one with `scale` times as many digits as such a number has."""
    value = rng.randint(low, high)
    if scale == 1 or value == 0:
        return value
    digits = len(str(value)) * scale
    return rng.randint(10 ** (digits - 1) + 1, 10**digits - 1)


def draw_signed(rng: Random, high: int, scale: int = 1, negative: float = 0.5, low: int = 1) -> int:
    """A nonzero number of either sign; negative with the given probability."""
    value = draw(rng, low, high, scale)
    return -value if rng.random() < negative else value


def rational(value: Fraction | int) -> str:
    """`value` in plain form: "-3", "5/6"."""
    value = Fraction(value)
    if value.denominator == 1:
        return str(value.numerator)
    return f"{value.numerator}/{value.denominator}"


def terminating(value: Fraction) -> str | None:
    """`value` as a decimal ("0.25", "3"), or None where it does not terminate within 12 places."""
    above, below = value.numerator, value.denominator
    for places in range(13):
        power = 10**places
        if power % below == 0:
            digits = f"{abs(above) * (power // below):0{places + 1}d}"
            sign = "-" if above < 0 else ""
            return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
    return None
