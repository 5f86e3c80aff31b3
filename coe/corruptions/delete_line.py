"""DELETE_LINE: a step is left out."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from coe.corruptions.kind import ADD, Corruption, Level
from coe.corruptions.sheet import Sheet


def _apply(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    if len(sheet.steps) < 2:
        return None
    return replace(sheet, steps=sheet.steps[:index] + sheet.steps[index + 1 :])


CORRUPTION = Corruption(
    "delete_line",
    Level.LINE,
    False,
    "a step is left out",
    _apply,
    "a draft of two lines or more",
    ("Golovneva 2023",),
    ADD,
)
