"""Equations with parameters: whether two say the same, up to a factor that is not zero in general."""

from __future__ import annotations

from fractions import Fraction

from coe.verifier.expr import Chain
from coe.verifier.polynomials import MAX_VARIABLES, Algebra, Beyond, Poly, add, multiply


def same_literal_equation(a: Chain, b: Chain, names: tuple[str, ...]) -> bool | None:
    """Whether a and b, cleared of denominators, are equal up to a number or a factor without names[0].

    A factor in the parameters is taken not to be zero, as school does in x = c/a. None: beyond.
    """
    first, second = _cleared(a, names), _cleared(b, names)
    if first is None or second is None:
        return None
    if not first or not second:
        return first == second
    lead, other = _leading(first), _leading(second)
    try:
        # Solved for the first name, both are A x = B: proportional coefficients mean the same root.
        left = {power: multiply(part, other) for power, part in _by_power(first).items()}
        right = {power: multiply(part, lead) for power, part in _by_power(second).items()}
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


def _by_power(poly: Poly) -> dict[int, Poly]:
    """Coefficients in the other names, by the power of the first."""
    parts: dict[int, Poly] = {}
    for key, value in poly.items():
        parts.setdefault(key & 0xFFFF, {})[key - (key & 0xFFFF)] = value
    return parts


def _leading(poly: Poly) -> Poly:
    parts = _by_power(poly)
    return parts[max(parts)]
