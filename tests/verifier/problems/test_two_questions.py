"""Two values of one thing asked in one sentence."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, Reason, understand, verify

NUMBERS = "Find the gcd and the lcm of 12 and 18."
RECTANGLE = "What are the area and the perimeter of a rectangle 3 cm by 4 cm?"


@pytest.mark.parametrize(
    ("statement", "draft"),
    [
        (NUMBERS, ["gcd = 6", "lcm = 36", "Answer: 6 and 36"]),
        (NUMBERS, ["Answer: gcd = 6, lcm = 36"]),
        (NUMBERS, ["lcm = 36, gcd = 6"]),
        (RECTANGLE, ["area = 3 * 4 = 12", "Answer: area = 12 cm^2, perimeter = 14 cm"]),
        ("Find the mean and median of 3, 5, 10", ["6 and 5"]),
    ],
)
def test_both_are_the_answer(statement: str, draft: list[str]) -> None:
    report = verify(statement, draft)
    assert {verdict.status for verdict in report.lines} == {LineStatus.VALID}
    assert report.answer is AnswerStatus.RIGHT


@pytest.mark.parametrize("answer", ["6 and 30", "gcd = 6, lcm = 30", "6"])
def test_one_of_them_wrong_or_missing_is_wrong(answer: str) -> None:
    assert verify(NUMBERS, [f"Answer: {answer}"]).answer is AnswerStatus.WRONG


def test_one_of_them_alone_is_no_answer() -> None:
    report = verify(NUMBERS, ["gcd = 6", "lcm = 36"])
    assert [verdict.reason for verdict in report.lines] == [Reason.FOLLOWS] * 2
    assert report.answer is AnswerStatus.UNKNOWN
    assert verify(NUMBERS, ["gcd = 12 - 5 = 7"]).lines[0].reason is Reason.DOES_NOT_FOLLOW


@pytest.mark.parametrize(
    "statement",
    [
        "Find the sum and difference of the ages of Tom and Ann",
        "Find the gcd and the colour of 12 and 18",
        "Find the gcd and the lcm and the sum of 12 and 18",
    ],
)
def test_what_is_not_both_read_is_not_read(statement: str) -> None:
    assert understand(statement) is None
