"""Equations of straight lines: what decides the line, and lines of a solution."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, Reason, understand, verify


@pytest.mark.parametrize(
    ("statement", "answer", "wrong"),
    [
        ("Find the equation of the line through (2, -3) and (4, 5).", "y = 4x - 11", "y = 4x + 11"),
        (
            "A line has slope -1/2 and passes through (2, -3). Find its equation.",
            "2y = -x - 4",
            "y = -x/2 + 2",
        ),
        (
            "What is the equation of the line through (2, -3) that is parallel to y = 7x + 18?",
            "y + 3 = 7(x - 2)",
            "y = 7x + 18",
        ),
        ("Which line through (2, -3) is parallel to 7x - y = 1? Give its equation.", "y = 7x - 17", "y = 7x"),
        (
            "A line is perpendicular to y = 7x + 18 and passes through (2, -3). Find its equation.",
            "y = -(1/7)x - 19/7",
            "y = 7x - 17",
        ),
        ("Find the line with gradient 3 through (0, 1) in the form y = mx + b", "y = 3x + 1", "y = x + 3"),
    ],
)
def test_the_line_asked(statement: str, answer: str, wrong: str) -> None:
    report = verify(statement, [answer])
    assert (report.lines[0].reason, report.answer) == (Reason.FOLLOWS, AnswerStatus.RIGHT)
    assert verify(statement, [wrong]).answer is AnswerStatus.WRONG


def test_steps_to_a_line() -> None:
    statement = "Find the equation of the line through (2, -3) and (4, 5)."
    draft = ["m = (5 + 3) / (4 - 2) = 4", "x = 2", "y = -3", "b = -3 - 4 * 2 = -11", "y = 4x - 11"]
    report = verify(statement, draft)
    assert {verdict.reason for verdict in report.lines} == {Reason.FOLLOWS, Reason.TRUE}
    assert report.answer is AnswerStatus.RIGHT
    assert verify(statement, ["m = (5 - 3) / 2 = 1"]).lines[0].reason is Reason.DOES_NOT_FOLLOW


@pytest.mark.parametrize(
    "statement",
    [
        # One point, no slope; two slopes; an upright line; nothing asked; something more said.
        "Find the equation of the line through (2, -3).",
        "Find the equation of the line with slope 2 parallel to y = 3x through (1, 1).",
        "Find the equation of the line through (2, -3) and (2, 5).",
        "A line has slope 2 and passes through (2, -3).",
        "Find the equation of the line through (2, -3) and (4, 5) shifted up by 3.",
        "Find the equation of the line perpendicular to y = 5 through (1, 1).",
    ],
)
def test_not_read(statement: str) -> None:
    assert understand(statement) is None
