"""INTRODUCE_TYPO: one digit of a line is changed, doubled, dropped or swapped with its neighbour."""

from __future__ import annotations

import re
from random import Random

from coe.corruptions.kind import REPLACE, Corruption, Level
from coe.corruptions.sheet import Sheet, Step

_DIGITS = re.compile(r"\d+")


def mistype(digits: str, rng: Random) -> str:
    """A run of digits with one slip of the finger; never the same run."""
    at = rng.randrange(len(digits))
    other = rng.choice([d for d in "0123456789" if d != digits[at]])
    forms = [digits[:at] + other + digits[at + 1 :], digits[: at + 1] + digits[at:]]
    if len(digits) > 1:
        forms.append(digits[:at] + digits[at + 1 :])
        swapped = digits[:at] + digits[at : at + 2][::-1] + digits[at + 2 :]
        forms.append(swapped)
    different = [form for form in forms if form != digits and form.lstrip("0")]
    return rng.choice(different or [digits + "1"])


def _apply(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    line = sheet.steps[index].text
    runs = list(_DIGITS.finditer(line))
    if not runs:
        return None
    run = rng.choice(runs)
    text = line[: run.start()] + mistype(run[0], rng) + line[run.end() :]
    return sheet.with_step(index, Step(text, text))


CORRUPTION = Corruption(
    "introduce_typo",
    Level.LEXICAL,
    False,
    "one digit is changed, doubled, dropped or swapped",
    _apply,
    "a line with a number",
    ("Newman 1977",),
    REPLACE,
)
