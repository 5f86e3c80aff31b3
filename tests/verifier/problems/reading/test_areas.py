"""Areas under and between curves: what is read, and what is left open."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, understand, verify


@pytest.mark.parametrize(
    ("statement", "answer"),
    [
        ("Find the area under the curve y = x^2 from x = 0 to x = 3", "9"),
        ("Find the area between y = x and y = x^2", "1/6"),
        ("What is the area between the curves y = x^2 and y = 2x?", "4/3"),
        ("Find the area of the region bounded by y = x^2 and y = 4", "32/3"),
        ("Find the area between the curve y = x^3 and the x-axis from x = -1 to x = 1", "1/2"),
        ("Find the area bounded by y = x^2, the x-axis, x = 1 and x = 2", "7/3"),
        # The curves cross between the bounds: both pieces count.
        ("Find the area between y = x^2 and y = x from x = 0 to x = 2", "1"),
    ],
)
def test_the_area_asked(statement: str, answer: str) -> None:
    report = verify(statement, [f"area = {answer}"])
    assert report.answer is AnswerStatus.RIGHT
    assert verify(statement, [f"Answer: {answer} + 1"]).answer is not AnswerStatus.RIGHT
    assert verify(statement, ["Answer: 77"]).answer is AnswerStatus.WRONG


def test_the_integral_that_gives_the_area() -> None:
    statement = "Find the area between y = x and y = x^2"
    draft = ["area = integral from 0 to 1 of (x - x^2) dx", "= 1/2 - 1/3", "= 1/6"]
    assert verify(statement, draft).answer is AnswerStatus.RIGHT


@pytest.mark.parametrize(
    "statement",
    [
        # Below the axis, curves that never meet, no bounds, bounds the wrong way round, roots, a pole.
        "Find the area under the curve y = x^3 from x = -1 to x = 1",
        "Find the area between y = x^2 + 1 and y = x",
        "Find the area under the curve y = x^2",
        "Find the area under the curve y = x^2 from x = 3 to x = 0",
        "Find the area between y = x^2 and y = 2",
        "Find the area between y = 1/x and y = 2 from x = -1 to x = 1",
    ],
)
def test_not_read(statement: str) -> None:
    assert understand(statement) is None
