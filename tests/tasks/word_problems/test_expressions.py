"""Arithmetic of declarations: exact, and nothing but arithmetic."""

from __future__ import annotations

from fractions import Fraction

import pytest

from coe.tasks.word_problems.expressions import condition, expression


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("n - e * 2", 4),
        ("n / e", Fraction(10, 3)),
        ("(n + e + 2) / e", 5),
        ("1.5 * n", 15),
        ("n % e", 1),
        ("(n + 1) // e", 3),
        ("den(f) * num(f)", 6),
    ],
)
def test_the_value_is_exact(text, value):
    found = expression(text)({"n": 10, "e": 3, "f": Fraction(2, 3)})
    assert found == value
    assert isinstance(found, type(value))


@pytest.mark.parametrize(("text", "holds"), [("e < n", True), ("1 < e < 3", False), ("n % e == 1", True)])
def test_conditions(text, holds):
    assert condition(text)({"n": 10, "e": 3}) is holds


@pytest.mark.parametrize("text", ["n.real", "__import__('os')", "n if e else 1", "'text'", "len(n)", "[n]"])
def test_what_is_not_arithmetic_is_refused(text):
    with pytest.raises((ValueError, KeyError)):
        expression(text)


def test_a_condition_is_a_comparison():
    with pytest.raises(ValueError, match="not a comparison"):
        condition("n + 1")
