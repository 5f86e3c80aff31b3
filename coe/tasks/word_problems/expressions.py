"""Arithmetic in declarations ("n - e", "a < b") as functions of named values.

Declarations are the project's own source; their text is parsed by Python's `ast` and never evaluated as code.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache

Number = int | Fraction
Values = Mapping[str, Number]
Expression = Callable[[Values], Number]
Condition = Callable[[Values], bool]


def _divide(left: Number, right: Number) -> Number:
    return whole(Fraction(left) / right)


def whole(value: Number) -> Number:
    """The value as an int where it is one."""
    return value.numerator if value.denominator == 1 else value


_ARITHMETIC: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: _divide,
    ast.Mod: operator.mod,
    ast.FloorDiv: operator.floordiv,
    ast.Pow: operator.pow,
}
_ORDER: dict[type[ast.cmpop], Callable[[Number, Number], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_FUNCTIONS: dict[str, Callable[[Number], Number]] = {
    "den": lambda value: value.denominator,
    "num": lambda value: value.numerator,
}


@cache
def expression(text: str) -> Expression:
    """The value of "n - e * 2" as a function of the names in it; `den(f)` is a denominator.

    Raises:
        ValueError: the text is not arithmetic.
    """
    value = _compile(ast.parse(text, mode="eval").body)
    return lambda values: whole(value(values))


@cache
def condition(text: str) -> Condition:
    """Whether "a < b" or "a < b < c" holds, as a function of the names in it.

    Raises:
        ValueError: the text is not a comparison.
    """
    node = ast.parse(text, mode="eval").body
    if not isinstance(node, ast.Compare):
        raise ValueError(f"not a comparison: {text}")
    sides = [_compile(side) for side in (node.left, *node.comparators)]
    relations = [_ORDER[type(relation)] for relation in node.ops]

    def holds(values: Values) -> bool:
        found = [side(values) for side in sides]
        return all(
            relation(left, right) for relation, left, right in zip(relations, found, found[1:], strict=False)
        )

    return holds


def _compile(node: ast.expr) -> Expression:
    match node:
        case ast.Constant(value=int(constant)):
            return lambda values: constant
        case ast.Constant(value=float()):
            decimal = Fraction(ast.unparse(node))
            return lambda values: decimal
        case ast.Name(id=name):
            return lambda values: values[name]
        case ast.BinOp(left=left, op=sign, right=right):
            first, second, combine = _compile(left), _compile(right), _ARITHMETIC[type(sign)]
            return lambda values: combine(first(values), second(values))
        case ast.Call(func=ast.Name(id=called), args=[argument]):
            inner, apply = _compile(argument), _FUNCTIONS[called]
            return lambda values: apply(inner(values))
        case _:
            raise ValueError(f"not arithmetic: {ast.unparse(node)}")
