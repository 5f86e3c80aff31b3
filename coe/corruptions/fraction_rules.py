"""Rules of whole numbers, or of another operation, used on fractions."""

from __future__ import annotations

import re
from random import Random

from coe.corruptions.kind import carried_mistake
from coe.corruptions.spans import change_result, span_value

_FRACTION = r"\(?(-?\d+)/(\d+)\)?"
_SUM = re.compile(rf"{_FRACTION} ([-+]) {_FRACTION}(?! ?[*/^])")
_QUOTIENT = re.compile(r"(\(?-?\d+(?:/\d+)?\)?) / \(?(\d+)/(\d+)\)?")
_MULTIPLE = re.compile(r"(\d+) \* \(?(\d+)/(\d+)\)?|\(?(\d+)/(\d+)\)? \* (\d+)")


def _across(content: str, rng: Random) -> str | None:
    match = _SUM.fullmatch(content.strip())
    if match is None:
        return None
    a, b, sign, c, d = int(match[1]), int(match[2]), match[3], int(match[4]), int(match[5])
    top, bottom = (a + c, b + d) if sign == "+" else (a - c, b - d)
    return f"{top}/{bottom}" if bottom > 0 else None


def _wrong_one(content: str, rng: Random) -> str | None:
    match = _QUOTIENT.fullmatch(content.strip())
    if match is None:
        return None
    left = match[1].strip("()")
    if "/" in left and rng.random() < 0.5:
        top, bottom = left.lstrip("-").split("/")
        return f"({bottom}/{top}) * ({match[2]}/{match[3]})" if int(top) else None
    return f"({left}) * ({match[2]}/{match[3]})"


def _both(content: str, rng: Random) -> str | None:
    match = _MULTIPLE.fullmatch(content.strip())
    if match is None:
        return None
    whole, top, bottom = match.group(1, 2, 3) if match[1] else match.group(6, 4, 5)
    wrong = f"({whole} * {top}) / ({whole} * {bottom})"
    return wrong if span_value("{" + wrong + "}") is not None else None


ADDED_ACROSS = carried_mistake(
    "added_across",
    "fractions are added or subtracted tops with tops and bottoms with bottoms",
    lambda derivation, rng: change_result(derivation, rng, _across),
    where="a sum or difference of two fractions",
    sources=("Siegler & Pyke 2013", "Hart 1981"),
)

WRONG_INVERTED = carried_mistake(
    "wrong_inverted",
    "a division by a fraction inverts neither fraction, or the first one",
    lambda derivation, rng: change_result(derivation, rng, _wrong_one),
    where="a division by a fraction",
    sources=("Siegler & Pyke 2013",),
)

BOTH_PARTS_MULTIPLIED = carried_mistake(
    "both_parts_multiplied",
    "a whole number multiplies the top and the bottom of a fraction",
    lambda derivation, rng: change_result(derivation, rng, _both),
    where="a whole number times a fraction",
    sources=("Siegler & Pyke 2013", "Ashlock 2010"),
)
