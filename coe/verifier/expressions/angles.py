"""Degrees and radians.

The functions take radians; an angle with its sign, 30°, is turned into them where it is read. A quantity in
degrees equals one in radians of the same size (180° = pi). A number without a sign is in radians, but a claim
that is false in radians and true in degrees ("sin 30 = 0.5") is left undecided: it is clear what was meant.
"""

from __future__ import annotations

from fractions import Fraction

from coe.verifier.expressions.binders import replaced, transformed
from coe.verifier.expressions.contents import mentions, subexpressions
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.functions import TRIGONOMETRIC

_DEGREE: Expr = ("/", ("const", "pi"), ("num", Fraction(180), None))
_PER_RADIAN: Expr = ("/", ("num", Fraction(180), None), ("const", "pi"))
_INVERSES = frozenset({"asin", "acos", "atan"})


def quantity(value: Expr, unit: str) -> Expr:
    """The measure; one in radians is held as the same angle in degrees."""
    return ("unit", ("*", value, _PER_RADIAN), "degree") if unit == "rad" else ("unit", value, unit)


def shown_in_radians(measure: Expr) -> Expr | None:
    """The number of radians of a measure that is written in them, or None."""
    if measure[0] == "unit" and measure[1][0] == "*" and measure[1][2] == _PER_RADIAN:
        number: Expr = measure[1][1]
        return number
    return None


def in_radians(node: Expr) -> Expr:
    """The expression with every quantity in degrees as a number of radians."""
    return transformed(
        node, lambda part: ("*", part[1], _DEGREE) if part[0] == "unit" and part[2] == "degree" else part
    )


def as_degrees(node: Expr) -> Expr:
    """The expression as one means it who leaves the signs of degrees out."""
    return transformed(node, _in_degrees)


def _in_degrees(node: Expr) -> Expr:
    if node[0] == "call" and node[1] in TRIGONOMETRIC:
        return ("call", node[1], tuple(("*", part, _DEGREE) for part in node[2]))
    return ("*", node, _PER_RADIAN) if node[0] == "call" and node[1] in _INVERSES else node


def from_degrees(sides: tuple[Expr, ...], name: str) -> tuple[Expr, ...]:
    """The sides of a claim about an angle in degrees, for the same angle in radians: x = 30 is x = pi/6.

    A claim with a function of the angle, sin x = 1/2, is the same in both.
    """
    if any(_is_of_angle(side, name) for side in sides):
        return tuple(map(in_radians, sides))
    return tuple(_scaled(side, name) for side in sides)


def _scaled(side: Expr, name: str) -> Expr:
    letter: Expr = ("var", name)
    if side == letter:
        return side
    if side[0] == "seq":
        return (*side[:2], tuple(_scaled(item, name) for item in side[2]))
    if side[0] == "interval":
        return ("interval", _scaled(side[1], name), _scaled(side[2], name), *side[3:])
    plain = transformed(side, lambda part: part[1] if part[0] == "unit" and part[2] == "degree" else part)
    plain = replaced(plain, letter, ("*", letter, _PER_RADIAN))
    return ("*", as_degrees(plain), _DEGREE)


def _is_of_angle(node: Expr, name: str) -> bool:
    return any(
        part[0] == "call" and part[1] in TRIGONOMETRIC and mentions(part, name)
        for part in subexpressions(node)
    )
