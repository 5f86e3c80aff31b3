"""Solution sets against brute force, and the exactness of roots."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coe.verifier.algebra.realsets import (
    ALL,
    EMPTY,
    Comparison,
    RealSet,
    compare,
    complement,
    finite,
    intersection,
    union,
)
from coe.verifier.algebra.roots import evaluate_at, real_roots
from coe.verifier.algebra.solutions import holds, solve
from coe.verifier.expressions.expr import Joiner, Relation
from coe.verifier.sentences.statements import read_line
from coe.verifier.values.exact import Undefined
from coe.verifier.values.reals import real_value


def solutions(text: str) -> RealSet | None:
    statement = read_line(text)
    return solve(statement.claims, statement.joiner, "x")


POINTS = {
    "2x + 5 = 13": [4],
    "x^2 = 4": [-2, 2],
    "x^2 = -1": [],
    "x^3 - 6x^2 + 11x - 6 = 0": [1, 2, 3],
    "6x^2 - 5x + 1 = 0": [Fraction(1, 3), Fraction(1, 2)],
    "x^4 = 16": [-2, 2],
    "(x^2 - 1)/(x - 1) = 0": [-1],
    "1/x = 1/(x^2)": [1],
    "sqrt(x + 2) = x": [2],
    "|2x - 1| = 3": [-1, 2],
    "sqrt(x) + sqrt(x + 5) = 5": [4],
    "sqrt((x + 1)/(x - 2)) = 2": [3],
    "sqrt(x/(x - 3)) = -2": [],
    "|x/(x - 1)| = 2": [Fraction(2, 3), 2],
    "sqrt(1/x) = x": [1],
    "x = 3 = 6/2": [3],
    "x = 3 = 7/2": [],
    "x = 1 or x = -1": [-1, 1],
    "(x - 1)^3 = 0": [1],
}


@pytest.mark.parametrize(("text", "points"), POINTS.items())
def test_points(text: str, points: list[int | Fraction]) -> None:
    found = solutions(text)
    assert found is not None
    assert found.points == tuple(points)


@pytest.mark.parametrize("text", ["2^x + x = 8", "sin(x) = 1", "x^100 = 1", "x + y = 3"])
def test_beyond_is_none(text: str) -> None:
    assert solutions(text) is None


def test_irrational_roots_are_not_rational() -> None:
    found = solutions("x^2 = 2")
    assert found is not None
    assert all(isinstance(root, Decimal) for root in found.points or ())
    assert compare(found, solutions("x = ±sqrt(2)") or EMPTY) is Comparison.EQUAL
    near = "1." + "4142135623730950488016887242096980785696718753769480731766797"
    assert compare(solutions(f"x = {near} or x = -{near}") or ALL, found) is Comparison.DISJOINT


def test_a_root_near_another_whole_root_is_its_own() -> None:
    # (x - 3)(x^2 - 2x - 2): 1 + sqrt(3) rounds to 3, and 3 is a root too.
    assert len(real_roots((6, 4, -5, 1))) == 3
    found = solutions("(x - 3)(x^2 - 2x - 2) = 0")
    assert compare(found or EMPTY, solutions("x = 3 or x = 1 ± sqrt(3)") or ALL) is Comparison.EQUAL


RELATIONS = ["=", "<", "<=", ">", ">="]


@given(st.lists(st.integers(-4, 4), min_size=4, max_size=4), st.integers(-3, 3), st.sampled_from(RELATIONS))
def test_sets_agree_with_substitution(numbers: list[int], pole: int, sign: str) -> None:
    a, b, c, d = numbers
    text = f"({a})x^2 + ({b})x + ({c}) {sign} ({d})/(x - ({pole}))"
    found = solutions(text)
    assert found is not None
    (chain,) = read_line(text).claims
    for x in [Fraction(n, 4) for n in range(-24, 25)]:
        try:
            left, right = (real_value(side, {"x": x}) for side in chain.sides)
            true = left is not None and right is not None and holds(left, chain.relations[0], right)
        except Undefined:
            true = False
        assert (compare(finite([x]), found) in (Comparison.SUBSET, Comparison.EQUAL)) == true


@given(st.lists(st.integers(-6, 6), min_size=2, max_size=6).filter(lambda poly: poly[-1] != 0))
def test_roots_are_roots_and_none_is_missing(poly: list[int]) -> None:
    roots = real_roots(tuple(poly))
    for root in roots:
        if isinstance(root, Decimal):
            assert abs(evaluate_at(tuple(poly), Fraction(root))) < Fraction(1, 10**40)
        else:
            assert evaluate_at(tuple(poly), root) == 0
    for x in range(-8, 9):
        if evaluate_at(tuple(poly), x) == 0:
            assert x in roots


sets = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(RELATIONS)), min_size=1, max_size=3).map(
    lambda parts: (
        solve(read_line(" or ".join(f"x {sign} {n}" for n, sign in parts)).claims, Joiner.OR, "x") or EMPTY
    )
)


@given(sets, sets)
def test_set_algebra(a: RealSet, b: RealSet) -> None:
    assert complement(union(a, b)) == intersection(complement(a), complement(b))
    assert compare(intersection(a, b), a) in (Comparison.SUBSET, Comparison.EQUAL)
    assert compare(a, union(a, b)) in (Comparison.SUBSET, Comparison.EQUAL)
    assert union(a, complement(a)) == ALL


def test_relations_of_reals() -> None:
    root = real_value(("call", "sqrt", (("num", Fraction(2), None),)))
    assert root is not None
    assert holds(1, Relation.LT, root)
    assert holds(root, Relation.NE, Fraction(14142, 10000))
