"""Calls of functions with one argument, written out: with f(x) = 2x + 1, f(3) is (2 * 3 + 1)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.limits import MAX_CHARS
from coe.verifier.expressions.substitution import substitute
from coe.verifier.sentences.statements import read_expression
from coe.verifier.syntax.brackets import closing
from coe.verifier.syntax.printing import format_expression

NAMES = "fghpqrsuvFGHPQRSTVAC"
"""Letters that functions have."""
CALL = re.compile(rf"(?<![A-Za-z\\'])([{NAMES}])\s?\(")
COMPOSED = re.compile(rf"\(([{NAMES}])\s*(?:∘|\\circ)\s*([{NAMES}])\)\s*\(")
_MOST_CALLS = 20

Function = tuple[str, Expr]
"""The argument's name and the body."""


def written_out(text: str, functions: Mapping[str, Function]) -> str:
    """The text without calls of these functions, or as it is where one cannot be written out."""
    written = text
    while (match := COMPOSED.search(written)) is not None:
        stop = closing(written, match.end() - 1)
        if stop is None:
            return text
        inner = f"{match[1]}({match[2]}({written[match.end() : stop]}))"
        written = written[: match.start()] + inner + written[stop + 1 :]
    for _ in range(_MOST_CALLS):
        calls = [match for match in CALL.finditer(written) if match[1] in functions]
        if not calls:
            return written
        # The last call holds no other one.
        match = calls[-1]
        stop = closing(written, match.end() - 1)
        value = None if stop is None else _value(functions[match[1]], written[match.end() : stop])
        if value is None or stop is None:
            return text
        written = f"{written[: match.start()]}({value}){written[stop + 1 :]}"
        if len(written) > MAX_CHARS:
            return text
    return text


def _value(function: Function, argument: str) -> str | None:
    inside = read_expression(argument)
    if inside is None:
        return None
    parameter, body = function
    return format_expression(substitute(body, {parameter: inside}))
