"""Values made of several as pairs to compare: entries of tuples and matrices, real and imaginary parts."""

from __future__ import annotations

from coe.verifier.expressions.expr import Expr
from coe.verifier.values.complexes import complex_parts
from coe.verifier.values.exact import Undefined
from coe.verifier.values.matrices import amounts_to, as_vector, names_outside
from coe.verifier.values.vectors import entries_of

Pairs = list[tuple[Expr, Expr]]


def pairs_of(left: Expr, right: Expr, kinds: frozenset[str]) -> Pairs | None:
    """What must be equal, each to each, where two values are equal; None where that is not known.

    No pair at all: they are of different sizes, so that they differ.

    Args:
        left: one value.
        right: the other.
        kinds: those of the nodes of both.
    """
    if "matrix" in kinds:
        return _of_matrices(left, right)
    first: tuple[Expr, ...] | None = None
    second: tuple[Expr, ...] | None = None
    if "seq" in kinds:
        first, second = entries_of(left), entries_of(right)
    elif "const i" in kinds:
        first, second = complex_parts(left), complex_parts(right)
    if first is None or second is None or len(first) != len(second):
        return None
    return list(zip(first, second, strict=True))


def may_hold_other_matrices(left: Expr, right: Expr, kinds: frozenset[str]) -> bool:
    """Whether a name beside a matrix may be a matrix too: what differs for numbers may be the same."""
    return "matrix" in kinds and bool(names_outside(left) | names_outside(right))


def _of_matrices(left: Expr, right: Expr) -> Pairs | None:
    try:
        a, b = amounts_to(left), amounts_to(right)
    except Undefined:
        return []
    if a is None or b is None:
        return None
    if a[0] != "matrix":
        a, b = b, a
    if a[0] != "matrix":
        return [(a, b)]
    if b[0] == "matrix":
        same_size = a[1] == b[1] and len(a[2]) == len(b[2])
        return list(zip(a[2], b[2], strict=True)) if same_size else []
    if b[0] == "seq":
        vector = as_vector(a)
        same_length = vector is not None and len(vector) == len(b[2])
        return list(zip(a[2], b[2], strict=True)) if same_length else []
    return [(a[2][0], b)] if len(a[2]) == 1 else []
