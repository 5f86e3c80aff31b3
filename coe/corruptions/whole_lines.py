"""Lines repeated, swapped, copied or run together, as language models and hasty students write them."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from coe.corruptions.introduce_typo import mistype
from coe.corruptions.kind import DELETE, REPLACE, Corruption, Level
from coe.corruptions.sheet import Sheet, Step

_MOST_LINES = 10
"""Longer drafts are not made longer by a loop."""
_NAME = re.compile(r"([A-Za-z]{2,}(?: [A-Za-z]+)*) =")
_PLANS = (
    "To solve this problem, we need to find {name}.",
    "First, we need to find {name}.",
    "We can find {name} from the numbers given.",
    "Now we need to work out {name}.",
)
_DIGITS = re.compile(r"\d+")
_WORDED = re.compile(r"([A-Za-z]\w+) = (.+) = (-?\d+(?:\.\d+)?)")


def _repeated(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    return replace(sheet, steps=(*sheet.steps[: index + 1], *sheet.steps[index:]))


def _looped(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    """The line two to five times more, as it is or with another result each time; then it may not go on."""
    if len(sheet.steps) > _MOST_LINES:
        return None
    step, drifts = sheet.steps[index], rng.random() < 0.5
    again = tuple(_drifted(step, rng) if drifts else step for _ in range(rng.randint(2, 5)))
    rest = () if rng.random() < 0.5 else sheet.steps[index + 1 :]
    return replace(sheet, steps=(*sheet.steps[: index + 1], *again, *rest))


def _drifted(step: Step, rng: Random) -> Step:
    runs = list(_DIGITS.finditer(step.text))
    if not runs:
        return step
    last = runs[-1]
    text = step.text[: last.start()] + mistype(last[0], rng) + step.text[last.end() :]
    return Step(text, text)


def _announced(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    name = _NAME.match(sheet.steps[index].text)
    text = rng.choice(_PLANS).format(name=f"the {name[1]}" if name else "the answer")
    return replace(sheet, steps=(*sheet.steps[:index], Step(text, text), *sheet.steps[index:]))


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
LOOPED_LINES = Corruption(
    "looped_lines",
    Level.LINE,
    False,
    "a line is written again and again, with the same or another result, and the rest may be missing",
    _looped,
    "any line of a draft of ten lines or fewer",
    ("Holtzman 2020",),
    "the lines too many are deleted (DELL), missing ones added (ADDL)",
)
ANNOUNCED_PLAN = Corruption(
    "announced_plan",
    Level.LINE,
    False,
    "a line says what is to be found and finds nothing",
    _announced,
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
