"""Roots listed by number or in words: "x_1 = 2, x_2 = 3", "The roots are 2 and 3"."""

from __future__ import annotations

import re

from coe.verifier.expressions.expr import Chain, Joiner, Statement
from coe.verifier.problems.goals import Goal, Kind
from coe.verifier.sentences.joining import is_assignment

_ROOTS = re.compile(
    r"\s*(?:(?:so|thus|hence|therefore),?\s+)?(?:the\s+|our\s+)?(?:two\s+|three\s+|four\s+|real\s+)*"
    r"(?:roots|solutions|zeros|zeroes)(?:\s+of\s+(?:the|this)\s+equation)?\s*(?:are|:)\s*:?\s*([^=<>]+)",
    re.IGNORECASE,
)


def roots_in_words(goal: Goal, text: str) -> str | None:
    """The values behind "The roots are", as an answer; None where the text says nothing of the kind."""
    if goal.kind is not Kind.EQUATION or len(goal.variables) != 1:
        return None
    match = _ROOTS.fullmatch(text)
    return None if match is None else f"Answer: {match[1]}"


def numbered_roots(goal: Goal, statement: Statement) -> Statement:
    """The statement with x_1 = 2 and x_2 = 3 as alternatives of x, where x is the one unknown."""
    if goal.kind is not Kind.EQUATION or len(goal.variables) != 1 or statement.joiner is Joiner.THEN:
        return statement
    name = goal.variables[0]
    claims = statement.claims
    if not claims or claims[0].sides[0] != ("var", f"{name}_1") or not all(map(is_assignment, claims)):
        return statement
    names = [chain.sides[0][1] for chain in claims]
    if names != [f"{name}_{number}" for number in range(1, len(names) + 1)]:
        return statement
    plain = tuple(Chain((("var", name), chain.sides[1]), chain.relations) for chain in claims)
    return Statement(plain, Joiner.OR if len(plain) > 1 else Joiner.AND, statement.is_answer)
