"""Formulas mixed up: area and perimeter, circle and circumference, radius and diameter, counts off by one."""

from __future__ import annotations

import re
from random import Random

from coe.corruptions.kind import carried_mistake, read_mistake
from coe.corruptions.sheet import Sheet, is_worded
from coe.corruptions.spans import change_plan, whole_pair

_SQUARE = re.compile(r"(\d+(?:\.\d+)?)\^2")
_ROUND = re.compile(r"2 \* (\d+(?:\.\d+)?)")
_AROUND = re.compile(r"2 \* \((\d+(?:\.\d+)?) \+ (\d+(?:\.\d+)?)\)")
_HALF = re.compile(r"(.+[*+].+?) / 2|2 \* (.+ / .+)")
_FIGURE = re.compile(r"\b(?:area|perimeter|around|rectang\w+|fence)\b", re.IGNORECASE)
_COUNTED = re.compile(r"(?<![\d.])(\d+) - (\d+)(?![\d.]| ?[*/])")
_ONE_LESS = re.compile(r"\((\d+) - 1\)")
_TRIANGLE = re.compile(r"\btriang|\bhexagon|\bpentagon", re.IGNORECASE)


def _mixed(sheet: Sheet, index: int, rng: Random) -> str | None:
    derivation = sheet.steps[index].derivation
    if "pi" in derivation:
        return _circle(derivation)
    if not _FIGURE.search(sheet.statement) or _TRIANGLE.search(sheet.statement):
        return None
    return change_plan(derivation, rng, _rectangle)


def _circle(derivation: str) -> str | None:
    """pi * 3^2 = {3^2}pi for 2 * pi * 3 = {2 * 3}pi, and the other way round."""
    wrong = _SQUARE.sub(r"2 * \1", derivation)
    if wrong == derivation:
        wrong = _ROUND.sub(r"\1^2", derivation).replace("2 * pi * ", "pi * 2 * ")
        wrong = _ROUND.sub(r"\1^2", wrong)
    return wrong if wrong != derivation else None


def _rectangle(content: str, rng: Random) -> str | None:
    around = _AROUND.fullmatch(content)
    if around is not None:
        return f"{around[1]} * {around[2]}"
    sides = whole_pair(content, "*")
    return f"2 * ({sides[0]} + {sides[2]})" if sides else None


def _diameter(sheet: Sheet, index: int, rng: Random) -> str | None:
    derivation = sheet.steps[index].derivation
    if derivation.startswith("radius"):
        return change_plan(derivation, rng, lambda content, rng: content.removesuffix(" / 2"))
    if "pi" not in derivation or not re.search(r"\b(?:radius|circle|round|circular)\b", sheet.statement):
        return None
    double = _SQUARE.sub(lambda match: f"({match[1]} * 2)^2", derivation)
    return double if double != derivation else None


def _whole(content: str, rng: Random) -> str | None:
    match = _HALF.fullmatch(content)
    return (match[1] or match[2]) if match else None


def _off(derivation: str, rng: Random) -> str | None:
    wrong = change_plan(derivation, rng, lambda content, rng: _ONE_LESS.sub(r"\1", content))
    if wrong is not None or not is_worded(derivation):
        return wrong
    step = rng.choice(("+ 1", "- 1"))
    return change_plan(
        derivation, rng, lambda content, rng: _COUNTED.sub(rf"\1 - \2 {step}", content, count=1)
    )


FORMULA_MIXED_UP = read_mistake(
    "formula_mixed_up",
    "the formula of another measure is used: perimeter for area, circumference for circle",
    _mixed,
    where="an area, perimeter or circumference worked out",
    sources=("Hart 1981", "Newman 1977"),
)

RADIUS_FOR_DIAMETER = read_mistake(
    "radius_for_diameter",
    "the diameter is used for the radius",
    _diameter,
    where="a circle's radius halved or squared",
    sources=("Newman 1977",),
)

HALF_FORGOTTEN = carried_mistake(
    "half_forgotten",
    "the half of a formula is forgotten, or its inverse the doubling",
    lambda derivation, rng: change_plan(derivation, rng, _whole) if is_worded(derivation) else None,
    where="a product or sum divided by 2, or a doubled quotient",
    sources=("Newman 1977",),
)

OFF_BY_ONE = carried_mistake(
    "off_by_one",
    "one too many or too few is counted",
    _off,
    where="a difference of two whole numbers in words, or n - 1",
    sources=("Batanero 1997",),
)
