"""Solutions of systems of polynomial equations: planted ones are found, and every one found is a solution."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coe.verifier.algebra.nonlinear import solution_points
from coe.verifier.sentences.statements import read_line
from coe.verifier.values.reals import Real


def points(names: str, *equations: str) -> set[tuple[Real, ...]] | None:
    claims = tuple(read_line(text, frozenset(names)).claims[0] for text in equations)
    found = solution_points(claims, tuple(names))
    return None if found is None else {tuple(point[name] for name in names) for point in found}


EXACT = [
    (("x^2 + y^2 = 25", "x + y = 7"), {(3, 4), (4, 3)}),
    (("x + y = 5", "xy = 6"), {(2, 3), (3, 2)}),
    (("y = x^2", "y = x + 2"), {(2, 4), (-1, 1)}),
    (("x^2 + y^2 = 25", "x^2 - y^2 = 7"), {(4, 3), (4, -3), (-4, 3), (-4, -3)}),
    (("xy = 12", "x^2 + y^2 = 25"), {(3, 4), (4, 3), (-3, -4), (-4, -3)}),
    (("x/y = 2", "x^2 - y^2 = 12"), {(4, 2), (-4, -2)}),
    (("1/x + 1/y = 1", "x + y = 4"), {(2, 2)}),
    (("x^2 + y^2 = 1", "x + y = 3"), set()),
    (("x^2 = 4", "y = x + 1"), {(2, 3), (-2, -1)}),
    (("x + y = 2", "x + y = 3"), set()),
    (("y = sqrt(x)", "y = x - 2"), {(4, 2)}),
    (("y = |x|", "x + 2y = 3"), {(1, 1), (-3, 3)}),
    (("(x - 1)(y - 2) = 0", "(x - 3)(y - 4) = 0"), {(1, 4), (3, 2)}),
]


@pytest.mark.parametrize(("equations", "expected"), EXACT)
def test_points(equations: tuple[str, ...], expected: set[tuple[int, ...]]) -> None:
    assert points("xy", *equations) == expected


def test_three_unknowns() -> None:
    found = points("xyz", "x + y + z = 6", "xy + yz + xz = 11", "xyz = 6")
    assert found is not None
    assert len(found) == 6
    assert all(sorted(point) == [1, 2, 3] for point in found)


@pytest.mark.parametrize(
    "equations",
    [("x^2 - y^2 = 0", "x - y = 0"), ("xy = 6",), ("sqrt(x) + y^2 = 3", "x y = 1"), ("x^2 = y^2", "xy = xy"),
     ("x^9 + y = 1", "x + y^9 = 1")],
)  # fmt: skip
def test_beyond_is_none(equations: tuple[str, ...]) -> None:
    assert points("xy", *equations) is None


small = st.integers(-4, 4)


@given(st.tuples(small, small), st.tuples(*[small] * 5), st.tuples(*[small] * 5))
def test_a_planted_solution_is_found(
    at: tuple[int, int], first: tuple[int, ...], second: tuple[int, ...]
) -> None:
    x, y = at

    def value(numbers: tuple[int, ...]) -> int:
        a, b, c, d, e = numbers
        return a * x * x + b * x * y + c * y * y + d * x + e * y

    texts = [
        f"({a})x^2 + ({b})xy + ({c})y^2 + ({d})x + ({e})y = {value(numbers)}"
        for numbers in (first, second)
        for a, b, c, d, e in [numbers]
    ]
    found = points("xy", *texts)
    if found is None:
        return
    assert at in found
    for point in found:
        u, v = (Fraction(each) for each in point)
        for a, b, c, d, e in (first, second):
            rest = a * u * u + b * u * v + c * v * v + d * u + e * v - value((a, b, c, d, e))
            assert abs(rest) < Fraction(1, 10**40)
