"""Formulas of plane figures and solids: what follows from which measures.

A formula is used only where the measures given are exactly those it needs; letters stand for them in order.
"""

from __future__ import annotations

from functools import cache

from coe.verifier.expressions.expr import Expr
from coe.verifier.syntax.parser import parse_expression

SHAPES: dict[str, str] = {
    "rectangle": "rectangle", "square": "square", "triangle": "triangle",
    "right triangle": "right triangle", "right-angled triangle": "right triangle",
    "right angled triangle": "right triangle", "equilateral triangle": "equilateral triangle",
    "parallelogram": "parallelogram", "trapezoid": "trapezoid", "trapezium": "trapezoid",
    "rhombus": "rhombus", "kite": "rhombus", "circle": "circle", "semicircle": "half circle",
    "half circle": "half circle", "cuboid": "box", "box": "box", "rectangular box": "box",
    "rectangular prism": "box", "rectangular solid": "box", "cube": "cube", "cylinder": "cylinder",
    "right circular cylinder": "cylinder", "cone": "cone", "right circular cone": "cone",
    "sphere": "sphere", "ball": "sphere", "hemisphere": "half ball", "square pyramid": "pyramid",
    "square-based pyramid": "pyramid",
}  # fmt: skip
"""Names of figures, and the figure whose formulas hold."""

_RECTANGLE = ("length width", "sides", "size", "length height", "base height")
_BOX = ("length width height", "size")
_TRAPEZOID = ("parallel sides height",)
_RADIUS_HEIGHT = "radius height"

