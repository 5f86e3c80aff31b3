"""DECIMAL_POINT: a result is ten times too large or too small."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from coe.corruptions.kind import carried_mistake
from coe.corruptions.sheet import choose_span, replace_match
from coe.corruptions.spans import span_value


def _rewrite(derivation: str, rng: Random) -> str | None:
    span = choose_span(derivation, rng)
    value = span_value(span[0]) if span else None
    if span is None or value is None or "/" in value or Decimal(value) == 0:
        return None
    shifted = Decimal(value) * (10 if rng.random() < 0.5 else Decimal("0.1"))
    return replace_match(derivation, span, "{" + format(shifted.normalize(), "f") + "}")


CORRUPTION = carried_mistake(
    "decimal_point",
    "a result is ten times too large or too small",
    _rewrite,
    where="a calculation whose result is no fraction",
    sources=("Resnick 1989", "Hiebert & Wearne 1985"),
)
