"""Matrices in text: LaTeX to [[1, 2], [3, 4]], and the brackets of that to a node.

Two square brackets that open side by side start a matrix where they hold rows in square brackets and nothing
else; [[x + 1] * 2] is a group in a group. Bars around a matrix in LaTeX are its determinant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coe.verifier.expressions.contents import free_variables, has_kind
from coe.verifier.expressions.expr import Expr
from coe.verifier.syntax.lexer import ParseFailure
from coe.verifier.values.matrices import MAX_ENTRIES, matrix

if TYPE_CHECKING:
    from coe.verifier.syntax.parser import Parser

TRANSPOSED: Expr = ("var", "T")
"""The exponent of a matrix that is transposed."""
_NAME = r"(?P<name>[pbv]?matrix|smallmatrix|array)"
_LATEX = re.compile(
    rf"(?:\\left\s*[(\[]\s*)?\\begin\{{{_NAME}\}}(?:\{{[clr|\s]*\}})?(?P<body>.*?)\\end\{{(?P=name)\}}"
    r"(?:\s*\\right\s*[)\]])?",
    re.DOTALL,
)
_LATEX_ROWS = re.compile(r"\\\\(?:\[[^\]]*\])?|\\cr\b")
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


def may_hold_matrix(text: str) -> bool:
    """A cheap test, for most texts hold none."""
    return "matrix}" in text or "{array}" in text or "[[" in text or "[ [" in text


def without_environments(text: str) -> str:
    """LaTeX with each matrix as [[..], [..]], its entries as they are.

    Raises:
        ParseFailure: rows of unequal length.
    """
    return _LATEX.sub(_in_brackets, text)


def _in_brackets(match: re.Match[str]) -> str:
    rows = [row.split("&") for row in _LATEX_ROWS.split(match["body"]) if row.strip()]
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        raise ParseFailure("rows of unequal length", hostile=False)
    text = ", ".join(f"[{', '.join(entry.strip() for entry in row)}]" for row in rows)
    return f" det([{text}]) " if match["name"] == "vmatrix" else f" [{text}] "


def starts_matrix(tokens: Sequence[str], start: int) -> bool:
    """Whether the bracket at this place opens a matrix of several rows, or of one with several entries."""
    if tokens[start + 1 : start + 2] != ["["]:
        return False
    depth, rows, entries = 0, 0, 1
    for place in range(start, len(tokens)):
        token = tokens[place]
        if token in _OPENING:
            if depth == 1 and token != "[":
                return False
            depth += 1
        elif token in _CLOSING:
            depth -= 1
            if depth == 1:
                rows += 1
                if token != "]" or tokens[place + 1 : place + 2] not in (["]"], [","]):
                    return False
            if depth == 0:
                return token == "]" and (rows > 1 or entries > 1)
        elif depth == 2 and token == ",":
            entries += 1
        elif depth == 1 and (token != "," or tokens[place + 1 : place + 2] != ["["]):
            return False
    return False


def may_be_matrix(base: Expr) -> bool:
    """Whether ^T behind it is a transposition: a matrix stands in it, or no names but capital letters."""
    names = free_variables(base)
    capitals = bool(names) and all(len(name) == 1 and name.isupper() for name in names)
    return capitals or has_kind(base, "matrix")


def transposed(base: Expr) -> Expr:
    """A^T."""
    return ("call", "transpose", (base,))


def read_matrix(parser: Parser) -> Expr:
    """The matrix whose outer bracket is next.

    Raises:
        ParseFailure: rows of unequal length, too many entries, an entry that is malformed.
    """
    rows: list[tuple[Expr, ...]] = []
    while parser.tokens[parser.position] in ("[", ","):
        # The outer bracket or the comma, and the bracket of the row.
        parser.position += 2
        row = [parser.expression()]
        while parser.tokens[parser.position] == ",":
            parser.position += 1
            row.append(parser.expression())
        if parser.tokens[parser.position] != "]":
            raise ParseFailure("unbalanced brackets")
        parser.position += 1
        rows.append(tuple(row))
    parser.position += 1
    if any(len(row) != len(rows[0]) for row in rows):
        raise ParseFailure("rows of unequal length", hostile=False)
    if len(rows) * len(rows[0]) > MAX_ENTRIES:
        raise ParseFailure("a matrix that is too large")
    return matrix(rows)
