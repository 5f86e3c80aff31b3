"""SAT style: a problem of another family with four options, the wrong ones what named mistakes lead to.

A wrong option is the last value of the worked solution with one mistake of meaning in it, carried forward to
the end (`coe.corruptions`). Options stand in ascending order, so their letters say nothing.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from random import Random

from coe.corruptions.catalogue import corrupt, load_corruption
from coe.corruptions.mixtures import FULL
from coe.errors import UsageError
from coe.problem import Problem
from coe.tasks.catalogue import load_family
from coe.tasks.family import MOST_WORDS, Family, Worked
from coe.verifier import fill_spans

SOURCES = (
    "percent_words", "rates", "proportion", "word_one_step", "word_two_step", "rectangles", "triangles",
    "pythagoras", "right_triangles", "optimization", "vectors", "matrices", "coordinate_geometry",
    "sequences", "grid_in",
)  # fmt: skip
LETTERS = "ABCD"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:/\d+)?")
_LAST = re.compile(r"= ?(-?\d+(?:\.\d+)?(?:/\d+)?)$")
_MOST_DRAWS = 60
_FORMATS = (
    "{s} (A) {a} (B) {b} (C) {c} (D) {d}", "{s} A) {a} B) {b} C) {c} D) {d}",
    "{s} A: {a}, B: {b}, C: {c}, D: {d}",
)  # fmt: skip


@cache
def _mistakes() -> dict[str, float]:
    """The mistakes of meaning that are carried forward, by weight."""
    return {name: weight for name, weight in FULL.items() if load_corruption(name).carried}


def wrong_values(rng: Random, worked: Worked) -> list[str]:
    """Up to three values, none of them right, that one mistake in the worked solution leads to.

    They are whole, and positive, where the right one is, and not much longer: else their looks would tell.
    """
    problem = Problem(
        statement=worked.statement,
        answer=worked.answer,
        solution=tuple(map(fill_spans, worked.derivation)),
        derivation=worked.derivation,
    )
    right = Fraction(worked.answer)
    found: dict[Fraction, str] = {}
    for _ in range(_MOST_DRAWS):
        draft = corrupt(problem, rng, 1, _mistakes())
        last = _LAST.search(draft.lines[-1]) if draft else None
        value = Fraction(last[1]) if last else right
        whole = value.denominator == 1 or right.denominator > 1
        near = len(last[1]) <= len(worked.answer) + 2 if last else False
        if last and value != right and whole and near and (value > 0 or right <= 0):
            found.setdefault(value, last[1])
        if len(found) == 3:
            break
    return list(found.values())


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    for _ in range(_MOST_DRAWS):
        worked = load_family(rng.choice(SOURCES)).build(rng, difficulty, scale)
        answer = worked.answer.rpartition("= ")[2]
        if not _NUMBER.fullmatch(answer) or " or " in worked.answer:
            continue
        base = Worked(worked.statement, worked.derivation, answer)
        wrong = wrong_values(rng, base)
        statement, letter = _with_options(rng, base, wrong)
        if len(wrong) == 3 and len(statement.split()) <= MOST_WORDS:
            return Worked(statement, (*base.derivation, f"Answer: {letter}"), letter)
    raise UsageError(f"multiple_choice: no problem of difficulty {difficulty} has three wrong options")


def _with_options(rng: Random, base: Worked, wrong: list[str]) -> tuple[str, str]:
    """The statement with the options, and the letter of the right one."""
    options = sorted([base.answer, *wrong], key=Fraction)
    letter = LETTERS[options.index(base.answer)]
    stop = base.statement if base.statement[-1] in ".?" else f"{base.statement}."
    slots = dict(zip("abcd", [*options, "", "", ""], strict=False))
    return rng.choice(_FORMATS).format(s=stop, **slots), letter


FAMILY = Family("multiple_choice", False, _build)
