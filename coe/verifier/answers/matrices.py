"""Matrices of expressions: read from LaTeX or [[1, 2], [3, 4]], added, multiplied and scaled.

A matrix is ("matrix", rows), rows a tuple of tuples of expressions. In a text that is being read each matrix
is replaced by one private sign, which stands as a name in the expression around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from coe.verifier.expressions.binders import is_larger
from coe.verifier.expressions.expr import Expr
from coe.verifier.syntax.lexer import ParseFailure

MAX_ENTRIES = 64
"""Entries of one matrix."""

MAX_NODES = 20_000
"""Nodes of a product of matrices: entries are not worked out, each product makes them longer."""

_FIRST_SIGN = 0xE000
_MAX_MATRICES = 6
_LATEX = re.compile(
    r"(?:\\left\s*[(\[]\s*)?\\begin\{(?:[pb]?matrix|smallmatrix|array)\}(?:\{[clr|\s]*\})?(.*?)"
    r"\\end\{(?:[pb]?matrix|smallmatrix|array)\}(?:\s*\\right\s*[)\]])?",
    re.DOTALL,
)
_PLAIN = re.compile(r"\[\s*(\[[^\[\]]*\](?:\s*,\s*\[[^\[\]]*\])*)\s*\]")
_ROW = re.compile(r"\[([^\[\]]*)\]")
_LATEX_ROWS = re.compile(r"\\\\(?:\[[^\]]*\])?|\\cr\b")

Reader = Callable[[str], Expr]


def may_hold_matrix(text: str) -> bool:
    """A cheap test, for most texts hold none."""
    return "matrix}" in text or "{array}" in text or "[[" in text or "[ [" in text


def take_matrices(text: str, cell: Reader) -> tuple[str, dict[str, Expr]]:
    """The text with each matrix replaced by its sign, and the matrices by sign.

    Args:
        text: LaTeX or plain text.
        cell: reads one entry.

    Raises:
        ParseFailure: rows of unequal length, too many entries, an entry that is not readable.
    """
    found: dict[str, Expr] = {}

    def keep(rows: list[list[str]]) -> str:
        sign = chr(_FIRST_SIGN + len(found))
        if len(found) >= _MAX_MATRICES:
            raise ParseFailure("too many matrices", hostile=False)
        found[sign] = _matrix(rows, cell)
        return f" {sign} "

    def latex(match: re.Match[str]) -> str:
        rows = [row for row in _LATEX_ROWS.split(match[1]) if row.strip()]
        return keep([row.split("&") for row in rows])

    def plain(match: re.Match[str]) -> str:
        return keep([row.split(",") for row in _ROW.findall(match[1])])

    return _PLAIN.sub(plain, _LATEX.sub(latex, text)), found


def _matrix(rows: list[list[str]], cell: Reader) -> Expr:
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        raise ParseFailure("rows of unequal length", hostile=False)
    if len(rows) * len(rows[0]) > MAX_ENTRIES:
        raise ParseFailure("matrix too large", hostile=False)
    return ("matrix", tuple(tuple(cell(entry) for entry in row) for row in rows))


def matrix_value(expr: Expr, named: dict[str, Expr]) -> Expr | None:
    """The matrix that an expression of matrices amounts to, entries not worked out; None where it is none.

    Raises:
        ParseFailure: sizes that do not fit.
    """
    kind = expr[0]
    if kind == "var":
        return named.get(expr[1])
    if kind == "neg":
        inner = matrix_value(expr[1], named)
        return None if inner is None else _each(inner, lambda entry: ("neg", entry))
    if kind not in ("+", "-", "*", "/"):
        return None
    left, right = matrix_value(expr[1], named), matrix_value(expr[2], named)
    if left is None and right is None:
        return None
    if kind in ("+", "-"):
        return _sum(kind, left, right)
    if left is not None and right is not None:
        return _product(left, right) if kind == "*" else None
    if left is None:
        scalar = expr[1]
        return _each(right or expr, lambda entry: ("*", scalar, entry)) if kind == "*" else None
    scalar = expr[2]
    return _each(left, lambda entry: (kind, entry, scalar))


def _each(matrix: Expr, change: Callable[[Expr], Expr]) -> Expr:
    return ("matrix", tuple(tuple(change(entry) for entry in row) for row in matrix[1]))


def _sum(kind: str, left: Expr | None, right: Expr | None) -> Expr:
    if left is None or right is None or _size(left) != _size(right):
        raise ParseFailure("matrices of different sizes", hostile=False)
    rows = zip(left[1], right[1], strict=True)
    return ("matrix", tuple(tuple((kind, a, b) for a, b in zip(*pair, strict=True)) for pair in rows))


def _product(left: Expr, right: Expr) -> Expr:
    if _size(left)[1] != _size(right)[0]:
        raise ParseFailure("matrices of different sizes", hostile=False)
    columns = list(zip(*right[1], strict=True))
    product = ("matrix", tuple(tuple(_dot(row, column) for column in columns) for row in left[1]))
    if is_larger(product, MAX_NODES):
        raise ParseFailure("too many products of matrices", hostile=False)
    return product


def _dot(row: tuple[Expr, ...], column: tuple[Expr, ...]) -> Expr:
    total: Expr = ("num", Fraction(0), None)
    for a, b in zip(row, column, strict=True):
        total = ("+", total, ("*", a, b))
    return total


def _size(matrix: Expr) -> tuple[int, int]:
    return len(matrix[1]), len(matrix[1][0])


def as_vector(matrix: Expr) -> tuple[Expr, ...] | None:
    """The entries of a single row or column, else None."""
    rows, columns = _size(matrix)
    if columns == 1:
        return tuple(row[0] for row in matrix[1])
    entries: tuple[Expr, ...] = matrix[1][0]
    return entries if rows == 1 else None
