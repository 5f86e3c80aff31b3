"""The kinds of mistake by name, and drafts with several of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import cast

from coe._registry import Registry
from coe.corruptions.kind import Corruption
from coe.corruptions.sheet import Sheet, sheet_of
from coe.problem import Problem

CORRUPTIONS = Registry(
    "corruption",
    {
        name: f"coe.corruptions.{name}:CORRUPTION"
        for name in (
            "delete_line",
            "add_wrong_line",
            "replace_line",
            "introduce_typo",
            "swap_operand",
            "sign_flip",
            "arithmetic_slip",
            "wrong_operation",
            "forgotten_term",
            "forgotten_bracket",
            "decimal_point",
        )
    },
)

_LEAST_DRAWS = 24


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake that was made: its kind and the number (from 1) of the line at that moment."""

    kind: str
    line: int


@dataclass(frozen=True, slots=True)
class Corrupted:
    """A wrong draft and the mistakes made in it, in order."""

    lines: tuple[str, ...]
    mistakes: tuple[Mistake, ...]


@cache
def load_corruption(name: str) -> Corruption:
    """The kind of mistake with this name, in either case ("SIGN_FLIP"), or a dotted path.

    Raises:
        UsageError: no such kind.
    """
    key = name.lower() if name.lower() in CORRUPTIONS else name
    return cast(Corruption, CORRUPTIONS.load(key))


def corrupt(problem: Problem, rng: Random, count: int, weights: Mapping[str, float]) -> Corrupted | None:
    """A draft of the problem's worked solution with `count` mistakes.

    Args:
        problem: a problem with a worked solution.
        rng: local random stream.
        count: mistakes wanted; fewer where no kind applies any more.
        weights: of the kinds to draw from (`coe.corruptions.mixtures`).

    Returns:
        The draft, or None where no mistake could be made or the lines are the solution's again.
    """
    names, shares = tuple(weights), tuple(weights.values())
    sheet = sheet_of(problem.statement, problem.solution, problem.derivation)
    mistakes: list[Mistake] = []
    # Few kinds apply to a line, so the more there are, the more draws it takes to find one.
    for _ in range(max(_LEAST_DRAWS, 2 * len(names))):
        if len(mistakes) == count or not sheet.steps:
            break
        name = rng.choices(names, shares)[0]
        index = rng.randrange(len(sheet.steps))
        wrong = _attempt(load_corruption(name), sheet, index, rng)
        if wrong is not None:
            sheet = wrong
            mistakes.append(Mistake(name, index + 1))
    if not mistakes or sheet.lines == problem.solution:
        return None
    return Corrupted(sheet.lines, tuple(mistakes))


def _attempt(kind: Corruption, sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    wrong = kind.apply(sheet, index, rng)
    return None if wrong is None or wrong.lines == sheet.lines else wrong
