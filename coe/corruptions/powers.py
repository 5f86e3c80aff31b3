"""Powers and roots: exponents taken for factors, and squares and roots taken of a sum term by term."""

from __future__ import annotations

import re
from random import Random

from coe.corruptions.kind import REPLACE, Corruption, Level, carried_mistake, read_mistake
from coe.corruptions.sheet import Sheet, Step
from coe.corruptions.spans import change_plan, span_value

_POWER = re.compile(r"(?<![\w.)])(\d+(?:\.\d+)?)\^(\d+)(?![\d./])")
_LETTER_POWER = re.compile(r"([a-z])\^\d")
_SQUARE_OF_SUM = re.compile(r"\(([\d.]+) ([-+]) ([\d.]+)\)\^2")
_SUM_OF_SQUARES = re.compile(r"([\d.]+)\^2 ([-+]) ([\d.]+)\^2")
_ROOT = re.compile(r"(\d+(?:\.\d+)?)\^\(1/2\)")
_TRINOMIAL = re.compile(r"= (.*?)([a-z])\^2 ([-+]) ([^+]*?)\2 ([-+])(?= )")
_NO_MIDDLE = re.compile(r" 0[a-z]")
_BRACKETS = re.compile(r"\)\^2|\)\(")


def _factor(content: str, rng: Random) -> str | None:
    wrong = _POWER.sub(r"(\1 * \2)", content)
    if wrong.count("(") == 1 and wrong.startswith("(") and wrong.endswith(")"):
        wrong = wrong[1:-1]
    return wrong if span_value("{" + wrong + "}") != span_value("{" + content + "}") else None


def _linear(content: str, rng: Random) -> str | None:
    """(a + b)^2 for a^2 + b^2, and the other way round."""
    wrong = _SQUARE_OF_SUM.sub(r"(\1^2 \2 \3^2)", content)
    if wrong != content:
        return wrong
    wrong = _SUM_OF_SQUARES.sub(r"(\1 \2 \3)^2", content)
    return wrong if wrong != content else None


def _no_middle(sheet: Sheet, index: int, rng: Random) -> str | None:
    before = sheet.steps[index - 1].text if index else sheet.statement
    derivation = sheet.steps[index].derivation
    match = _TRINOMIAL.search(derivation)
    if match is None or not _BRACKETS.search(before) or _NO_MIDDLE.search(sheet.steps[index].text):
        return None
    return f"{derivation[: match.start()]}= {match[1]}{match[2]}^2 {match[5]}{derivation[match.end() :]}"


def _halved(content: str, rng: Random) -> str | None:
    wrong = _ROOT.sub(r"(\1 / 2)", content)
    if wrong == content:
        return None
    return wrong if span_value("{" + wrong + "}") != span_value("{" + content + "}") else None


def _without_exponent(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    text = sheet.steps[index].text
    powers = list(_LETTER_POWER.finditer(text))
    if not powers:
        return None
    power = rng.choice(powers)
    wrong = text[: power.start()] + power[1] + text[power.end() :]
    return sheet.with_step(index, Step(wrong, wrong))


POWER_AS_PRODUCT = carried_mistake(
    "power_as_product",
    "a power is worked out as base times exponent",
    lambda derivation, rng: change_plan(derivation, rng, _factor),
    where="a calculation with a power of a number",
    sources=("Cangelosi 2013",),
)

SQUARE_OF_SUM = carried_mistake(
    "square_of_sum",
    "the square of a sum is taken for the sum of the squares",
    lambda derivation, rng: change_plan(derivation, rng, _linear),
    where="a calculation with (a + b)^2 or a^2 + b^2",
    sources=("Matz 1982", "Booth 2014"),
)

MIDDLE_TERM_MISSING = read_mistake(
    "middle_term_missing",
    "brackets are multiplied first with first and last with last only",
    _no_middle,
    where="a trinomial multiplied out from two brackets or a square",
    sources=("Matz 1982",),
)

ROOT_AS_HALF = carried_mistake(
    "root_as_half",
    "the square root of a number is taken to be its half",
    lambda derivation, rng: change_plan(derivation, rng, _halved),
    where="a calculation with a square root",
    sources=("Cangelosi 2013",),
)

LOST_EXPONENT = Corruption(
    "lost_exponent",
    Level.LEXICAL,
    False,
    "the exponent of a letter is not written",
    _without_exponent,
    "a line with a power of a letter",
    ("Cangelosi 2013",),
    REPLACE,
)
