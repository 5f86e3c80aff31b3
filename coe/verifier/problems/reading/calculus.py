"""Problems of calculus and trigonometry: derivatives, integrals, limits, sums, tangents, extremes.

"Find f'(2) if f(x) = x^3", "evaluate the integral of x^2 from 0 to 2", "find the limit of ... as x approaches
1", "find the tangent to y = x^2 at x = 3", "find the critical points of ...", "solve sin x = 1/2 in [0, pi)":
plain text and LaTeX. A limit, sum or integral that has no value, or no known one, is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from coe.verifier.algebra.periodic import is_trigonometric
from coe.verifier.algebra.polynomials import Algebra, Beyond
from coe.verifier.algebra.roots import dense, derivative, real_roots
from coe.verifier.calculus.binder_values import resolved
from coe.verifier.calculus.derivatives import differentiate
from coe.verifier.expressions.angles import in_radians
from coe.verifier.expressions.binders import bind, free, has_binder
from coe.verifier.expressions.building import minus, plus, times
from coe.verifier.expressions.contents import free_variables, is_constant, kinds_of
from coe.verifier.expressions.expr import Chain, Expr, Relation
from coe.verifier.expressions.substitution import value_at
from coe.verifier.problems.goals import Form, Goal, Kind
from coe.verifier.sentences.statements import plain_mathematics, plain_text, read_line
from coe.verifier.sentences.valueless import UNDEFINED
from coe.verifier.syntax.lexer import ParseFailure
from coe.verifier.syntax.printing import format_expression
from coe.verifier.values.exact import Undefined, evaluate

_TRIGGER = re.compile(
    r"derivative|differentiate|integra|limit|\\lim|lim_|lim |∫|\\int|\\sum|\\prod|∑|∏|sum_"
    r"|sum of (?:the )?first|sum from|[a-z]'+\s*\(|\by'|dy ?/ ?dx|\\frac\{d|d/d"
    r"|tangent|slope|gradient|critical|stationary|turning|maxim|minim"
    r"|(?<![a-z])(?:sin|cos|tan|sec|csc|cot)(?![a-z])",
    re.IGNORECASE,
)
_FIND = r"(?:find|determine|calculate|compute|evaluate|work out|what is|what's|what are|give|state)"
_THE = r"(?:the )?(?:exact )?(?:value of )?(?:the )?"
_FUNCTION = r"(?:(?:the )?(?:function|curve|graph of|graph|expression|parabola)\s*:?\s*)*(?P<fn>[^;]+?)"
_AT = (
    r"(?:at|when|for|where)\s+(?:the point\s+)?"
    r"(?:(?:where\s+)?(?P<at>[a-z]\s*=\s*[^,;]+?)|(?P<point>\([^()]*\)))"
)
_WITH = r"(?:,?\s*with respect to (?P<var>[a-z]|theta))?"
_ORDER = r"(?P<order>first |second |third )?"
_GIVEN = r"(?:let|given(?: that)?|if|suppose(?: that)?|consider|for)\s+(?:the )?(?:function |curve )?"


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?:please )?{pattern}", re.IGNORECASE) for pattern in patterns)


_DERIVATIVE = _compiled(
    rf"(?:{_FIND} {_THE}{_ORDER}derivative of|differentiate)\s+{_FUNCTION}{_WITH}(?:,?\s+{_AT})?",
    rf"{_FIND} {_THE}(?:slope|gradient) of (?:the )?(?:tangent(?: line)? (?:to|of) )?(?:the )?"
    rf"{_FUNCTION}\s+{_AT}",
)
_NAMED = r"(?P<name>[a-z]'{1,3}\s*\([^()]*\)|[a-z]'{1,3}|d\^?2?[a-z]\s*/\s*d[a-z](?:\^?2)?)"
_DERIVATIVE_NAMED = _compiled(
    rf"{_FIND} {_THE}{_NAMED}(?:\s+{_AT})?,?\s*(?:if|when|for|where|given(?: that)?|of|:)\s*{_FUNCTION}",
    rf"{_GIVEN}{_FUNCTION}\s*[,.;]\s*(?:then )?{_FIND} {_THE}{_NAMED}(?:\s+{_AT})?",
)
_LIMITS = r"(?:from|between)\s+(?P<low>\S+|[a-z] = \S+)\s+(?:to|and)\s+(?P<high>\S+)"
_INTEGRAL = _compiled(
    rf"(?:{_FIND} {_THE}(?:definite )?integral of|integrate)\s+{_FUNCTION}(?:\s*d(?P<d>[a-z]))?{_WITH}"
    rf",?\s+{_LIMITS}",
    rf"{_FIND} {_THE}(?:definite )?integral {_LIMITS} of\s+{_FUNCTION}(?:\s*d(?P<d>[a-z]))?{_WITH}",
)
_SIDE = r"(?:\s+from (?:the )?(?P<side>right|left|above|below))?"
_TO = r"(?P<var>[a-z]|theta)\s*(?:->|approaches|tends to|goes to)\s*(?P<to>[^,;]+?)"
_LIMIT = _compiled(
    rf"{_FIND} {_THE}limit of\s+{_FUNCTION},?\s+as\s+{_TO}{_SIDE}",
    rf"{_FIND} {_THE}limit,? as\s+{_TO}{_SIDE},?\s+of\s+{_FUNCTION}",
)
_TANGENT = _compiled(
    rf"{_FIND} {_THE}(?:equation of (?:the )?)?tangent(?: line)? (?:to|of) (?:the )?{_FUNCTION}\s+{_AT}",
)
_CRITICAL = _compiled(
    rf"{_FIND} (?:all )?(?:the )?(?:critical|stationary|turning) (?:points?|numbers?|values?) of {_FUNCTION}",
    rf"{_FIND} (?:all )?(?:the )?x-(?:coordinates?|values?) of (?:all )?(?:the )?(?:critical|stationary"
    rf"|turning) points? of {_FUNCTION}",
)
_EXTREME = _compiled(rf"{_FIND} (?:the )?(?P<which>maximum|minimum)(?: value)? of {_FUNCTION}")
_SUM = _compiled(
    rf"{_FIND} {_THE}sum of (?:the )?first (?P<n>[a-z]|\d+) (?:positive |natural |counting )?"
    r"(?P<what>odd numbers|even numbers|odd integers|even integers|integers|numbers|natural numbers|squares"
    r"|cubes|perfect squares|perfect cubes|square numbers|cube numbers)",
)
_BOUNDS = r"(?P<low>[^<>,;]+?)\s*(?P<l><=|<)\s*(?P<v>[a-z]|theta)\s*(?P<h><=|<)\s*(?P<high>[^<>,;]+?)"
_TRIGONOMETRIC = _compiled(
    rf"(?:solve|{_FIND} (?:all )?(?:the )?solutions (?:of|to))(?: (?:the )?equation)?\s*:?\s*(?P<eq>[^,;]+?)"
    rf",?\s+(?:for|where|with|when|given|if)\s+{_BOUNDS}",
    r"(?:solve|find (?:all )?(?:the )?solutions (?:of|to))(?: (?:the )?equation)?\s*:?\s*(?P<eq>[^,;]+?)"
    r"(?: for (?P<v>[a-z]|theta))?,?\s+(?:on|in|over|for [a-z] (?:in|∈))\s+(?:the )?(?:interval )?"
    r"(?P<open>[\[(])(?P<low>[^,]+),(?P<high>[^,]+)(?P<close>[\])])",
)
_LEIBNIZ = re.compile(r"\(\(\s*d\s?([a-z])\s*\)/\(\s*d\s?([a-z])\s*\)\)")
Reader = Callable[[re.Match[str]], Goal | None]
_EVALUATE = _compiled(rf"(?:{_FIND} {_THE})?(?P<fn>.+)")
_TERMS = {"odd": "2k - 1", "even": "2k", "sq": "k^2", "cu": "k^3", "perfect sq": "k^2", "perfect cu": "k^3"}
_CALLED = {
    "lim": ("limit", "L"), "int": ("integral", "I"), "sum": ("sum", "S"), "prod": ("product", "P"),
    "deriv": ("slope", "gradient", "derivative"),
}  # fmt: skip
_ORDINALS = {1: "", 2: "second ", 3: "third "}
_ORDERS = {"": 1, "first": 1, "second": 2, "third": 3}


def read(text: str) -> Goal | None:
    """The problem of calculus that the statement poses, or None."""
    if not _TRIGGER.search(text):
        return None
    try:
        plain = " ".join(_LEIBNIZ.sub(r"d\1/d\2", plain_text(text)).split()).rstrip(" .?")
    except ParseFailure:
        return None
    for patterns, reader in _READERS:
        for pattern in patterns:
            match = pattern.fullmatch(plain)
            goal = None if match is None else _safely(reader, match)
            if goal is not None:
                return goal
    return None


def _safely(reader: Reader, match: re.Match[str]) -> Goal | None:
    try:
        return reader(match)
    except (ParseFailure, Undefined, Beyond):
        return None


def _function(text: str) -> tuple[Expr, str] | None:
    """The body and the variable of "f(x) = x^2", "y = x^2" or "x^2"."""
    head = re.match(r"\s*(?:[a-z]\s*\(\s*([a-z])\s*\)|y|[fgh])\s*=\s*(.+)", text, re.IGNORECASE)
    body = plain_mathematics(head[2] if head else text)
    if body is None:
        return None
    names = free_variables(body)
    variable = head[1] if head and head[1] else next(iter(names)) if len(names) == 1 else "x"
    return body, variable


def _point(match: re.Match[str], variable: str) -> Expr | None:
    """The value of the variable in "at x = 2" or "at (2, 4)"."""
    if match["at"]:
        name, _, value = match["at"].partition("=")
        if name.strip() != variable:
            raise ParseFailure("a point of another variable")
        return _constant(value)
    if match["point"]:
        pair = plain_mathematics(match["point"])
        if pair is None or pair[:2] != ("seq", "tuple") or len(pair[2]) != 2:
            raise ParseFailure("a point that is no pair")
        point: Expr = pair[2][0]
        return point
    return None


def _constant(text: str) -> Expr:
    value = plain_mathematics(text)
    if value is None or not is_constant(value):
        raise ParseFailure("no constant")
    return value


def _derivative(match: re.Match[str]) -> Goal | None:
    found = _function(match["fn"])
    if found is None:
        return None
    body, variable = found
    variable = match.groupdict().get("var") or variable
    order = _ORDERS[(match.groupdict().get("order") or "").strip().lower()]
    return _derived(body, variable, order, _point(match, variable))


def _derivative_named(match: re.Match[str]) -> Goal | None:
    found = _function(match["fn"])
    name = match["name"].replace(" ", "")
    head = re.match(r"\s*([a-z])\s*(?:\(\s*[a-z]\s*\))?\s*=", match["fn"], re.IGNORECASE)
    letter = re.match(r"d(?:\^?2)?([a-z])/d([a-z])", name)
    if found is None or (head and head[1] != (letter[1] if letter else name[0])):
        return None
    body, variable = found
    if letter and letter[2] != variable:
        return None
    order = 2 if letter and "2" in name else name.count("'") or 1
    point = _point(match, variable)
    inside = re.search(r"\((.*)\)", name)
    if inside and inside[1] != variable:
        point = _constant(inside[1])
    return _derived(body, variable, order, point)


def _derived(body: Expr, variable: str, order: int, point: Expr | None) -> Goal | None:
    if differentiate(body, variable, order) is None or has_binder(body):
        return None
    shown = format_expression(body)
    if point is None and order == 1:
        words = f"differentiate {shown} with respect to {variable}"
        return Goal(Kind.DERIVATIVE, words, variables=(variable,), expression=body, form=Form.SIMPLIFIED)
    at: Expr = ("var", variable) if point is None else point
    node = ("deriv", bind(body, variable), variable, at, order)
    words = f"find the {_ORDINALS[order]}derivative of {shown} with respect to {variable}"
    if point is None:
        return Goal(Kind.EXPRESSION, words, variables=(variable,), expression=node, form=Form.SIMPLIFIED)
    return _value(node, f"{words} at {variable} = {format_expression(point)}")


def _value(node: Expr, words: str) -> Goal | None:
    """A goal whose answer is the value of the node, or that it has none."""
    try:
        known = resolved(node)
    except Undefined:
        known = UNDEFINED
    if has_binder(known):
        return None
    names = tuple(sorted(free_variables(known)))
    form = Form.SIMPLIFIED if names else Form.VALUE
    called = frozenset(_CALLED.get(node[0], ()))
    return Goal(Kind.EXPRESSION, words, variables=names, expression=node, form=form, names=called)


def _integral(match: re.Match[str]) -> Goal | None:
    text = match["fn"]
    body = plain_mathematics(text)
    if body is None:
        return None
    names = free_variables(body)
    variable = match["d"] or match["var"] or (next(iter(names)) if len(names) == 1 else "x")
    low, high = (_constant(match[end].rpartition("=")[2]) for end in ("low", "high"))
    node = ("int", bind(body, variable), variable, low, high)
    return _value(node, f"calculate {format_expression(node)}")


def _limit(match: re.Match[str]) -> Goal | None:
    body = plain_mathematics(match["fn"])
    if body is None:
        return None
    side = {"right": "+", "above": "+", "left": "-", "below": "-", "": ""}[(match["side"] or "").lower()]
    variable = match["var"]
    node = ("lim", bind(body, variable), variable, _constant(match["to"]), side)
    return _value(node, f"calculate {format_expression(node)}")


def _tangent(match: re.Match[str]) -> Goal | None:
    found = _function(match["fn"])
    point = None if found is None else _point(match, found[1])
    if found is None or point is None or free_variables(found[0]) != {found[1]}:
        return None
    body, variable = found
    slope = differentiate(body, variable)
    if slope is None:
        return None
    height = value_at(body, variable, point)
    line = plus(times(value_at(slope, variable, point), minus(("var", variable), point)), height)
    words = f"find the tangent to y = {format_expression(body)} at {variable} = {format_expression(point)}"
    claim = Chain((("var", "y"), line), (Relation.EQ,))
    beside = ((variable, point), ("y", body), ("y", height))
    return Goal(Kind.EQUATION, words, (claim,), variables=("y", variable), beside=beside)


def _critical(match: re.Match[str]) -> Goal | None:
    found = _function(match["fn"])
    if found is None or free_variables(found[0]) != {found[1]}:
        return None
    body, variable = found
    slope = differentiate(body, variable)
    if slope is None:
        return None
    claim = Chain((slope, ("num", Fraction(0), None)), (Relation.EQ,))
    words = f"solve d/d{variable} ({format_expression(body)}) = 0 for {variable}"
    return Goal(Kind.EQUATION, words, (claim,), variables=(variable,))


def _extreme(match: re.Match[str]) -> Goal | None:
    """The largest or smallest value of a polynomial, where it has one at a rational point."""
    found = _function(match["fn"])
    if found is None or free_variables(found[0]) != {found[1]}:
        return None
    body, variable = found
    poly, bottom = Algebra((variable,)).ratio(body)
    coefficients = dense(poly)
    sign = 1 if match["which"].lower() == "minimum" else -1
    if (
        bottom is not None
        or len(coefficients) % 2 == 0
        or len(coefficients) < 3
        or sign * coefficients[-1] < 0
    ):
        return None
    points = real_roots(derivative(coefficients))
    values = [
        sum(
            (Fraction(value) * Fraction(point) ** power for power, value in enumerate(coefficients)),
            Fraction(0),
        )
        for point in points
        if isinstance(point, (int, Fraction))
    ]
    if len(values) != len(points):
        return None
    best = min(values) if sign > 0 else max(values)
    words = f"find the {match['which'].lower()} value of {format_expression(body)}"
    names = frozenset({match["which"].lower(), f"{match['which'].lower()} value"})
    return Goal(Kind.QUANTITY, words, expression=("num", Fraction(best), None), names=names)


def _sum(match: re.Match[str]) -> Goal | None:
    what = match["what"].lower()
    term = next((body for start, body in _TERMS.items() if what.startswith(start)), "k")
    body, high = plain_mathematics(term), plain_mathematics(match["n"])
    if body is None or high is None:
        return None
    node = ("sum", bind(body, "k"), "k", ("num", Fraction(1), None), high)
    return _value(node, f"calculate {format_expression(node)}")


def _trigonometric(match: re.Match[str]) -> Goal | None:
    statement = read_line(match["eq"])
    if len(statement.claims) != 1 or statement.claims[0].relations != (Relation.EQ,):
        return None
    if plain_mathematics(match["eq"].replace("=", "-(") + ")") is None:
        # Words in the equation, which the reader of lines would skip.
        return None
    names = free_variables(statement.claims[0].sides[0]) | free_variables(statement.claims[0].sides[1])
    if len(names) != 1 or (match["v"] and match["v"] not in names):
        return None
    (variable,) = names
    low, high = _constant(match["low"]), _constant(match["high"])
    degrees = "unit" in kinds_of(low) | kinds_of(high) or _in_right_angles(statement.claims[0], low, high)
    groups = match.groupdict()
    closed = (groups["open"] == "[", groups["close"] == "]") if groups.get("open") else (
        match["l"] == "<=", match["h"] == "<="
    )  # fmt: skip
    name: Expr = ("var", variable)
    ends = [low, high]
    if degrees:
        # 0 <= x <= 360°: one sign is for both ends.
        ends = [end if "unit" in kinds_of(end) else ("unit", end, "degree") for end in ends]
    window = Chain((name, ("interval", *map(in_radians, ends), *closed)), (Relation.IN,))
    shown = format_expression(("interval", *ends, *closed))
    words = f"solve {match['eq'].strip()} for {variable} in {shown}"
    return Goal(
        Kind.EQUATION, words, statement.claims, variables=(variable,), domain=(window,), in_degrees=degrees
    )


def _in_right_angles(equation: Chain, low: Expr, high: Expr) -> bool:
    """sin x = 1/2 for 0 <= x <= 360: degrees, without the sign."""
    start, stop = evaluate(low), evaluate(high)
    if start is None or stop is None or not is_trigonometric(equation):
        return False
    return stop >= 90 and start % 90 == stop % 90 == 0


def _evaluate(match: re.Match[str]) -> Goal | None:
    """An integral, limit, sum or derivative that stands there as such."""
    node = plain_mathematics(match["fn"])
    if node is None or not has_binder(node):
        return None
    if node[0] == "anti" and not has_binder(node[1]):
        words = f"integrate {format_expression(free(node))} with respect to {node[2]}"
        return Goal(Kind.INTEGRAL, words, variables=(node[2],), expression=free(node), form=Form.SIMPLIFIED)
    if node[0] == "deriv" and node[3] == ("var", node[2]):
        return _derived(free(node), node[2], node[4], None)
    return _value(node, f"calculate {format_expression(node)}")


_READERS: tuple[tuple[tuple[re.Pattern[str], ...], Reader], ...] = (
    (_DERIVATIVE_NAMED, _derivative_named), (_INTEGRAL, _integral), (_LIMIT, _limit), (_TANGENT, _tangent),
    (_DERIVATIVE, _derivative), (_CRITICAL, _critical), (_EXTREME, _extreme), (_SUM, _sum),
    (_TRIGONOMETRIC, _trigonometric), (_EVALUATE, _evaluate),
)  # fmt: skip
