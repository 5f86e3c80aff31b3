"""What a kind of mistake is: a name, a level, and a function from a sheet to a wrong sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from coe.corruptions.sheet import Sheet, Step, carry_forward, numbers_in, same_value
from coe.errors import CalculatorError


class Level(StrEnum):
    """Where a mistake sits."""

    LEXICAL = "lexical"
    LINE = "line"
    MEANING = "meaning"


REPLACE = "the piece or the line is replaced (REPW, REPL)"
REPLACE_CARRIED = "the line is replaced, then each line that used its value"
REPLACE_AND_GO_ON = "the line is replaced, the others are added (REPL, ADDL)"
DELETE = "the line is deleted (DELL)"
ADD = "the missing line is added (ADDL)"


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
        where: what a line must hold for the kind to apply.
        sources: keys of `coe.corruptions.references`: who described it.
        repair: how the expert mends it.
    """

    name: str
    level: Level
    carried: bool
    rule: str
    apply: Callable[[Sheet, int, Random], Sheet | None]
    where: str
    sources: tuple[str, ...]
    repair: str


Rewrite = Callable[[str, Random], str | None]
"""(derivation, rng) -> the wrong derivation, or None where it does not apply."""

ReadRewrite = Callable[[Sheet, int, Random], str | None]
"""(sheet, index of the line, rng) -> the wrong derivation of that line, or None."""


def carried_mistake(
    name: str,
    rule: str,
    rewrite: Rewrite,
    *,
    where: str,
    sources: tuple[str, ...],
    level: Level = Level.MEANING,
) -> Corruption:
    """A mistake that rewrites one derivation and is carried into the lines after it."""

    def read(sheet: Sheet, index: int, rng: Random) -> str | None:
        return rewrite(sheet.steps[index].derivation, rng)

    return read_mistake(name, rule, read, where=where, sources=sources, level=level)


def rewritten_mistake(
    name: str,
    rule: str,
    find: Callable[[Sheet, int, Random], tuple[str, str] | None],
    *,
    where: str,
    sources: tuple[str, ...],
) -> Corruption:
    """A carried mistake that writes one piece of a derivation wrongly, here and in later lines.

    Args:
        find: (sheet, index of the line, rng) -> (piece, wrong piece), or None.
    """

    def apply(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
        pieces = find(sheet, index, rng)
        if pieces is None:
            return None
        wrong = carried(sheet, index, sheet.steps[index].derivation.replace(*pieces), pieces)
        # 51 % more than 100 is 100 + 51: right by accident.
        by_accident = wrong is not None and sheet.carries and wrong.lines[-1] == sheet.lines[-1]
        return None if by_accident else wrong

    return Corruption(name, Level.MEANING, True, rule, apply, where, sources, REPLACE_CARRIED)


def read_mistake(
    name: str,
    rule: str,
    rewrite: ReadRewrite,
    *,
    where: str,
    sources: tuple[str, ...],
    level: Level = Level.MEANING,
) -> Corruption:
    """A carried mistake whose rewrite also reads the statement or the other lines."""

    def apply(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
        wrong = rewrite(sheet, index, rng)
        return None if wrong is None else carried(sheet, index, wrong)

    return Corruption(name, level, True, rule, apply, where, sources, REPLACE_CARRIED)


def carried(
    sheet: Sheet, index: int, derivation: str, rewritten: tuple[str, str] | None = None
) -> Sheet | None:
    """The sheet with this wrong derivation carried forward; None where a value cannot be worked out, nothing
    changed, or the line came out right by accident."""
    try:
        wrong = Step.of(derivation)
    except CalculatorError:
        return None
    if same_value(sheet.steps[index].text, wrong.text):
        return None
    return carry_forward(sheet, index, wrong, rewritten)


def result_carried(sheet: Sheet, index: int, derivation: str) -> Sheet | None:
    """As `carried`, where only the last number of the line goes on into later lines."""
    try:
        wrong = Step.of(derivation)
    except CalculatorError:
        return None
    right = sheet.steps[index]
    before, after = (numbers_in(step.text)[-1:] for step in (right, wrong))
    if not before or not after or before == after:
        return None
    bare = sheet.with_step(index, Step(before[0], before[0]))
    changed = carry_forward(bare, index, Step(after[0], after[0]))
    return None if changed is None else changed.with_step(index, wrong)
