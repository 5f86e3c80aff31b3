"""ADD_WRONG_LINE: a wrong attempt at a step stands before the right one."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from coe.corruptions import arithmetic_slip, introduce_typo, sign_flip, wrong_operation
from coe.corruptions.kind import DELETE, Corruption, Level
from coe.corruptions.sheet import Sheet

_ATTEMPTS = (
    arithmetic_slip.CORRUPTION,
    introduce_typo.CORRUPTION,
    sign_flip.CORRUPTION,
    wrong_operation.CORRUPTION,
)


def _apply(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    wrong = rng.choice(_ATTEMPTS).apply(sheet, index, rng)
    if wrong is None:
        return None
    steps = (*sheet.steps[:index], wrong.steps[index], *sheet.steps[index:])
    return replace(sheet, steps=steps)


CORRUPTION = Corruption(
    "add_wrong_line",
    Level.LINE,
    False,
    "a wrong attempt at a step stands before the right one",
    _apply,
    "a line in which a slip, typo, sign or operation can go wrong",
    ("Golovneva 2023",),
    DELETE,
)
