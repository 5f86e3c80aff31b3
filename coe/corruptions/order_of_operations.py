"""LEFT_TO_RIGHT: operations are carried out in the order in which they are read."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from coe.corruptions.kind import REPLACE_CARRIED, Corruption, Level
from coe.corruptions.sheet import Sheet, Step, carry_forward
from coe.corruptions.spans import OPERAND, change_plan, span_value
from coe.errors import CalculatorError

_INSIDE = re.compile(rf"(?<![\d./*^)] )(?<![\d.^/(])({OPERAND} [-+] {OPERAND}) ([*/] )")
_BEFORE = re.compile(rf"(?<![*/^] )({OPERAND}) ([-+]) \{{({OPERAND}) ([*/]) ({OPERAND})\}}")


def _inside(content: str, rng: Random) -> str | None:
    wrong = _INSIDE.sub(r"(\1) \2", content, count=1)
    same = span_value("{" + wrong + "}") == span_value("{" + content + "}")
    return None if same else wrong


def _apply(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    derivation = sheet.steps[index].derivation
    try:
        match = _BEFORE.search(derivation)
        if match is not None:
            return _taken_first(sheet, index, match)
        wrong = change_plan(derivation, rng, _inside)
        return None if wrong is None else carry_forward(sheet, index, Step.of(wrong))
    except CalculatorError:
        return None


def _taken_first(sheet: Sheet, index: int, match: re.Match[str]) -> Sheet | None:
    """`62 - {6 * 7}` becomes `{62 - 6} * 7`, and the next line goes on with `{56 * 7}`."""
    first, low, second, high, third = match.groups()
    sum_, product = span_value(f"{{{first} {low} {second}}}"), span_value(f"{{{second} {high} {third}}}")
    derivation = sheet.steps[index].derivation
    wrong = Step.of(derivation.replace(match[0], f"{{{first} {low} {second}}} {high} {third}", 1))
    if index + 1 == len(sheet.steps) or not sheet.carries:
        return sheet.with_step(index, wrong)
    if sum_ is None or product is None or "/" in sum_:
        return None
    following = sheet.steps[index + 1].derivation
    expected, shown = f"{first} {low} {product}", f"{sum_} {high} {third}"
    if expected not in following:
        return None
    carried = carry_forward(sheet, index + 1, Step.of(following.replace(expected, shown, 1)))
    if carried is None:
        return None
    return replace(carried, steps=(*carried.steps[:index], wrong, *carried.steps[index + 1 :]))


LEFT_TO_RIGHT = Corruption(
    "left_to_right",
    Level.MEANING,
    True,
    "a sum is taken before the product or quotient behind it",
    _apply,
    "a product or quotient behind a plus or minus",
    ("Blando 1989", "Payne & Squibb 1990"),
    REPLACE_CARRIED,
)
