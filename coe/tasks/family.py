"""What a problem family is: a name and a function that draws a worked problem.

A derivation is a function of the statement alone: the same statement always has the same derivation.
Random numbers choose the statement (numbers, wording) and nothing else. `coe.tasks.checking.check_task`
is this contract as a program.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

DIFFICULTIES = (1, 2, 3, 4, 5)

MOST_WORDS = 75
"""A statement is no longer than this."""

MOST_LINES = 12
"""Nor has a worked solution more lines than this."""

KNOWN_NUMBERS = frozenset(("0", "1", "2", "3", "4", "5", "6", "7", "12", "60", "100", "180", "360", "1000"))
"""Numbers that a line may hold without a source: small counts, percent, minutes, degrees, months."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A drawn problem.

    Args:
        statement: the problem in words, one line.
        derivation: worked solution, one short line a step, results as calculator spans ("x = {12 / 3}").
            Every other number is copied from the statement or from an earlier line.
        answer: the answer in plain form ("x = 1 or x = -3", "47", "9pi").
    """

    statement: str
    derivation: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Family:
    """A family of problems.

    Args:
        name: as users type it.
        readable: whether the verifier can check the answer from the statement alone.
        build: (rng, difficulty 1..5, scale) -> Worked. Operands have `scale` times as many digits.
        chosen: whether lines may hold numbers that are found by trying (a quotient, a prime factor) or put
            together, and so neither copied nor a calculator's result.
    """

    name: str
    readable: bool
    build: Callable[[Random, int, int], Worked]
    chosen: bool = False
