"""Solution sets of equations and inequalities in one variable, over the reals.

Promises: a set that is returned is the exact set of real numbers for which the claim holds and every
expression in it is defined (irrational members to 45 digits). Covers rational functions with rational
coefficients, and square roots and absolute values in them; a variable that stands alone may equal any
constant the verifier can compute. Anything else is None: "don't know", never a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coe.verifier.algebra.polynomials import Algebra, Beyond, Poly, add, multiply, norm
from coe.verifier.algebra.realsets import (
    ALL,
    EMPTY,
    RealSet,
    between,
    complement,
    finite,
    from_pieces,
    intersection,
    interval,
    union,
)
from coe.verifier.algebra.roots import Dense, dense, evaluate_at, real_roots
from coe.verifier.expressions.contents import is_constant
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation
from coe.verifier.values.exact import Undefined
from coe.verifier.values.reals import Real, less, real_value, same

_HOLDS: dict[Relation, Callable[[Real, Real], bool]] = {
    Relation.EQ: same,
    Relation.NE: lambda a, b: not same(a, b),
    Relation.LT: less,
    Relation.GT: lambda a, b: less(b, a),
    Relation.LE: lambda a, b: not less(b, a),
    Relation.GE: lambda a, b: not less(a, b),
}
_FLIPPED = {
    Relation.LT: Relation.GT,
    Relation.GT: Relation.LT,
    Relation.LE: Relation.GE,
    Relation.GE: Relation.LE,
}


_BINARY = frozenset({"+", "-", "*", "/", "^"})


def holds(left: Real, relation: Relation, right: Real) -> bool:
    """Whether the relation is true of two values."""
    return _HOLDS[relation](left, right)


def solve(claims: tuple[Chain, ...], joiner: Joiner, variable: str) -> RealSet | None:
    """The values of the variable for which the claims hold together, or None where that is beyond.

    "x = 2 and x = -2" is school's list of roots: values of the variable alone, joined by "and", are
    joined as by "or".
    """
    sets = [solve_chain(chain, variable) for chain in claims]
    total: RealSet | None = None
    roots = joiner is Joiner.AND and len(sets) > 1 and all(is_value(chain, variable) for chain in claims)
    for each in sets:
        if each is None:
            return None
        if total is None:
            total = each
        else:
            total = union(total, each) if joiner is Joiner.OR or roots else intersection(total, each)
    return total


def links(chain: Chain) -> Iterator[tuple[Expr, Relation, Expr]]:
    """Neighbouring sides with the relation between them, without the missing side of a continued chain."""
    relations = chain.relations[1:] if chain.continued else chain.relations
    return zip(chain.sides, relations, chain.sides[1:], strict=False)


def is_value(chain: Chain, variable: str) -> bool:
    """True for "x = constant", either way round."""
    if chain.continued or chain.relations != (Relation.EQ,):
        return False
    return _alone(chain.sides[0], chain.sides[1], variable) is not None


def solve_chain(chain: Chain, variable: str) -> RealSet | None:
    """The solution set of one chain: every neighbouring link holds."""
    if chain.continued or not chain.relations:
        return None
    total = ALL
    for left, relation, right in links(chain):
        try:
            link = _link(left, relation, right, variable)
        except (Beyond, Undefined):
            return None
        if link is None:
            return None
        total = link if total is ALL else intersection(total, link)
    return total


def _link(left: Expr, relation: Relation, right: Expr, variable: str) -> RealSet | None:
    if relation is Relation.IN:
        return set_of(right) if left == ("var", variable) else None
    if relation is Relation.APPROX:
        return None
    value = _alone(left, right, variable)
    if value is not None:
        return _from_value(value, relation if left == ("var", variable) else _FLIPPED.get(relation, relation))
    try:
        return _rational_link(left, relation, right, variable)
    except Beyond:
        pass
    try:
        return _radical_link(left, relation, right, variable)
    except Beyond:
        if is_constant(left) and is_constant(right):
            a, b = real_value(left), real_value(right)
            return None if a is None or b is None else ALL if holds(a, relation, b) else EMPTY
        from coe.verifier.algebra.transcendental import breakpoints

        return _tested(left, relation, right, variable, breakpoints(left, right, variable))


def _alone(left: Expr, right: Expr, variable: str) -> Expr | None:
    """The constant that the variable is compared with, where it stands alone on one side."""
    name = ("var", variable)
    if left == name and is_constant(right):
        return right
    return left if right == name and is_constant(left) else None


def _from_value(expr: Expr, relation: Relation) -> RealSet | None:
    if expr[0] == "seq":
        return set_of(expr) if relation is Relation.EQ else None
    if expr in (("const", "oo"), ("neg", ("const", "oo"))):
        upward = expr[0] == "neg"
        wanted = (Relation.GT, Relation.GE) if upward else (Relation.LT, Relation.LE)
        return ALL if relation in wanted else EMPTY
    try:
        value = real_value(expr)
    except Undefined:
        return EMPTY
    if value is None:
        return None
    return _ray(relation, value)


def _ray(relation: Relation, value: Real) -> RealSet:
    if relation is Relation.EQ:
        return finite([value])
    if relation is Relation.NE:
        return complement(finite([value]))
    if relation in (Relation.LT, Relation.LE):
        return interval(None, value, False, relation is Relation.LE)
    return interval(value, None, relation is Relation.GE, False)


def set_of(expr: Expr) -> RealSet | None:
    """The set that an interval, a union or a list of numbers names, or None."""
    kind = expr[0]
    if kind == "union":
        total = EMPTY
        for part in expr[1]:
            each = set_of(part)
            if each is None:
                return None
            total = union(total, each)
        return total
    if kind == "interval" or (kind == "seq" and expr[1] == "tuple" and len(expr[2]) == 2):
        low, high = (expr[1], expr[2]) if kind == "interval" else expr[2]
        closed = (expr[3], expr[4]) if kind == "interval" else (False, False)
        return _interval(low, high, *closed)
    if kind == "seq" and expr[1] in ("set", "list"):
        values = [_value(item) for item in expr[2]]
        return None if None in values else finite(value for value in values if value is not None)
    return None


def _interval(low: Expr, high: Expr, closed_low: bool, closed_high: bool) -> RealSet | None:
    start = None if low == ("neg", ("const", "oo")) else _value(low)
    stop = None if high == ("const", "oo") else _value(high)
    if (start is None and low != ("neg", ("const", "oo"))) or (stop is None and high != ("const", "oo")):
        return None
    return interval(start, stop, closed_low and start is not None, closed_high and stop is not None)


def _value(expr: Expr) -> Real | None:
    try:
        return real_value(expr)
    except Undefined:
        return None


def _rational_link(left: Expr, relation: Relation, right: Expr, variable: str) -> RealSet:
    algebra = Algebra((variable,))
    numerator, denominator = _difference(algebra, left, right)
    excluded = [root for divisor in algebra.divisors for root in real_roots(dense(divisor))]
    top = dense(numerator)
    if relation in (Relation.EQ, Relation.NE):
        zeros = finite(real_roots(top)) if top else ALL
        wanted = zeros if relation is Relation.EQ else complement(zeros)
        return intersection(wanted, complement(finite(excluded))) if excluded else wanted
    bottom: Dense = dense(denominator) if denominator is not None else (1,)
    roots = list(real_roots(top))
    breaks = finite([*roots, *excluded]).breaks

    def member(piece: int, count: int) -> bool:
        if piece % 2:
            point = breaks[piece // 2]
            at_zero = any(same(point, root) for root in roots) or not top
            banned = any(same(point, each) for each in excluded)
            return not banned and at_zero and relation in (Relation.LE, Relation.GE)
        x = between(breaks, piece // 2)
        return _HOLDS[relation](evaluate_at(top, x) * evaluate_at(bottom, x), 0)

    return from_pieces(breaks, member)


def _difference(algebra: Algebra, left: Expr, right: Expr) -> tuple[Poly, Poly | None]:
    """left - right over a common denominator."""
    a, b = algebra.ratio(left)
    c, d = algebra.ratio(right)
    if b is not None:
        c = multiply(c, b)
    if d is not None:
        a = multiply(a, d)
    return add(a, c, -1), b if d is None else d if b is None else multiply(b, d)


def _radical_link(left: Expr, relation: Relation, right: Expr, variable: str) -> RealSet | None:
    """Square roots and absolute values: squaring gives candidates, the claim itself decides each."""
    algebra = Algebra((variable,), radicals=True)
    numerator, _ = _difference(algebra, left, right)
    watched = [numerator, *algebra.divisors, *(radicand for _, radicand, _ in algebra.radicals)]
    breaks: list[Real] = []
    for poly in watched:
        for position, radicand, _ in reversed(algebra.radicals):
            poly = norm(poly, position, radicand)
        breaks += real_roots(dense(poly))
    return _tested(left, relation, right, variable, breaks)


def _tested(left: Expr, relation: Relation, right: Expr, variable: str, breaks: list[Real]) -> RealSet:
    """The set that the claim itself decides at each breakpoint, and at a point between two of them."""
    ordered = finite(breaks).breaks

    def member(piece: int, count: int) -> bool:
        point = ordered[piece // 2] if piece % 2 else between(ordered, piece // 2)
        return _holds_at(left, relation, right, variable, point)

    return from_pieces(ordered, member)


def _holds_at(left: Expr, relation: Relation, right: Expr, variable: str, point: Real) -> bool:
    try:
        a, b = real_value(left, {variable: point}), real_value(right, {variable: point})
    except Undefined:
        return False
    if a is None or b is None:
        raise Beyond("value at a point")
    return holds(a, relation, b)
