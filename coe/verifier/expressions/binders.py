"""Nodes that bind a variable: derivatives, integrals, limits, sums and products.

    ("deriv", body, name, at, order)      the derivative of that order, at the point `at`
    ("anti", body, name, at)              an antiderivative, of which any is meant, at the point `at`
    ("int", body, name, low, high)        a definite integral
    ("lim", body, name, point, side)      a limit; side is "+", "-" or "" for both
    ("sum", body, name, low, high)        over whole numbers from low to high, both included
    ("prod", body, name, low, high)

In the body the variable is ("bound", name), so whoever looks for variables, or puts values in their place,
sees only the free ones: d/dx x^2 is the derivative at the free x, and with 3 for x it is the one at 3.
"""

from __future__ import annotations

from collections.abc import Callable

from coe.verifier.expressions.expr import Expr

BINDERS = frozenset({"deriv", "anti", "int", "lim", "sum", "prod"})
_BINARY = frozenset({"+", "-", "*", "/", "^"})


def bind(body: Expr, name: str) -> Expr:
    """The body with the variable bound."""
    return replaced(body, ("var", name), ("bound", name))


def opened(body: Expr, name: str, value: Expr) -> Expr:
    """The body with a value, or the free variable, in place of the bound variable."""
    return replaced(body, ("bound", name), value)


def free(node: Expr) -> Expr:
    """The body of a binder with its variable free."""
    return opened(node[1], node[2], ("var", node[2]))


def replaced(node: Expr, old: Expr, new: Expr) -> Expr:
    """The expression with every `old` replaced by `new`; a binder's own variable stays its own."""
    if node == old:
        return new
    kind = node[0]
    if kind == "num" or kind == "var":
        return node
    own = kind in BINDERS and old == ("bound", node[2])
    parts: list[object] = []
    for index, part in enumerate(node):
        if not isinstance(part, tuple) or not part or (own and index == 1):
            parts.append(part)
        elif isinstance(part[0], str):
            parts.append(replaced(part, old, new))
        else:
            parts.append(tuple(replaced(item, old, new) for item in part))
    return tuple(parts)


def transformed(node: Expr, rule: Callable[[Expr], Expr]) -> Expr:
    """The expression with `rule` applied to every part, innermost first, and to the whole."""
    kind = node[0]
    if kind == "num" or kind == "var":
        return rule(node)
    if kind in _BINARY:
        return rule((kind, transformed(node[1], rule), transformed(node[2], rule)))
    parts: list[object] = []
    for part in node:
        if not isinstance(part, tuple) or not part:
            parts.append(part)
        elif isinstance(part[0], str):
            parts.append(transformed(part, rule))
        else:
            parts.append(tuple(transformed(item, rule) for item in part))
    return rule(tuple(parts))


def has_binder(node: Expr) -> bool:
    """Whether a binder is left anywhere in the expression."""
    stack: list[Expr] = [node]
    while stack:
        part = stack.pop()
        if part and isinstance(part[0], str) and part[0] in BINDERS:
            return True
        stack.extend(item for item in part if isinstance(item, tuple))
    return False


def is_larger(node: Expr, limit: int) -> bool:
    """Whether an expression is made of more than `limit` tuples; looks at no more of them."""
    total = 0
    stack: list[Expr] = [node]
    while stack and total <= limit:
        part = stack.pop()
        total += 1
        stack.extend(item for item in part if isinstance(item, tuple))
    return total > limit
