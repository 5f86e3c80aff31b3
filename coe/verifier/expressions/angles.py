"""Degrees and radians.

The functions take radians; an angle with its sign, 30°, is turned into them where it is read. A quantity in
degrees equals one in radians of the same size (180° = pi). A number without a sign is in radians, but a claim
that is false in radians and true in degrees ("sin 30 = 0.5") is left undecided: it is clear what was meant.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from coe.verifier.expressions.binders import replaced
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.functions import TRIGONOMETRIC

_DEGREE: Expr = ("/", ("const", "pi"), ("num", Fraction(180), None))
_PER_RADIAN: Expr = ("/", ("num", Fraction(180), None), ("const", "pi"))
_INVERSES = frozenset({"asin", "acos", "atan"})


def in_radians(node: Expr) -> Expr:
    """The expression with every quantity in degrees as a number of radians."""
    kind = node[0]
    if kind == "num" or kind == "var" or kind == "const":
        return node
    if kind == "unit" and node[2] == "degree":
        return ("*", node[1], _DEGREE)
    return tuple(_each(part, in_radians) for part in node)


def as_degrees(node: Expr) -> Expr:
    """The expression as one means it who leaves the signs of degrees out."""
    kind = node[0]
    if kind == "num" or kind == "var" or kind == "const":
        return node
    inner = tuple(_each(part, as_degrees) for part in node)
    if kind == "call" and node[1] in TRIGONOMETRIC:
        return ("call", node[1], tuple(("*", part, _DEGREE) for part in inner[2]))
    return ("*", inner, _PER_RADIAN) if kind == "call" and node[1] in _INVERSES else inner


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
    plain = replaced(_without_degrees(side), letter, ("*", letter, _PER_RADIAN))
    return ("*", as_degrees(plain), _DEGREE)


def _without_degrees(node: Expr) -> Expr:
    if node[0] in ("num", "var", "const"):
        return node
    if node[0] == "unit" and node[2] == "degree":
        return _without_degrees(node[1])
    return tuple(_each(part, _without_degrees) for part in node)


def _is_of_angle(node: Expr, name: str) -> bool:
    if node[0] == "call" and node[1] in TRIGONOMETRIC and _mentions(node, name):
        return True
    return any(isinstance(part, tuple) and bool(part) and _is_of_angle(part, name) for part in node)


def _mentions(node: Expr, name: str) -> bool:
    """Whether the variable stands in the expression."""
    return node == ("var", name) or any(
        isinstance(part, tuple) and bool(part) and _mentions(part, name) for part in node
    )


def _each(part: Any, rule: Callable[[Expr], Expr]) -> Any:
    if not isinstance(part, tuple) or not part:
        return part
    return rule(part) if isinstance(part[0], str) else tuple(rule(item) for item in part)
