"""What occurs in an expression, and rebuilding one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from coe.verifier.expressions.binders import bind, free, has_binder, is_larger, replaced, transformed
from coe.verifier.expressions.contents import (
    calls_of,
    free_variables,
    has_kind,
    is_constant,
    kinds_of,
    mentions,
    subexpressions,
)
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.substitution import substitute
from coe.verifier.syntax.parser import parse_expression

TWO: Expr = ("num", Fraction(2), None)
X: Expr = ("var", "x")


def test_names() -> None:
    assert free_variables(parse_expression("x^2 + 2x y - pi")) == {"x", "y"}
    assert free_variables(parse_expression("max(a, b, 3)")) == {"a", "b"}
    assert free_variables(("seq", "list", (X, TWO))) == {"x"}


def test_the_variable_of_a_binder_is_not_free() -> None:
    total: Expr = ("sum", bind(parse_expression("k x"), "k"), "k", TWO, ("var", "n"))
    assert free_variables(total) == {"x", "n"}
    assert has_binder(total)
    assert not has_binder(free(total))
    assert substitute(total, {"k": TWO, "n": TWO}) == (*total[:4], TWO)


@pytest.mark.parametrize(
    ("text", "name", "expected"), [("sin(x) + 1", "x", True), ("sin(y) + 1", "x", False)]
)
def test_mentions(text: str, name: str, expected: bool) -> None:
    side = parse_expression(text)
    assert mentions(side, name) is expected
    assert not is_constant(side)
    assert is_constant(substitute(side, {"x": TWO, "y": TWO}))


def test_nodes() -> None:
    side = parse_expression("sqrt(x) + ln(sqrt(2))")
    assert sorted(calls_of(side)) == ["ln", "sqrt", "sqrt"]
    assert kinds_of(side) == {"+", "call", "var", "num"}
    assert all(has_kind(side, kind) for kind in kinds_of(side))
    assert not has_kind(side, "pm")
    assert sorted(node[0] for node in subexpressions(side)) == ["+", "call", "call", "call", "num", "var"]


def test_transformed_goes_innermost_first() -> None:
    seen: list[str] = []

    def note(node: Expr) -> Expr:
        seen.append(node[0])
        return TWO if node == X else node

    assert transformed(parse_expression("sin(x) * x"), note) == ("*", ("call", "sin", (TWO,)), TWO)
    assert seen == ["var", "call", "var", "*"]


def test_replaced_leaves_the_rest() -> None:
    assert replaced(parse_expression("max(x, 3) + x"), X, TWO) == parse_expression("max(2, 3) + 2")
    assert is_larger(parse_expression("x + 1"), 2)
    assert not is_larger(parse_expression("x + 1"), 3)
