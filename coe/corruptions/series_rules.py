"""Mistakes with sequences and series: the ratio, the first term, the number of terms, the infinite sum."""

from __future__ import annotations

import re
from random import Random

from coe.corruptions.kind import (
    REPLACE_CARRIED,
    Corruption,
    Level,
    carried_mistake,
    read_mistake,
    result_carried,
)
from coe.corruptions.sheet import Sheet

_STEP = re.compile(r"^r = (-?\d+) / (\(?-?\d+\)?) = \{\1 / \2\}$")
_TERMS = re.compile(r"(-?\d+), (-?\d+), (-?\d+)")
_NUMBERED = re.compile(r"^([aS]_(\d+)) = (.+) = \{(.+)\}$")
_FORMULA = re.compile(r"^(?:S|[aS]_\d+) = ")
_INFINITE = re.compile(r"^S = (-?\d+) / \(1 - (\(?-?\d+/\d+\)?)\) = \{(.+)\}$")


def _inverted(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    match = _STEP.match(sheet.steps[index].derivation)
    if match is None:
        return None
    above = f"({match[1]})" if match[1].startswith("-") else match[1]
    wrong = f"{match[2].strip('()')} / {above}"
    return result_carried(sheet, index, f"r = {wrong} = {{{wrong}}}")


def _subtracted(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    match = _STEP.match(sheet.steps[index].derivation)
    if match is None:
        return None
    wrong = f"{match[1]} - {match[2]}"
    return result_carried(sheet, index, f"r = {wrong} = {{{wrong}}}")


def _second_for_first(sheet: Sheet, index: int, rng: Random) -> str | None:
    derivation, terms = sheet.steps[index].derivation, _TERMS.search(sheet.statement)
    if terms is None or terms[1] == terms[2] or not _FORMULA.match(derivation):
        return None
    return derivation.replace(f"= {terms[1]} ", f"= {terms[2]} ").replace(f"{{{terms[1]} ", f"{{{terms[2]} ")


def _one_term_off(derivation: str, rng: Random) -> str | None:
    match = _NUMBERED.match(derivation)
    if match is None or match[1][0] != "S":
        return None
    n, wrong = match[2], str(int(match[2]) + rng.choice((-1, 1)))
    plan = re.sub(rf"^{n} \* \(", f"{wrong} * (", match[3])
    plan = re.sub(rf"\^{n} - 1\)", f"^{wrong} - 1)", plan)
    return f"{match[1]} = {plan} = {{{plan}}}" if plan != match[3] else None


def _other_formula(derivation: str, rng: Random) -> str | None:
    match = _INFINITE.match(derivation)
    if match is None:
        return None
    a, r = match[1], match[2]
    plan = rng.choice((f"{a} / (1 + {r})", f"{a} / ({r} - 1)", f"{a} * (1 - {r})"))
    return f"S = {plan} = {{{plan}}}"


RATIO_INVERTED = Corruption(
    "ratio_inverted",
    Level.MEANING,
    True,
    "a term is divided by the one after it, and the formulas are used with that ratio, if it is over 1 too",
    _inverted,
    "the ratio of a geometric sequence",
    ("Martínez-Planell 2012",),
    REPLACE_CARRIED,
)
RATIO_AS_DIFFERENCE = Corruption(
    "ratio_as_difference",
    Level.MEANING,
    True,
    "the difference of two terms is taken for their ratio",
    _subtracted,
    "the ratio of a geometric sequence",
    ("Hart 1981",),
    REPLACE_CARRIED,
)
FIRST_TERM_WRONG = read_mistake(
    "first_term_wrong",
    "the second term is taken for the first in a formula",
    _second_for_first,
    where="a formula for a term or a sum, of a sequence given by its terms",
    sources=("Newman 1977",),
)
TERM_COUNT_OFF = carried_mistake(
    "term_count_off",
    "one term too many or too few is added up",
    _one_term_off,
    where="the formula for the sum of the first n terms",
    sources=("Batanero 1997",),
)
INFINITE_SUM_FORMULA = carried_mistake(
    "infinite_sum_formula",
    "the formula for an infinite sum is recalled with another sign or turned over",
    _other_formula,
    where="the sum of an infinite geometric series",
    sources=("Martínez-Planell 2012",),
)
