"""WRONG_OPERATION: an operation is used where its inverse was needed.

"Subtract 5 from both sides" becomes an addition: the wrong inverse operation, a mal-rule of Payne and
Squibb 1990.
"""

from __future__ import annotations

from random import Random

from coe.corruptions.kind import carried_mistake
from coe.corruptions.sheet import BINARY, choose_span

_INVERSE = {"+": "-", "-": "+", "*": "/", "/": "*"}


def _rewrite(derivation: str, rng: Random) -> str | None:
    span = choose_span(derivation, rng)
    operators = list(BINARY.finditer(span[1])) if span else []
    if span is None or not operators:
        return None
    operator = rng.choice(operators)
    inner = span[1]
    wrong = inner[: operator.start(1)] + _INVERSE[operator[1]] + inner[operator.end(1) :]
    # Where the line shows the operation before its result, both are wrong.
    return derivation.replace(inner, wrong)


CORRUPTION = carried_mistake(
    "wrong_operation",
    "an operation instead of its inverse",
    _rewrite,
    where="a calculation of two operands or more",
    sources=("Payne & Squibb 1990",),
)
