"""Equations with logarithms and exponentials: exact solution sets, and lines judged by them."""

from __future__ import annotations

import pytest

from coe.verifier import verify
from coe.verifier.algebra.realsets import EMPTY, Comparison, RealSet, compare
from coe.verifier.algebra.solutions import solve
from coe.verifier.expressions.expr import Joiner
from coe.verifier.report import AnswerStatus, LineStatus
from coe.verifier.sentences.statements import read_line

V, U, X = LineStatus.VALID, LineStatus.UNCHECKED, LineStatus.INVALID


def solutions(text: str) -> RealSet | None:
    statement = read_line(text)
    return solve(statement.claims, statement.joiner or Joiner.AND, "x")


@pytest.mark.parametrize(
    ("equation", "values"),
    [
        ("2^x = 8", "x = 3"),
        ("3^(2x) = 81", "x = 2"),
        ("9^x = 27", "x = 3/2"),
        ("(1/2)^x = 8", "x = -3"),
        ("2^(x+1) + 2^x = 24", "x = 3"),
        ("4^x - 3*2^x + 2 = 0", "x = 0 or x = 1"),
        ("e^(2x) - 3e^x + 2 = 0", "x = 0 or x = ln(2)"),
        ("2^(x^2) = 16", "x = 2 or x = -2"),
        ("2^x = 3^(x-1)", "x = ln(3)/(ln(3) - ln(2))"),
        ("3^x = 7", "x = ln(7)/ln(3)"),
        ("5 e^(2x) = 20", "x = ln(2)"),
        ("ln(x) = 3", "x = e^3"),
        ("ln(2x+1) = 3", "x = (e^3 - 1)/2"),
        ("ln(x^2) = 4", "x = e^2 or x = -e^2"),
        ("2ln(x) = 4", "x = e^2"),
        ("ln(x) + ln(x+1) = ln(6)", "x = 2"),
        ("log_2(x) + log_2(x-2) = 3", "x = 4"),
        ("log_4(x) + log_2(x) = 6", "x = 16"),
        ("log(x) + log(x-3) = 1", "x = 5"),
        ("(ln(x))^2 - 3ln(x) + 2 = 0", "x = e or x = e^2"),
        ("log_2(x) > 3", "x > 8"),
        ("2^x < 8", "x < 3"),
        ("ln(x - 1) < 0", "1 < x < 2"),
        ("1/(2^x - 1) > 0", "x > 0"),
        ("2x = ln(5)", "x = ln(5)/2"),
    ],
)
def test_solution_sets(equation: str, values: str) -> None:
    found = solutions(equation)
    wanted = solutions(values.replace("x = e or", "x = e^1 or"))
    assert found is not None
    assert wanted is not None
    assert compare(found, wanted) is Comparison.EQUAL


@pytest.mark.parametrize("equation", ["e^x = -1", "2^x = 0", "ln(x) = ln(-x)", "log_2(x-5) + log_2(1-x) = 0"])
def test_no_solution(equation: str) -> None:
    assert solutions(equation) == EMPTY


@pytest.mark.parametrize(
    "equation", ["2^x + x = 3", "x ln(x) = 1", "2^x + 3^x = 5", "ln(x) = sin(x)", "x^x = 4"]
)
def test_beyond(equation: str) -> None:
    assert solutions(equation) is None


def test_lines_of_a_logarithmic_equation() -> None:
    problem = "Solve log_2(x) + log_2(x-2) = 3"
    draft = [
        "x > 2",
        "log_2(x^2 - 2x) = 3",
        "x^2 - 2x - 8 = 0",
        "x = 4 or x = -2",
        "x = -2 is rejected",
        "x = 4",
    ]
    report = verify(problem, draft)
    assert [line.status for line in report.lines] == [V] * 6
    assert report.answer is AnswerStatus.RIGHT
    assert verify(problem, ["x = 4 or x = -2"]).lines[0].status is X
    assert verify(problem, ["x = -2"]).answer is AnswerStatus.WRONG
    assert verify(problem, ["log_2(2x - 2) = 3", "x = 5"]).first_invalid == 1


def test_lines_of_an_exponential_equation() -> None:
    problem = r"Solve $4^x - 3 \cdot 2^x + 2 = 0$"
    report = verify(problem, ["(2^x - 1)(2^x - 2) = 0", "2^x = 1 or 2^x = 2", "x = 0 or x = 1"])
    assert [line.status for line in report.lines] == [V] * 3
    assert report.answer is AnswerStatus.RIGHT
    assert verify(problem, ["2^x = 2"]).lines[0].status is X
    assert verify(problem, ["(2^x + 1)(2^x - 2) = 0"]).lines[0].status is X
