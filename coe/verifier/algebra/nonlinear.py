"""The real solutions of systems of polynomial equations: line and circle, product and sum, two conics.

Promises: the points returned are all real solutions (irrational coordinates to 45 digits), each tried in
the equations as they were given. Linear equations are used up first; what is left may hold one unknown
(square roots and absolute values too), or two that resultants eliminate. Anything else, and infinitely
many solutions, are None.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product

from coe.verifier.algebra.polynomials import BITS, Algebra, Beyond, Poly, add, multiply
from coe.verifier.algebra.realsets import ALL, intersection
from coe.verifier.algebra.roots import Dense, divide, evaluate_at, gcd, real_roots, trim
from coe.verifier.algebra.solutions import links, solve_chain
from coe.verifier.algebra.systems import LinearSystem, Standing, row_of, truth_at
from coe.verifier.expressions.expr import Chain, Expr, Relation
from coe.verifier.expressions.substitution import substitute
from coe.verifier.values.reals import Real, real_value

Point = Mapping[str, Real]

_MAX_DEGREE = 6
_MAX_CANDIDATES = 64


@lru_cache(maxsize=512)
def solution_points(claims: tuple[Chain, ...], names: tuple[str, ...]) -> tuple[Point, ...] | None:
    """Every real solution, or None where they are infinitely many or beyond this layer."""
    try:
        linear, rest = _split(claims, names)
        if not linear.consistent:
            return ()
        values = {pivot: _expression(row) for pivot, row in linear.pivots}
        free = tuple(name for name in names if name not in values)
        candidates = _candidates([_polynomial(*link, values, free) for link in rest], free)
    except Beyond:
        candidates = _of_one_unknown(rest, values, free) if len(free) == 1 else None
    if candidates is None:
        return None
    found: list[Point] = []
    for candidate in candidates:
        point = dict(candidate)
        for name, value in values.items():
            at = real_value(value, candidate)
            if at is None:
                return None
            point[name] = at
        standings = [truth_at(claim, point) for claim in claims]
        if None in standings:
            return None
        if all(each is Standing.IMPLIED for each in standings):
            found.append(point)
    return tuple(found)


def _split(claims: tuple[Chain, ...], names: tuple[str, ...]) -> tuple[LinearSystem, list[tuple[Expr, Expr]]]:
    """The linear equations solved, and the others."""
    linear, rest = LinearSystem(), []
    for chain in claims:
        for left, _, right in links(chain):
            row = row_of(left, right, names)
            if row is None:
                rest.append((left, right))
            else:
                linear = linear.extended(row)
    return linear, rest


def _expression(rest: tuple[tuple[str, Fraction], ...]) -> Expr:
    """What a pivot of the linear part is worth: minus the rest of its row."""
    total: Expr = ("num", Fraction(0), None)
    for name, factor in rest:
        number: Expr = ("num", -factor, None)
        total = ("+", total, ("*", number, ("var", name)) if name else number)
    return total


def _polynomial(left: Expr, right: Expr, values: dict[str, Expr], free: tuple[str, ...]) -> Poly:
    algebra = Algebra(free)
    a, b = algebra.ratio(substitute(left, values))
    c, d = algebra.ratio(substitute(right, values))
    return add(a if d is None else multiply(a, d), c if b is None else multiply(c, b), -1)


def _of_one_unknown(
    rest: list[tuple[Expr, Expr]], values: dict[str, Expr], free: tuple[str, ...]
) -> list[Point] | None:
    """Candidates where roots or absolute values of one unknown are left."""
    total = ALL
    for left, right in rest:
        sides = (substitute(left, values), substitute(right, values))
        found = solve_chain(Chain(sides, (Relation.EQ,)), *free)
        if found is None:
            return None
        total = intersection(total, found)
    return None if total.points is None else [{free[0]: root} for root in total.points]


def _candidates(polys: list[Poly], free: tuple[str, ...]) -> list[Point] | None:
    """Points among which every solution is; None where they cannot be listed."""
    polys = [poly for poly in polys if poly]
    if not free:
        return [{}]
    if len(free) > 2 or not polys or any(max(_degrees(poly)) > _MAX_DEGREE for poly in polys):
        return None
    coordinates = []
    for index in range(len(free)):
        eliminated = (
            _eliminated(polys, index) if len(free) == 2 else _common([_dense(poly) for poly in polys])
        )
        if not eliminated:
            return None
        coordinates.append(real_roots(eliminated))
    listed: list[Point] = [dict(zip(free, point, strict=True)) for point in product(*coordinates)]
    return listed if len(listed) <= _MAX_CANDIDATES else None


def _degrees(poly: Poly) -> tuple[int, int]:
    return max(key & 0xFFFF for key in poly), max(key >> BITS for key in poly)


def _dense(poly: Poly, shift: int = 0) -> Dense:
    """A polynomial of one variable alone."""
    values = {key >> shift: value for key, value in poly.items()}
    return tuple(values.get(exponent, 0) for exponent in range(max(values) + 1))


def _common(polys: list[Dense]) -> Dense:
    """A polynomial whose roots are the common roots."""
    total: Dense = ()
    for poly in polys:
        total = gcd(total, poly) if total else poly
    return total


def _eliminated(polys: list[Poly], keep: int) -> Dense:
    """A polynomial in unknown number `keep` alone that every solution satisfies; () where there is none."""
    alone = [_dense(poly, BITS * keep) for poly in polys if _degrees(poly)[1 - keep] == 0]
    mixed = [poly for poly in polys if _degrees(poly)[1 - keep] > 0]
    found = list(alone)
    for first, second in pairwise(mixed):
        resultant = _resultant(first, second, keep)
        if resultant:
            found.append(resultant)
    return _common(found)


def _resultant(a: Poly, b: Poly, keep: int) -> Dense:
    """The resultant with respect to the other unknown, through its values at whole numbers."""
    degrees_a, degrees_b = _degrees(a), _degrees(b)
    count = degrees_a[1 - keep] * degrees_b[keep] + degrees_b[1 - keep] * degrees_a[keep] + 1
    points: list[tuple[int, Fraction]] = []
    x = 0
    while len(points) < count:
        first, second = _at(a, keep, x), _at(b, keep, x)
        # Where a leading coefficient vanishes the degree drops, and the value would be another one.
        if len(first) > degrees_a[1 - keep] and len(second) > degrees_b[1 - keep]:
            points.append((x, _value(first, second)))
        x = -x if x > 0 else 1 - x
    return _interpolated(points)


def _at(poly: Poly, keep: int, x: int) -> Dense:
    """The polynomial of the other unknown where the kept one is x."""
    values = [Fraction(0)] * (_degrees(poly)[1 - keep] + 1)
    for key, value in poly.items():
        powers = (key & 0xFFFF, key >> BITS)
        values[powers[1 - keep]] += Fraction(value) * x ** powers[keep]
    return trim(list(values))


def _value(a: Dense, b: Dense) -> Fraction:
    """The resultant of two polynomials, by Euclid's algorithm."""
    total = Fraction(1)
    while len(b) > 1:
        rest = divide(a, b)[1]
        if not rest:
            return Fraction(0)
        if (len(a) - 1) * (len(b) - 1) % 2:
            total = -total
        total *= Fraction(b[-1]) ** (len(a) - len(rest))
        a, b = b, rest
    return total * Fraction(b[0]) ** (len(a) - 1)


def _interpolated(points: list[tuple[int, Fraction]]) -> Dense:
    """The polynomial through the points, by Newton's divided differences."""
    table = [value for _, value in points]
    for level in range(1, len(points)):
        for index in range(len(points) - 1, level - 1, -1):
            table[index] = (table[index] - table[index - 1]) / (points[index][0] - points[index - level][0])
    total: list[Fraction] = [Fraction(0)]
    for index in range(len(points) - 1, -1, -1):
        shifted = [Fraction(0), *total]
        scaled = [*(-points[index][0] * value for value in total), Fraction(0)]
        total = [a + b for a, b in zip(shifted, scaled, strict=True)]
        total[0] += table[index]
    result = trim(list(total))
    return result if all(evaluate_at(result, x) == value for x, value in points) else ()
