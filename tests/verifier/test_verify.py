"""Whole drafts: the canonical solutions, their wrong variants, answers, and the promises of `verify`."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from coe.verifier import AnswerStatus, LineStatus, Outcome, Reason, verify

QUADRATIC = "Solve for x: 2x^2 + 4x - 6 = 0"
SYSTEM = "Solve the system: 2x + y = 7, x - y = 2"

SOLVED = [
    ("Calculate (12 + 5) * 3 - 4", ["= 17 * 3 - 4", "= 51 - 4", "= 47"]),
    ("Solve for x: 5x + 3 = 2x + 15", ["3x = 12", "x = 4"]),
    (QUADRATIC, ["x^2 + 2x - 3 = 0", "(x + 1)^2 = 4", "x + 1 = 2 or x + 1 = -2", "x = 1 or x = -3"]),
    (SYSTEM, ["3x = 9", "x = 3", "y = 1"]),
    (SYSTEM.replace(", x", "; x"), ["y = 7 - 2x", "x - (7 - 2x) = 2", "x = 3", "y = 1"]),
    (SYSTEM.replace(", x", " and x"), ["x = 3, y = 1"]),
    ("Expand (x + 2)(x - 5)", ["= x^2 - 3x - 10"]),
    ("Simplify 3x + 5 + 2x", ["= 5x + 5"]),
    ("Factor x^2 + 5x + 6", ["= (x + 2)(x + 3)"]),
    ("What is 15% of 200?", ["= 15/100 * 200", "= 30"]),
    ("Increase 80 by 25%", ["25/100 * 80 = 20", "80 + 20 = 100"]),
    ("Solve 2x = 8", ["x = 8/2", "= 4"]),
    ("Solve sqrt(x + 7) = x + 1", ["x = 2"]),
    ("Solve |x - 3| = 5", ["x - 3 = 5 or x - 3 = -5", "x = 8 or x = -2"]),
    ("Solve x^4 - 5x^2 + 6 = 0", ["Let u = x^2", "u = 2 or u = 3", "x = ±sqrt(2) or x = ±sqrt(3)"]),
    ("Solve 2(x + 1) = 2x + 3", ["2 = 3", "no solution"]),
    ("Differentiate x^3 + 2x", ["= 3x^2 + 2"]),
    ("Integrate 3x^2", ["= x^3 + C"]),
    ("Solve for y: 2x + 3y = 6", ["3y = 6 - 2x", "y = (6 - 2x)/3"]),
    ("Solve 3 - 2x >= 7", ["-2x >= 4", "x <= -2"]),
    ("Evaluate 2x + 3 when x = 4", ["= 8 + 3", "= 11"]),
]


@pytest.mark.parametrize(("problem", "lines"), SOLVED)
def test_right_solutions_are_solved(problem: str, lines: list[str]) -> None:
    report = verify(problem, lines)
    assert LineStatus.INVALID not in {verdict.status for verdict in report.lines}
    assert report.lines[-1].status is LineStatus.VALID
    assert (report.answer, report.outcome) == (AnswerStatus.RIGHT, Outcome.SOLVED)


WRONG = [
    ("Calculate (12 + 5) * 3 - 4", "= 17 * 3 - 5", Reason.DOES_NOT_FOLLOW),
    ("Calculate (12 + 5) * 3 - 4", "= 51 - 4 = 46", Reason.FALSE),
    ("Calculate (12 + 5) * 3 - 4", "12 + 5 = 18", Reason.FALSE),
    ("Calculate (12 + 5) * 3 - 4", "Answer: 46", Reason.DOES_NOT_FOLLOW),
    ("Solve for x: 5x + 3 = 2x + 15", "3x = 18", Reason.DOES_NOT_FOLLOW),
    ("Solve for x: 5x + 3 = 2x + 15", "x = 12/3 = 5", Reason.FALSE),
    (QUADRATIC, "x = 1", Reason.LOSES_SOLUTIONS),
    (QUADRATIC, "x = 1 or x = -3 or x = 2", Reason.ADDS_SOLUTIONS),
    (QUADRATIC, "x + 1 = 2 or x + 1 = -3", Reason.DOES_NOT_FOLLOW),
    (QUADRATIC, "0x = 0", Reason.ADDS_SOLUTIONS),
    (SYSTEM, "3x = 12", Reason.DOES_NOT_FOLLOW),
    (SYSTEM, "x = 3, y = 2", Reason.DOES_NOT_FOLLOW),
    ("Expand (x + 2)(x - 5)", "= x^2 - 3x + 10", Reason.DOES_NOT_FOLLOW),
    ("Expand (x + 2)(x - 5)", "= x^2 + 10 = x^2 - 3x - 10", Reason.FALSE),
    ("Simplify 3x + 5 + 2x", "3x + 2x = 6x", Reason.FALSE),
    ("What is 15% of 200?", "= 3", Reason.DOES_NOT_FOLLOW),
    ("Solve x^2 < 9", "x < 3", Reason.ADDS_SOLUTIONS),
    ("Solve x^2 < 9", "0 < x < 3", Reason.LOSES_SOLUTIONS),
    ("Solve for y: 2x + 3y = 6", "y = 2 - x", Reason.DOES_NOT_FOLLOW),
    ("Differentiate x^3", "= 3x", Reason.DOES_NOT_FOLLOW),
    ("Integrate 3x^2", "= 6x", Reason.DOES_NOT_FOLLOW),
    ("Solve 2(x + 1) = 2x + 2", "no solution", Reason.DOES_NOT_FOLLOW),
    ("Solve 2x = 8", "2x = 8 => x = 5", Reason.DOES_NOT_FOLLOW),
]


@pytest.mark.parametrize(("problem", "line", "reason"), WRONG)
def test_wrong_lines_are_invalid(problem: str, line: str, reason: Reason) -> None:
    report = verify(problem, [line])
    assert (report.lines[0].status, report.lines[0].reason) == (LineStatus.INVALID, reason)
    assert report.outcome is Outcome.UNSOLVED


UNFINISHED = [
    ("Calculate (12 + 5) * 3 - 4", ["= 51 - 4"]),
    ("Expand (x + 2)(x - 5)", ["= x^2 - 5x + 2x - 10"]),
    ("Factor 2x^2 + 10x + 12", ["= 2(x^2 + 5x + 6)"]),
    ("Simplify 3x + 5 + 2x", ["= 3x + 2x + 5"]),
    ("Solve 2x = 8", ["x = 8/2"]),
    ("Calculate 1/2 + 1/4", ["= 6/8"]),
    (SYSTEM, ["x = 3"]),
    ("Solve 2x = 8", []),
    ("Solve 2x = 8", ["0 = 0"]),
]


@pytest.mark.parametrize(("problem", "lines"), UNFINISHED)
def test_steps_on_the_way_are_valid_and_no_answer(problem: str, lines: list[str]) -> None:
    report = verify(problem, lines)
    assert {verdict.status for verdict in report.lines} <= {LineStatus.VALID}
    assert (report.answer_text, report.outcome) == (None, Outcome.UNSOLVED)


def test_without_a_reference_a_word_problem_is_at_most_consistent() -> None:
    problem = "Natalia sold 48 clips in April and half as many in May. How many altogether?"
    lines = ["may = 48 / 2 = 24", "total = 48 + 24 = 72"]
    assert verify(problem, lines).outcome is Outcome.CONSISTENT
    assert verify(problem, lines, "72").outcome is Outcome.SOLVED
    wrong = verify(problem, lines, "96")
    assert wrong.lines[-1].reason is Reason.WRONG_ANSWER
    assert wrong.outcome is Outcome.UNSOLVED


def test_a_rounded_answer_is_not_the_answer() -> None:
    report = verify("Solve 3x = 10", ["x = 3.33"])
    assert report.lines[0].reason is Reason.ROUNDED
    assert report.answer is AnswerStatus.WRONG


def test_no_report_depends_on_the_reference_unless_it_is_given() -> None:
    lines = ["x = 4"]
    assert verify("Solve 2x = 8", lines) == verify("Solve 2x = 8", list(lines))
    assert verify("Solve 2x = 8", lines).lines == verify("Solve 2x = 8", lines, "x = 4").lines


@pytest.mark.parametrize(("problem", "lines"), SOLVED)
def test_verdicts_survive_rewriting(problem: str, lines: list[str]) -> None:
    """Spaces, unicode signs and a full stop change nothing."""
    plain = verify(problem, lines)
    spaced = [line.replace(" ", "  ") for line in lines]
    signs = [line.replace("-", "−").replace("*", "×") for line in lines]
    stopped = [f"{line}." for line in lines]
    for other in (spaced, signs, stopped):
        assert verify(problem, other).lines == plain.lines


@pytest.mark.parametrize(("problem", "lines"), SOLVED[:11])
def test_a_prose_line_changes_nothing(problem: str, lines: list[str]) -> None:
    report = verify(problem, ["We work step by step", *lines])
    assert report.lines[0].reason is Reason.NO_CLAIM
    assert report.outcome is Outcome.SOLVED


def test_threads_agree() -> None:
    cases = [*SOLVED, *((problem, [line]) for problem, line, _ in WRONG)] * 4
    expected = [verify(problem, lines) for problem, lines in cases]
    from coe.verifier.verify import _verify

    _verify.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda case: verify(*case), cases)) == expected


def test_the_worker_answers_in_a_thread() -> None:
    found: list[LineStatus] = []
    thread = threading.Thread(target=lambda: found.append(verify("", ["2^x * 2^x = 4^x"]).lines[0].status))
    thread.start()
    thread.join(20)
    assert found
    assert found[0] is not LineStatus.INVALID
