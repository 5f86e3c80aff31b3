"""Slips in writing a result down: its digits or its sign. What was written is then worked with."""

from __future__ import annotations

from random import Random

from coe.corruptions.kind import Level, carried_mistake
from coe.corruptions.spans import change_result, span_value


def _whole(content: str) -> str | None:
    """The digits of a span's value where it is a whole number."""
    value = span_value("{" + content + "}")
    return value if value is not None and value.lstrip("-").isdigit() else None


def _transposed(content: str, rng: Random) -> str | None:
    value = _whole(content)
    places = (
        [i for i in range(len(value) - 1) if value[i].isdigit() and value[i] != value[i + 1]] if value else []
    )
    if value is None or not places:
        return None
    at = rng.choice(places)
    swapped = value[:at] + value[at + 1] + value[at] + value[at + 2 :]
    return swapped if swapped.lstrip("-")[0] != "0" else None


def _shortened(content: str, rng: Random) -> str | None:
    value = _whole(content)
    if value is None or len(value.lstrip("-")) < 2:
        return None
    at = rng.randrange(1 if value[0] == "-" else 0, len(value))
    shorter = value[:at] + value[at + 1 :]
    return shorter if shorter.lstrip("-")[0] != "0" else None


def _unsigned(content: str, rng: Random) -> str | None:
    value = span_value("{" + content + "}")
    return value[1:] if value is not None and value.startswith("-") else None


DIGIT_TRANSPOSITION = carried_mistake(
    "digit_transposition",
    "two neighbouring digits of a result change places",
    lambda derivation, rng: change_result(derivation, rng, _transposed),
    where="a calculation whose result has two digits or more",
    sources=("Newman 1977", "Ashlock 2010"),
    level=Level.LEXICAL,
)

DROPPED_DIGIT = carried_mistake(
    "dropped_digit",
    "a digit of a result is not written",
    lambda derivation, rng: change_result(derivation, rng, _shortened),
    where="a calculation whose result has two digits or more",
    sources=("Newman 1977", "Ashlock 2010"),
    level=Level.LEXICAL,
)

LOST_MINUS = carried_mistake(
    "lost_minus",
    "the minus of a negative result is not written",
    lambda derivation, rng: change_result(derivation, rng, _unsigned),
    where="a calculation whose result is negative",
    sources=("Cangelosi 2013", "Payne & Squibb 1990"),
    level=Level.LEXICAL,
)
