"""Lines of systems: implied by the solutions, losing or adding some, contradicting all."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, Outcome, Reason, verify

CIRCLE = "Solve the system: x^2 + y^2 = 25, x + y = 7"
PRODUCT = "Solve the system: x + y = 5, xy = 6"
PARABOLA = "Solve the system: y = x^2, y = x + 2"
THREE = "Solve the system: x + y + z = 6, 2x - y + z = 3, x + 2y - z = 2"
FIVE = "Solve the system: a + b = 3, b + c = 5, c + d = 7, d + e = 9, a + e = 6"
APART = "Solve the system: x^2 + y^2 = 1, x + y = 3"
BENT = "Solve the system: y = |x|, y = 2"
ROOT = "Solve the system: y = sqrt(x), y = x - 2"
GOLDEN = "Solve the system: xy = 1, x - y = 1"

SOLVED = [
    (CIRCLE, ["y = 7 - x", "x^2 + (7 - x)^2 = 25",
     "x^2 - 7x + 12 = 0", "x = 3 or x = 4", "(3, 4) and (4, 3)"]),
    (PRODUCT, ["x = 5 - y", "(5 - y)y = 6", "y = 2 or y = 3", "(x, y) = (2, 3) or (x, y) = (3, 2)"]),
    (PARABOLA, ["x^2 = x + 2", "x = 2 or x = -1", "x = 2, y = 4 or x = -1, y = 1"]),
    (PARABOLA, ["x^2 - x - 2 = 0", "Answer: (2, 4), (-1, 1)"]),
    ("Solve the system: x - y = 1, x^2 - y^2 = 5", ["(x - y)(x + y) = 5", "x + y = 5", "x = 3, y = 2"]),
    (THREE, ["3x + 2z = 9", "x = 1", "y = 2", "z = 3"]),
    (THREE, ["(x, y, z) = (1, 2, 3)"]),
    (FIVE, ["a - c = -2", "a = 1", "a = 1, b = 2, c = 3, d = 4, e = 5"]),
    (APART, ["y = 3 - x", "2x^2 - 6x + 8 = 0", "no solution"]),
    ("Solve the system: x^2 + y^2 = 10, xy = 3",
     ["(x + y)^2 = 16", "x + y = ±4", "x = ±1 or x = ±3", "(1, 3), (3, 1), (-1, -3), (-3, -1)"]),
    (BENT, ["|x| = 2", "x = 2 or x = -2", "(2, 2), (-2, 2)"]),
    (ROOT, ["sqrt(x) = x - 2", "x = 4", "y = 2", "x = 4, y = 2"]),
    ("Solve the system: x + y = 1, 2x + 2y = 3", ["2x + 2y = 2", "0 = 1", "no solution"]),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "lines"), SOLVED)
def test_right_solutions_are_solved(problem: str, lines: list[str]) -> None:
    report = verify(problem, lines)
    assert {verdict.status for verdict in report.lines} == {LineStatus.VALID}
    assert (report.answer, report.outcome) == (AnswerStatus.RIGHT, Outcome.SOLVED)


WRONG = [
    (CIRCLE, "x = 3, y = 4", Reason.LOSES_SOLUTIONS),
    (CIRCLE, "(3, 4)", Reason.LOSES_SOLUTIONS),
    (CIRCLE, "x = 3", Reason.LOSES_SOLUTIONS),
    (CIRCLE, "x = 3, y = 3", Reason.DOES_NOT_FOLLOW),
    (CIRCLE, "(3, 4) and (4, 4)", Reason.DOES_NOT_FOLLOW),
    (CIRCLE, "(3, 4), (4, 3), (5, 2)", Reason.ADDS_SOLUTIONS),
    (CIRCLE, "x = 5 or x = 2", Reason.DOES_NOT_FOLLOW),
    (CIRCLE, "x = 3 or x = 4 or x = 5", Reason.ADDS_SOLUTIONS),
    (CIRCLE, "x^2 - 7x + 10 = 0", Reason.DOES_NOT_FOLLOW),
    (CIRCLE, "no solution", Reason.DOES_NOT_FOLLOW),
    (PRODUCT, "xy = 7", Reason.DOES_NOT_FOLLOW),
    (PRODUCT, "x^2 + y^2 = 12", Reason.DOES_NOT_FOLLOW),
    (PARABOLA, "x = 2, y = 4 or x = -1, y = -1", Reason.DOES_NOT_FOLLOW),
    (GOLDEN, "x = 1.62, y = 0.62", Reason.LOSES_SOLUTIONS),
    (GOLDEN, "x = 1.61 or x = -0.62", Reason.DOES_NOT_FOLLOW),
    (BENT, "x = 2, y = 2", Reason.LOSES_SOLUTIONS),
    (BENT, "x = 2", Reason.LOSES_SOLUTIONS),
    (BENT, "(2, 2), (-2, -2)", Reason.DOES_NOT_FOLLOW),
    (BENT, "x = 3 or x = -3", Reason.DOES_NOT_FOLLOW),
    (ROOT, "x = 4 or x = 1", Reason.ADDS_SOLUTIONS),
    (ROOT, "x = 1, y = -1", Reason.DOES_NOT_FOLLOW),
    (ROOT, "no solution", Reason.DOES_NOT_FOLLOW),
    (THREE, "3x + 2z = 10", Reason.DOES_NOT_FOLLOW),
    (FIVE, "a = 2", Reason.DOES_NOT_FOLLOW),
]


@pytest.mark.parametrize(("problem", "line", "reason"), WRONG)
def test_wrong_lines_are_invalid(problem: str, line: str, reason: Reason) -> None:
    report = verify(problem, [line])
    assert (report.lines[0].status, report.lines[0].reason) == (LineStatus.INVALID, reason)
    assert report.outcome is Outcome.UNSOLVED


def test_implied_lines_need_not_be_equivalent() -> None:
    for line in ("x^2 + y^2 = 13", "(x - y)^2 = 1", "x > 0 and y > 0", "x^2 - 5x + 6 = 0"):
        assert verify(PRODUCT, [line]).lines[0].status is LineStatus.VALID


def test_roundings_of_a_system() -> None:
    assert verify(GOLDEN, ["x ≈ 1.62 or x ≈ -0.62"]).lines[0].reason is Reason.ROUNDED
    assert verify("Solve the system: 3x + y = 2, y = 1", ["x ≈ 0.33"]).lines[0].reason is Reason.ROUNDED
    assert verify("Solve the system: 3x + y = 2, y = 1", ["x = 0.34"]).lines[0].status is LineStatus.INVALID


def test_infinitely_many_solutions_are_not_decided() -> None:
    problem = "Solve the system: x^2 - y^2 = 0, x - y = 0"
    assert verify(problem, ["x = 2, y = 2"]).lines[0].status is LineStatus.UNCHECKED
    assert verify(problem, ["x = 2, y = 3"]).lines[0].status is LineStatus.INVALID
