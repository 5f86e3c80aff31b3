"""A row with one term left out."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, Reason, understand, verify


@pytest.mark.parametrize(
    ("statement", "answer"),
    [
        ("Find the missing term: 2, 5, _, 11, 14", "8"),
        ("Find the missing number in the sequence 3, 6, ?, 24", "12"),
        ("What is the missing number: 2, _, 8, 11?", "5"),
        ("Find the missing term of the geometric sequence: 2, 6, __, 54", "18"),
    ],
)
def test_the_term_left_out(statement: str, answer: str) -> None:
    report = verify(statement, [f"missing term = {answer}"])
    assert (report.lines[0].reason, report.answer) == (Reason.FOLLOWS, AnswerStatus.RIGHT)
    assert verify(statement, ["Answer: 7"]).answer is AnswerStatus.WRONG


@pytest.mark.parametrize(
    "statement",
    [
        # Squares; two terms only; two sequences fit none; another kind is named.
        "Find the missing number: 1, 4, _, 16",
        "Find the missing number: 1, _, 4",
        "Find the missing term of the geometric sequence: 2, 5, _, 11",
        "Find the missing numbers: 2, 5, _, 11, _",
    ],
)
def test_not_read(statement: str) -> None:
    assert understand(statement) is None
