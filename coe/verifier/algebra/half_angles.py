"""Trigonometric functions as rational functions of half-angle tangents: identities decided exactly.

With t = tan(x/2), sin x is 2t/(1 + t^2) and cos x is (1 - t^2)/(1 + t^2); x and t are independent, so two
expressions are the same function of x where they are the same rational function of x and t. Angles may be
sums of rational multiples of names, and of multiples of pi/12 (or 15 degrees).
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from coe.verifier.expressions.contents import calls_of
from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import evaluate

MAX_MULTIPLE = 8
MAX_NAMES = 3
_FUNCTIONS = frozenset({"sin", "cos", "tan", "sec", "csc", "cot"})
_TURN = "turn"
_ZERO: Expr = ("num", Fraction(0), None)
_ONE: Expr = ("num", Fraction(1), None)
_TWO: Expr = ("num", Fraction(2), None)

Angle = dict[str, Fraction]
Pair = tuple[Expr, Expr]


class NotAnAngle(Exception):
    """An angle of another form."""


def has_trigonometry(expr: Expr) -> bool:
    """Whether one of the six functions stands in the expression."""
    return any(name in _FUNCTIONS for name in calls_of(expr))


def without_trigonometry(left: Expr, right: Expr) -> tuple[Expr, Expr] | None:
    """Both expressions with their trigonometric functions rewritten, or None where an angle is another."""
    try:
        angles: list[Angle] = []
        for side in (left, right):
            _angles(side, angles)
        units = _units(angles)
        return _rewritten(left, units), _rewritten(right, units)
    except NotAnAngle:
        return None


def _angles(node: Expr, found: list[Angle]) -> None:
    if not node or node[0] in ("num", "var"):
        return
    if node[0] == "call" and node[1] in _FUNCTIONS:
        found.append(_angle(node[2][0]))
        return
    for part in node:
        if isinstance(part, tuple):
            _angles(part, found)


def _angle(node: Expr) -> Angle:
    """The multiples of names in an angle; "turn" counts multiples of pi."""
    kind = node[0]
    if kind == "var":
        return {node[1]: Fraction(1)}
    if kind == "const" and node[1] == "pi":
        return {_TURN: Fraction(1)}
    if kind == "unit" and node[2] == "degree":
        value = evaluate(node[1])
        if value is not None:
            return {_TURN: value / 180}
    if kind == "neg":
        return {name: -count for name, count in _angle(node[1]).items()}
    if kind in ("+", "-"):
        total = _angle(node[1])
        for name, count in _angle(node[2]).items():
            total[name] = total.get(name, Fraction(0)) + (count if kind == "+" else -count)
        return total
    if kind in ("*", "/"):
        return _scaled(kind, node[1], node[2])
    if kind == "num" and not node[1]:
        return {}
    raise NotAnAngle


def _scaled(kind: str, left: Expr, right: Expr) -> Angle:
    factor = evaluate(right)
    if factor is not None and (kind == "*" or factor):
        return {
            name: count * factor if kind == "*" else count / factor for name, count in _angle(left).items()
        }
    factor = evaluate(left) if kind == "*" else None
    if factor is None:
        raise NotAnAngle
    return {name: count * factor for name, count in _angle(right).items()}


def _units(angles: list[Angle]) -> dict[str, Fraction]:
    """For each name the largest angle of which every one that occurs is a whole multiple."""
    units: dict[str, Fraction] = {}
    for angle in angles:
        for name, count in angle.items():
            if name != _TURN and count:
                known = units.get(name)
                units[name] = abs(count) if known is None else _common(known, abs(count))
    for angle in angles:
        if len(angle) > MAX_NAMES:
            raise NotAnAngle
        for name, count in angle.items():
            if name != _TURN and count and abs(count / units[name]) > MAX_MULTIPLE:
                raise NotAnAngle
    return units


def _common(a: Fraction, b: Fraction) -> Fraction:
    bottom = lcm(a.denominator, b.denominator)
    return Fraction(gcd(int(a * bottom), int(b * bottom)), bottom)


def _rewritten(node: Expr, units: dict[str, Fraction]) -> Expr:
    if not isinstance(node, tuple) or not node or node[0] in ("num", "var", "const"):
        return node
    if node[0] == "call" and node[1] in _FUNCTIONS:
        return _function(node[1], *_cos_sin(_angle(node[2][0]), units))
    return tuple(_rewritten(part, units) for part in node)


def _function(name: str, cos: Expr, sin: Expr) -> Expr:
    if name == "sin":
        return sin
    if name == "cos":
        return cos
    if name in ("tan", "cot"):
        return ("/", sin, cos) if name == "tan" else ("/", cos, sin)
    return ("/", _ONE, cos if name == "sec" else sin)


def _cos_sin(angle: Angle, units: dict[str, Fraction]) -> Pair:
    total: Pair = _of_turn(angle.get(_TURN, Fraction(0)))
    for name, count in angle.items():
        if name != _TURN and count:
            total = _added(total, _multiple(("var", f"tan {name}/2"), int(count / units[name])))
    return total


def _added(a: Pair, b: Pair) -> Pair:
    if a == (_ONE, _ZERO):
        return b
    return (
        ("-", ("*", a[0], b[0]), ("*", a[1], b[1])),
        ("+", ("*", a[1], b[0]), ("*", a[0], b[1])),
    )


def _multiple(tangent: Expr, count: int) -> Pair:
    """cos and sin of a multiple, by Chebyshev's polynomials."""
    square = ("^", tangent, _TWO)
    cos: Expr = ("/", ("-", _ONE, square), ("+", _ONE, square))
    sin: Expr = ("/", ("*", _TWO, tangent), ("+", _ONE, square))
    size = abs(count)
    first, second = _chebyshev(size)
    value: Pair = (_polynomial(first, cos), ("*", sin, _polynomial(second, cos)))
    return value if count > 0 else (value[0], ("neg", value[1]))


