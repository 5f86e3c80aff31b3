"""What a kind of mistake is: a name, a level, and a function from a sheet to a wrong sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from coe.corruptions.sheet import Sheet, Step, carry_forward
from coe.errors import CalculatorError


class Level(StrEnum):
    """Where a mistake sits."""

    LEXICAL = "lexical"
    LINE = "line"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class Corruption:
    """One kind of mistake.

    Args:
        name: its name in the catalogue.
        level: lexical (characters), line (whole lines) or meaning (the mathematics).
        carried: whether later lines are worked out from the wrong value.
        rule: one sentence.
        apply: (sheet, index of the line, rng) -> a sheet with this mistake in that line, or None where
            the kind does not apply there.
    """

    name: str
    level: Level
    carried: bool
    rule: str
    apply: Callable[[Sheet, int, Random], Sheet | None]


Rewrite = Callable[[str, Random], str | None]


def carried_mistake(name: str, rule: str, rewrite: Rewrite) -> Corruption:
    """A mistake of meaning that rewrites one derivation and is carried into the lines after it.

    Args:
        name: its name.
        rule: one sentence.
        rewrite: (derivation, rng) -> the wrong derivation, or None where it does not apply.
    """

    def apply(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
        wrong = rewrite(sheet.steps[index].derivation, rng)
        if wrong is None:
            return None
        try:
            return carry_forward(sheet, index, Step.of(wrong))
        except CalculatorError:
            return None

    return Corruption(name, Level.MEANING, True, rule, apply)
