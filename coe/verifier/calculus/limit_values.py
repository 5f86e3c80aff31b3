"""Limits of functions of one variable: their value, infinity, or that there is none.

In order: quotients of polynomials, parameters allowed (the derivative as a limit is one of them); continuity
at the point, shown by enclosures; Laurent series with rational coefficients; the arithmetic of limits; u^v
as e^(v ln u); then SymPy, whose answer counts only where values near the point come close to it.
"""

from __future__ import annotations

from fractions import Fraction

from coe.verifier.algebra.polynomials import BITS, Algebra, Beyond, Poly
from coe.verifier.calculus.continuity import is_continuous
from coe.verifier.calculus.limit_rules import INFINITY, MINUS_INFINITY, by_rules, is_infinite
from coe.verifier.calculus.series import Series, expand
from coe.verifier.expressions.building import ONE, over, plus, times
from coe.verifier.expressions.contents import calls_of, free_variables, mentions
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.substitution import value_at
from coe.verifier.values.exact import Undefined
from coe.verifier.values.reals import real_value

_T: Expr = ("var", "t")
_NEAR = 2.0**-10
_MOST_CALLS = 8
_STEPS = (3, 5, 7)
_SIDES = {"+": 1, "-": -1, "": 0}


def limit(body: Expr, name: str, point: Expr, side: str) -> Expr | None:
    """The limit as a plain expression, oo or -oo; None where that is beyond.

    Args:
        body: the function.
        name: its variable.
        point: where the variable goes to; oo and -oo too.
        side: "+" from above, "-" from below, "" from both.

    Raises:
        Undefined: there is no limit: the sides differ, or it oscillates between infinities.
    """
    found = _by_own_rules(body, name, point, side)
    if found is None and free_variables(body) == {name}:
        found = _by_sympy(body, name, point, side)
    return found


def _by_own_rules(body: Expr, name: str, point: Expr, side: str) -> Expr | None:
    if not mentions(body, name):
        return body
    if mentions(point, name) or "t" in free_variables(body) - {name} or "t" in free_variables(point):
        return None
    if point == INFINITY:
        moved, way = value_at(body, name, over(ONE, _T)), 1
    elif point == MINUS_INFINITY:
        moved, way = value_at(body, name, over(ONE, _T)), -1
    else:
        moved, way = value_at(body, name, plus(point, _T)), _SIDES[side]
    for attempt in (_of_quotient, _of_series):
        try:
            return attempt(moved, way)
        except Beyond:
            pass
    if free_variables(body) != {name}:
        return None
    if not is_infinite(point) and _is_continuous_at(body, name, point, way):
        return value_at(body, name, point)
    found = by_rules(body, name, lambda part: _of_part(part, name, point, side))
    return _of_power(body, name, point, side) if found is None else found


def _of_part(part: Expr, name: str, point: Expr, side: str) -> Expr | None:
    """A part without a limit says nothing of the whole: atan(1/x)^2 has one at 0."""
    try:
        return _by_own_rules(part, name, point, side)
    except Undefined:
        return None


def _of_quotient(moved: Expr, way: int) -> Expr:
    others = sorted(free_variables(moved) - {"t"})
    top, bottom = Algebra(("t", *others)).ratio(moved)
    low, first = _lowest(top)
    high, second = _lowest(bottom or {0: 1})
    if not top or low > high:
        return ("num", Fraction(0), None)
    value = over(_polynomial(first, others), _polynomial(second, others))
    if low == high:
        return value
    if others:
        raise Beyond("the sign of a parameter")
    lead = Fraction(first[0]) / Fraction(second[0])
    return _infinite(lead, low - high, way)


def _lowest(poly: Poly) -> tuple[int, Poly]:
    """The lowest power of t and its coefficient in the other variables, their place in the keys kept."""
    if not poly:
        return 0, {}
    power = min(key & 0xFFFF for key in poly)
    return power, {key - power: value for key, value in poly.items() if key & 0xFFFF == power}


