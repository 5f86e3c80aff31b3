"""Expressions in letters that the equations of a statement fix."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, Outcome, understand, verify


@pytest.mark.parametrize(
    ("statement", "lines"),
    [
        ("If 2x + 3 = 11, what is the value of 4x?", ("2x = 8", "x = 4", "4x = 16")),
        ("If 2x + 3 = 11, what is the value of 4x?", ("x = (11 - 3) / 2 = 4", "value = 4 * 4 = 16")),
        ("If $3x = 12$, what is $x + 5$?", ("$x = 4$", "$4 + 5 = 9$")),
        ("What is x + 5 when 3x = 12?", ("x = 4", "9")),
        ("If 3x = 12, find x^2 - 1", ("x = 12/3", "x = 4", "x^2 = 16", "16 - 1 = 15")),
        ("If x + y = 10 and x - y = 2, find xy.", ("2x = 12", "x = 6, y = 4", "xy = 6 * 4 = 24")),
        ("Given that a + b = 7, a - b = 1, find a/b", ("a = 4", "b = 3", "4/3")),
    ],
)
def test_the_value_asked(statement: str, lines: tuple[str, ...]) -> None:
    report = verify(statement, lines)
    assert {line.status for line in report.lines} == {LineStatus.VALID}
    assert report.outcome is Outcome.SOLVED


def test_values_of_the_letters_are_on_the_way() -> None:
    statement = "If x + y = 10 and x - y = 2, find xy."
    for lines in (["x = 6, y = 4"], ["2x = 12", "x = 6"]):
        report = verify(statement, lines)
        assert {line.status for line in report.lines} == {LineStatus.VALID}
        assert (report.outcome, report.answer) == (Outcome.UNSOLVED, AnswerStatus.UNKNOWN)


@pytest.mark.parametrize("lines", [["2x = 14", "x = 7", "28"], ["x = 4", "20"], ["4x = 20"], ["Answer: 4"]])
def test_what_is_wrong(lines: list[str]) -> None:
    report = verify("If 2x + 3 = 11, what is the value of 4x?", lines)
    assert (report.outcome, report.answer) == (Outcome.UNSOLVED, AnswerStatus.WRONG)


@pytest.mark.parametrize(
    "statement",
    [
        # Two solutions, none, not fixed, and words that may say more.
        "If x^2 = 4, what is x + 1?",
        "If 2x = 6 and x = 4, what is x + 1?",
        "If x + y = 5, what is 2x - y?",
        "If 5 apples cost x = 10 dollars, what is 2x?",
        "If 2x = 6 for all y, what is x + y?",
    ],
)
def test_not_read(statement: str) -> None:
    assert understand(statement) is None
