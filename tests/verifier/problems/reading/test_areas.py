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
        # Bounds and crossings that are roots, multiples of pi, logarithms.
        ("Find the area between y = x^2 and y = 2", "8 sqrt(2)/3"),
        ("Find the area enclosed by y = x^2 - 2x - 1 and the x-axis", "8 sqrt(2)/3"),
        ("Find the area between y = x^2 and y = x + 1", "5 sqrt(5)/6"),
        ("Find the area between y = x^3 and y = 2x", "2"),
        ("Find the area under y = 3 - x^2 and above the x-axis", "4 sqrt(3)"),
        ("Find the area under the curve y = x^2 from x = 0 to x = sqrt(2)", "2 sqrt(2)/3"),
        ("Find the area under the curve y = sin x from x = 0 to x = pi", "2"),
        ("Find the area between y = sin x and the x-axis from x = 0 to x = 2pi", "4"),
        ("Find the area between y = sin x and y = cos x from x = 0 to x = pi/2", "2 sqrt(2) - 2"),
        ("Find the area under the curve y = e^x from x = 0 to x = ln 5", "4"),
        ("Find the area under the curve y = 1/x from x = 1 to x = e", "1"),
        ("Find the area between y = e^x and y = 2 from x = 0 to x = 1", "e + 4 ln 2 - 5"),
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
        # Below the axis, no meeting, no bounds, bounds the wrong way round, a cubic's roots, a pole.
        "Find the area under the curve y = x^3 from x = -1 to x = 1",
        "Find the area between y = x^2 + 1 and y = x",
        "Find the area under the curve y = x^2",
        "Find the area under the curve y = x^2 from x = 3 to x = 0",
        "Find the area under y = x^2 - 2 and above the x-axis",
        "Find the area under the curve y = cos x from x = 0 to x = pi",
        "Find the area under the curve y = x^2 from x = sqrt(2) to x = 1",
        "Find the area between y = x^3 - 3x + 1 and the x-axis",
        "Find the area under the curve y = tan x from x = 0 to x = pi",
        "Find the area between y = 1/x and y = 2 from x = -1 to x = 1",
    ],
)
def test_not_read(statement: str) -> None:
    assert understand(statement) is None


def test_lines_with_roots_as_bounds() -> None:
    statement = "Find the area between y = x^2 and y = 2"
    draft = [
        "area = integral from -sqrt(2) to sqrt(2) of (2 - x^2) dx",
        "= 2(2 sqrt(2) - (sqrt(2))^3/3)",
        "area = 8 sqrt(2)/3",
    ]
    assert verify(statement, draft).answer is AnswerStatus.RIGHT
    assert verify(statement, draft).first_invalid is None
    assert verify(statement, ["area = 8 sqrt(3)/3"]).first_invalid == 1
    assert verify(statement, ["area = integral from 0 to sqrt(2) of (2 - x^2) dx"]).first_invalid == 1
