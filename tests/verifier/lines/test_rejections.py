"""Extra roots that a draft lets in, and the checks that remove them again."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, Outcome, Reason, verify
from coe.verifier.sentences.statements import read_line

ROOT = "Solve sqrt(x + 3) = x - 3"
SQUARED = ["x + 3 = (x - 3)^2", "x^2 - 7x + 6 = 0", "x = 1 or x = 6"]
QUOTIENT = "Solve x^2/(x - 2) = 4/(x - 2)"

REMOVED = [
    (ROOT, [*SQUARED, "x = 1 does not satisfy the original equation, so x = 6"]),
    (ROOT, [*SQUARED, "x = 1 is extraneous", "x = 6"]),
    (ROOT, [*SQUARED, "Reject x = 1", "Answer: 6"]),
    (ROOT, [*SQUARED, "Check x = 1: sqrt(1 + 3) = 2 ≠ -2 = 1 - 3", "x = 6"]),
    ("Solve sqrt(t) = -15", ["t = 225", "Check t = 225: sqrt(225) != -15", "no solution"]),
    (
        "Solve sqrt(a + 1) = a - 1",
        ["a + 1 = a^2 - 2a + 1", "a = 0 or a = 3", "Check a = 0: sqrt(1) != -1", "a = 3"],
    ),
    (ROOT, [*SQUARED, "x = 1 gives 2 = -2, which is false", "x = 6"]),
    (ROOT, ["x >= 3", *SQUARED, "x = 6"]),
    (ROOT, [*SQUARED, "x = 6 works, x = 1 does not work", "x = 6"]),
    (ROOT, [*SQUARED, "Only x = 6 works", "x = 6"]),
    (ROOT, ["x = 1 or x = 6, but only x = 6 works", "x = 6"]),
    (ROOT, [*SQUARED, "x = 1: sqrt(1 + 3) = 2 ≠ -2", "x = 6: sqrt(9) = 3 = 6 - 3", "x = 6"]),
    (ROOT, [*SQUARED, "For x = 1, sqrt(4) = 2 but 1 - 3 = -2, so x = 1 is rejected", "x = 6"]),
    (ROOT, [*SQUARED, "When x = 1: 2 ≠ -2", "x = 6"]),
    (ROOT, [*SQUARED, "LHS = 2, RHS = -2, so x = 1 is not a solution", "x = 6"]),
    (ROOT, ["x + 3 = x^2 - 6x + 9", "x = 6 or x = 1 (extraneous)", "x = 6 (x = 1 is rejected)"]),
    (ROOT, ["x + 3 >= 0 and x - 3 >= 0", *SQUARED, "x = 6"]),
    (ROOT, ["x = 1 or x = 6, but x = 1 is not a solution", "x = 6"]),
    ("Solve sqrt(2x + 3) = x",
     ["2x + 3 = x^2", "x = 3 or x = -1; x = -1 does not satisfy the original, so x = 3"]),
    (QUOTIENT, ["x^2 = 4", "x = 2 or x = -2", "x = 2 makes the denominator zero", "x = -2"]),
    (QUOTIENT, ["x ≠ 2", "x^2 = 4", "x = ±2", "x = -2"]),
    ("Solve x/(x - 2) = 2/(x - 2)", ["x = 2", "x = 2 makes the denominator zero, so there is no solution"]),
    ("Solve |x - 1| = 2x", ["x - 1 = 2x or x - 1 = -2x", "x = -1 or x = 1/3", "x = -1 fails", "x = 1/3"]),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "lines"), REMOVED)
def test_an_extra_root_that_is_rejected_ends_right(problem: str, lines: list[str]) -> None:
    report = verify(problem, lines)
    assert {verdict.status for verdict in report.lines} == {LineStatus.VALID}
    assert (report.answer, report.outcome) == (AnswerStatus.RIGHT, Outcome.SOLVED)


KEPT = [
    (ROOT, [*SQUARED, "x = 6"]),
    (ROOT, [*SQUARED, "x = 6 or x = 1"]),
    (ROOT, [*SQUARED, "Check x = 1: sqrt(1 + 3) = 2", "x = 6"]),
    (ROOT, ["x = 1 is extraneous", *SQUARED]),
    (ROOT, [*SQUARED, "x = 1 is not extraneous", "x = 6"]),
    (ROOT, [*SQUARED, "x = 1: sqrt(1 + 3) = 2 = 2", "x = 6"]),
    (ROOT, [*SQUARED, "x = 2 is extraneous", "x = 6"]),
    (ROOT, ["x != 2", *SQUARED, "x = 6"]),
    (ROOT, ["x >= 3", *SQUARED]),
    (QUOTIENT, ["x ≠ 3", "x^2 = 4", "x = -2"]),
]


@pytest.mark.parametrize(("problem", "lines"), KEPT)
def test_without_the_check_it_adds_solutions(problem: str, lines: list[str]) -> None:
    report = verify(problem, lines)
    assert Reason.ADDS_SOLUTIONS in {verdict.reason for verdict in report.lines}
    assert report.outcome is Outcome.UNSOLVED


FALSELY_REJECTED = [
    (ROOT, [*SQUARED, "x = 6 is extraneous, so x = 1"]),
    (ROOT, [*SQUARED, "Reject x = 6"]),
    (ROOT, ["x = 6 or x = 1; x = 6 does not satisfy the original, so x = 1"]),
    (ROOT, ["x ≠ 6"]),
    (ROOT, ["only x = 1 works"]),
    (ROOT, ["x = 6 (x = 6 is rejected)"]),
    ("Solve x^2 = 9", ["only x = 3 works"]),
    (ROOT, ["x > 6"]),
    ("Solve x^2 = 4", ["x = 2 or x = -2, but x = -2 is not valid", "x = 2"]),
]


@pytest.mark.parametrize(("problem", "lines"), FALSELY_REJECTED)
def test_a_solution_must_not_be_rejected(problem: str, lines: list[str]) -> None:
    report = verify(problem, lines)
    assert LineStatus.INVALID in {verdict.status for verdict in report.lines}
    assert report.outcome is Outcome.UNSOLVED


def test_a_rejection_does_not_hide_another_mistake() -> None:
    (verdict,) = verify(ROOT, ["x = 1 or x = 5, but x = 1 is extraneous"]).lines
    assert verdict.status is LineStatus.INVALID
    (verdict,) = verify(ROOT, ["x = 1 is extraneous, so x = 7"]).lines
    assert verdict.status is LineStatus.INVALID


def test_where_the_unknown_may_lie_is_no_answer() -> None:
    report = verify("Solve 2x = 8", ["x > 3"])
    assert report.lines[0].reason is Reason.TRUE
    assert report.answer is AnswerStatus.WRONG


@pytest.mark.parametrize(
    "text",
    ["x = 1 is extraneous", "x = 1 does not work",
     "x=1 isn't a solution", "discard x = 1",
     "x = 1 is not in the domain",
     "x = 1, which is impossible", "x = 1 gives 3 = 4, a contradiction",
     r"$x = 1$ is extraneous", "x = 1 makes the denominator 0"],
)  # fmt: skip
def test_words_that_reject(text: str) -> None:
    statement = read_line(text)
    assert statement.rejected == read_line("x = 1").claims
    assert not statement.claims


@pytest.mark.parametrize(
    "text",
    ["x = 1", "x = 1 is the solution", "check x = 1", "The test scores are 80 + 90 = 170", "x = 1 works",
     "x = 1 satisfies the equation", "It is not true that x = 1", "There are not enough: 3 + 4 = 7"],
)  # fmt: skip
def test_words_that_reject_nothing(text: str) -> None:
    assert not read_line(text).rejected


def test_a_value_tried_out_is_no_claim() -> None:
    assert read_line("Check x = 4: 2*4 + 5 = 13").claims == read_line("2*4 + 5 = 13").claims
    assert verify("Solve 2x = 8", ["Check x = 5: 2*5 = 10"]).lines[0].status is LineStatus.VALID
    assert verify("Solve 2x = 8", ["Check x = 4: 2*4 = 9"]).lines[0].reason is Reason.FALSE
