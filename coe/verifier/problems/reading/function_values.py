"""Values of functions that a statement defines: "If f(x) = x^2 + 1, find f(3)", sums and compositions too."""

from __future__ import annotations

import re

from coe.verifier.expressions.contents import free_variables
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.substitution import substitute
from coe.verifier.problems.goals import Goal
from coe.verifier.problems.reading.parts import ASK, quantity
from coe.verifier.sentences.statements import plain_mathematics
from coe.verifier.syntax.brackets import closing
from coe.verifier.syntax.printing import format_expression
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
_CALL = re.compile(rf"(?<![A-Za-z'])(?P<name>{_NAME})\(")
_MOST_CALLS = 8

Function = tuple[str, Expr]
"""The argument's name and the body."""


def read(text: str) -> Goal | None:
    """The value asked; None where the text is anything else, or there is no such value."""
    for pattern in _STATEMENTS:
        match = pattern.fullmatch(text)
        functions = None if match is None else _functions(match["given"])
        if match is None or functions is None:
            continue
        written = _written_out(match["ask"].strip(), functions)
        value = None if written is None else plain_mathematics(written)
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


def _written_out(text: str, functions: dict[str, Function]) -> str | None:
    """The text with the bodies in the place of calls; None where one is of no number that is known."""
    for _ in range(_MOST_CALLS):
        calls = list(_CALL.finditer(text))
        if not calls:
            return text
        call = calls[-1]  # it holds no other one
        stop = closing(text, call.end() - 1)
        argument = None if stop is None else plain_mathematics(text[call.end() : stop])
        if stop is None or argument is None or free_variables(argument) or call["name"] not in functions:
            return None
        parameter, body = functions[call["name"]]
        value = format_expression(substitute(body, {parameter: argument}))
        text = f"{text[: call.start()]}({value}){text[stop + 1 :]}"
    return None


def _is_value(value: Expr) -> bool:
    try:
        return evaluate(value) is not None or real_value(value) is not None
    except Undefined:
        return False
