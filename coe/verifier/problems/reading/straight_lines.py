"""Equations of straight lines: through two points, of a slope, parallel or perpendicular to another line.

What a statement says of the line is a row of conditions in any order ("through (1, 2)", "with slope 3"); they
must decide the line, be all that is said, and its equation must be asked.
"""

from __future__ import annotations

import re
from fractions import Fraction

from coe.verifier.algebra.systems import row_of
from coe.verifier.expressions.building import plus, times
from coe.verifier.expressions.expr import Chain, Expr, Relation
from coe.verifier.problems.goals import Goal, Kind
from coe.verifier.problems.reading.parts import ASK, NUMBER, exact, number, value_of
from coe.verifier.sentences.statements import read_line
from coe.verifier.syntax.printing import format_expression

WORDS = ("line", "parallel", "perpendicular")
"""A statement, in lower case, without any of these is not for this reader."""
_N = rf"-? ?{NUMBER}"
_POINT = rf"(?:the point )?(?:[A-Z] ?=? ?)?\( ?{_N} ?, ?{_N} ?\)"
_PAIR = re.compile(rf"\( ?({_N}) ?, ?({_N}) ?\)")
_EQUATION = r"[0-9./]*[xy] ?[-+=][-+=0-9xy/. ()*]*"
_THAT = r"(?:(?:that|which) )?"
_CONDITION = re.compile(
    rf"{_THAT}(?:(?:passes|goes|runs|passing|going|and) )?(?:through|contains|containing|joining|joins)"
    rf" (?:the (?:two )?points )?(?P<points>{_POINT}(?: and {_POINT})?)"
    rf"|(?:{_THAT}(?:has|with|of|whose) )?(?:an? |the )?(?:slope|gradient)(?: is| of)? (?P<slope>{_N})"
    rf"|{_THAT}(?:(?:(?:is|runs) )?parallel to|has the same slope as) (?:the line )?(?P<parallel>{_EQUATION})"
    rf"|{_THAT}(?:meets|crosses) (?:the line )?(?P<crossed>{_EQUATION}?) at (?:a right angle|right angles)"
    r"|(?:(?:that|which) )?(?:is )?(?:perpendicular|at right angles) to (?:the line )?"
    rf"(?P<perpendicular>{_EQUATION})",
    re.IGNORECASE,
)
_WRITE = rf"(?:{ASK}|write(?: down)?)"
_LEAD = re.compile(
    rf"(?P<asks>{_WRITE} |which (?:is )?)?(?:the |an? )?(?:equation (?:y = mx \+ b )?of (?:the |an? )?)?"
    r"(?:straight )?(?:line(?: k)?|(?=parallel to ))\s+",
    re.IGNORECASE,
)
_FORM = r"(?: in the form y = mx \+ [bc])"
_TAIL = re.compile(
    rf"(?:[.,;?] {_WRITE} (?:its equation|the equation of (?:the line|k|it)){_FORM}?|{_FORM})", re.I
)
_GLUE = re.compile(r"(?:,? ?and |, | )?", re.IGNORECASE)
_X: Expr = ("var", "x")


def read(text: str) -> Goal | None:
    """The line that the statement describes and whose equation it asks; None where it is anything else."""
    lead, tail = _LEAD.match(text), _TAIL.search(text)
    stop = len(text) if tail is None else tail.start()
    if lead is None or (tail is not None and tail.end() != len(text)):
        return None
    if tail is None and not lead["asks"]:
        return None
    points: list[tuple[Fraction, Fraction]] = []
    slopes: list[Fraction] = []
    at = lead.end()
    while at < stop:
        condition = _CONDITION.match(text, at, stop)
        if condition is None:
            return None
        if condition["points"]:
            points += [(_value(x), _value(y)) for x, y in _PAIR.findall(condition["points"])]
        else:
            slope = _slope(condition)
            if slope is None:
                return None
            slopes.append(slope)
        glue = _GLUE.match(text, condition.end(), stop)
        at = condition.end() if glue is None else glue.end()
    return _line(points, slopes, of_another="parallel" in text.lower() or "perpendicular" in text.lower())


def _value(text: str) -> Fraction:
    return value_of(number(text.replace("- ", "-")))


def _slope(condition: re.Match[str]) -> Fraction | None:
    if condition["slope"]:
        return _value(condition["slope"])
    claims = read_line(
        condition["parallel"] or condition["perpendicular"] or condition["crossed"], frozenset("xy")
    ).claims
    if len(claims) != 1 or claims[0].relations != (Relation.EQ,):
        return None
    left, right = claims[0].sides
    row = row_of(left, right, ("x", "y"))
    if row is None or not row.get("y"):
        return None
    slope = -row.get("x", Fraction(0)) / row["y"]
    if condition["parallel"]:
        return slope
    return -1 / slope if slope else None


def _line(points: list[tuple[Fraction, Fraction]], slopes: list[Fraction], of_another: bool) -> Goal | None:
    if len(points) == 2 and not slopes and points[0][0] != points[1][0]:
        (x, y), (u, v) = points
        slope = (v - y) / (u - x)
    elif len(points) == 1 == len(slopes):
        ((x, y),), (slope,) = points, slopes
    else:
        return None
    height = y - slope * x
    line = plus(times(exact(slope), _X), exact(height))
    claim = Chain((("var", "y"), line), (Relation.EQ,))
    words = f"find the line with slope {_shown(slope)} through ({_shown(x)}, {_shown(y)})"
    named = {"m": slope, "slope": slope, "gradient": slope, "b": height}
    beside = (("x", exact(x)), ("y", exact(y)))
    # Beside another line m and b may be its slope and its height.
    given = () if of_another else tuple((name, exact(value)) for name, value in named.items())
    return Goal(Kind.EQUATION, words, (claim,), variables=("y", "x"), beside=beside, given=given)


def _shown(value: Fraction) -> str:
    return format_expression(exact(value))
