"""Lines of inequalities: flips, chains, intervals and sets; each with its near misses."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, Reason, verify

FOLLOWING = {
    "Solve 3 - 2x > 7": ["-2x > 4", "x < -2", "-2 > x", "(-oo, -2)", "x in (-∞, -2)", "{x | x < -2}"],
    "Solve 1 < 2x - 1 <= 5": [
        "2 < 2x <= 6", "1 < x <= 3", "x > 1 and x <= 3", "x in (1, 3]", "(1, 3]", "{x | 1 < x <= 3}",
        r"x \in \left(1, 3\right]", r"\{x \mid 1 < x \le 3\}",
    ],
    "Solve x^2 - 4x + 3 > 0": [
        "(x - 1)(x - 3) > 0", "x < 1 or x > 3", "(x < 1) or (x > 3)", "(-oo, 1) ∪ (3, oo)",
        r"x \in (-\infty, 1) \cup (3, \infty)", "|x - 2| > 1",
    ],
    "Solve (x + 1)/(x - 2) >= 0": ["x <= -1 or x > 2", "(-oo, -1] ∪ (2, oo)"],
    "Solve |x - 2| < 3": ["-3 < x - 2 < 3", "-1 < x < 5", "x - 2 < 3 and x - 2 > -3", "(-1, 5)"],
    "Solve |2x + 1| >= 5": ["2x + 1 >= 5 or 2x + 1 <= -5", "x >= 2 or x <= -3"],
    "Solve x^2 + 1 < 0": ["no solution", "x^2 < -1"],
    "Solve x^2 >= 0": ["all real numbers", "(-oo, oo)", "x ∈ ℝ", "x in R"],
}  # fmt: skip
WRONG = [
    ("Solve 3 - 2x > 7", "x > -2", Reason.DOES_NOT_FOLLOW),
    ("Solve 3 - 2x > 7", "x <= -2", Reason.ADDS_SOLUTIONS),
    ("Solve 3 - 2x > 7", "(-2, oo)", Reason.DOES_NOT_FOLLOW),
    ("Solve 1 < 2x - 1 <= 5", "1 < x < 3", Reason.LOSES_SOLUTIONS),
    ("Solve 1 < 2x - 1 <= 5", "[1, 3]", Reason.ADDS_SOLUTIONS),
    ("Solve 1 < 2x - 1 <= 5", "(1, 3)", Reason.LOSES_SOLUTIONS),
    ("Solve x^2 - 4x + 3 > 0", "1 < x < 3", Reason.DOES_NOT_FOLLOW),
    ("Solve x^2 - 4x + 3 > 0", "x > 3", Reason.LOSES_SOLUTIONS),
    ("Solve x^2 - 4x + 3 > 0", "(x < 1) and (x > 3)", Reason.DOES_NOT_FOLLOW),
    ("Solve (x + 1)/(x - 2) >= 0", "x <= -1 or x >= 2", Reason.ADDS_SOLUTIONS),
    ("Solve (x + 1)/(x - 2) >= 0", "x + 1 >= 0", Reason.DOES_NOT_FOLLOW),
    ("Solve |x - 2| < 3", "x - 2 < 3", Reason.ADDS_SOLUTIONS),
    ("Solve |2x + 1| >= 5", "-3 <= x <= 2", Reason.DOES_NOT_FOLLOW),
    ("Solve |2x + 1| >= 5", "2x + 1 >= 5", Reason.LOSES_SOLUTIONS),
    ("Solve x^2 >= 0", "x >= 0", Reason.LOSES_SOLUTIONS),
]


@pytest.mark.parametrize("problem", FOLLOWING)
def test_following_lines(problem: str) -> None:
    for line in FOLLOWING[problem]:
        assert verify(problem, [line]).lines[0].status is LineStatus.VALID, line
    assert verify(problem, FOLLOWING[problem][-1:]).lines[0].reason is Reason.FOLLOWS


@pytest.mark.parametrize(("problem", "line", "reason"), WRONG)
def test_wrong_lines(problem: str, line: str, reason: Reason) -> None:
    report = verify(problem, [line])
    assert (report.lines[0].status, report.lines[0].reason) == (LineStatus.INVALID, reason)
    assert report.answer is not AnswerStatus.RIGHT


@pytest.mark.parametrize(
    "answer", ["(1, 3]", "x in (1, 3]", "{x | 1 < x <= 3}", "1 < x <= 3", "x > 1 and x <= 3"]
)
def test_every_form_of_a_region_is_an_answer(answer: str) -> None:
    assert verify("Solve 1 < 2x - 1 <= 5", [answer]).answer is AnswerStatus.RIGHT
    assert verify("Solve 1 < 2x - 1 < 5", [answer]).answer is AnswerStatus.WRONG
