"""Terms put together that are not alike, or taken apart as if a rule held for them."""

from __future__ import annotations

import re
from random import Random

from coe.corruptions.kind import REPLACE, Corruption, Level, carried_mistake
from coe.corruptions.sheet import Sheet, Step
from coe.corruptions.spans import change_result, span_value

_UNLIKE = re.compile(
    r"(?<![\w.^*/)] )(?<![\w.^*/)])(-?\d*)([a-z]) ([-+]) (\d+)(?![\w.^(]| ?[*/])|"
    r"(?<![\w.^*/)] )(?<![\w.^*/)])(-?\d*)([a-z]) ([-+]) (\d*)([a-z])(?![\w.^(]| ?[*/])"
)
_NEGATIVE_FACTOR = re.compile(r"(\(?)-(\d+(?:\.\d+)?)(\)?) \* (.+)")
_QUOTIENT = re.compile(r"\((\(?-?[\d.]+\)?) ([-+]) (.+)\) ?/ ?(\(?-?[\d.]+\)?)")


def _conjoined(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    text = sheet.steps[index].text
    pairs = [pair for pair in _UNLIKE.finditer(text) if pair[2] is not None or pair[6] != pair[9]]
    if not text.startswith("=") or not pairs:
        return None
    pair = rng.choice(pairs)
    left, letter, sign, right = pair.groups()[:4]
    letters = letter
    if letter is None:
        left, letter, sign, right, other = pair.groups()[4:]
        letters = letter + other
    a = int(left + "1") if left in ("", "-") else int(left)
    b = int(right or 1)
    total = a + b if sign == "+" else a - b
    wrong = text[: pair.start()] + f"{total}{letters}" + text[pair.end() :]
    return sheet.with_step(index, Step(wrong, wrong))


def _sign_kept(content: str, rng: Random) -> str | None:
    match = _NEGATIVE_FACTOR.fullmatch(content.strip())
    return f"{match[2]} * {match[4]}" if match and bool(match[1]) == bool(match[3]) else None


def _cancelled(content: str, rng: Random) -> str | None:
    match = _QUOTIENT.fullmatch(content.strip())
    if match is None or match[3].count("(") != match[3].count(")"):
        return None
    wrong = f"{match[1]} / {match[4]} {match[2]} {match[3]}"
    return wrong if span_value("{" + wrong + "}") is not None else None


CONJOINED_TERMS = Corruption(
    "conjoined_terms",
    Level.MEANING,
    False,
    "unlike terms are put together into one",
    _conjoined,
    "an expression with two terms that are not alike",
    ("Küchemann 1981", "Booth 2014"),
    REPLACE,
)

MINUS_NOT_DISTRIBUTED = carried_mistake(
    "minus_not_distributed",
    "the minus before a bracket reaches its first term only",
    lambda derivation, rng: change_result(derivation, rng, _sign_kept),
    where="a product with a negative first factor",
    sources=("Cangelosi 2013", "Booth 2014"),
)

CANCELLED_ACROSS_SUM = carried_mistake(
    "cancelled_across_sum",
    "only the first term of a sum is divided by the divisor of the whole sum",
    lambda derivation, rng: change_result(derivation, rng, _cancelled),
    where="a sum in brackets divided by a number",
    sources=("Matz 1982", "Payne & Squibb 1990"),
)
