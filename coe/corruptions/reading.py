"""Numbers read or copied wrongly; everything after is worked out with the wrong one."""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random

from coe.corruptions.introduce_typo import mistype
from coe.corruptions.kind import Level, read_mistake
from coe.corruptions.sheet import Sheet

_NUMBER = re.compile(r"(?<![\w.^])\d+(?:\.\d+)?(?![\d.])")


@lru_cache(maxsize=4096)
def _numbers(text: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(text))


def _misread(sheet: Sheet, index: int, rng: Random) -> str | None:
    earlier = frozenset().union(*(_numbers(step.derivation) for step in sheet.steps[:index]))
    return _mistaken(sheet, index, rng, _numbers(sheet.statement) - earlier)


def _miscopied(sheet: Sheet, index: int, rng: Random) -> str | None:
    if index == 0:
        return None
    above = _numbers(sheet.steps[index - 1].text)
    return _mistaken(sheet, index, rng, above - _numbers(sheet.statement))


def _mistaken(sheet: Sheet, index: int, rng: Random, among: frozenset[str]) -> str | None:
    """The derivation with one of these numbers written wrongly wherever it stands."""
    derivation = sheet.steps[index].derivation
    found = [number for number in dict.fromkeys(_NUMBER.findall(derivation)) if number in among]
    if not found:
        return None
    right = rng.choice(found)
    whole, point, decimals = right.partition(".")
    wrong = mistype(whole, rng) + point + decimals
    if len(wrong.partition(".")[0]) > 1 and wrong.startswith("0"):
        return None
    return _NUMBER.sub(lambda match: wrong if match[0] == right else match[0], derivation)


MISREAD_NUMBER = read_mistake(
    "misread_number",
    "a number of the problem is read wrongly",
    _misread,
    where="the first line that uses a number of the statement",
    sources=("Newman 1977",),
    level=Level.LEXICAL,
)

MISCOPIED_NUMBER = read_mistake(
    "miscopied_number",
    "a number of the line above is copied wrongly",
    _miscopied,
    where="a line that uses a result of the line above",
    sources=("Payne & Squibb 1990", "Tyen 2024"),
    level=Level.LEXICAL,
)
