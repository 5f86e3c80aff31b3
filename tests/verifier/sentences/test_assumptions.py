"""Conditions on letters: how they are read, what is true under them, and what they never make right."""

from __future__ import annotations

import time

import pytest

from coe.verifier import AnswerStatus, LineStatus, Reason, understand, verify
from coe.verifier.sentences.assumptions import split_assumptions

READ = [
    ("For x > 0, sqrt(x^2) = x", "sqrt(x^2) = x", ("x > 0",)),
    ("Assume x > 0.", "", ("x > 0",)),
    ("sqrt(x^2) = x for x ≥ 0", "sqrt(x^2) = x", ("x >= 0",)),
    (
        "Assume that a and b are positive. Simplify sqrt(a^2 b^2)",
        "Simplify sqrt(a^2 b^2)",
        ("a > 0", "b > 0"),
    ),
    ("If x >= 0, then |x| = x", "|x| = x", ("x >= 0",)),
    ("x/x = 1 (for x ≠ 0)", "x/x = 1", ("x != 0",)),
    ("Solve sin x = 1/2 for 0 <= x < 2pi", "Solve sin x = 1/2", ("0 <= x < 2pi",)),
    ("Solve x^2 = 2 where x is a positive real number", "Solve x^2 = 2", ("x > 0",)),
    ("Assume $x > 0$. Solve $x^2 = 9$", "Solve $x^2 = 9$", ("x > 0",)),
    ("for x, y > 0: ln(xy) = ln(x) + ln(y)", "ln(xy) = ln(x) + ln(y)", ("x > 0", "y > 0")),
    ("Solve x^2 = 9 for x in (0, 5)", "Solve x^2 = 9", ("x in (0, 5)",)),
]
NOT_READ = [
    "Solve for x: 2x = 8", "Find x if x + 3 = 5", "She pays for 3 > 2 apples", "total = 5 for 3 people",
    "If x = 3 then 2x = 6", "Since x > 0, x = 3", "x > 0", "Which x is more than 3 for x apples?",
]  # fmt: skip


@pytest.mark.parametrize(("text", "rest", "conditions"), READ)
def test_conditions_are_split_off(text: str, rest: str, conditions: tuple[str, ...]) -> None:
    assert split_assumptions(text) == (rest, conditions)


@pytest.mark.parametrize("text", NOT_READ)
def test_other_text_stays_whole(text: str) -> None:
    assert split_assumptions(text) == (text, ())


@pytest.mark.parametrize("piece", ["for x: ", "if x, ", "for x and x ", "for (", "let a, b, ", "for x > 0, "])
def test_long_text_is_split_quickly(piece: str) -> None:
    text = (piece * 2000)[:2000]
    start = time.thread_time()
    split_assumptions(text)
    assert time.thread_time() - start < 0.05


TRUE = [
    "sqrt(x^2) = x for x >= 0", "sqrt(x^2) = -x for x <= 0", "If x > 0 then |x| = x",
    "|ab| = ab for a, b > 0",
    "for x, y > 0: sqrt(x^2 y^2) = xy", "|ab| = -ab for a > 0, b < 0", "x + 1 > 1 for x > 0",
    "sqrt(a^4 b^2) = a^2 b for b > 0", "sqrt(x^2) = |x|", "sqrt(ab) = sqrt(a) sqrt(b) for a, b > 0",
]  # fmt: skip
FALSE = [
    "sqrt(x^2) = x", "sqrt(x^2) = x for x <= 0", "If x < 0, |x| = x", "sqrt(x^2 y^2) = xy",
    "sqrt(x^2 + y^2) = x + y for x, y > 0", "|a - b| = a - b for a, b > 0",
]  # fmt: skip


@pytest.mark.parametrize("line", TRUE)
def test_identities_that_hold_under_their_conditions(line: str) -> None:
    (verdict,) = verify("", [line]).lines
    assert verdict.status is LineStatus.VALID
    assert ("given" in verdict.detail) == (
        line not in ("sqrt(x^2) = |x|", "sqrt(ab) = sqrt(a) sqrt(b) for a, b > 0")
    )


@pytest.mark.parametrize("line", FALSE)
def test_identities_that_fail(line: str) -> None:
    assert verify("", [line]).lines[0].status is LineStatus.INVALID


def test_a_condition_too_few_decides_nothing() -> None:
    assert verify("", ["for x > 0: sqrt(x^2 y^2) = xy"]).lines[0].status is not LineStatus.VALID
    assert verify("", ["for x > 2, x < 1: |x| = -x"]).lines[0].status is not LineStatus.VALID


