"""REPLACE_LINE: a step is replaced by one with numbers from elsewhere in the problem or the draft."""

from __future__ import annotations

import re
from random import Random

from coe.corruptions.kind import REPLACE, Corruption, Level
from coe.corruptions.sheet import Sheet, Step

_UNSIGNED = re.compile(r"\d+(?:\.\d+)?")


def _apply(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    line = sheet.steps[index].text
    pool = _UNSIGNED.findall(" ".join((sheet.statement, *sheet.lines)))
    if not pool or not _UNSIGNED.search(line):
        return None
    text = _UNSIGNED.sub(lambda match: rng.choice(pool) if rng.random() < 0.6 else match[0], line)
    return sheet.with_step(index, Step(text, text)) if text != line else None


CORRUPTION = Corruption(
    "replace_line",
    Level.LINE,
    False,
    "a step holds numbers from elsewhere in the problem",
    _apply,
    "a line with a number",
    ("Golovneva 2023",),
    REPLACE,
)
