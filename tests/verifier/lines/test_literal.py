"""Equations with letters for numbers, solved for one of them: steps, roots, missing roots, near misses."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, Reason, verify

SOLVED = [
    ("Solve A = pi r^2 for r", ["r^2 = A/pi", "r = ±sqrt(A/pi)"]),
    ("Solve V = (1/3) pi r^2 h for h", ["3V = pi r^2 h", "h = 3V/(pi r^2)"]),
    ("Solve a x + b = c for x", ["a x = c - b", "x = c/a - b/a", "x = (c - b)/a"]),
    ("Solve 1/a + 1/b = 1/c for c", ["(a + b)/(ab) = 1/c", "c = ab/(a + b)"]),
    ("Solve y = (x + 1)/(x - 1) for x", ["y(x - 1) = x + 1", "x(y - 1) = y + 1", "x = (y + 1)/(y - 1)"]),
    ("Solve T = 2 pi sqrt(L/g) for L", ["T/(2pi) = sqrt(L/g)", "T^2/(4 pi^2) = L/g", "L = g T^2/(4 pi^2)"]),
    ("Solve x^2 + b x + c = 0 for x", ["(x + b/2)^2 = b^2/4 - c", "x = (-b ± sqrt(b^2 - 4c))/2"]),
    ("Solve a x^2 + b x + c = 0 for x",
     ["x + b/(2a) = ±sqrt((b^2 - 4ac)/(4a^2))", "x = (-b ± sqrt(b^2 - 4ac))/(2a)"]),
    ("Solve x^2 - a^2 = 0 for x", ["(x - a)(x + a) = 0", "x = a or x = -a"]),
    ("Solve sqrt(x + a) = b for x", ["x + a = b^2", "x = b^2 - a"]),
    ("Solve s = ut + (1/2) a t^2 for a", ["s - ut = a t^2/2", "a = 2(s - ut)/t^2"]),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "lines"), SOLVED)
def test_right_solutions_are_solved(problem: str, lines: list[str]) -> None:
    report = verify(problem, lines)
    assert {verdict.reason for verdict in report.lines} == {Reason.FOLLOWS}
    assert report.answer is AnswerStatus.RIGHT


WRONG = [
    ("Solve A = pi r^2 for r", "r = A/pi"),
    ("Solve A = pi r^2 for r", "r = ±sqrt(A)/pi"),
    ("Solve V = (1/3) pi r^2 h for h", "h = V/(3 pi r^2)"),
    ("Solve a x + b = c for x", "x = c/a - b"),
    ("Solve 1/a + 1/b = 1/c for c", "c = a + b"),
    ("Solve y = (x + 1)/(x - 1) for x", "x = (y - 1)/(y + 1)"),
    ("Solve T = 2 pi sqrt(L/g) for L", "L = g T^2/(2 pi^2)"),
    ("Solve x^2 + b x + c = 0 for x", "x = (b ± sqrt(b^2 - 4c))/2"),
    ("Solve x^2 + b x + c = 0 for x", "x = (-b ± sqrt(b^2 + 4c))/2"),
    ("Solve a x^2 + b x + c = 0 for x", "x = (-b ± sqrt(b^2 - 4ac))/a"),
    ("Solve sqrt(x + a) = b for x", "x = b^2 + a"),
    ("Solve x^2 - a^2 = 0 for x", "x = 2a or x = -2a"),
]


@pytest.mark.parametrize(("problem", "line"), WRONG)
def test_wrong_lines_do_not_follow(problem: str, line: str) -> None:
    report = verify(problem, [line])
    assert report.lines[0].reason is Reason.DOES_NOT_FOLLOW
    assert report.answer is AnswerStatus.WRONG


def test_one_of_two_roots_loses_the_other() -> None:
    (verdict,) = verify("Solve x^2 + b x + c = 0 for x", ["x = (-b + sqrt(b^2 - 4c))/2"]).lines
    assert verdict.reason is Reason.LOSES_SOLUTIONS


@pytest.mark.parametrize(
    ("problem", "line"),
    [("Solve A = pi r^2 for r", "r = sqrt(A/pi)"), ("Solve E = m c^2 for c", "c = sqrt(E/m)")],
)
def test_whether_a_bare_square_root_means_both_signs_is_not_decided(problem: str, line: str) -> None:
    report = verify(problem, [line])
    assert report.lines[0].status is LineStatus.UNCHECKED
    assert report.answer is AnswerStatus.UNKNOWN
