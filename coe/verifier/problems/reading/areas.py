"""Areas under curves and between them, from bounds that are stated or from where the curves meet.

An area "under" a curve that goes below the axis is not read: schools count what lies there in two ways.
Where two curves meet must be rational.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

from coe.verifier.algebra.solutions import solve_chain
from coe.verifier.calculus.binder_values import resolved
from coe.verifier.expressions.binders import bind, has_binder
from coe.verifier.expressions.building import minus, plus
from coe.verifier.expressions.contents import free_variables
from coe.verifier.expressions.expr import Chain, Expr, Relation
from coe.verifier.problems.goals import Goal
from coe.verifier.problems.reading.parts import ASK, exact, quantity
from coe.verifier.sentences.statements import plain_mathematics
from coe.verifier.syntax.printing import format_expression
from coe.verifier.values.exact import Undefined
from coe.verifier.values.reals import real_value

WORDS = ("area",)
"""A statement, in lower case, without any of these is not for this reader."""
_CURVE = r"(?:the )?(?:curves?|graphs?(?: of)?|parabolas?|lines?|functions?)?\s*(?:of )?(?:y|[fgh]\(x\)) = "
_BODY = r"(?P<{0}>[^,;=]+?)"
_SECOND = r"(?:(?:the )?(?:line |curve |graph of )?(?:y|[fgh]\(x\)) = |(?=(?:the )?x-axis))"
_AXIS = r"the x-axis"
_BOUNDS = (
    r",? (?:from|between|for) (?:x = )?(?P<a>\S+) (?:to|and) (?:x = )?(?P<b>\S+)"
    r"|, (?:and )?(?:the lines? )?x = (?P<a2>\S+),? and x = (?P<b2>\S+)"
)
_AREA = rf"(?:{ASK} )?(?:the )?area (?:of the region )?"
_FORMS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            "under",
            rf"{_AREA}(?:under|below) {_CURVE}{_BODY.format('f')}(?:(?:,? and)? above {_AXIS})?(?:{_BOUNDS})",
        ),
        (
            "between",
            rf"{_AREA}(?:between|bounded by|enclosed by|enclosed between) {_CURVE}{_BODY.format('f')}"
            rf"(?: and|,) {_SECOND}{_BODY.format('g')}(?:{_BOUNDS})?",
        ),
    )
)
_X = "x"
_ZERO = exact(0)
_MOST_PIECES = 8


def read(text: str) -> Goal | None:
    """The area that a statement asks for; None where it is anything else."""
    for kind, form in _FORMS:
        match = form.fullmatch(text)
        if match is not None:
            try:
                return _area(match, kind == "under")
            except Undefined:
                return None
    return None


def _area(match: re.Match[str], under: bool) -> Goal | None:
    found = match.groupdict()
    upper = plain_mathematics(found["f"] or "")
    axis = (found.get("g") or _X + "-axis").lower().removeprefix("the ") == "x-axis"
    lower = _ZERO if axis else plain_mathematics(found["g"] or "")
    if upper is None or lower is None or not free_variables(upper) | free_variables(lower) <= {_X}:
        return None
    meet = solve_chain(Chain((upper, lower), (Relation.EQ,)), _X)
    if meet is None or meet.points is None:
        return None
    ends = _ends(found)
    if ends is None and (found["a"] or found.get("a2")):
        return None
    inside = [point for point in meet.points if ends is None or ends[0] < Fraction(point) < ends[1]]
    rational = [Fraction(point) for point in inside if isinstance(point, (int, Fraction))]
    if len(rational) < len(inside) or len(inside) > _MOST_PIECES:
        return None
    places = sorted({*rational, *(ends or ())})
    return _total(minus(upper, lower), places, under, _words(upper, lower, axis, ends))


def _ends(found: dict[str, str | None]) -> tuple[Fraction, Fraction] | None:
    low, high = found["a"] or found["a2"], found["b"] or found["b2"]
    values = [plain_mathematics(text) for text in (low, high) if text]
    known = [None if value is None else real_value(value) for value in values]
    if len(known) < 2 or not all(isinstance(value, (int, Fraction)) for value in known):
        return None
    start, stop = (Fraction(value) for value in known if value is not None)
    return (start, stop) if start < stop else None


def _words(upper: Expr, lower: Expr, axis: bool, ends: tuple[Fraction, Fraction] | None) -> str:
    other = "the x-axis" if axis else f"y = {format_expression(lower)}"
    words = f"find the area between y = {format_expression(upper)} and {other}"
    return words if ends is None else f"{words} from x = {ends[0]} to x = {ends[1]}"


def _total(height: Expr, places: list[Fraction], under: bool, words: str) -> Goal | None:
    """The sum of the pieces, each taken as positive."""
    total: Expr = _ZERO
    for low, high in pairwise(places):
        piece = resolved(("int", bind(height, _X), _X, exact(low), exact(high)))
        value = None if has_binder(piece) else real_value(piece)
        if value is None or (under and value < 0):
            return None
        total = plus(total, piece) if value >= 0 else minus(total, piece)
    if len(places) < 2:
        return None
    return quantity(words, total, ("area", "A", "total area"), approximate=True)
