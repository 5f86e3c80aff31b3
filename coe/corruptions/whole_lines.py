"""Lines repeated, swapped, copied or run together, as language models and hasty students write them."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from coe.corruptions.kind import DELETE, REPLACE, Corruption, Level
from coe.corruptions.sheet import Sheet, Step

_WORDED = re.compile(r"([A-Za-z]\w+) = (.+) = (-?\d+(?:\.\d+)?)")


def _repeated(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    return replace(sheet, steps=(*sheet.steps[: index + 1], *sheet.steps[index:]))


def _swapped(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    if index + 1 == len(sheet.steps):
        return None
    first, second = sheet.steps[index : index + 2]
    return replace(sheet, steps=(*sheet.steps[:index], second, first, *sheet.steps[index + 2 :]))


def _copied(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    return sheet.with_step(index, sheet.steps[index - 1]) if index else None


def _run_on(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    """`a = 12 / 2 = 6` and `b = 6 + 1 = 7` written as `b = 12 / 2 = 6 + 1 = 7`."""
    if index + 1 == len(sheet.steps):
        return None
    first, second = (_WORDED.fullmatch(step.text) for step in sheet.steps[index : index + 2])
    if first is None or second is None or not re.match(re.escape(first[3]) + r"(?![\d.])", second[2]):
        return None
    text = f"{second[1]} = {first[2]} = {second[2]} = {second[3]}"
    return replace(sheet, steps=(*sheet.steps[:index], Step(text, text), *sheet.steps[index + 2 :]))


REPEATED_LINE = Corruption(
    "repeated_line",
    Level.LINE,
    False,
    "a line is written twice",
    _repeated,
    "any line",
    ("Golovneva 2023",),
    DELETE,
)
SWAPPED_LINES = Corruption(
    "swapped_lines",
    Level.LINE,
    False,
    "two neighbouring lines change places",
    _swapped,
    "a line with another after it",
    ("Golovneva 2023",),
    "the line that stands too early is replaced or deleted, the other added",
)
COPIED_LINE = Corruption(
    "copied_line",
    Level.LINE,
    False,
    "the line above is written again in place of a step",
    _copied,
    "a line after the first",
    ("Golovneva 2023",),
    REPLACE,
)
RUN_ON_EQUALS = Corruption(
    "run_on_equals",
    Level.LINE,
    False,
    "two calculations are strung together with an equals sign that means `gives`",
    _run_on,
    "a line whose result begins the calculation of the next",
    ("Kieran 1981",),
    "the line is replaced by the first step, the second is added (REPL, ADDL)",
)