def _chebyshev(size: int) -> tuple[list[int], list[int]]:
    """Coefficients of T_n and U_(n-1), lowest first."""
    t = [[1], [0, 1]]
    u = [[0], [1]]
    for table in (t, u):
        while len(table) <= size:
            shifted = [0, *(2 * value for value in table[-1])]
            before = table[-2] + [0] * (len(shifted) - len(table[-2]))
            table.append([a - b for a, b in zip(shifted, before, strict=True)])
    return t[size], u[size]


def _polynomial(coefficients: list[int], variable: Expr) -> Expr:
    value: Expr = ("num", Fraction(coefficients[-1]), None)
    for coefficient in reversed(coefficients[:-1]):
        value = ("*", value, variable)
        if coefficient:
            value = ("+", value, ("num", Fraction(coefficient), None))
    return value


def _of_turn(turn: Fraction) -> Pair:
    """cos and sin of a multiple of pi."""
    turn %= 2
    twelfths = turn * 12
    if twelfths.denominator != 1:
        raise NotAnAngle
    quarter, step = divmod(int(twelfths), 6)
    cos, sin = _FIRST_QUARTER[step]
    for _ in range(quarter):
        cos, sin = ("neg", sin) if sin != _ZERO else _ZERO, cos
    return cos, sin


def _root(value: int) -> Expr:
    return ("call", "sqrt", (("num", Fraction(value), None),))


def _over(top: Expr, bottom: int) -> Expr:
    return ("/", top, ("num", Fraction(bottom), None))


_FIRST_QUARTER: tuple[Pair, ...] = (
    (_ONE, _ZERO),
    (_over(("+", _root(6), _root(2)), 4), _over(("-", _root(6), _root(2)), 4)),
    (_over(_root(3), 2), _over(_ONE, 2)),
    (_over(_root(2), 2), _over(_root(2), 2)),
    (_over(_ONE, 2), _over(_root(3), 2)),
    (_over(("-", _root(6), _root(2)), 4), _over(("+", _root(6), _root(2)), 4)),
)
