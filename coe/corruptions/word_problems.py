"""Misunderstood word problems: relations turned round, quantities mixed up, units not converted."""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random

from coe.corruptions.kind import read_mistake
from coe.corruptions.sheet import BINARY, Sheet, is_worded
from coe.corruptions.spans import change_plan, change_result, whole_pair

_INVERSE = {"+": "-", "-": "+", "*": "/", "/": "*"}
_RELATION = re.compile(
    r"\b(?:more|less|fewer|times|twice|half|third|quarter|older|younger|taller|shorter|longer|cheaper|"
    r"heavier|lighter|faster|slower)\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w%]|\.\d)")
_UNITS: tuple[tuple[re.Pattern[str], tuple[int, ...]], ...] = (
    (re.compile(r"\b(?:minutes?|hours?|seconds?|min|h)\b"), (60,)),
    (re.compile(r"\b(?:days?|weeks?)\b"), (7,)),
    (re.compile(r"\b(?:months?|years?|dozens?|feet|foot|inch(?:es)?)\b"), (12,)),
    (re.compile(r"\$|\bcents?\b"), (100,)),
    (re.compile(r"\b(?:cm|m|centimet(?:er|re)s?|met(?:er|re)s?)\b"), (100,)),
    (re.compile(r"\b(?:mm|km|kg|g|ml|kilomet(?:er|re)s?|kilograms?|grams?|lit(?:er|re)s?)\b"), (1000,)),
)


@lru_cache(maxsize=4096)
def _given(text: str) -> tuple[str, ...]:
    """The unsigned numbers of a text, in order."""
    return tuple(_GIVEN.findall(text))


@lru_cache(maxsize=256)
def _factors(statement: str) -> tuple[int, ...]:
    """How many smaller units the units of the statement have."""
    return tuple(factor for pattern, some in _UNITS if pattern.search(statement) for factor in some)


def _turned(sheet: Sheet, index: int, rng: Random) -> str | None:
    derivation = sheet.steps[index].derivation
    if not is_worded(derivation) or not _RELATION.search(sheet.statement):
        return None
    return change_plan(derivation, rng, _inverse)


def _inverse(content: str, rng: Random) -> str | None:
    signs = list(BINARY.finditer(content))
    if len(signs) != 1:
        return None
    return content[: signs[0].start(1)] + _INVERSE[signs[0][1]] + content[signs[0].end(1) :]


def _additive(sheet: Sheet, index: int, rng: Random) -> str | None:
    derivation = sheet.steps[index].derivation
    return change_plan(derivation, rng, _differences) if is_worded(derivation) else None


def _differences(content: str, rng: Random) -> str | None:
    pair = whole_pair(content, "*/")
    return f"{pair[0]} {'+' if pair[1] == '*' else '-'} {pair[2]}" if pair else None


def _other_quantity(sheet: Sheet, index: int, rng: Random) -> str | None:
    derivation = sheet.steps[index].derivation
    given = list(dict.fromkeys(_given(sheet.statement)))
    if not is_worded(derivation) or len(given) < 2:
        return None

    def change(content: str, rng: Random) -> str | None:
        used = [match for match in _GIVEN.finditer(content) if match[0] in given]
        if not used:
            return None
        place = rng.choice(used)
        other: str = rng.choice([number for number in given if number != place[0]])
        return content[: place.start()] + other + content[place.end() :]

    return change_plan(derivation, rng, change)


def _one_more(sheet: Sheet, index: int, rng: Random) -> str | None:
    derivation = sheet.steps[index].derivation
    used = {number for step in sheet.steps for number in _given(step.derivation)}
    spare = [number for number in _given(sheet.statement) if number not in used]
    if not is_worded(derivation) or not spare:
        return None
    tail = " " + rng.choice("+-") + " " + rng.choice(spare)
    return change_plan(derivation, rng, lambda content, rng: content + tail)


def _not_converted(sheet: Sheet, index: int, rng: Random) -> str | None:
    factors = _factors(sheet.statement)
    if not factors or not is_worded(sheet.steps[index].derivation):
        return None
    step = f" {rng.choice('*/')} {rng.choice(factors)}"
    return change_result(sheet.steps[index].derivation, rng, lambda content, rng: f"({content}){step}")


RELATION_TURNED = read_mistake(
    "relation_turned",
    "a relation in words is read the wrong way round: the inverse operation is used",
    _turned,
    where="a calculation of two operands in a problem that compares quantities",
    sources=("Lewis & Mayer 1987",),
)

ADDITIVE_REASONING = read_mistake(
    "additive_reasoning",
    "a ratio is treated as a difference: added for multiplied, subtracted for divided",
    _additive,
    where="a product or quotient of a word problem",
    sources=("Hart 1981",),
)

WRONG_QUANTITY = read_mistake(
    "wrong_quantity",
    "a calculation uses another quantity of the problem",
    _other_quantity,
    where="a calculation of a word problem with a number of the statement",
    sources=("Newman 1977", "Zeng 2023"),
)

DISTRACTOR_USED = read_mistake(
    "distractor_used",
    "a number of the problem that does not matter is used too",
    _one_more,
    where="a calculation of a word problem with a number that no step uses",
    sources=("Shi 2023",),
)

UNIT_SLIP = read_mistake(
    "unit_slip",
    "a result is multiplied or divided by the number of smaller units in a larger one",
    _not_converted,
    where="a calculation of a word problem that names a unit",
    sources=("Newman 1977", "Zeng 2023"),
)
