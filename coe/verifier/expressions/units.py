"""Units of measure and money: names, dimensions, factors, and comparing quantities.

A unit is a name such as "km", "m^2" or "km/h". Lengths are in metres, masses in grams, times in seconds,
money in its main unit, volumes in cubic metres. Nouns that are counted ("apples") are not units: the
reader drops them; scales (dozen, million) are units without a dimension. All currencies are one: exchange
rates are not mathematics.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from coe.verifier.expressions.binders import transformed
from coe.verifier.expressions.expr import Expr

Dimension = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """`factor` base units of a dimension, given as sorted (base, exponent) pairs."""

    factor: Fraction
    dimension: Dimension


_BASE: dict[str, tuple[str, str, int]] = {
    "m": ("1", "length", 1), "km": ("1000", "length", 1), "cm": ("1/100", "length", 1),
    "mm": ("1/1000", "length", 1), "dm": ("1/10", "length", 1), "in": ("0.0254", "length", 1),
    "ft": ("0.3048", "length", 1), "yd": ("0.9144", "length", 1), "mi": ("1609.344", "length", 1),
    "g": ("1", "mass", 1), "kg": ("1000", "mass", 1), "mg": ("1/1000", "mass", 1),
    "t": ("1000000", "mass", 1), "lb": ("453.59237", "mass", 1), "oz": ("28.349523125", "mass", 1),
    "s": ("1", "time", 1), "ms": ("1/1000", "time", 1), "min": ("60", "time", 1),
    "h": ("3600", "time", 1), "day": ("86400", "time", 1), "week": ("604800", "time", 1),
    "month": ("1", "month", 1), "year": ("12", "month", 1), "L": ("1/1000", "length", 3),
    "mL": ("1/1000000", "length", 3), "cL": ("1/100000", "length", 3), "$": ("1", "money", 1),
    "cent": ("1/100", "money", 1), "degree": ("1", "angle", 1), "rad": ("1", "radians", 1),
    "dozen": ("12", "count", 0),
    "hundred": ("100", "count", 0), "thousand": ("1000", "count", 0),
    "million": ("1000000", "count", 0), "billion": ("1000000000", "count", 0),
    "quart": ("1", "cups", 1), "gallon": ("4", "cups", 1), "pint": ("1/2", "cups", 1),
    "cup": ("1/4", "cups", 1),
}  # fmt: skip
_SPELLINGS = {
    "m": "meter meters metre metres", "km": "kilometer kilometers kilometre kilometres kms",
    "cm": "centimeter centimeters centimetre centimetres cms",
    "mm": "millimeter millimeters millimetre millimetres",
    "dm": "decimeter decimeters decimetre decimetres", "in": "inch inches", "ft": "foot feet",
    "yd": "yard yards yds", "mi": "mile miles", "g": "gram grams grammes gm",
    "kg": "kilogram kilograms kilo kilos kgs", "mg": "milligram milligrams", "t": "tonne tonnes",
    "lb": "pound pounds lbs", "oz": "ounce ounces", "s": "second seconds sec secs",
    "ms": "millisecond milliseconds", "min": "minute minutes mins", "h": "hour hours hr hrs",
    "day": "days", "week": "weeks", "month": "months", "year": "years yr yrs",
    "L": "liter liters litre litres l", "mL": "milliliter milliliters millilitre millilitres ml",
    "cL": "cl centiliter centiliters", "$": "dollar dollars USD euro euros EUR bucks", "cent": "cents",
    "degree": "degrees deg", "rad": "rads radian radians",
    "quart": "quarts", "gallon": "gallons", "pint": "pints", "cup": "cups",
}  # fmt: skip

SPELLINGS: dict[str, str] = {
    **{name: name for name, (_, _, power) in _BASE.items() if power},
    **{spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings.split()},
}
"""Every spelling to the name of its unit. Single letters are units only behind a number."""

SCALES = frozenset(name for name, (_, _, power) in _BASE.items() if not power)
"""Names of the scales: dozen, hundred, thousand, ..."""

COMPOUNDS = {"mph": "mi/h", "kmh": "km/h", "kph": "km/h"}
_PART = re.compile(r"([*/]?)([A-Za-z$]+)(?:\^(\d))?")


@lru_cache(maxsize=1024)
def unit_of(name: str) -> Unit | None:
    """The unit of a name such as "km/h" or "m^2", or None."""
    factor = Fraction(1)
    exponents: dict[str, int] = {}
    end = 0
    for match in _PART.finditer(name):
        base = _BASE.get(match[2])
        if base is None or match.start() != end or bool(match[1]) != bool(end):
            return None
        end = match.end()
        power = int(match[3] or 1) * (-1 if match[1] == "/" else 1)
        factor *= Fraction(base[0]) ** power
        exponents[base[1]] = exponents.get(base[1], 0) + base[2] * power
    if end != len(name) or not name:
        return None
    return Unit(factor, _dimension(exponents))


def _dimension(exponents: dict[str, int]) -> Dimension:
    return tuple(sorted((base, power) for base, power in exponents.items() if power))


def unit_names(expression: Expr) -> frozenset[str]:
    """Names of the units in an expression; empty where there are none."""
    found: set[str] = set()
    _gather(expression, found)
    return frozenset(found) if found else _NONE


_NONE: frozenset[str] = frozenset()
_BINARY = frozenset({"+", "-", "*", "/", "^"})


def _gather(node: Expr, found: set[str]) -> None:
    kind = node[0] if node else "num"
    if kind == "num" or kind == "var":
        return
    if kind in _BINARY:
        _gather(node[1], found)
        _gather(node[2], found)
        return
    if kind == "unit":
        found.add(node[2])
    for part in node:
        if isinstance(part, tuple):
            _gather(part, found)


def without_units(expression: Expr) -> Expr:
    """The expression with each quantity replaced by its bare number."""
    return transformed(expression, lambda node: node[1] if node[0] == "unit" else node)


def in_one_unit(sides: tuple[Expr, ...], unit: frozenset[str]) -> tuple[tuple[Expr, ...], frozenset[str]]:
    """Sides without the one unit that a draft's equations are in (x + 3 = $10, so x = 7), and that unit.

    Args:
        sides: of one equation.
        unit: the unit of the equations before, empty where they had none.
    """
    units = frozenset().union(*map(unit_names, sides))
    if len(units) != 1 or not units >= unit:
        return sides, unit
    return tuple(map(without_units, sides)), units


def without_scales(expression: Expr) -> Expr:
    """The expression with each scale multiplied out: 1.2 million, 2 dozen."""
    return transformed(expression, _scale_multiplied_out)


def _scale_multiplied_out(node: Expr) -> Expr:
    unit = unit_of(node[2]) if node[0] == "unit" else None
    return node if unit is None or unit.dimension else ("*", node[1], ("num", unit.factor, None))


class Mixed(Exception):
    """A sum of different dimensions, or a quantity where only a number can stand."""


def in_base_units(expression: Expr) -> tuple[Expr, Dimension]:
    """The expression with quantities as numbers of base units, and its dimension.

    Raises:
        Mixed: the dimensions do not fit.
    """
    kind = expression[0]
    if kind == "unit":
        return _quantity(expression)
    if kind in ("+", "-", "pm"):
        return _sum(expression)
    if kind in ("*", "/"):
        left, first = in_base_units(expression[1])
        right, second = in_base_units(expression[2])
        return (kind, left, right), _product(first, second, 1 if kind == "*" else -1)
    if kind in ("neg", "pct"):
        inner, dimension = in_base_units(expression[1])
        return (kind, inner), dimension
    if kind == "^":
        return _power(expression)
    if unit_names(expression):
        raise Mixed
    return expression, ()


def _quantity(expression: Expr) -> tuple[Expr, Dimension]:
    unit = unit_of(expression[2])
    inner, dimension = in_base_units(expression[1])
    if unit is None or dimension:
        raise Mixed
    return ("*", inner, ("num", unit.factor, None)), unit.dimension


def _sum(expression: Expr) -> tuple[Expr, Dimension]:
    if expression[1] is None:
        inner, dimension = in_base_units(expression[2])
        return ("pm", None, inner), dimension
    left, first = in_base_units(expression[1])
    right, second = in_base_units(expression[2])
    if first != second:
        raise Mixed
    return (expression[0], left, right), first


def _power(expression: Expr) -> tuple[Expr, Dimension]:
    base, dimension = in_base_units(expression[1])
    if not dimension and not unit_names(expression[2]):
        return ("^", base, expression[2]), ()
    exponent = expression[2]
    if exponent[0] != "num" or exponent[1].denominator != 1:
        raise Mixed
    count = exponent[1].numerator
    return ("^", base, exponent), tuple((name, power * count) for name, power in dimension if count)


def _product(first: Dimension, second: Dimension, sign: int) -> Dimension:
    exponents = dict(first)
    for base, power in second:
        exponents[base] = exponents.get(base, 0) + sign * power
    return _dimension(exponents)


def glued_unit(value: Expr, other: Expr) -> Expr:
    """`value` as a measure where it is written as a monomial, 36m^2, and `other` has that unit: 36 m^2."""
    if other[0] != "unit" or value[0] != "*" or value[1][0] != "num":
        return value
    letter = value[2]
    name = letter[1] if letter[0] == "var" else ""
    if letter[0] == "^" and letter[1][0] == "var" and letter[2][0] == "num":
        name = f"{letter[1][1]}^{letter[2][1]}"
    return ("unit", value[1], name) if name and name == other[2] else value
