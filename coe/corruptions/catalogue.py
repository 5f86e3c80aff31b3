"""The kinds of mistake by name, and drafts with several of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

# Students' mistakes of meaning are commoner than slips of the pen; lines left out or added are rarer.
WEIGHTS: Mapping[str, float] = {
    "delete_line": 1.0,
    "add_wrong_line": 1.0,
    "replace_line": 0.7,
    "introduce_typo": 1.3,
}
_MAX_DRAWS = 24


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


def corrupt(problem: Problem, rng: Random, count: int, kinds: Sequence[str] = ()) -> Corrupted | None:
    """A draft of the problem's worked solution with `count` mistakes.

    Args:
        problem: a problem with a worked solution.
        rng: local random stream.
        count: mistakes wanted; fewer where no kind applies any more.
        kinds: names to draw from; all by default.

    Returns:
        The draft, or None where no mistake could be made or the lines are the solution's again.
    """
    names = tuple(kinds) or tuple(CORRUPTIONS)
    weights = [WEIGHTS.get(name.lower(), 1.0) for name in names]
    sheet = sheet_of(problem.statement, problem.solution, problem.derivation)
    mistakes: list[Mistake] = []
    for _ in range(_MAX_DRAWS):
        if len(mistakes) == count or not sheet.steps:
            break
        name = rng.choices(names, weights)[0]
        index = rng.randrange(len(sheet.steps))
        wrong = _attempt(load_corruption(name), sheet, index, rng)
        if wrong is not None:
            sheet = wrong
            mistakes.append(Mistake(name.lower(), index + 1))
    if not mistakes or sheet.lines == problem.solution:
        return None
    return Corrupted(sheet.lines, tuple(mistakes))


def _attempt(kind: Corruption, sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    wrong = kind.apply(sheet, index, rng)
    return None if wrong is None or wrong.lines == sheet.lines else wrong
