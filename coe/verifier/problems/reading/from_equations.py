"""An expression in letters that linear equations fix: "If 2x + 3 = 11, what is the value of 4x?" """

from __future__ import annotations

import re

from coe.verifier.algebra.systems import linear_system
from coe.verifier.expressions.contents import free_variables
from coe.verifier.expressions.expr import Chain, Expr, Relation
from coe.verifier.expressions.substitution import substitute
from coe.verifier.problems.goals import Goal
from coe.verifier.problems.reading.parts import ASK, exact, quantity
from coe.verifier.sentences.statements import plain_mathematics
from coe.verifier.syntax.printing import format_expression
from coe.verifier.values.exact import Undefined, evaluate

WORDS = ("if ", "given ", "when ")
"""A statement, in lower case, without any of these is not for this reader."""
_IF = r"(?:if|when|given(?: that)?)"
_STATEMENTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_IF} (?P<given>[^?]+?=[^?]+?),? (?:then )?{ASK}(?: the value of)? (?P<asked>[^=]+)",
        rf"{ASK}(?: the value of)? (?P<asked>[^=]+?),? {_IF} (?P<given>[^?]+=[^?]+)",
    )
)
_BETWEEN = re.compile(r",? and |[,;] ")
_MOST_LETTERS = 4
_NAMES = ("value", "result", "answer")


def read(text: str) -> Goal | None:
    """The value asked; None where the text is anything else, or the equations do not fix it."""
    for pattern in _STATEMENTS:
        match = pattern.fullmatch(text)
        asked = None if match is None else plain_mathematics(match["asked"])
        if match is None or asked is None or asked[0] == "var" or not free_variables(asked):
            continue
        values = _fixed(match["given"])
        if values is None or not free_variables(asked) <= values.keys():
            return None
        try:
            value = evaluate(substitute(asked, values))
        except Undefined:
            return None
        if value is None:
            return None
        words = f"find {format_expression(asked)} if {match['given'].strip()}"
        return quantity(words, value, _NAMES, given=tuple(values.items()), asked=asked)
    return None


def _fixed(given: str) -> dict[str, Expr] | None:
    """The letters' values by the equations; None where a part is no linear equation, or they contradict."""
    claims = []
    for part in _BETWEEN.split(given):
        sides = [plain_mathematics(side) for side in part.split("=")]
        if len(sides) != 2 or sides[0] is None or sides[1] is None:
            return None
        claims.append(Chain((sides[0], sides[1]), (Relation.EQ,)))
    names = sorted({name for claim in claims for side in claim.sides for name in free_variables(side)})
    if len(names) > _MOST_LETTERS or any(len(name) > 1 for name in names):
        return None
    system = linear_system(tuple(claims), tuple(names))
    if system is None or not system.consistent:
        return None
    return {name: exact(value) for name, value in system.solution().items()}
