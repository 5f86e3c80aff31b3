"""Calculator spans: exact, fitted into the text around them, LaTeX left alone."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coe.errors import CalculatorError
from coe.verifier.syntax.calculator import fill_spans, format_number, has_spans
from coe.verifier.syntax.parser import parse_expression
from coe.verifier.values.exact import Undefined, evaluate


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("2x = {13 - 5}", "2x = 8"),
        ("no spans", "no spans"),
        ("= {1/2 + 1/3}", "= 5/6"),
        ("= {0.5 + 0.25}", "= 0.75"),
        ("= {0.5 + 1/4}", "= 0.75"),
        ("= {1.5 / 9}", "= 1/6"),
        ("= {1.5 * 2}", "= 3"),
        ("= {49^(1/2)}", "= 7"),
        ("{48 / 2} clips and {2 + 2}", "24 clips and 4"),
        ("x^2 + {3 - 10}x", "x^2 - 7x"),
        ("x - {-3}", "x + 3"),
        ("- {-3}", "+ 3"),
        ("= - {3-4}x", "= x"),
        ("= {-3}", "= -3"),
        ("x = {3 - 10}", "x = -7"),
        ("{5-4}x", "x"),
        ("{4-5}(x+2)", "-(x+2)"),
        ("x + {4-5}y", "x - y"),
        ("x - {4-5}y", "x + y"),
        ("{1}km", "1km"),
        ("{1/2}x", "(1/2)x"),
        ("x + {-1/2}y", "x - (1/2)y"),
        ("{10/4} * 3", "(5/2) * 3"),
        ("3 * {2-5}", "3 * (-3)"),
        ("12 / {1/2}", "12 / (1/2)"),
        ("{2-5}^2", "(-3)^2"),
        ("x + {-3}^2", "x + (-3)^2"),
        ("{1/2}^2", "(1/2)^2"),
        ("2{3}", "2(3)"),
        ("{3}4", "(3)4"),
        ("$ {5 + 7}", "$ 12"),
        ("${5 + 7}", "$12"),
    ],
)
def test_filled(text: str, filled: str) -> None:
    assert fill_spans(text) == filled


@pytest.mark.parametrize(
    "text",
    [r"\frac{1}{2}", "x^{2}", "a_{1}", r"\sqrt[3]{8}", r"\{1\}", r"\boxed{4}", "{1, 2}", r"\frac{x^{2}}{3}"],
)
def test_braces_of_latex_and_sets_are_no_spans(text: str) -> None:
    assert fill_spans(text) == text
    assert not has_spans(text)


def test_a_span_inside_latex_is_one() -> None:
    assert fill_spans(r"\frac{{3 + 4}}{2} + x^{2}") == r"\frac{7}{2} + x^{2}"


@pytest.mark.parametrize(
    "text", ["{x}", "{1/0}", "{}", "{9^9^9}", "{2^(1/2)}", "{1+}", "{2 = 2}", "{print(1)}", "{2^19000}"]
)
def test_a_span_that_does_not_evaluate_is_an_error_that_quotes_it(text: str) -> None:
    with pytest.raises(CalculatorError) as caught:
        fill_spans("x = " + text)
    assert text[:6] in str(caught.value)


def test_has_spans() -> None:
    assert has_spans("x = {1 + 1}")
    assert not has_spans("x = 2")


NUMBERS = st.fractions(min_value=-50, max_value=50, max_denominator=12)
LEFT = st.sampled_from(
    ["", "x + ", "x - ", "3 * ", "7 / ", "-", "x", "2", "(", "5 - (", "x = ", "y +", "y -", "= -"]
)
RIGHT = st.sampled_from(["", "x", "(x + 1)", "^2", " * 3", " / 7", " + x", " - 2", "y", " x"])


@given(LEFT, NUMBERS, RIGHT)
def test_a_filled_line_means_what_the_span_meant(left: str, number: Fraction, right: str) -> None:
    """The value written in brackets is the reference reading."""
    text = f"{left}{{({number.numerator})/({number.denominator})}}{right}"
    bracketed = f"{left}(({number.numerator})/({number.denominator})){right}"
    side, meant = (
        line.split("=")[-1] + ")" * (line.count("(") - line.count(")"))
        for line in (fill_spans(text), bracketed)
    )
    assert value(side) == value(meant)


def value(text: str) -> Fraction | str | None:
    try:
        return evaluate(parse_expression(text), {"x": Fraction(17, 3), "y": Fraction(29, 7)})
    except Undefined:
        return "undefined"


@given(st.fractions())
def test_format_number_reads_back(value: Fraction) -> None:
    assert Fraction(format_number(value)) == value
    assert Fraction(format_number(value, decimal=True)) == value
