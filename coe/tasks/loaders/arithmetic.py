"""The equation of a data set as the one line of a worked solution."""

from __future__ import annotations

import re

from coe.errors import CalculatorError
from coe.verifier import AnswerStatus, LineStatus, check_answer, fill_spans, verify

_DECIMAL_ZERO = re.compile(r"(?<=\d)\.0+(?!\d)")
_ARITHMETIC = re.compile(r"[-\d\s.()+*/]+")


def equation_line(equation: str, answer: str) -> str | None:
    """The line "8 - 3 = {8 - 3}" for "( 8.0 - 3.0 )" with answer "5", and "114 / 7 ≈ 16.3" where the answer
    is rounded; None where the equation is no arithmetic, or does not give the answer."""
    left = _DECIMAL_ZERO.sub("", equation.partition("=")[0]).strip()
    if len(left) > 100 or not _ARITHMETIC.fullmatch(left) or not re.search(r"\d\s*[-+*/)]", left):
        return None
    left = re.sub(r"\s*([-+*/])\s*", r" \1 ", left).replace("( ", "(").replace(" )", ")").strip()
    left = " ".join(left.split())
    if left.startswith("(") and left.endswith(")") and _closes_at_end(left):
        left = left[1:-1].strip()
    span = "{" + left + "}"
    try:
        value = fill_spans(span)
    except CalculatorError:
        return None
    if check_answer([value], answer) is AnswerStatus.RIGHT:
        return f"{left} = {span}"
    rounded = f"{left} ≈ {answer}"
    return rounded if verify("", [rounded]).lines[0].status is LineStatus.VALID else None


def _closes_at_end(text: str) -> bool:
    depth = 0
    for place, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return place == len(text) - 1
    return False
