"""Numbers that are asked in another form, or rounded."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, Outcome, understand, verify


@pytest.mark.parametrize(
    ("statement", "answer", "wrong"),
    [
        ("Write 3/8 as a decimal.", "0.375", "0.38"),
        ("What is 1 3/4 as a decimal?", "1.75", "1.34"),
        ("Change 45% to a decimal", "0.45", "4.5"),
        ("Convert 0.375 to a fraction in simplest form.", "3/8", "3/7"),
        ("Change 45% to a fraction", "9/20", "9/10"),
        ("Express the fraction -7/4 as a decimal number", "-1.75", "1.75"),
        ("Express 0.2 as a percent", "20%", "2%"),
        ("Convert 3/8 to a percentage.", "37.5%", "3.75%"),
        ("Write 3/8 as a percent.", "37.5", "38"),
        ("Convert 1/3 to a percent.", "33 1/3%", "3%"),
        ("Express 7/4 as a mixed number", "1 3/4", "1 1/4"),
        ("Convert 2 1/3 to an improper fraction.", "7/3", "5/3"),
        ("Round 3.14159 to two decimal places.", "3.14", "3.15"),
        ("Round 2.675 to 2 decimal places", "2.68", "2.67"),
        ("Round 1,250 to the nearest hundred.", "1300", "1200"),
        ("Round -2.5 to the nearest integer", "-3", "-2"),
        ("Round 99.95 to the nearest tenth", "100.0", "99.9"),
    ],
)
def test_the_form_asked(statement: str, answer: str, wrong: str) -> None:
    assert verify(statement, [answer]).outcome is Outcome.SOLVED
    assert verify(statement, [f"Answer: {wrong}"]).answer is AnswerStatus.WRONG


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("Write 3/8 as a decimal.", "3/8"),
        ("Convert 0.375 to a fraction.", "375/1000"),
        ("Convert 0.375 to a fraction.", "0.375"),
        ("Express 0.2 as a percent", "0.2"),
        ("Express 0.2 as a percent", "1/5"),
        ("Write 7/4 as a decimal", "1 3/4"),
        ("Express 7/4 as a mixed number", "7/4"),
        ("Express 7/4 as a mixed number", "1.75"),
        ("Convert 2 1/3 to an improper fraction.", "2 1/3"),
    ],
)
def test_the_right_value_in_another_form_is_on_the_way(statement: str, value: str) -> None:
    report = verify(statement, [value])
    assert report.lines[0].status is LineStatus.VALID
    assert (report.outcome, report.answer) == (Outcome.UNSOLVED, AnswerStatus.UNKNOWN)


def test_a_percentage_without_end_may_be_rounded() -> None:
    assert verify("Convert 1/3 to a percent.", ["33.3%"]).answer is AnswerStatus.UNKNOWN


@pytest.mark.parametrize(
    "statement",
    [
        # No decimal that ends; another base may be meant; it is one already.
        "Write 1/3 as a decimal.",
        "Write 101 as a decimal number",
        "Write 0.5 as a decimal",
        "Write 1 3/4 as a fraction",
        "Write 3/4 as a mixed number",
        "Round 3.14159 to some decimal places",
    ],
)
def test_not_read(statement: str) -> None:
    assert understand(statement) is None