def _polynomial(poly: Poly, names: list[str]) -> Expr:
    total: Expr = ("num", Fraction(0), None)
    for key, value in poly.items():
        term: Expr = ("num", Fraction(value), None)
        for index, name in enumerate(names, start=1):
            exponent = key >> BITS * index & 0xFFFF
            if exponent:
                term = times(term, ("^", ("var", name), ("num", Fraction(exponent), None)))
        total = plus(total, term)
    return total


def _infinite(lead: Fraction, power: int, way: int) -> Expr:
    if power % 2 and way == 0:
        raise Undefined("the limits from the two sides differ")
    positive = (lead > 0) == (power % 2 == 0 or way > 0)
    return INFINITY if positive else MINUS_INFINITY


def _of_series(moved: Expr, way: int) -> Expr:
    if len(calls_of(moved)) > _MOST_CALLS:
        raise Beyond("too many functions")
    try:
        return _value(expand(moved, way), way)
    except Beyond:
        if way:
            raise
    left, right = (_value(expand(moved, each), each) for each in (-1, 1))
    if left != right:
        raise Undefined("the limits from the two sides differ")
    return right


def _value(found: Series, way: int) -> Expr:
    if found.lowest > 0:
        return ("num", Fraction(0), None)
    if not found.coefficients or not found.coefficients[0]:
        raise Beyond("too few terms")
    if found.lowest == 0:
        return ("num", found.coefficients[0], None)
    return _infinite(found.coefficients[0], found.lowest, way)


def _is_continuous_at(body: Expr, name: str, point: Expr, way: int) -> bool:
    value = real_value(point)
    if value is None or not -(10**6) < value < 10**6:
        return False
    middle = float(value)
    for reach in (_NEAR, _NEAR**2, _NEAR**3):
        low = middle if way > 0 and Fraction(value) == Fraction(middle) else middle - reach
        high = middle if way < 0 and Fraction(value) == Fraction(middle) else middle + reach
        if is_continuous(body, name, low, high):
            return True
    return False


def _of_power(body: Expr, name: str, point: Expr, side: str) -> Expr | None:
    """u^v is e^(v ln u), and the exponential is continuous."""
    if body[0] != "^" or not mentions(body[2], name) or not mentions(body[1], name):
        return None
    inner = _of_part(times(body[2], ("call", "ln", (body[1],))), name, point, side)
    if inner is None:
        return None
    if inner in (INFINITY, MINUS_INFINITY):
        return INFINITY if inner == INFINITY else ("num", Fraction(0), None)
    return ("^", ("const", "e"), inner)


def _by_sympy(body: Expr, name: str, point: Expr, side: str) -> Expr | None:
    from coe.verifier.workers import symbolic

    found = symbolic.limit(body, name, point, side)
    if found is None or free_variables(found):
        return None
    ways = ["+", "-"] if side == "" and point not in (INFINITY, MINUS_INFINITY) else [side or "+"]
    return found if all(_comes_close(body, name, point, way, found) for way in ways) else None


def _comes_close(body: Expr, name: str, point: Expr, way: str, found: Expr) -> bool:
    """Whether values at three points, nearer and nearer, approach the limit."""
    infinite = found in (INFINITY, MINUS_INFINITY)
    distances: list[Fraction] = []
    for step in _STEPS:
        ten: Expr = ("num", Fraction(10) ** step, None)
        if point in (INFINITY, MINUS_INFINITY):
            near = ten if point == INFINITY else ("neg", ten)
        else:
            near = ("+" if way == "+" else "-", point, over(ONE, ten))
        try:
            value = real_value(value_at(body, name, near))
            aim = Fraction(0) if infinite else real_value(found)
        except Undefined:
            return False
        if value is None or aim is None:
            return False
        distances.append(Fraction(value) - Fraction(aim))
    first, second, third = distances
    if infinite:
        return first < second < third > 0 if found == INFINITY else first > second > third < 0
    return abs(third) <= abs(second) <= abs(first) and 3 * abs(third) <= abs(first)
