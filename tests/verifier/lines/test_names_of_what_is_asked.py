"""Lines that give what is asked its name: compared with the problem, whatever kind it is."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, Reason, verify


@pytest.mark.parametrize(
    ("problem", "right", "wrong"),
    [
        ("Find the lcm of 4 and 6", "lcm = 2 * 6 = 12", "lcm = 24"),
        ("What is the greatest common divisor of 12 and 18?", "gcd = 2 * 3 = 6", "gcd = 3"),
        ("Find the sum of 3 and 5", "sum = 3 + 5 = 8", "sum = 9"),
        ("Evaluate lim x->0 sin(x)/x", "limit = 1", "L = 0"),
        ("Evaluate the integral of x^2 from 0 to 3", "integral = 27/3 = 9", "integral = 27"),
        ("Find the derivative of y = x^2 at x = -6", "slope = -12", "slope = 12"),
        ("Find the slope of the line through (1, 2) and (3, 6)", "slope = 4/2 = 2", "slope = 3"),
    ],
)
def test_the_value_asked_by_its_name(problem: str, right: str, wrong: str) -> None:
    report = verify(problem, [right])
    assert (report.lines[0].reason, report.answer) == (Reason.FOLLOWS, AnswerStatus.RIGHT)
    assert verify(problem, [wrong]).lines[0].reason in (Reason.DOES_NOT_FOLLOW, Reason.FALSE)
    # A wrong line does not make the right one wrong.
    assert verify(problem, [wrong, right]).lines[1].reason is Reason.FOLLOWS


def test_the_derivative_at_a_point_by_its_name() -> None:
    verdicts = verify(
        "Find the derivative of y = x^2 at x = -6", ["y'(-6) = 2 * (-6) = -12", "y'(-6) = 12"]
    ).lines
    assert [verdict.reason for verdict in verdicts] == [Reason.FOLLOWS, Reason.FALSE]


@pytest.mark.parametrize(
    ("problem", "draft", "wrong"),
    [
        (
            "If a : b = 3 : 4 and b = 8, what is a?",
            ["a/b = 3/4", "a/8 = 3/4", "4a = 3b", "b = 8", "a = 6"],
            "a = 7",
        ),
        ("If 2x + 3y = 12 and x = 3, find y", ["2 * 3 + 3y = 12", "3y = 6", "y = 2"], "y = 3"),
        ("If y = 3x and x = 4, what is y?", ["y = 3 * 4", "y = 12"], "y = 7"),
    ],
)
def test_values_given_beside_the_equation(problem: str, draft: list[str], wrong: str) -> None:
    report = verify(problem, draft)
    assert {verdict.reason for verdict in report.lines} == {Reason.FOLLOWS}
    assert report.answer is AnswerStatus.RIGHT
    assert verify(problem, [wrong]).answer is AnswerStatus.WRONG
