"""Identity of expressions: proven, refuted, or left open; quantities with units."""

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coe.verifier.sentences.statements import read_line
from coe.verifier.syntax.parser import parse_expression
from coe.verifier.values.points import identical


def same(text: str) -> bool | None:
    """Whether the two sides of an equation in text are identical."""
    statement = read_line(text)
    assert not statement.error, statement.error
    left, right = statement.claims[0].sides
    return identical(left, right)


@pytest.mark.parametrize(
    "text",
    ["3x + 2x = 5x", "x(x+1) = x^2 + x", "1/2x = x/2", "x/x = 1", "(x^2-1)/(x-1) = x + 1",
     "(1+x)^1000 = (1+x)^1000", "sqrt(12) = 2 sqrt(3)", "1/sqrt(2) = sqrt(2)/2",
     "1/(sqrt(2) + sqrt(3)) = sqrt(3) - sqrt(2)", "(x - sqrt(2))(x + sqrt(2)) = x^2 - 2",
     "pi * 3^2 = 9 pi", "3 sin(x) + 2 sin(x) = 5 sin(x)", "sqrt(x)^2 = x", "oo = oo", "50% = 1/2",
     "0.5 = 1/2", "2^0.5 = sqrt(2)", "(a+b)^3 = a^3 + 3a^2 b + 3a b^2 + b^3"],
)  # fmt: skip
def test_proven(text: str) -> None:
    assert same(text) is True


@pytest.mark.parametrize(
    "text",
    ["3x + 2x = 5x^2", "x^1000000 = x", "sqrt(a^2) = a", "|x| = x", "sqrt(x^2 + 2x + 1) = x + 1",
     "2 pi = 6.28", "22/7 = pi", "sqrt(2+sqrt(3+sqrt(5+sqrt(7+sqrt(11))))) = 3", "(a+b)^2 = a^2 + b^2",
     "sin(2x) = 2 sin(x)", "ln(x^2) = ln(x)^2", "10000000000000001 = 10000000000000000",
     "x = 4", "e^x = e^(x+1)", "x = y"],
)  # fmt: skip
def test_refuted(text: str) -> None:
    assert same(text) is False


@pytest.mark.parametrize(
    "text",
    ["1/0 = 1/0", "5/(3-3) = 0", "sqrt(-4) = sqrt(-4)", "log(-1) = 0", "1/(x-x) = 1/(x-x)",
     "sqrt(-1-x^2) = sqrt(-1-x^2)", "x/0 = x/0", "sqrt(1 - sqrt(5)) = 1"],
)  # fmt: skip
def test_a_side_defined_nowhere_equals_nothing(text: str) -> None:
    assert same(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "0^0 = 1",
        "(-8)^(1/3) = -2",
        "sin^2(x) + cos^2(x) = 1",
        "2^x * 2 = 2^(x+1)",
        "sin(pi/6) = 1/2",
        "oo = oo + 1",
    ],
)
def test_left_open(text: str) -> None:
    assert same(text) is None


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("3 km = 3000 m", True), ("3 km = 300 m", False), ("75 cents = $0.75", True),
     ("75 cents = $75", False), ("2 hours * 60 = 120 minutes", True), ("5 m * 4 m = 20 m^2", True),
     ("$5 + $7.50 = $12.50", True), ("$5 + 3 = $8", True), ("5 * $3 = 15", True), ("5 * $3 = 16", False),
     ("20 m = 20 m^2", False), ("5 hours * $10/hour = $50", True), ("60 km/h * 2 h = 120 km", True),
     ("5 hours * $10 = $50", True), ("5 hours * $10 = $60", False),
     ("3 m * 4 m = 12 m", None), ("2 days * 30 minutes = 1 hour", None),
     ("2 dozen = 24", True), ("3 m = 3 kg", False),
     ("5 feet 3 inches = 63 inches", True), ("2/3 pound * 6 = 4 pounds", True)],
)  # fmt: skip
def test_quantities(text: str, verdict: bool | None) -> None:
    assert same(text) is verdict


def test_a_literal_cannot_be_made_to_vanish() -> None:
    """Multiples of well-known primes are not zero: the modulus is drawn by the process."""
    for prime in (2**61 - 1, 2**89 - 1, 2**31 - 1, (2**61 - 1) * (2**89 - 1)):
        assert same(f"{prime}x = 0x") is False


@given(
    st.lists(st.integers(-9, 9), min_size=1, max_size=5), st.lists(st.integers(-9, 9), min_size=1, max_size=5)
)
def test_polynomials_are_equal_when_their_coefficients_are(first: list[int], second: list[int]) -> None:
    def text(coefficients: list[int]) -> str:
        return (
            " + ".join(f"({value}) * x^{power}" for power, value in enumerate(coefficients) if power)
            + f" + ({coefficients[0]})"
        )

    def trimmed(coefficients: list[int]) -> list[int]:
        kept = list(coefficients)
        while kept and not kept[-1]:
            kept.pop()
        return kept

    left, right = (
        parse_expression(text(first).removeprefix(" + ")),
        parse_expression(text(second).removeprefix(" + ")),
    )
    assert identical(left, right) is (trimmed(first) == trimmed(second))


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 60))
def test_surds_agree_with_squares(a: int, b: int, c: int) -> None:
    assume(c != a + b)
    assert same(f"(sqrt({a}) + sqrt({b}))^2 = {a + b} + 2 sqrt({a * b})") is True
    assert same(f"(sqrt({a}) + sqrt({b}))^2 = {c} + 2 sqrt({a * b})") is False


@pytest.mark.parametrize(
    "text",
    ["x^1000000 = x", "(1+x)^1000 = (1+x)^1000", "sqrt(2+sqrt(3+sqrt(5+sqrt(7+sqrt(11))))) = 3",
     "(x+y+z)^999 = (x+y+z)^998", "sqrt(999999999989) = 3", "sqrt(2)^64 * sqrt(3)^64 * sqrt(5)^63 = 1",
     "sin(sin(sin(sin(x)))) = x", "(sqrt(2)+sqrt(3)+sqrt(5)+sqrt(7)+sqrt(11)+sqrt(13))^64 = 1",
     "2^13999 x = 2^13998 x", "e^(e^(e^x)) = x"],
)  # fmt: skip
def test_costly_pairs_are_quick(text: str) -> None:
    start = time.thread_time()
    same(text)
    assert time.thread_time() - start < 0.05
