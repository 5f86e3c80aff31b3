"""Values in the place of names."""

from __future__ import annotations

from coe.verifier.expressions.binders import replaced, transformed
from coe.verifier.expressions.expr import Expr


def substitute(expr: Expr, values: dict[str, Expr]) -> Expr:
    """The expression with variables replaced by expressions."""
    return transformed(expr, lambda node: values.get(node[1], node) if node[0] == "var" else node)


def value_at(expr: Expr, variable: str, point: Expr) -> Expr:
    """The expression with the point in place of the variable."""
    return replaced(expr, ("var", variable), point)
