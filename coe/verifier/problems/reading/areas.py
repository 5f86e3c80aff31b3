"""Areas under curves and between them, from bounds that are stated or from where the curves meet.

An area "under" a curve that goes below the axis is not read: schools count what lies there in two ways.
Where two curves meet must be a value of `exact_values.py`.
"""

from __future__ import annotations

import re
from itertools import pairwise

from coe.verifier.algebra.exact_values import exact_values
from coe.verifier.algebra.periodic import solve_within
from coe.verifier.algebra.realsets import interval
from coe.verifier.algebra.solutions import solve_chain
from coe.verifier.calculus.binder_values import resolved
from coe.verifier.expressions.binders import bind, has_binder
from coe.verifier.expressions.building import minus, plus
from coe.verifier.expressions.contents import free_variables
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation
from coe.verifier.problems.goals import Goal
from coe.verifier.problems.reading.parts import ASK, exact, quantity
from coe.verifier.sentences.statements import plain_mathematics
from coe.verifier.syntax.printing import format_expression
from coe.verifier.values.exact import Undefined
from coe.verifier.values.reals import Real, less, real_value

WORDS = ("area",)
"""A statement, in lower case, without any of these is not for this reader."""
_CURVE = r"(?:the )?(?:curves?|graphs?(?: of)?|parabolas?|lines?|functions?)?\s*(?:of )?(?:y|[fgh]\(x\)) = "
_BODY = r"(?P<{0}>[^,;=]+?)"
_SECOND = r"(?:(?:the )?(?:line |curve |graph of )?(?:y|[fgh]\(x\)) = |(?=(?:the )?x-axis))"
_AXIS = r"the x-axis"
_END = r"(?:(?:ln|log|sqrt) )?\S+"
_BOUNDS = (
    rf",? (?:from|between|for) (?:x = )?(?P<a>{_END}) (?:to|and) (?:x = )?(?P<b>{_END})"
    rf"|, (?:and )?(?:the lines? )?x = (?P<a2>{_END}),? and x = (?P<b2>{_END})"
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
            "under",
            rf"{_AREA}(?:under|below) {_CURVE}{_BODY.format('f')}(?:,? and)? above {_AXIS}",
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
_E: Expr = ("const", "e")
_MOST_PIECES = 8

Ends = tuple[Expr, Expr]


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
    ends = _ends(found)
    if ends is None and (found.get("a") or found.get("a2")):
        return None
    meet = _meet(upper, lower, ends)
    if meet is None:
        return None
    known = exact_values(meet)
    inside = [end for value, end in zip(meet, known, strict=True) if _is_inside(value, ends)]
    if None in inside or len(inside) > _MOST_PIECES:
        return None
    crossings = [end for end in inside if end is not None]
    places = crossings if ends is None else [ends[0], *crossings, ends[1]]
    return _total(minus(upper, lower), places, under, _words(upper, lower, axis, ends))


def _meet(upper: Expr, lower: Expr, ends: Ends | None) -> list[Real] | None:
    """Where the curves meet, in order; None where that is not known, or in infinitely many places."""
    chain = Chain((upper, lower), (Relation.EQ,))
    found = solve_chain(chain, _X)
    if found is None and ends is not None:
        low, high = (real_value(end) for end in ends)
        if low is None or high is None:
            return None
        found = solve_within((chain,), Joiner.AND, _X, interval(low, high, True, True))
    return None if found is None or found.points is None else list(found.points)


def _is_inside(value: Real, ends: Ends | None) -> bool:
    if ends is None:
        return True
    low, high = (real_value(end) for end in ends)
    return low is not None and high is not None and less(low, value) and less(value, high)


def _ends(found: dict[str, str | None]) -> Ends | None:
    """The bounds stated, in order; None where there are none, or none that are numbers."""
    low, high = (found.get(name) or found.get(f"{name}2") for name in "ab")
    shown = [_E if text == "e" else plain_mathematics(text) for text in (low, high) if text]
    known = [end for end in shown if end is not None and not free_variables(end)]
    if len(known) < 2:
        return None
    start, stop = map(real_value, known)
    if start is None or stop is None or not less(start, stop):
        return None
    return known[0], known[1]


def _words(upper: Expr, lower: Expr, axis: bool, ends: Ends | None) -> str:
    other = "the x-axis" if axis else f"y = {format_expression(lower)}"
    words = f"find the area between y = {format_expression(upper)} and {other}"
    if ends is None:
        return words
    return f"{words} from x = {format_expression(ends[0])} to x = {format_expression(ends[1])}"


def _total(height: Expr, places: list[Expr], under: bool, words: str) -> Goal | None:
    """The sum of the pieces, each taken as positive."""
    total: Expr = _ZERO
    for low, high in pairwise(places):
        piece = resolved(("int", bind(height, _X), _X, low, high))
        value = None if has_binder(piece) else real_value(piece)
        if value is None or (under and value < 0):
            return None
        total = plus(total, piece) if value >= 0 else minus(total, piece)
    if len(places) < 2:
        return None
    return quantity(words, total, ("area", "A", "total area"), approximate=True)
