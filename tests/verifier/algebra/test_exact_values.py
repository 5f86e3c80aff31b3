"""Values told from their digits."""

from __future__ import annotations

from fractions import Fraction

import pytest

from coe.verifier.algebra.exact_values import exact_values
from coe.verifier.sentences.statements import read_expression
from coe.verifier.syntax.printing import format_expression
from coe.verifier.values.reals import real_value


def values(*texts: str) -> list[str | None]:
    known = []
    for text in texts:
        expression = read_expression(text)
        assert expression is not None
        value = real_value(expression)
        assert value is not None
        known.append(value)
    return [None if found is None else format_expression(found) for found in exact_values(known)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("3/4", "3/4"), ("-2", "-2"), ("sqrt(2)", "sqrt(2)"), ("-sqrt(8)/3", "-sqrt(8/9)"),
        ("pi/6", "(1/6) pi"), ("2pi", "2 pi"), ("-pi", "-1 pi"), ("ln 5", "ln(5)"),
        ("1 + sqrt(2)", None), ("sqrt(2) + sqrt(3)", None), ("sqrt(10^9 + 7)", None),
    ],
)  # fmt: skip
def test_a_value_alone(text: str, shown: str | None) -> None:
    assert values(text) == [shown]


def test_two_roots_of_one_equation() -> None:
    assert values("1 + sqrt(2)", "1 - sqrt(2)") == ["(2 + sqrt(8))/2", "(2 + (-sqrt(8)))/2"]
    assert values("1 + sqrt(2)", "1 - sqrt(3)") == [None, None]
    assert exact_values([Fraction(1, 3), 2]) == [("num", Fraction(1, 3), None), ("num", Fraction(2), None)]
