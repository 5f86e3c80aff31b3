"""The grammar, operator by operator, and the bounds of the parser."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.limits import MAX_CHARS, MAX_DEPTH, MAX_DIGITS
from coe.verifier.syntax.parser import ParseFailure, parse_expression
from coe.verifier.values.exact import evaluate

X: Expr = ("var", "x")


def num(value: int) -> Expr:
    return ("num", Fraction(value), None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 + 3 * 4", 14),
        ("24 / 4 / 2", 3),
        ("48/2(9+3)", 288),
        ("-2^2", -4),
        ("2^-1", Fraction(1, 2)),
        ("2^3^2", 512),
        ("2**3", 8),
        ("5 - -3", 8),
        ("--5", 5),
        ("-(3 - 5)", 2),
        ("2(3+4)", 14),
        ("(1 + 2)(3 + 4)", 21),
        ("1 1/2 * 2", 3),
        ("1,234 + 1", 1235),
        ("15% of 200", 30),
        ("0.1 + 0.2", Fraction(3, 10)),
        (".5", Fraction(1, 2)),
        ("1e3", 1000),
        ("1.5 * 10^-3", Fraction(3, 2000)),
        ("5!", 120),
        ("|3 - 5|", 2),
        ("2|3 - 5|", 4),
        ("sqrt(16)", 4),
        ("root(27, 3)", 3),
        ("log_2(8)", 3),
        ("gcd(12, 18)", 6),
        ("binomial(5, 2)", 10),
        ("10 - 2 + 3", 11),
        ("2^2 * 3", 12),
    ],
)
def test_values(text: str, value: Fraction | int) -> None:
    assert evaluate(parse_expression(text)) == value


def test_a_letter_before_a_bracket_is_a_product() -> None:
    assert parse_expression("x(x+1)") == ("*", X, ("+", X, num(1)))


def test_implicit_products_bind_as_written_ones_do() -> None:
    assert parse_expression("1/2x") == ("*", ("/", num(1), num(2)), X)


def test_power_of_a_function_name_is_a_power_of_its_value() -> None:
    assert parse_expression("sin^2(x)") == ("^", ("call", "sin", (X,)), num(2))
    assert parse_expression("sin^-1(x)") == ("call", "asin", (X,))


def test_functions_without_brackets_take_the_factors_beside_them() -> None:
    assert parse_expression("2 sin x cos x") == (
        "*",
        ("*", num(2), ("call", "sin", (X,))),
        ("call", "cos", (X,)),
    )
    assert parse_expression("sin 2x") == ("call", "sin", (("*", num(2), X),))


def test_decimals_keep_the_digits_shown() -> None:
    assert parse_expression("3.50") == ("num", Fraction(7, 2), 2)


def test_a_thousands_separator_alone_in_brackets_is_a_pair() -> None:
    assert parse_expression("(1,234)") == ("seq", "tuple", (num(1), num(234)))
    assert parse_expression("(1,234 + 5)")[0] == "+"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("(1, 2)", "seq"), ("{1, 2}", "seq"), ("[0,1)", "interval"), ("(-oo, 2)", "interval"), ("3:4", "ratio")],
)
def test_collections(text: str, kind: str) -> None:
    assert parse_expression(text)[0] == kind


def test_single_letters_are_variables_and_lambda_too() -> None:
    assert parse_expression("S + N") == ("+", ("var", "S"), ("var", "N"))
    assert parse_expression("lambda") == ("var", "lambda")
    assert parse_expression("xy") == ("*", X, ("var", "y"))


@pytest.mark.parametrize(
    "text",
    ["", "3 +", "1.2.3", "(3 + 4", "3)", "zoo", "nan + 1", "3 4", "3 + * 4", "foobar(3)", "x.real", "'a'",
     "sqrt()", "gcd(3)", "(1]", "|3", "9" * (MAX_DIGITS + 1), "1e99999", "x" * (MAX_CHARS + 1)],
)  # fmt: skip
def test_refused(text: str) -> None:
    with pytest.raises(ParseFailure):
        parse_expression(text)


@pytest.mark.parametrize(
    "text",
    ["(" * 500 + "1" + ")" * 500, "-" * 800 + "1", "x^" * 400 + "2", "|" * 900, "sqrt" * 400,
     "2^-" * 300 + "1", "[" * 900, "((1)" * 300, "5" + "!" * 600, "5" + "%" * 480, "sin^-" * 150 + "1",
     "$-" * 400 + "5"],
)  # fmt: skip
def test_deep_nesting_is_a_failure_not_a_crash(text: str) -> None:
    with pytest.raises(ParseFailure):
        parse_expression(text)


def test_ordinary_nesting_is_read() -> None:
    depth = MAX_DEPTH // 2
    assert evaluate(parse_expression("(" * depth + "7" + ")" * depth)) == 7


@given(st.text(alphabet="0123456789.,+-*/^()[]{}|!%$ xyesincolg=<>:_", max_size=60))
def test_any_text_parses_or_raises_the_one_error(text: str) -> None:
    with contextlib.suppress(ParseFailure):
        parse_expression(text)


def build(values: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    return st.builds(lambda kind, a, b: (kind, a, b), st.sampled_from("+-*"), values, values)


def written(node: Expr) -> str:
    return str(node[1]) if node[0] == "num" else f"({written(node[1])}{node[0]}{written(node[2])})"


def python_value(node: Expr) -> int:
    if node[0] == "num":
        return int(node[1])
    a, b = python_value(node[1]), python_value(node[2])
    return {"+": a + b, "-": a - b, "*": a * b}[node[0]]


@given(st.recursive(st.integers(0, 99).map(num), build, max_leaves=12))
def test_arithmetic_agrees_with_python(node: Expr) -> None:
    assert evaluate(parse_expression(written(node))) == python_value(node)
