"""What occurs in an expression: names, kinds of nodes."""

from __future__ import annotations

from collections.abc import Iterator

from coe.verifier.expressions.expr import Expr

_BINARY = frozenset({"+", "-", "*", "/", "^"})


def subexpressions(expression: Expr) -> Iterator[Expr]:
    """Every node of an expression, itself included; the order means nothing."""
    stack: list[Expr] = [expression]
    while stack:
        node = stack.pop()
        kind = node[0] if node else None
        if isinstance(kind, str):
            yield node
            if kind == "num" or kind == "var":
                continue
        stack += [part for part in node if isinstance(part, tuple)]


def free_variables(*expressions: Expr) -> frozenset[str]:
    """Names of the variables and quantities in the expressions."""
    found: set[str] = set()
    for expression in expressions:
        _gather(expression, found)
    return frozenset(found)


def _gather(node: Expr, found: set[str]) -> None:
    kind = node[0] if node else "num"
    if kind == "var":
        found.add(node[1])
    elif kind in _BINARY:
        _gather(node[1], found)
        _gather(node[2], found)
    elif kind != "num":
        for part in node:
            if isinstance(part, tuple):
                _gather(part, found)


def kinds_of(expression: Expr) -> frozenset[str]:
    """Kinds of the nodes in an expression; constants as "const pi"."""
    found: set[str] = set()
    _gather_kinds(expression, found)
    return frozenset(found)


def _gather_kinds(node: Expr, found: set[str]) -> None:
    kind = node[0] if node else "num"
    if kind.__class__ is str:
        found.add(f"const {node[1]}" if kind == "const" else kind)
        if kind == "num" or kind == "var":
            return
        if kind in _BINARY:
            _gather_kinds(node[1], found)
            _gather_kinds(node[2], found)
            return
    for part in node:
        if part.__class__ is tuple:
            _gather_kinds(part, found)


def is_constant(expr: Expr) -> bool:
    """True where no variable occurs."""
    kind = expr[0]
    if kind == "num":
        return True
    if kind == "var":
        return False
    if kind in _BINARY:
        return is_constant(expr[1]) and is_constant(expr[2])
    return all(
        is_constant(part) if isinstance(part[0], str) else all(is_constant(item) for item in part)
        for part in expr[1:]
        if isinstance(part, tuple) and part
    )


def has_kind(expression: Expr, kind: str) -> bool:
    """Whether a node of the kind stands anywhere in the expression."""
    own = expression[0]
    if own == kind:
        return True
    if own == "num" or own == "var":
        return False
    if own in _BINARY:
        return has_kind(expression[1], kind) or has_kind(expression[2], kind)
    return any(part[0] == kind for part in subexpressions(expression))


def mentions(expr: Expr, variable: str) -> bool:
    """True where the variable occurs."""
    return any(node[0] == "var" and node[1] == variable for node in subexpressions(expr))


def calls_of(expr: Expr) -> list[str]:
    """Names of the functions called in an expression, once for each call."""
    return [node[1] for node in subexpressions(expr) if node[0] == "call"]
