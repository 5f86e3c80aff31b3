"""Lines about tuples, entry by entry, and about complex numbers, part by part."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, Reason, understand, verify

TRUE = [
    "(1, 2) + (3, 4) = (4, 6)",
    "2(1, 2) - (1, 1) = (1, 3)",
    "(2, 4)/2 = (1, 2)",
    "(1 + i)(1 - i) = 2",
    "(1 + i)^2 = 2i",
    "1/i = -i",
    "sqrt(-4) = 2i",
]
FALSE = ["(1, 2) + (3, 4) = (4, 7)", "(1, 3) = (1, 2)", "(1 + i)^2 = 3i", "i^2 = 1", "sqrt(-4) = 3i"]
OPEN = ["(1, 2) * (3, 4) = 11", "{1, 2} = {2, 1}", "(1, 2) + (1, 2, 3) = (2, 4)"]
PAIRS = "calculate 7(-5,-6)+9(17,-4)"


@pytest.mark.parametrize(
    ("lines", "status"),
    [(TRUE, LineStatus.VALID), (FALSE, LineStatus.INVALID), (OPEN, LineStatus.UNCHECKED)],
    ids=["true", "false", "open"],
)
def test_lines(lines: list[str], status: LineStatus) -> None:
    assert [line for line in lines if verify("", [line]).lines[0].status is not status] == []


def test_a_sum_of_pairs() -> None:
    draft = ["= (-35, -42) + (153, -36)", "= (118, -78)", "= (118, -77)"]
    reasons = [verdict.reason for verdict in verify(PAIRS, draft).lines]
    assert reasons == [Reason.FOLLOWS, Reason.FOLLOWS, Reason.DOES_NOT_FOLLOW]
    for answer in ("Answer: (118, -78)", "(x, y) = (118, -78)"):
        assert verify(PAIRS, [answer]).answer is AnswerStatus.RIGHT
    for answer in ("Answer: (118, -79)", "(x, y) = (118, -79)"):
        assert verify(PAIRS, [answer]).answer is AnswerStatus.WRONG


@pytest.mark.parametrize(
    ("statement", "answer", "wrong"),
    [
        ("What is the product of -9 + 19i and -38 - 30i if i^2 = -1?", "912 - 452i", "912 + 452i"),
        ("Divide -30 + 120i by 3 + 9i, where i^2 = -1.", "11 + 7i", "11 - 7i"),
        ("Find the sum of the complex numbers 1 + 6i and 2 + i.", "3 + 7i", "3 + 6i"),
        ("Write (1 + 2i)(3 - i) in the form a + bi.", "5 + 5i", "5 - 5i"),
        ("Subtract 5 from 12", "7", "-7"),
        ("Multiply 4 by 5", "20", "9"),
        ("Add 1/2 and 1/3", "5/6", "2/5"),
    ],
)
def test_operations_in_words(statement: str, answer: str, wrong: str) -> None:
    assert verify(statement, [f"Answer: {answer}"]).answer is AnswerStatus.RIGHT
    assert verify(statement, [f"Answer: {wrong}"]).answer is AnswerStatus.WRONG


@pytest.mark.parametrize(
    "statement",
    [
        # Where an operand ends is not clear; a quotient with a remainder.
        "Multiply 3 by 4 + 5",
        "Multiply 3 by 4 plus 5",
        "Divide 12 by 4 times 3",
        "Divide x^2 - 7 by x - 3",
        "What is 10 minus 4 minus 3?",
        "What is 2 times 3 plus 4?",
        "What is 2 times 3 + 4?",
        "Add 3 apples and 4 pears",
        "Multiply 4 by 5 and subtract 2",
    ],
)
def test_operations_that_are_not_read(statement: str) -> None:
    assert understand(statement) is None
