"""How mistakes rewrite the calculator spans of a derivation: the result alone, or the plan it shows.

In `may = 48 / 2 = {48 / 2}` a wrong result stands behind a right plan (`may = 48 / 2 = 96`); a wrong plan
is shown and worked out (`may = 48 * 2 = 96`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from random import Random

from coe.corruptions.sheet import SPAN, replace_match
from coe.errors import CalculatorError
from coe.verifier import fill_spans

Change = Callable[[str, Random], str | None]
"""(content of a span, rng) -> another content, or None where the mistake cannot be made in it."""

OPERAND = r"\(?-?\d+(?:\.\d+)?(?:/\d+(?![\d.]))?\)?"
PAIR = re.compile(rf"\s*({OPERAND}) ?([-+*/]) ?({OPERAND})\s*")
"""A whole span of two operands."""


@lru_cache(maxsize=8192)
def span_value(span: str) -> str | None:
    """The value of one span, braces included, as the calculator prints it, without brackets; None where
    it has none."""
    try:
        return fill_spans(span).strip("()")
    except CalculatorError:
        return None


def change_result(derivation: str, rng: Random, change: Change) -> str | None:
    """The derivation with the content of one span changed; a plan shown beside it stays."""
    spans = _shuffled(derivation, rng)
    for span in spans:
        wrong = change(span[1], rng)
        if wrong is not None and wrong != span[1]:
            return replace_match(derivation, span, "{" + wrong + "}")
    return None


def change_plan(derivation: str, rng: Random, change: Change) -> str | None:
    """The derivation with the content of one span changed wherever the line shows it."""
    for span in _shuffled(derivation, rng):
        wrong = change(span[1], rng)
        if wrong is not None and wrong != span[1]:
            return derivation.replace(span[1], wrong)
    return None


def _shuffled(derivation: str, rng: Random) -> list[re.Match[str]]:
    spans = list(SPAN.finditer(derivation))
    if len(spans) > 1:
        rng.shuffle(spans)
    return spans


def whole_pair(content: str, operators: str) -> tuple[str, str, str] | None:
    """(left, operator, right) of a span of two unsigned numbers, whole or decimal, under one of these
    operators; None for any other span."""
    pair = PAIR.fullmatch(content)
    if pair is None or pair[2] not in operators:
        return None
    left, right = pair[1].strip("()"), pair[3].strip("()")
    if not (left.replace(".", "", 1).isdigit() and right.replace(".", "", 1).isdigit()):
        return None
    return left, pair[2], right
