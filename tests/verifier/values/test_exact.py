"""Exact values: right, bounded before they are built, undefined where they are."""

import time
from fractions import Fraction

import pytest

from coe.verifier.syntax.parser import parse_expression
from coe.verifier.values.exact import TooLarge, Undefined, check_size, evaluate, nth_root, rounds_to


@pytest.mark.parametrize(
    "text",
    ["9^9^9^9", "2^1000000000", "100000!", "10^-999999999", "binomial(1000000, 500000)",
     "2^20000 * 2^20000", "root(2, 99999999)", "(1/3)^99999"],
)  # fmt: skip
def test_large_values_are_refused_quickly(text: str) -> None:
    start = time.thread_time()
    assert evaluate(parse_expression(text)) is None
    assert time.thread_time() - start < 0.05


@pytest.mark.parametrize("text", ["9^9^9^9", "x + 100000!", "sqrt(2^999999)", "(1 + 2^99999999)x"])
def test_check_size_finds_large_constants_inside(text: str) -> None:
    with pytest.raises(TooLarge):
        check_size(parse_expression(text))


@pytest.mark.parametrize("text", ["x^1000000", "(1+x)^1000", "1/0", "2^100"])
def test_check_size_lets_others_pass(text: str) -> None:
    check_size(parse_expression(text))


@pytest.mark.parametrize(
    "text",
    ["1/0", "5/(3-3)", "0^-1", "sqrt(-4)", "(-4)^(1/2)", "log(-1)", "ln(0)", "(-3)!", "x/0", "mod(3, 0)"],
)
def test_undefined(text: str) -> None:
    with pytest.raises(Undefined):
        evaluate(parse_expression(text))


@pytest.mark.parametrize(
    "text", ["0^0", "sqrt(2)", "x", "(-8)^(1/3)", "pi", "sin(1)", "2^(1/2)", "oo + 1", "2^0.3"]
)
def test_no_known_rational_value(text: str) -> None:
    assert evaluate(parse_expression(text)) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("49^(1/2)", 7), ("8^(2/3)", 4), ("sqrt(1/4)", Fraction(1, 2)), ("log(1000)", 3), ("log(1/100)", -2),
     ("cbrt(-8)", -2), ("exp(0)", 1), ("lcm(4, 6)", 12), ("floor(-1.5)", -2), ("round(2.5)", 3),
     ("4^-0.5", Fraction(1, 2))],
)  # fmt: skip
def test_rational_values_of_functions(text: str, value: Fraction | int) -> None:
    assert evaluate(parse_expression(text)) == value


def test_environment() -> None:
    assert evaluate(parse_expression("2x + y"), {"x": Fraction(3), "y": Fraction(1, 2)}) == Fraction(13, 2)


def test_large_roots_are_exact() -> None:
    assert nth_root(Fraction(10**60), 2) == 10**30
    assert nth_root(Fraction(10**60 + 1), 2) is None
    assert nth_root(Fraction(7**33), 33) == 7


def test_rounding_is_half_either_way() -> None:
    assert rounds_to(Fraction(10, 3), Fraction(333, 100), 2)
    assert not rounds_to(Fraction(10, 3), Fraction(334, 100), 2)
    assert rounds_to(Fraction(5, 2), Fraction(3), 0)
    assert rounds_to(Fraction(5, 2), Fraction(2), 0)