def test_an_assumption_holds_for_the_lines_behind_it() -> None:
    lines = ["sqrt(a^2) = a", "Assume a > 0", "sqrt(a^2) = a", "sqrt(a^2) = -a"]
    statuses = [verdict.status for verdict in verify("", lines).lines]
    assert statuses == [LineStatus.INVALID, LineStatus.UNCHECKED, LineStatus.VALID, LineStatus.INVALID]
    assert verify("Let a, b > 0. Show it.", ["sqrt(a^2 b^2) = ab"]).lines[0].detail == "given a > 0 and b > 0"


PROBLEMS = [
    ("Solve x^2 = 9 for x > 0", ["x^2 - 9 = 0", "x = ±3", "x = 3"]),
    ("Assume x > 0. Solve x^2 = 9", ["(x - 3)(x + 3) = 0", "x = 3 or x = -3", "Since x > 0, x = 3"]),
    ("Solve x^2 - 5x = 0, where x ≠ 0", ["x(x - 5) = 0", "x - 5 = 0", "x = 5"]),
    ("Solve (x - 1)(x - 4) = 0 for 0 < x < 3", ["x = 1"]),
    ("Solve x^2 < 9 for x > 0", ["-3 < x < 3", "0 < x < 3"]),
    ("Solve x^2 = -1 for x > 0", ["no solution"]),
    ("Simplify sqrt(x^2) for x > 0", ["= x"]),
    ("Simplify sqrt(x^2) for x < 0", ["= |x|", "= -x"]),
    ("Assume a and b are positive. Simplify sqrt(a^2 b^4)", ["= a b^2"]),
]


@pytest.mark.parametrize(("problem", "lines"), PROBLEMS)
def test_problems_with_conditions_are_solved(problem: str, lines: list[str]) -> None:
    goal = understand(problem)
    assert goal is not None
    assert ", given " in goal.read_as
    report = verify(problem, lines)
    assert {verdict.status for verdict in report.lines} == {LineStatus.VALID}
    assert report.answer is AnswerStatus.RIGHT


WRONG = [
    ("Solve x^2 = 9 for x > 0", "x = ±3", Reason.ADDS_SOLUTIONS),
    ("Solve x^2 = 9 for x > 0", "x ∈ {3, -3}", Reason.ADDS_SOLUTIONS),
    ("Solve x^2 = 9 for x > 0", "x + 5 = 8 or x + 5 = 2", Reason.ADDS_SOLUTIONS),
    ("Solve x^2 < 9 for x > 0", "-3 < x < 3", Reason.FOLLOWS),
    ("Solve x^2 = 9 for x > 0", "x = -3", Reason.DOES_NOT_FOLLOW),
    ("Solve x^2 = 9 for x > 0", "x^2 = 3", Reason.DOES_NOT_FOLLOW),
    ("Solve x^2 = 9", "x = 3", Reason.LOSES_SOLUTIONS),
    ("Solve x^2 - 5x = 0, where x ≠ 0", "x = 0 or x = 5", Reason.ADDS_SOLUTIONS),
    ("Simplify sqrt(x^2) for x > 0", "= -x", Reason.DOES_NOT_FOLLOW),
    ("Simplify sqrt(x^2)", "= x", Reason.DOES_NOT_FOLLOW),
]


@pytest.mark.parametrize(("problem", "line", "reason"), WRONG)
def test_wrong_lines_of_problems_with_conditions(problem: str, line: str, reason: Reason) -> None:
    report = verify(problem, [line])
    assert report.lines[0].reason is reason
    assert report.answer is not AnswerStatus.RIGHT


def test_cases_are_compared_where_they_hold() -> None:
    lines = [
        "If x >= 3: x - 3 = 5",
        "If x >= 3: x = 8",
        "If x < 3: x = -3",
        "If x < 3: x = -2",
        "x = 8 or x = -2",
    ]
    statuses = [verdict.status.value for verdict in verify("Solve |x - 3| = 5", lines).lines]
    assert statuses == ["valid", "valid", "invalid", "valid", "valid"]


@pytest.mark.parametrize("lines", [["If x > 0, x = 3"], ["Assume x > 0", "x = 3"], ["x = 3 for x > 0"]])
def test_no_condition_of_a_draft_makes_an_answer_right(lines: list[str]) -> None:
    report = verify("Solve x^2 = 9", lines)
    assert report.lines[-1].status is LineStatus.VALID
    assert report.lines[-1].detail == "given x > 0"
    assert report.answer is AnswerStatus.WRONG
