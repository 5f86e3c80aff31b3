"""Lines that could be read in two ways: list marks, times of day, units, derivatives, radians."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, Reason, verify


def reasons(problem: str, *lines: str) -> list[Reason]:
    return [verdict.reason for verdict in verify(problem, lines).lines]


def test_a_dash_in_front_is_a_sign_or_where_only_that_is_right_a_list_mark() -> None:
    assert reasons("Solve for x: 2x = 8", "- 2x = 8", "- x = 4") == [Reason.FOLLOWS] * 2
    assert reasons("Solve for x: -2x = 8", "- 2x = 8", "- x = 4") == [Reason.FOLLOWS] * 2
    assert reasons("", "- 48 / 2 = 24", "- 48 / 2 = -24") == [Reason.TRUE] * 2
    assert verify("Solve for x: 2x = 8", ["- 2x = 8", "- x = 4"]).answer is AnswerStatus.RIGHT
    assert verify("Solve for x: -x = 4", ["- x = 4"]).answer is not AnswerStatus.RIGHT


def test_what_is_wrong_in_both_readings_is_wrong() -> None:
    # From left to right 5, by the spaces 80.
    assert reasons("", "60 / 3/4 = 7", "60 / 3/4 = 5", "60 / 3/4 = 80") == [
        Reason.FALSE,
        Reason.UNREADABLE,
        Reason.UNREADABLE,
    ]
    assert reasons("Work out 10 increased by 25%", "= 10 * (1 / 25/100)") == [Reason.DOES_NOT_FOLLOW]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("one = 0712 / 42 = 156", Reason.FALSE),
        ("one = 0714 / 42 = 17", Reason.TRUE),
        ("the bus leaves at 0712", Reason.UNREADABLE),
        ("0900 - 0730 = 130 minutes", Reason.UNREADABLE),
        ("72 km/h = 72 * 1000 / 3600 m/s", Reason.TRUE),
        ("72 km/h = 72 * 1000 / 3600 m/s = 20 m/s", Reason.TRUE),
        ("72 km/h = 72 * 1000 / 3600 m/s = 21 m/s", Reason.FALSE),
        ("10 km = 10 * 100 m", Reason.FALSE),
        ("45 degrees = pi/4 radians = 0.785 radians", Reason.ROUNDED),
        ("1 radian ≈ 57.3 degrees", Reason.ROUNDED),
        ("90° = 1.58 radians", Reason.FALSE),
        ("sin(2 radians) = sin(2)", Reason.TRUE),
    ],
)
def test_numbers_and_units(line: str, reason: Reason) -> None:
    assert reasons("", line) == [reason]


@pytest.mark.parametrize(
    "line", ["2x + 2y dy/dx = 0", r"x\frac{dy}{dx} = y", "dy = 2x dx", "du = 2x dx", r"\frac{dx}{dt} = x/t"]
)
def test_derivatives_of_unknown_functions_are_no_quotients(line: str) -> None:
    assert verify("", [line]).lines[0].status is LineStatus.UNCHECKED


def test_the_derivative_asked_may_be_named_so() -> None:
    for line in ("dy/dx = 2x + 3", r"\frac{dy}{dx} = 2x + 3", "so dy/dx = 2x + 3"):
        assert verify("Differentiate y = x^2 + 3x", [line]).answer is AnswerStatus.RIGHT
    assert verify("Differentiate y = x^2 + 3x", ["so dy/dx = 2x + 2"]).answer is AnswerStatus.WRONG


def test_a_letter_d_is_a_letter() -> None:
    assert reasons("", "cx + dx = (c + d)x", "d/dx (x^2) = 2x") == [Reason.TRUE] * 2
