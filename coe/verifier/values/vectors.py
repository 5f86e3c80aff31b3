"""Sums, differences and multiples of tuples, entry by entry: 7(-5, -6) + 9(17, -4) as a pair."""

from __future__ import annotations

from coe.verifier.expressions.contents import has_kind
from coe.verifier.expressions.expr import Expr

Entries = tuple[Expr, ...]


def entries_of(expr: Expr) -> Entries | None:
    """The entries of the tuple that the expression amounts to, not worked out; None where it is none."""
    kind = expr[0]
    if kind == "seq":
        return expr[2] if expr[1] == "tuple" else None
    if kind == "neg":
        inner = entries_of(expr[1])
        return None if inner is None else tuple(("neg", entry) for entry in inner)
    if kind in ("+", "-"):
        left, right = entries_of(expr[1]), entries_of(expr[2])
        if left is None or right is None or len(left) != len(right):
            return None
        return tuple((kind, a, b) for a, b in zip(left, right, strict=True))
    if kind in ("*", "/"):
        return _multiple(kind, expr[1], expr[2])
    return None


def _multiple(kind: str, left: Expr, right: Expr) -> Entries | None:
    """A tuple times or over a number; a product of two tuples is not read."""
    first, second = entries_of(left), entries_of(right)
    if first is not None and second is None and not has_kind(right, "seq"):
        return tuple((kind, entry, right) for entry in first)
    if second is not None and first is None and kind == "*" and not has_kind(left, "seq"):
        return tuple((kind, left, entry) for entry in second)
    return None
