"""Two values of one thing asked in one sentence or in two."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, Reason, understand, verify

NUMBERS = "Find the gcd and the lcm of 12 and 18."
SENTENCES = "Find the gcd of 12 and 18. Also find their lcm."
FIGURE = "A rectangle is 8 cm long and 5 cm wide. Find its area. Then find its perimeter."
RECTANGLE = "What are the area and the perimeter of a rectangle 3 cm by 4 cm?"


@pytest.mark.parametrize(
    ("statement", "draft"),
    [
        (NUMBERS, ["gcd = 6", "lcm = 36", "Answer: 6 and 36"]),
        (NUMBERS, ["Answer: gcd = 6, lcm = 36"]),
        (NUMBERS, ["lcm = 36, gcd = 6"]),
        (RECTANGLE, ["area = 3 * 4 = 12", "Answer: area = 12 cm^2, perimeter = 14 cm"]),
        ("Find the mean and median of 3, 5, 10", ["6 and 5"]),
        (SENTENCES, ["gcd = 6", "lcm = 36", "Answer: 6 and 36"]),
        (SENTENCES, ["Answer: gcd = 6, lcm = 36"]),
        ("What is the mean of 3, 5 and 10? What is their median?", ["Answer: 6 and 5"]),
        ("Find the gcd of 12 and 18. Find the lcm of 4 and 6.", ["Answer: 6 and 12"]),
        ("Calculate 3 + 4. Then calculate 5 * 6.", ["3 + 4 = 7", "Answer: 7 and 30"]),
        (FIGURE, ["area = 8 * 5 = 40", "perimeter = 2(8 + 5) = 26", "Answer: 40 cm^2 and 26 cm"]),
    ],
)
def test_both_are_the_answer(statement: str, draft: list[str]) -> None:
    report = verify(statement, draft)
    assert {verdict.status for verdict in report.lines} == {LineStatus.VALID}
    assert report.answer is AnswerStatus.RIGHT


@pytest.mark.parametrize("answer", ["6 and 30", "gcd = 6, lcm = 30", "6", "36", "36 and 6"])
@pytest.mark.parametrize("statement", [NUMBERS, SENTENCES])
def test_one_of_them_wrong_or_missing_is_wrong(statement: str, answer: str) -> None:
    report = verify(statement, [f"Answer: {answer}"])
    assert report.answer is AnswerStatus.WRONG
    assert report.lines[0].status is LineStatus.INVALID


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
        "Find the gcd of 12 and 18. Also find their colour.",
        "Find the gcd of 12 and 18. Find the gcd of 8 and 20.",
        "Find the gcd of 12 and 18. Add the result to their lcm.",
        "Solve 2x = 8. Also solve 3y = 9.",
    ],
)
def test_what_is_not_both_read_is_not_read(statement: str) -> None:
    assert understand(statement) is None
