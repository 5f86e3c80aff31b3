"""Functions that a problem or a draft defines, and their values in the lines behind."""

from __future__ import annotations

import pytest

from coe.verifier import LineStatus, Reason, verify

PROBLEM = "Let f(x) = 2x + 1 and g(x) = x^2. What is f(g(3))?"

RIGHT = [
    "f(3) = 7", "f(3) = 2(3) + 1 = 7", "2f(3) = 14", "f(3)^2 = 49", "f(x + 1) = 2x + 3", "f(a) = 2a + 1",
    "f(g(2)) = 9", "g(f(2)) = 25", "g(f(x)) = (2x + 1)^2", "f(2) + g(3) = 14", "f(-2) = -3", "f(1/2) = 2",
    "(f∘g)(2) = 9", "f(f(f(0))) = 7", "f(x) = 1 + 2x", "f(x)g(x) = 2x^3 + x^2", "f(3) - f(2) = 2",
    "So f(3) = 7", "$f(3) = 7$", "(f(x + h) - f(x))/h = 2", "y = f(3) = 7",
]  # fmt: skip
WRONG = [
    "f(3) = 8", "f(3) = 2(3) + 1 = 8", "f(3)^2 = 25", "f(x + 1) = 2x + 2", "f(g(2)) = 25", "g(f(2)) = 9",
    "f(2) + g(3) = 13", "f(-2) = 3", "(f∘g)(2) = 25", "f(x) = 2x + 2", "f(2x) = 2(2x + 1)", "y = f(3) = 8",
]  # fmt: skip


@pytest.mark.parametrize("line", RIGHT)
def test_right_values(line: str) -> None:
    assert verify(PROBLEM, [line]).lines[0].status is LineStatus.VALID
    assert verify("", ["f(x) = 2x + 1", "g(x) = x^2", line]).lines[-1].status is LineStatus.VALID


@pytest.mark.parametrize("line", WRONG)
def test_wrong_values(line: str) -> None:
    assert verify(PROBLEM, [line]).lines[0].status is LineStatus.INVALID
    assert verify("", ["f(x) = 2x + 1", "g(x) = x^2", line]).lines[-1].status is LineStatus.INVALID


def test_a_definition_makes_no_claim() -> None:
    (verdict,) = verify("", ["f(x) = x^2 - 4"]).lines
    assert verdict.reason is Reason.NO_CLAIM
    (verdict,) = verify("", ["f(x) = x^2 - 4 = (x - 2)(x + 2)"]).lines
    assert verdict.reason is Reason.TRUE
    (verdict,) = verify("", ["f(x) = x^2 - 4 = (x - 2)^2"]).lines
    assert verdict.reason is Reason.FALSE


def test_a_second_definition_must_say_the_same_unless_let_replaces_it() -> None:
    lines = [
        "f(x) = x^2 - 4",
        "f(x) = (x - 2)(x + 2)",
        "f(x) = x^2",
        "f(3) = 5",
        "Let f(x) = x^2",
        "f(3) = 9",
    ]
    assert [verdict.status.value for verdict in verify("", lines).lines] == [
        "valid" if index in (1, 3, 5) else "invalid" if index == 2 else "unchecked" for index in range(6)
    ]


def test_an_equation_of_a_function_is_no_definition() -> None:
    problem = "Let f(x) = 2x - 3. For which x is f(x) = x?"
    lines = ["f(x) = x", "2x - 3 = x", "x = 3", "x = 4"]
    statuses = [verdict.status for verdict in verify(problem, lines).lines]
    assert statuses[0] is LineStatus.UNCHECKED
    assert statuses[2:] == [LineStatus.VALID, LineStatus.INVALID]
    assert verify("Let f(x) = 2x - 3.", ["f(x) = 7", "x = 5"]).lines[1].status is LineStatus.VALID


@pytest.mark.parametrize("line", ["P(A) = 3/5", "P(B) = 2/5", "h(3) = 4", "a(b + c) = ab + ac"])
def test_other_brackets_are_left_alone(line: str) -> None:
    assert verify(PROBLEM, ["P(A) = 3/5", line]).lines[-1].status is not LineStatus.INVALID


def test_calls_without_end_are_left_alone() -> None:
    deep = "f(" * 30 + "1" + ")" * 30
    assert verify(PROBLEM, [f"{deep} = 3"]).lines[0].status is not LineStatus.INVALID
    grown = ["f(x) = x^2 + x^2 + x^2", "g(x) = f(f(f(f(f(f(x))))))", "g(2) = 1"]
    assert verify("", grown).lines[-1].status is not LineStatus.VALID
