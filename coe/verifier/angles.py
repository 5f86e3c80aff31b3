"""Degrees and radians.

The functions take radians; an angle with its sign, 30°, is turned into them where it is read. A quantity in
degrees equals one in radians of the same size (180° = pi). A number without a sign is in radians, but a claim
that is false in radians and true in degrees ("sin 30 = 0.5") is left undecided: it is clear what was meant.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from coe.verifier.expr import Expr
from coe.verifier.functions import TRIGONOMETRIC

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


def _each(part: Any, rule: Callable[[Expr], Expr]) -> Any:
    if not isinstance(part, tuple) or not part:
        return part
    return rule(part) if isinstance(part[0], str) else tuple(rule(item) for item in part)
