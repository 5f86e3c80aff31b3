"""Continuity shown by enclosures; what is not continuous is never shown to be."""

from __future__ import annotations

import pytest

from coe.verifier.calculus.continuity import is_continuous
from coe.verifier.syntax.parser import parse_expression


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("1/x", 1, 5), ("ln(x)", 0.5, 3), ("sqrt(x)", 0, 4), ("tan(x)", -1.5, 1.5), ("x^3 - 2x", -9, 9),
     ("|x|", -1, 1),
     ("1/(x^2 + 1)", -50, 50), ("e^x/(2 + sin(x))", -5, 5), ("x^(1/2)", 0, 2)],
)  # fmt: skip
def test_continuous(text: str, low: float, high: float) -> None:
    assert is_continuous(parse_expression(text), "x", low, high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("1/x", -1, 5), ("1/(x - 1)^2", 0, 2), ("ln(x)", 0, 1), ("tan(x)", 1, 2), ("sqrt(x)", -0.001, 1),
     ("1/(x^2 - 2)", 1, 2), ("x^(-1/2)", 0, 1), ("1/sin(x)", 3, 4), ("floor(x)", 0.2, 0.4)],
)  # fmt: skip
def test_not_known(text: str, low: float, high: float) -> None:
    assert not is_continuous(parse_expression(text), "x", low, high)
