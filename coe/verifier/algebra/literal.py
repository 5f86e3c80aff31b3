"""Equations and inequalities with parameters: whether two say the same, up to a factor."""

from __future__ import annotations

from fractions import Fraction

from coe.verifier.algebra.polynomials import MAX_VARIABLES, Algebra, Beyond, Poly, add, multiply
from coe.verifier.expressions.expr import Chain, Relation


def same_literal_equation(a: Chain, b: Chain, names: tuple[str, ...]) -> bool | None:
    """Whether a and b, cleared of denominators, are equal up to a number or a factor without names[0].

    A factor in the parameters is taken not to be zero, as school does in x = c/a. None: beyond.
    """
    first, second = _cleared(a, names), _cleared(b, names)
    if first is None or second is None:
        return None
    if not first or not second:
        return first == second
    return proportional(first, second)


def proportional(first: Poly, second: Poly) -> bool | None:
    """Whether two polynomials have the same roots in the first letter; None: too long."""
    lead, other = _leading(first), _leading(second)
    try:
        # Solved for the first name, both are A x = B: proportional coefficients mean the same root.
        left = {power: multiply(part, other) for power, part in by_power(first).items()}
        right = {power: multiply(part, lead) for power, part in by_power(second).items()}
    except Beyond:
        return None
    return left == right


def _cleared(chain: Chain, names: tuple[str, ...]) -> Poly | None:
    if len(names) > MAX_VARIABLES or len(chain.sides) != 2:
        return None
    algebra = Algebra(names)
    try:
        a, b = algebra.ratio(chain.sides[0])
        c, d = algebra.ratio(chain.sides[1])
        poly = add(a if d is None else multiply(a, d), c if b is None else multiply(c, b), -1)
    except Beyond:
        return None
    return {key: Fraction(value) for key, value in poly.items()}


def by_power(poly: Poly) -> dict[int, Poly]:
    """Coefficients in the other names, by the power of the first."""
    parts: dict[int, Poly] = {}
    for key, value in poly.items():
        parts.setdefault(key & 0xFFFF, {})[key - (key & 0xFFFF)] = value
    return parts


def _leading(poly: Poly) -> Poly:
    parts = by_power(poly)
    return parts[max(parts)]


_DOWN = {Relation.LT: Relation.GT, Relation.LE: Relation.GE}


def same_inequality(a: Chain, b: Chain, names: tuple[str, ...]) -> bool | None:
    """Whether a and b, polynomials in several names, are the same up to a positive number. None: beyond."""
    if len(a.sides) > 2 or len(b.sides) > 2:
        return _same_links(_rising(a), _rising(b), names)
    first, second = _above(a, names), _above(b, names)
    if first is None or second is None:
        return None
    (relation, left), (other, right) = first, second
    if relation is not other or left.keys() != right.keys() or not left:
        return False
    factors = {Fraction(left[key]) / Fraction(right[key]) for key in left}
    return len(factors) == 1 and (min(factors) > 0 or relation is Relation.NE)


def _rising(chain: Chain) -> list[Chain]:
    """The links of f(2) < f(1) < f(4), smallest side first."""
    links = [
        Chain(chain.sides[index : index + 2], (relation,)) for index, relation in enumerate(chain.relations)
    ]
    return links[::-1] if chain.relations[0] in (Relation.GT, Relation.GE) else links


def _same_links(a: list[Chain], b: list[Chain], names: tuple[str, ...]) -> bool | None:
    if len(a) != len(b):
        return None
    found = [same_inequality(first, second, names) for first, second in zip(a, b, strict=True)]
    return False if False in found else None if None in found else True


def _above(chain: Chain, names: tuple[str, ...]) -> tuple[Relation, Poly] | None:
    """The inequality as a polynomial that is above zero (or not zero)."""
    if len(names) > MAX_VARIABLES or len(chain.sides) != 2:
        return None
    left, right = chain.sides
    relation = chain.relations[0]
    if relation in _DOWN:
        left, right, relation = right, left, _DOWN[relation]
    if relation not in (Relation.GT, Relation.GE, Relation.NE):
        return None
    algebra = Algebra(names)
    try:
        (a, b), (c, d) = algebra.ratio(left), algebra.ratio(right)
    except Beyond:
        return None
    if b is not None or d is not None:
        return None
    poly = add(a, c, -1)
    return relation, {key: Fraction(value) for key, value in poly.items() if value}
