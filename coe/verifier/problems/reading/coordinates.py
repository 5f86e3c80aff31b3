"""Two points by their coordinates (distance, midpoint, slope), and angles of triangles and polygons."""

from __future__ import annotations

import re
from fractions import Fraction

from coe.verifier.expressions.expr import Expr
from coe.verifier.problems.goals import Goal
from coe.verifier.problems.reading.parts import ASK, NUMBER, exact, number, quantity, several, value_of

WORDS = (
    "distance", "midpoint", "slope", "gradient", "angle", "how far",
)  # fmt: skip
"""A statement, in lower case, without any of these is not for this reader."""
_N = rf"-? ?{NUMBER}"
_POINT = r"(?:[A-Z] ?=? ?)?\( ?(?P<{0}x>N) ?, ?(?P<{0}y>N) ?\)".replace("N", _N)
_POINTS = (
    rf"(?:the )?(?:two )?(?:points? )?{_POINT.format('a')} (?:and|to) (?:the point )?{_POINT.format('b')}"
)
_TWO_POINTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:{ASK} )?the (?P<what>distance) (?:between|from) {_POINTS}",
        rf"how (?P<what>far) (?:is it )?(?:from|between) {_POINTS}",
        rf"(?:{ASK} )?the (?P<what>midpoint) (?:of|between) (?:the )?(?:(?:line )?segment )?(?:with"
        rf" endpoints|joining"
        rf"|connecting|from|between|with end points)? ?{_POINTS}",
        rf"(?:{ASK} )?the (?P<what>slope|gradient) of the (?:straight )?line (?:that passes |passing "
        rf"|which passes |going )?"
        rf"(?:through|joining|between|connecting|from) {_POINTS}",
    )
)
_DEGREES = r"(?:°| ?degrees?)"
_ANGLE = rf"(?P<{{}}>{NUMBER}){_DEGREES}?"
_THIRD = tuple(
    re.compile(pattern.replace("A1", _ANGLE.format("a")).replace("A2", _ANGLE.format("b")), re.IGNORECASE)
    for pattern in (
        rf"two (?:interior )?angles of a triangle (?:are|measure) A1 and A2[.,;] {ASK} (?:the )?(?:size"
        rf" of |measure of )?"
        r"(?:the )?third(?: angle)?",
        rf"a triangle has (?:two )?angles (?:of )?A1 and A2[.,;] {ASK} (?:the )?(?:size of |measure of"
        rf" )?(?:the )?third"
        r"(?: angle)?",
        rf"{ASK} the third angle of a triangle (?:with|whose other) (?:two )?angles (?:are |of )?A1 and A2",
        r"in a triangle, angle A is A1 and angle B is A2[.,;] how many degrees is angle C",
    )
)
_POLYGONS = {
    "triangle": 3, "quadrilateral": 4, "pentagon": 5, "hexagon": 6, "heptagon": 7, "octagon": 8,
    "nonagon": 9, "decagon": 10, "dodecagon": 12,
}  # fmt: skip
_POLYGON = (
    rf"an? (?P<regular>regular )?(?:(?P<name>{'|'.join(_POLYGONS)})|(?:polygon (?:with )?(?P<n>\d+)(?:"
    rf" sides)?"
    r"|(?P<n2>\d+)-(?:gon|sided polygon)|polygon with (?P<n3>\d+) sides))"
)
_OF_POLYGON = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:{ASK} )?the (?P<what>sum) of (?:all )?the (?:interior )?angles (?:of|in) {_POLYGON}",
        rf"(?:{ASK} )?(?:the )?(?:size of |measure of )?(?:each|an|one) (?P<what>interior|exterior)"
        rf" angle (?:of|in) {_POLYGON}",
    )
)


def read(text: str) -> Goal | None:
    """What is asked of two points or of angles; None where the text is anything else."""
    for pattern in _TWO_POINTS:
        match = pattern.fullmatch(text)
        if match is not None:
            return _points(match)
    for pattern in _THIRD:
        match = pattern.fullmatch(text)
        if match is not None:
            return _third_angle(match)
    for pattern in _OF_POLYGON:
        match = pattern.fullmatch(text)
        if match is not None:
            return _polygon(match)
    return None


def _points(match: re.Match[str]) -> Goal | None:
    given = {name: match[name].replace(" ", "") for name in ("ax", "ay", "bx", "by")}
    x1, y1, x2, y2 = (value_of(number(text)) for text in given.values())
    what = {"far": "distance", "gradient": "slope"}.get(match["what"].lower(), match["what"].lower())
    words = f"({given['ax']}, {given['ay']}) and ({given['bx']}, {given['by']})"
    if what == "distance":
        squares: Expr = exact((x1 - x2) ** 2 + (y1 - y2) ** 2)
        value: Expr = ("call", "sqrt", (squares,))
        return quantity(f"find the distance between {words}", value, ("distance", "d", "D"), approximate=True)
    if what == "midpoint":
        middle = several("tuple", ((x1 + x2) / 2, (y1 + y2) / 2))
        return quantity(f"find the midpoint of {words}", middle, ("midpoint", "M", "m"))
    if x1 == x2:
        return None
    names = ("slope", "m", "gradient")
    return quantity(f"find the slope of the line through {words}", (y2 - y1) / (x2 - x1), names)


def _degrees(value: Fraction) -> Expr:
    return ("unit", exact(value), "degree")


def _third_angle(match: re.Match[str]) -> Goal | None:
    a, b = value_of(number(match["a"])), value_of(number(match["b"]))
    if a <= 0 or b <= 0 or a + b >= 180:
        return None
    words = f"find the third angle of a triangle with angles {match['a']}° and {match['b']}°"
    return quantity(words, _degrees(180 - a - b), ("angle", "third angle", "x", "c", "C", "angle c"))


def _polygon(match: re.Match[str]) -> Goal | None:
    sides = (
        _POLYGONS[match["name"].lower()] if match["name"] else int(match["n"] or match["n2"] or match["n3"])
    )
    what = match["what"].lower()
    if not 3 <= sides <= 10_000 or (what != "sum" and not match["regular"]):
        return None
    name = match["name"].lower() if match["name"] else f"polygon with {sides} sides"
    total = Fraction(180 * (sides - 2))
    if what == "sum":
        return quantity(
            f"find the sum of the angles of a {name}", _degrees(total), ("sum", "S", "sum of angles")
        )
    value = total / sides if what == "interior" else Fraction(360, sides)
    return quantity(
        f"find each {what} angle of a regular {name}",
        _degrees(value),
        ("angle", f"{what} angle", f"each {what} angle"),
    )
