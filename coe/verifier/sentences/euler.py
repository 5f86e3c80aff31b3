"""When the letter e is Euler's number.

The parser reads e^x as a power of it, and a lone e as a letter, which may be anyone's variable. Beside a
natural logarithm, an exponential or the notation of calculus, in the line or the problem, it is the number.
"""

from __future__ import annotations

import re

from coe.verifier.expressions.binders import BINDERS, replaced
from coe.verifier.expressions.contents import calls_of, kinds_of
from coe.verifier.expressions.expr import Chain, Expr, Statement

_LETTER = re.compile(r"(?<![A-Za-z])e(?![A-Za-z])")
_NUMBER: Expr = ("const", "e")
_OF_E = BINDERS | {"const e"}


def has_letter(text: str) -> bool:
    """Whether a lone e stands in the text."""
    return _LETTER.search(text) is not None


def read(statement: Statement) -> Statement:
    """The statement with e as the number where its own mathematics says so."""
    return with_number(statement) if any(map(_speaks_of_e, statement.claims)) else statement


def with_number(statement: Statement) -> Statement:
    """The statement with every e as the number."""
    claims = tuple(
        Chain(
            tuple(replaced(side, ("var", "e"), _NUMBER) for side in chain.sides),
            chain.relations,
            chain.continued,
        )
        for chain in statement.claims
    )
    return Statement(claims, statement.joiner, statement.is_answer, statement.is_definition, statement.word)


def _speaks_of_e(chain: Chain) -> bool:
    return any(_of_e(side) for side in chain.sides)


def _of_e(side: Expr) -> bool:
    return bool(kinds_of(side) & _OF_E) or any(name in ("ln", "exp") for name in calls_of(side))


def is_spoken_of(claims: tuple[Chain, ...], expression: Expr | None) -> bool:
    """Whether a problem of these claims, or of this expression, speaks of Euler's number."""
    return any(map(_speaks_of_e, claims)) or (expression is not None and _of_e(expression))
