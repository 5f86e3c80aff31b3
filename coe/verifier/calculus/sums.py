"""Sums and products over whole numbers: values, closed forms, and claims about them by induction.

- A finite one is worked out term by term, up to MAX_TERMS of them.
- A sum of a polynomial in its index has the closed form of Faulhaber; one of c * r^k that of the geometric
  series, with |r| < 1 where it has no end. Without end, one of a quotient of polynomials: rational_series.py.
- A claim about a sum up to n (both sides may hold such sums) is true for every whole n from the start on
  when it is at the start, and both sides grow by the same from n - 1 to n. It is false when some small n
  refutes it.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

from coe.verifier.algebra.polynomials import Algebra, Beyond, same_rational
from coe.verifier.calculus.rational_series import rational_series
from coe.verifier.expressions.binders import free, has_binder, opened, replaced, transformed
from coe.verifier.expressions.building import ONE, ZERO, minus, over, plus, times
from coe.verifier.expressions.contents import free_variables
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.substitution import value_at
from coe.verifier.values.exact import Undefined, evaluate
from coe.verifier.values.points import identical
from coe.verifier.values.reals import real_value

MAX_TERMS = 1000
_MAX_DEGREE = 10
_TRIED = 6
_INFINITY: Expr = ("const", "oo")


def value_of(node: Expr) -> Expr | None:
    """The value, or closed form, of a "sum" or "prod" without other binders in it; None where beyond.

    Raises:
        Undefined: a term is not defined, or the series does not converge.
    """
    kind, _, name, low, high = node
    body = free(node)
    start, stop = evaluate(low), evaluate(high)
    if any(end is not None and end.denominator != 1 for end in (start, stop)):
        return None
    if start is not None and stop is not None:
        return _finite(kind, body, name, int(start), int(stop))
    if kind == "prod":
        return None
    if high == _INFINITY:
        return _series(body, name, low)
    closed = _faulhaber(body, name, low, high)
    return _geometric(body, name, low, high) if closed is None else closed


def _finite(kind: str, body: Expr, name: str, low: int, high: int) -> Expr | None:
    if high - low >= MAX_TERMS:
        closed = _faulhaber(body, name, _number(low), _number(high)) if kind == "sum" else None
        return closed or (_geometric(body, name, _number(low), _number(high)) if kind == "sum" else None)
    names = free_variables(body)
    if names <= {name}:
        total = Fraction(kind == "prod")
        for index in range(low, high + 1):
            term = evaluate(body, {name: Fraction(index)})
            if term is None:
                break
            total = total * term if kind == "prod" else total + term
            if total.denominator.bit_length() > 20_000 or total.numerator.bit_length() > 20_000:
                return None
        else:
            return _number(total)
    if high - low > 40:
        return None
    result = ONE if kind == "prod" else ZERO
    for index in range(low, high + 1):
        term_ = value_at(body, name, _number(index))
        result = times(result, term_) if kind == "prod" else plus(result, term_)
    return result


def _number(value: int | Fraction) -> Expr:
    return ("num", Fraction(value), None)


def _faulhaber(body: Expr, name: str, low: Expr, high: Expr) -> Expr | None:
    """The sum of a polynomial in the index, whose coefficients may hold other names."""
    others = sorted(free_variables(body) - {name})
    try:
        poly, bottom = Algebra((name, *others)).ratio(body)
    except Beyond:
        return None
    if bottom is not None or any(key & 0xFFFF > _MAX_DEGREE for key in poly):
        return None
    before = minus(low, ONE) if low != ONE else ZERO
    total = ZERO
    for key, value in poly.items():
        power = key & 0xFFFF
        term = minus(_power_sum(power, high), _power_sum(power, before))
        total = plus(total, times(_monomial(key, value, others), term))
    return total


def _monomial(key: int, value: Fraction | int, others: list[str]) -> Expr:
    result = _number(value)
    for index, name in enumerate(others, start=1):
        exponent = key >> 16 * index & 0xFFFF
        if exponent:
            result = times(result, ("^", ("var", name), _number(exponent)))
    return result


def _power_sum(power: int, n: Expr) -> Expr:
    """1^p + ... + n^p as a polynomial in n, also for n = 0 (0^0 counted as no term)."""
    total = ZERO
    for index in range(power + 1):
        coefficient = Fraction(comb(power + 1, index), power + 1) * _bernoulli(index)
        if coefficient:
            exponent = power + 1 - index
            total = plus(
                total, times(_number(coefficient), n if exponent == 1 else ("^", n, _number(exponent)))
            )
    return total


def _bernoulli(index: int) -> Fraction:
    """B_0 .. with B_1 = +1/2."""
    row: list[Fraction] = []
    for m in range(index + 1):
        row.append(Fraction(1, m + 1))
        for j in range(m, 0, -1):
            row[j - 1] = j * (row[j - 1] - row[j])
    return row[0]


def _ratio(body: Expr, name: str) -> Expr | None:
    """The constant ratio of neighbouring terms, None where it is not constant."""
    following = value_at(body, name, ("+", ("var", name), ONE))
    first, second = (evaluate(body, {name: Fraction(k)}) for k in (2, 3))
    if first and second is not None:
        ratio: Expr = _number(second / first)
    else:
        ratio = over(value_at(body, name, _number(1)), value_at(body, name, ZERO))
    if free_variables(ratio) & {name}:
        return None
    from coe.verifier.algebra.rewriting import same_after_rewriting

    return ratio if same_after_rewriting(following, times(ratio, body)) else None


def _geometric(body: Expr, name: str, low: Expr, high: Expr) -> Expr | None:
    ratio = _ratio(body, name)
    if ratio is None or ratio == ONE:
        return None
    first = value_at(body, name, low)
    behind = value_at(body, name, plus(high, ONE))
    return over(minus(first, behind), minus(ONE, ratio))


def _series(body: Expr, name: str, low: Expr) -> Expr | None:
    ratio = _ratio(body, name)
    if ratio is None:
        start = evaluate(low)
        return None if start is None else rational_series(body, name, int(start))
    if not free_variables(ratio):
        size = real_value(("call", "abs", (ratio,)))
        if size is None:
            return None
        if size >= 1:
            raise Undefined("a geometric series that does not converge")
    return over(value_at(body, name, low), minus(ONE, ratio))


def same_by_induction(left: Expr, right: Expr) -> bool | None:
    """Whether two sides with sums or products up to one and the same n are equal for every such n."""
    ends = {node[4] for node in _open_nodes(left) + _open_nodes(right)}
    starts = [evaluate(node[3]) for node in _open_nodes(left) + _open_nodes(right)]
    if len(ends) != 1 or any(start is None or start.denominator != 1 for start in starts):
        return None
    (end,) = ends
    if end[0] != "var":
        return None
    start = max(start for start in starts if start is not None)
    equal = [_same_at(left, right, end[1], int(start) + step) for step in range(_TRIED)]
    if False in equal:
        return False
    if equal[0] is not True:
        return None
    before = minus(end, ONE)
    growth = [_growth(side, end, before) for side in (left, right)]
    if growth[0] is None or growth[1] is None:
        return None
    from coe.verifier.algebra.rewriting import same_after_rewriting

    return True if same_after_rewriting(growth[0], growth[1]) else None


def _open_nodes(side: Expr) -> list[Expr]:
    found: list[Expr] = []

    def note(node: Expr) -> Expr:
        if node[0] in ("sum", "prod"):
            found.append(node)
        return node

    transformed(side, note)
    return found


def _same_at(left: Expr, right: Expr, name: str, n: int) -> bool | None:
    from coe.verifier.calculus.binder_values import resolved

    a, b = (resolved(value_at(side, name, _number(n))) for side in (left, right))
    if has_binder(a) or has_binder(b):
        return None
    same = same_rational(a, b)
    return identical(a, b) if same is None else same


def _growth(side: Expr, end: Expr, before: Expr) -> Expr | None:
    """side(n) - side(n - 1) for sums, side(n) / side(n - 1) for one product; None where they are mixed."""
    nodes = _open_nodes(side)
    if any(has_binder(node[1]) for node in nodes):
        return None
    products = [node for node in nodes if node[0] == "prod"]
    if products:
        return None
    if not nodes:
        return minus(side, replaced(side, end, before))
    if not _is_linear(side):
        return None
    with_last = transformed(side, lambda node: _last_term(node, end) if node[0] == "sum" else node)
    return minus(with_last, _without_sums(side, end, before))


def _last_term(node: Expr, end: Expr) -> Expr:
    return opened(node[1], node[2], end)


def _without_sums(side: Expr, end: Expr, before: Expr) -> Expr:
    """side(n - 1) with its sums, which the same sums in side(n) cancel, left out."""
    return replaced(transformed(side, lambda node: ZERO if node[0] == "sum" else node), end, before)


def _is_linear(side: Expr) -> bool:
    """Whether sums stand only as terms with constant factors: then they cancel in side(n) - side(n - 1)."""
    kind = side[0]
    if kind == "sum":
        return True
    if kind in ("+", "-"):
        return _is_linear(side[1]) and _is_linear(side[2])
    if kind == "neg":
        return _is_linear(side[1])
    if kind == "*":
        for factor, rest in ((side[1], side[2]), (side[2], side[1])):
            if not free_variables(factor) and not has_binder(factor):
                return _is_linear(rest)
    if kind == "/" and not free_variables(side[2]) and not has_binder(side[2]):
        return _is_linear(side[1])
    return not has_binder(side)
