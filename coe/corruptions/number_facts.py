"""Number facts recalled wrongly, and results rounded on the way."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from coe.corruptions.kind import carried_mistake
from coe.corruptions.spans import change_result, span_value, whole_pair


def _neighbour(content: str, rng: Random) -> str | None:
    pair = whole_pair(content, "*/")
    if pair is None or "." in content:
        return None
    left, right = int(pair[0]), int(pair[2])
    step = rng.choice((-1, 1))
    if pair[1] == "/":
        if right == 0 or left % right or left // right + step < 1:
            return None
        return str(left // right + step)
    if min(left, right) < 2:
        return None
    return str(rng.choice((left * (right + step), (left + step) * right)))


def _confused(content: str, rng: Random) -> str | None:
    pair = whole_pair(content, "+*")
    if pair is None:
        return None
    wrong = f"{pair[0]} {'*' if pair[1] == '+' else '+'} {pair[2]}"
    same = span_value("{" + wrong + "}") == span_value("{" + content + "}")
    return None if same else wrong


def _rounded(content: str, rng: Random) -> str | None:
    value = span_value("{" + content + "}")
    if value is None or value.lstrip("-").isdigit():
        return None
    exact = Fraction(value)
    return str(int(exact) if rng.random() < 0.5 else round(exact))


TABLE_SLIP = carried_mistake(
    "table_slip",
    "a product or quotient is that of a neighbouring row of the table",
    lambda derivation, rng: change_result(derivation, rng, _neighbour),
    where="a product or an even division of two whole numbers",
    sources=("Campbell & Graham 1985",),
)

OPERATION_CONFUSED = carried_mistake(
    "operation_confused",
    "the sum is recalled for the product, or the product for the sum",
    lambda derivation, rng: change_result(derivation, rng, _confused),
    where="a sum or product of two numbers",
    sources=("Miller 1984",),
)

ROUNDED_EARLY = carried_mistake(
    "rounded_early",
    "a fraction or decimal is rounded or cut to a whole number on the way",
    lambda derivation, rng: change_result(derivation, rng, _rounded),
    where="a calculation whose result is not whole",
    sources=("Hiebert & Wearne 1985", "Lightman 2023"),
)