_FORMULAS: dict[tuple[str, str], tuple[tuple[tuple[str, ...], str], ...]] = {
    ("rectangle", "area"): ((_RECTANGLE, "a*b"),),
    ("rectangle", "perimeter"): ((_RECTANGLE, "2*(a+b)"),),
    ("rectangle", "diagonal"): ((_RECTANGLE, "sqrt(a^2+b^2)"),),
    ("rectangle", "width"): ((("area length",), "a/b"), (("perimeter length",), "a/2-b")),
    ("rectangle", "length"): ((("area width",), "a/b"), (("perimeter width",), "a/2-b")),
    ("rectangle", "side"): ((("area side",), "a/b"), (("perimeter side",), "a/2-b")),
    ("square", "area"): ((("side", "sides"), "a^2"), (("perimeter",), "(a/4)^2"), (("diagonal",), "a^2/2")),
    ("square", "perimeter"): ((("side", "sides"), "4a"), (("area",), "4sqrt(a)")),
    ("square", "diagonal"): ((("side", "sides"), "sqrt(2*a^2)"),),
    ("square", "side"): ((("area",), "sqrt(a)"), (("perimeter",), "a/4"), (("diagonal",), "a/sqrt(2)")),
    ("triangle", "area"): ((("base height",), "a*b/2"),),
    ("triangle", "perimeter"): ((("sides",), "a+b+c"),),
    ("triangle", "height"): ((("area base",), "2*a/b"),),
    ("triangle", "base"): ((("area height",), "2*a/b"),),
    ("right triangle", "area"): ((("legs", "base height"), "a*b/2"),),
    ("right triangle", "hypotenuse"): ((("legs", "sides", "shorter sides", "base height"), "sqrt(a^2+b^2)"),),
    ("right triangle", "leg"): ((("hypotenuse leg", "hypotenuse side"), "sqrt(a^2-b^2)"),),
    ("right triangle", "base"): ((("hypotenuse height",), "sqrt(a^2-b^2)"),),
    ("right triangle", "height"): ((("hypotenuse base",), "sqrt(a^2-b^2)"),),
    ("equilateral triangle", "perimeter"): ((("side", "sides"), "3a"),),
    ("equilateral triangle", "area"): ((("side", "sides"), "sqrt(3)*a^2/4"),),
    ("equilateral triangle", "side"): ((("perimeter",), "a/3"),),
    ("parallelogram", "area"): ((("base height",), "a*b"),),
    ("parallelogram", "perimeter"): ((("sides",), "2*(a+b)"),),
    ("parallelogram", "height"): ((("area base",), "a/b"),),
    ("parallelogram", "base"): ((("area height",), "a/b"),),
    ("trapezoid", "area"): ((_TRAPEZOID, "(a+b)*c/2"),),
    ("rhombus", "area"): ((("diagonals",), "a*b/2"),),
    ("circle", "area"): (
        (("radius",), "pi*a^2"),
        (("diameter",), "pi*a^2/4"),
        (("circumference",), "a^2/(4*pi)"),
    ),
    ("circle", "circumference"): (
        (("radius",), "2*pi*a"),
        (("diameter",), "pi*a"),
        (("area",), "2*sqrt(pi*a)"),
    ),
    ("circle", "radius"): (
        (("diameter",), "a/2"),
        (("circumference",), "a/(2*pi)"),
        (("area",), "sqrt(a/pi)"),
    ),
    ("circle", "diameter"): ((("radius",), "2*a"), (("circumference",), "a/pi"), (("area",), "2*sqrt(a/pi)")),
    ("half circle", "area"): ((("radius",), "pi*a^2/2"), (("diameter",), "pi*a^2/8")),
    ("half circle", "perimeter"): ((("radius",), "pi*a+2*a"), (("diameter",), "pi*a/2+a")),
    ("box", "volume"): ((_BOX, "a*b*c"),),
    ("box", "surface area"): ((_BOX, "2*(a*b+b*c+a*c)"),),
    ("box", "height"): ((("volume length width",), "a/(b*c)"),),
    ("cube", "volume"): ((("side", "sides"), "a^3"), (("surface area",), "(a/6)*sqrt(a/6)")),
    ("cube", "surface area"): ((("side", "sides"), "6*a^2"),),
    ("cube", "side"): ((("volume",), "cbrt(a)"),),
    ("cylinder", "volume"): (((_RADIUS_HEIGHT,), "pi*a^2*b"), (("diameter height",), "pi*a^2/4*b")),
    ("cylinder", "surface area"): (
        ((_RADIUS_HEIGHT,), "2*pi*a^2+2*pi*a*b"),
        (("diameter height",), "pi*a^2/2+pi*a*b"),
    ),
    ("cone", "volume"): (((_RADIUS_HEIGHT,), "pi*a^2*b/3"), (("diameter height",), "pi*a^2*b/12")),
    ("cone", "surface area"): ((("radius slant height",), "pi*a^2+pi*a*b"),),
    ("sphere", "volume"): ((("radius",), "4*pi*a^3/3"), (("diameter",), "pi*a^3/6")),
    ("sphere", "surface area"): ((("radius",), "4*pi*a^2"), (("diameter",), "pi*a^2")),
    ("half ball", "volume"): ((("radius",), "2*pi*a^3/3"),),
    ("pyramid", "volume"): ((("side height", "base height"), "a^2*b/3"),),
}
# How many values stand under a name; one where it is not listed.
_ROWS = {
    ("box", "size"): 3, ("triangle", "sides"): 3, ("square", "sides"): 1, ("cube", "sides"): 1,
    ("equilateral triangle", "sides"): 1,
}  # fmt: skip
_PAIRS = frozenset({"sides", "legs", "size", "diagonals", "parallel sides", "shorter sides"})
POWERS = {"area": 2, "surface area": 2, "volume": 3}
"""The power of the unit of length in which a quantity is measured; 1 where it is not listed."""
QUANTITIES = tuple(sorted({quantity for _, quantity in _FORMULAS}, key=len, reverse=True))
_LETTERS = "abcd"


@cache
def _parsed(formula: str) -> Expr:
    return parse_expression(formula)


def formula(
    shape: str, quantity: str, values: dict[str, tuple[Expr, ...]]
) -> tuple[Expr, dict[str, Expr]] | None:
    """The formula and the measures that its letters stand for, or None where the measures do not fit."""
    for needs, text in _FORMULAS.get((shape, quantity), ()):
        for need in needs:
            row = _row(shape, need, values)
            if row is not None:
                return _parsed(text), dict(zip(_LETTERS, row, strict=False))
    return None


def _row(shape: str, need: str, values: dict[str, tuple[Expr, ...]]) -> list[Expr] | None:
    """The measures in the order of the formula; None unless they are exactly the ones needed."""
    names = _names(need)
    if set(names) != values.keys():
        return None
    row: list[Expr] = []
    for name in names:
        if len(values[name]) != _ROWS.get((shape, name), 2 if name in _PAIRS else 1):
            return None
        row += values[name]
    return row


@cache
def _names(need: str) -> tuple[str, ...]:
    for pair in ("parallel sides", "shorter sides", "slant height", "surface area"):
        need = need.replace(pair, pair.replace(" ", "_"))
    return tuple(name.replace("_", " ") for name in need.split())
