"""Laws of exponents and of logarithms mixed up, or laws of multiplication used for logarithms."""

from __future__ import annotations

import re
from random import Random

from coe.corruptions.kind import REPLACE, Corruption, Level, carried_mistake
from coe.corruptions.sheet import Sheet, Step
from coe.errors import CalculatorError

_OF_EXPONENTS = re.compile(r"^(\d+) ([-+*/]) (\d+) = \{\1 [-+*/] \3\}$")
_OTHER = {"+": "*", "*": "+", "-": "/", "/": "-"}
_RECIPROCAL = re.compile(r"^= 1/\{(\d+)\^(\d+)\}$")
_ONE_LOGARITHM = re.compile(r"^= (log_\d+)\(\{(\d+) ([*/]) (\d+)\}\)$")
_POWER_FOUND = re.compile(r"^(\d+)\^(\d+) = \{\1\^\2\}$")
_EXPONENT_READ = re.compile(r"^= (\d+)$")


def _mixed_up(derivation: str, rng: Random) -> str | None:
    match = _OF_EXPONENTS.match(derivation)
    if match is None:
        return None
    wrong = f"{match[1]} {_OTHER[match[2]]} {match[3]}"
    return f"{wrong} = {{{wrong}}}"


def _negative(derivation: str, rng: Random) -> str | None:
    match = _RECIPROCAL.match(derivation)
    return f"= -{{{match[1]}^{match[2]}}}" if match else None


def _changed(sheet: Sheet, index: int, derivation: str) -> Sheet | None:
    try:
        return sheet.with_step(index, Step.of(derivation))
    except CalculatorError:
        return None


def _of_sum(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    match = _ONE_LOGARITHM.match(sheet.steps[index].derivation)
    if match is None:
        return None
    sign = "+" if match[3] == "*" else "-"
    return _changed(sheet, index, f"= {match[1]}({{{match[2]} {sign} {match[4]}}})")


def _of_quotient(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    match = _ONE_LOGARITHM.match(sheet.steps[index].derivation)
    if match is None:
        return None
    return _changed(sheet, index, f"= {match[1]}({match[2]}) {match[3]} {match[1]}({match[4]})")


def _divided(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    power = _POWER_FOUND.match(sheet.steps[index - 1].derivation) if index else None
    if (
        power is None
        or not _EXPONENT_READ.match(sheet.steps[index].derivation)
        or "log" not in sheet.statement
    ):
        return None
    return _changed(sheet, index, f"= {{{power[1]}^{power[2]} / {power[1]}}}")


EXPONENT_RULE_CONFUSED = carried_mistake(
    "exponent_rule_confused",
    "exponents are multiplied where they are to be added, or added where they are to be multiplied",
    _mixed_up,
    where="a calculation with the exponents of a product, quotient or power of powers",
    sources=("Cangelosi 2013",),
)
NEGATIVE_EXPONENT = carried_mistake(
    "negative_exponent",
    "a negative exponent is taken to make the power negative",
    _negative,
    where="a power with a negative exponent, written as a fraction",
    sources=("Cangelosi 2013",),
)
LOG_OF_SUM = Corruption(
    "log_of_sum",
    Level.MEANING,
    False,
    "a sum of logarithms is taken for the logarithm of the sum, a difference for that of the difference",
    _of_sum,
    "two logarithms put into one",
    ("Chua & Wood 2005",),
    REPLACE,
)
LOG_OF_QUOTIENT = Corruption(
    "log_of_quotient",
    Level.MEANING,
    False,
    "the logarithm of a quotient is taken for the quotient of the logarithms; with products the same",
    _of_quotient,
    "two logarithms put into one",
    ("Chua & Wood 2005",),
    REPLACE,
)
LOG_AS_DIVISION = Corruption(
    "log_as_division",
    Level.MEANING,
    False,
    "a logarithm is taken for a division by its base",
    _divided,
    "a logarithm read off a power",
    ("Chua & Wood 2005",),
    REPLACE,
)
