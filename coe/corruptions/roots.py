"""Solutions lost, forgotten or read off with the wrong sign."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

from coe.corruptions.kind import REPLACE_CARRIED, Corruption, Level
from coe.corruptions.sheet import Sheet, Step
from coe.errors import CalculatorError

_OR = " or "
_FACTOR = re.compile(r"(?<=\([a-z] )[-+](?= )")
_IN_FACTOR = re.compile(r"(?<=\()([^()]*?) [-+] ([^()]*)(?=\))")
_SOLUTION = re.compile(r"(?<![\w])([a-z]) = (\{[^{}]+\}|-?[\d./]+)")


def _one_branch(chosen: Callable[[tuple[str, ...], Random], int | None]) -> Callable[..., Sheet | None]:
    """Keeps one of two branches in this line and in all after it."""

    def apply(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
        if any(step.text.count(_OR) != 1 or step.derivation.count(_OR) != 1 for step in sheet.steps[index:]):
            return None
        keep = chosen(tuple(sheet.steps[index].derivation.split(_OR)), rng)
        if keep is None:
            return None
        kept = tuple(
            Step(step.text.split(_OR)[keep], step.derivation.split(_OR)[keep]) for step in sheet.steps[index:]
        )
        return replace(sheet, steps=(*sheet.steps[:index], *kept))

    return apply


def _positive(branches: tuple[str, ...], rng: Random) -> int | None:
    return 0 if branches[1].replace("= -", "= ", 1) == branches[0] else None


def _any(branches: tuple[str, ...], rng: Random) -> int | None:
    return rng.randrange(2) if _positive(branches, rng) is None else None


def _turned(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    derivation = sheet.steps[index].derivation
    signs = [sign[0] for sign in _FACTOR.finditer(derivation)]
    wrong = derivation
    if set(signs) != {"+", "-"} or not _same_numbers(sheet.steps[index].text):
        wrong = _FACTOR.sub(lambda sign: "-" if sign[0] == "+" else "+", derivation)
    if wrong == derivation and index == len(sheet.steps) - 1 and _OR in derivation:
        wrong = _SOLUTION.sub(lambda match: f"{match[1]} = {{-({match[2].strip('{}')})}}", derivation)
    if wrong == derivation:
        return None
    try:
        return sheet.with_step(index, Step.of(wrong))
    except CalculatorError:
        return None


def _same_numbers(text: str) -> bool:
    """Whether the factors differ in their signs alone: turned round, (x - 2)(x + 2) is itself."""
    return len(set(_IN_FACTOR.findall(text))) == 1


NEGATIVE_ROOT_FORGOTTEN = Corruption(
    "negative_root_forgotten",
    Level.MEANING,
    True,
    "only the positive square root is taken",
    _one_branch(_positive),
    "a line with a root and its negative",
    ("Vaiyavutjamai & Clements 2006",),
    REPLACE_CARRIED,
)

LOST_ROOT = Corruption(
    "lost_root",
    Level.MEANING,
    True,
    "one of two solutions is lost",
    _one_branch(_any),
    "a line with two solutions",
    ("Vaiyavutjamai & Clements 2006",),
    REPLACE_CARRIED,
)

ROOT_SIGNS = Corruption(
    "root_signs",
    Level.MEANING,
    False,
    "roots are taken for the numbers in the factors: their signs are turned round",
    _turned,
    "factors x - a, or the two solutions of the last line",
    ("Vaiyavutjamai & Clements 2006", "Booth 2014"),
    REPLACE_CARRIED,
)
