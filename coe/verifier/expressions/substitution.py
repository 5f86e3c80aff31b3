"""Values in the place of names."""

from __future__ import annotations

from coe.verifier.expressions.binders import replaced
from coe.verifier.expressions.expr import Expr


def substitute(expr: Expr, values: dict[str, Expr]) -> Expr:
    """The expression with variables replaced by expressions."""
    if expr[0] == "var":
        return values.get(expr[1], expr)
    return tuple(
        part
        if not isinstance(part, tuple) or not part
        else substitute(part, values)
        if isinstance(part[0], str)
        else tuple(substitute(item, values) for item in part)
        for part in expr
    )


def value_at(expr: Expr, variable: str, point: Expr) -> Expr:
    """The expression with the point in place of the variable."""
    return replaced(expr, ("var", variable), point)
