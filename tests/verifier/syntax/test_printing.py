"""Printing: what is printed reads back as the same expression."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coe.verifier.expressions.expr import Expr
from coe.verifier.sentences.statements import read_line
from coe.verifier.syntax.parser import parse_expression
from coe.verifier.syntax.printing import format_expression
from coe.verifier.values.points import identical


@pytest.mark.parametrize(
    "text",
    ["2x + 5", "(1/2)x", "-x^2", "x^(-2)", "(x + 1)(x - 2)", "1/(2x)", "x - (y - z)", "2^3^2", "(2^3)^2",
     "3 - (-4)", "sqrt(3)/2", "-(x + 1)", "1.50", "5%", "sin(x)^2", "x/(2/3)", "(-3)^2", "5!", "|x - 3|",
     "-3x", "2 * 3", "(1, 2)", "{1, 2}", "[0, 1)", "3:4", "2 pi", "x * y"],
)  # fmt: skip
def test_school_spelling(text: str) -> None:
    assert format_expression(parse_expression(text)) == text


LEAVES = st.integers(0, 9).map(lambda value: parse_expression(str(value))) | st.sampled_from("xyz").map(
    lambda name: ("var", name)
)


def grow(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    two = st.builds(lambda kind, a, b: (kind, a, b), st.sampled_from("+-*/"), inner, inner)
    power = st.builds(lambda a, n: ("^", a, parse_expression(str(n))), inner, st.integers(2, 3))
    return two | power | inner.map(lambda a: ("neg", a)) | inner.map(lambda a: ("call", "sqrt", (a,)))


@given(st.recursive(LEAVES, grow, max_leaves=10))
def test_what_is_printed_means_the_same(expression: Expr) -> None:
    text = format_expression(expression)
    again = parse_expression(text)
    assert (
        again == expression
        or (format_expression(again) == text and identical(again, expression) is not False)
        or undefined(again)
    )


def undefined(expression: Expr) -> bool:
    return identical(expression, expression) is False


@pytest.mark.parametrize(
    "line",
    [
        r"\frac{d^2}{dx^2} (x^3+1) = 0", "∫ 2x dx = 0", r"\int_0^1 x^2 dx = 0", r"\lim_{x\to 0^+} \ln x = 0",
        r"\lim_{x\to \infty} (1/x) = 0", r"\sum_{k=1}^{n} (k+1) = 0", r"\prod_{i=1}^{n} i = 0",
    ],
)  # fmt: skip
def test_calculus_is_read_back(line: str) -> None:
    side = read_line(line).claims[0].sides[0]
    assert read_line(format_expression(side) + " = 0").claims[0].sides[0] == side
