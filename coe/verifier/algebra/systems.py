"""Systems of linear equations over the rationals: what follows from them, what contradicts them.

Promises: exact. A claim is IMPLIED when every solution of the system satisfies it, CONTRADICTED when
none does, OPEN otherwise. Not linear, or over the limits: None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import lru_cache

from coe.verifier.algebra.polynomials import BITS, MAX_VARIABLES, Algebra, Beyond, add, multiply
from coe.verifier.algebra.solutions import holds, links
from coe.verifier.expressions.expr import Chain, Expr, Relation
from coe.verifier.values.exact import Undefined
from coe.verifier.values.reals import Real, real_value

Row = dict[str, Fraction]
"""Coefficients by variable, and the constant under ""; the sum is zero."""


class Standing(Enum):
    """How a claim stands to a system."""

    IMPLIED = "implied"
    CONTRADICTED = "contradicted"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class LinearSystem:
    """Reduced equations: each has its pivot variable with coefficient 1, found in no other one.

    Args:
        pivots: (variable, the rest of its row without the pivot): variable = -(rest).
        consistent: there is at least one solution.
    """

    pivots: tuple[tuple[str, tuple[tuple[str, Fraction], ...]], ...] = ()
    consistent: bool = True

    def solution(self) -> dict[str, Fraction]:
        """The variables whose value the system fixes."""
        fixed = {}
        for variable, rest in self.pivots:
            if all(not name for name, _ in rest):
                fixed[variable] = -sum((value for _, value in rest), Fraction(0))
        return fixed

    def standing(self, row: Row) -> Standing:
        """How one more linear equation stands to this system."""
        left = _reduced(row, self.pivots)
        if not left:
            return Standing.IMPLIED
        return Standing.CONTRADICTED if set(left) == {""} else Standing.OPEN

    def extended(self, row: Row) -> LinearSystem:
        """This system and one more equation."""
        left = _reduced(row, self.pivots)
        if not left:
            return self
        names = sorted(name for name in left if name)
        if not names:
            return LinearSystem(self.pivots, consistent=False)
        lead = left[names[0]]
        new = {name: value / lead for name, value in left.items() if name != names[0]}
        pivots = [(name, _items(_replaced(dict(rest), names[0], new))) for name, rest in self.pivots]
        return LinearSystem((*pivots, (names[0], _items(new))), self.consistent)


def _items(row: Row) -> tuple[tuple[str, Fraction], ...]:
    return tuple(sorted(row.items()))


def _reduced(row: Row, pivots: Iterable[tuple[str, tuple[tuple[str, Fraction], ...]]]) -> Row:
    for name, rest in pivots:
        if name in row:
            row = _replaced(row, name, dict(rest))
    return row


def _replaced(row: Row, name: str, rest: Row) -> Row:
    """The row with `name` replaced by -(rest)."""
    factor = row.get(name)
    if factor is None:
        return row
    result = {key: value for key, value in row.items() if key != name}
    for key, value in rest.items():
        total = result.get(key, Fraction(0)) - factor * value
        if total:
            result[key] = total
        else:
            result.pop(key, None)
    return result


def row_of(left: Expr, right: Expr, names: tuple[str, ...]) -> Row | None:
    """left - right as a linear row, or None where it is not linear."""
    if len(names) > MAX_VARIABLES:
        return None
    algebra = Algebra(names)
    try:
        a, b = algebra.ratio(left)
        c, d = algebra.ratio(right)
        poly = add(a if d is None else multiply(a, d), c if b is None else multiply(c, b), -1)
    except Beyond:
        return None
    if algebra.divisors:
        return None
    keys = {1 << BITS * index: name for index, name in enumerate(names)} | {0: ""}
    if any(key not in keys for key in poly):
        return None
    return {keys[key]: Fraction(value) for key, value in poly.items()}


def rows_of(chain: Chain, names: tuple[str, ...]) -> list[Row] | None:
    """One row for each link of a chain of equalities, or None."""
    rows = []
    for left, relation, right in links(chain):
        row = row_of(left, right, names) if relation is Relation.EQ else None
        if row is None:
            return None
        rows.append(row)
    return rows


@lru_cache(maxsize=1024)
def linear_system(claims: tuple[Chain, ...], names: tuple[str, ...]) -> LinearSystem | None:
    """The system of these equations, or None where one is not linear."""
    system = LinearSystem()
    for chain in claims:
        rows = rows_of(chain, names)
        if rows is None:
            return None
        for row in rows:
            system = system.extended(row)
    return system


def standing(system: LinearSystem, chain: Chain, names: tuple[str, ...]) -> Standing | None:
    """How a chain stands to the system: by linear algebra, else at its one solution; None beyond."""
    rows = rows_of(chain, names)
    if rows is not None:
        found = [system.standing(row) for row in rows]
        if Standing.CONTRADICTED in found:
            return Standing.CONTRADICTED
        return Standing.OPEN if Standing.OPEN in found else Standing.IMPLIED
    point = system.solution()
    return truth_at(chain, point) if point.keys() >= set(names) else None


def truth_at(chain: Chain, point: Mapping[str, Real]) -> Standing | None:
    """Whether a chain is true at a point that gives every variable; None where that is beyond."""
    for left, relation, right in links(chain):
        if relation in (Relation.IN, Relation.APPROX):
            return None
        try:
            a, b = real_value(left, point), real_value(right, point)
        except Undefined:
            return Standing.CONTRADICTED
        if a is None or b is None:
            return None
        if not holds(a, relation, b):
            return Standing.CONTRADICTED
    return Standing.IMPLIED
