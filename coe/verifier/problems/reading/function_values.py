"""Values of functions that a statement defines: "If f(x) = x^2 + 1, find f(3)", sums and compositions too."""

from __future__ import annotations

import re

from coe.verifier.expressions.contents import free_variables
from coe.verifier.expressions.expr import Expr
from coe.verifier.problems.goals import Goal
from coe.verifier.problems.reading.parts import ASK, quantity
from coe.verifier.sentences.function_calls import Function, written_out
from coe.verifier.sentences.statements import plain_mathematics
from coe.verifier.values.exact import Undefined, evaluate
from coe.verifier.values.reals import real_value

WORDS = ("f(", "g(", "h(", "p(", "q(")
"""A statement, in lower case, without any of these is not for this reader."""
_NAME = "[fghpqFGHPQ]"
_HEAD = rf"{_NAME}\([a-z]\) ?="
_IF = r"(?:if|given(?: that)?|let|suppose(?: that)?|for|when|where|with|consider|define)"
_CALLED = rf"(?P<ask>[^=]*{_NAME}\([^=]+\)[^=]*)"
_STATEMENTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:{_IF} )?(?:the )?(?:functions? )?(?P<given>{_HEAD}.+?)(?:[.;:]|,(?: then)?| then)"
        rf" {ASK}(?: the value of)? {_CALLED}",
        rf"{ASK}(?: the value of)? {_CALLED}?,? {_IF} (?:the )?(?:functions? )?(?P<given>{_HEAD}.+)",
    )
)
_NEXT = re.compile(rf"(?:,? and |[,;] )(?:let )?(?={_HEAD})", re.IGNORECASE)
_DEFINITION = re.compile(rf"(?P<name>{_NAME})\((?P<of>[a-z])\) ?= ?(?P<body>[^=]+)")


def read(text: str) -> Goal | None:
    """The value asked; None where the text is anything else, or there is no such value."""
    for pattern in _STATEMENTS:
        match = pattern.fullmatch(text)
        functions = None if match is None else _functions(match["given"])
        if match is None or functions is None:
            continue
        # What is no value of these functions keeps its letters.
        value = plain_mathematics(written_out(match["ask"].strip(), functions))
        if value is None or free_variables(value) or not _is_value(value):
            continue
        return quantity(f"find {match['ask'].strip()} for {match['given'].strip()}", value)
    return None


def _functions(given: str) -> dict[str, Function] | None:
    """The functions by name; None where one is not read, or two have one name."""
    found: dict[str, Function] = {}
    for part in _NEXT.split(given):
        match = _DEFINITION.fullmatch(part.strip())
        body = None if match is None else plain_mathematics(match["body"])
        if match is None or body is None or free_variables(body) - {match["of"]} or match["name"] in found:
            return None
        found[match["name"]] = match["of"], body
    return found


def _is_value(value: Expr) -> bool:
    try:
        return evaluate(value) is not None or real_value(value) is not None
    except Undefined:
        return False
