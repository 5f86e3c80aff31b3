"""ARITHMETIC_SLIP: a result is off by a little or by ten; the procedure is right, the fact is wrong."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from coe.corruptions.kind import carried_mistake
from coe.corruptions.sheet import choose_span, replace_match
from coe.corruptions.spans import span_value


def _slipped(value: str, rng: Random) -> str:
    if "/" in value:
        top, _, bottom = value.partition("/")
        return f"{int(top) + rng.choice((-2, -1, 1, 2))}/{bottom}"
    places = len(value.partition(".")[2])
    unit = Fraction(1, 10**places)
    step = rng.choice((1, 1, 1, 2, 3, 10)) * rng.choice((-1, 1))
    wrong = Fraction(value) + step * unit
    return f"{wrong.numerator}" if not places else f"{float(wrong):.{places}f}"


def _rewrite(derivation: str, rng: Random) -> str | None:
    span = choose_span(derivation, rng)
    value = span_value(span[0]) if span else None
    if span is None or value is None:
        return None
    return replace_match(derivation, span, "{" + _slipped(value, rng) + "}")


CORRUPTION = carried_mistake(
    "arithmetic_slip",
    "a result is off by a little or by ten",
    _rewrite,
    where="a calculation",
    sources=("Brown & Burton 1978",),
)
