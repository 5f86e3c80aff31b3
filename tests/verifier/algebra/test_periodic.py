"""Trigonometric equations: in an interval, in degrees, and their general solutions."""

from __future__ import annotations

import pytest

from coe.verifier import verify
from coe.verifier.report import AnswerStatus, LineStatus, Reason

V, U, X = LineStatus.VALID, LineStatus.UNCHECKED, LineStatus.INVALID


@pytest.mark.parametrize(
    ("problem", "right", "wrong"),
    [
        ("Solve sin x = 1/2 for 0 <= x < 2pi", "x = pi/6 or x = 5pi/6", "x = pi/6"),
        (
            r"Solve \sin x = \frac{1}{2} for $0 \le x < 2\pi$.",
            r"$x = \frac{\pi}{6}$ or $x = \frac{5\pi}{6}$",
            r"$x = \frac{\pi}{3}$",
        ),
        ("Solve 2cos^2 x - 1 = 0 on [0, 2pi)", "x = pi/4, 3pi/4, 5pi/4, 7pi/4", "x = pi/4, 3pi/4"),
        ("Solve tan x = sqrt(3) for 0 <= x < 2pi", "x = pi/3 or x = 4pi/3", "x = pi/3 or x = 2pi/3"),
        ("Solve sin x = cos x for 0 <= x < 2pi", "x = pi/4 or x = 5pi/4", "x = pi/4 or x = 3pi/4"),
        ("Solve sin(2x) = sin x for 0 <= x < 2pi", "x = 0, pi/3, pi, 5pi/3", "x = pi/3, 5pi/3"),
        ("Solve sin(x + pi/6) = 1 on [0, 2pi)", "x = pi/3", "x = pi/2"),
        ("Solve sin(x) = 0.3 for 0 <= x <= pi", "x = arcsin(0.3) or x = pi - arcsin(0.3)", "x = arcsin(0.3)"),
        ("Solve cos x = 2 on [0, 2pi)", "no solution", "x = 0"),
        ("Solve sin x = 1/2 for 0° <= x <= 360°", "x = 30° or x = 150°", "x = 30° or x = 210°"),
        ("Solve sin x = 1/2 for 0° <= x <= 360°", "x = 30 or x = 150", "x = 60"),
        ("Solve sin x = 1/2 for 0 <= x <= 360", "x = 30 or x = 150", "x = 60 or x = 120"),
        ("Solve cos 2x = 1 for 0 <= x <= 180 degrees", "x = 0° or x = 180°", "x = 0°"),
        ("Solve sin x = 1/2", "x = pi/6 + 2 pi k or x = 5pi/6 + 2 pi k", "x = pi/6 + 2 pi k"),
        ("Solve cos x = 1/2", "x = ±pi/3 + 2 pi k", "x = ±pi/6 + 2 pi k"),
        ("Solve tan x = 1", "x = pi/4 + pi k", "x = pi/4 + 2 pi k"),
        (r"Solve \sin 2x = 0", r"x = \frac{\pi k}{2}, k \in \mathbb{Z}", r"x = \pi k, k \in \mathbb{Z}"),
    ],
)
def test_answers(problem: str, right: str, wrong: str) -> None:
    assert verify(problem, [right]).lines[0].status is V
    assert verify(problem, [f"Answer: {right}"]).answer is AnswerStatus.RIGHT
    assert verify(problem, [wrong]).lines[0].status is X
    assert verify(problem, [f"Answer: {wrong}"]).answer is AnswerStatus.WRONG


def test_steps_in_an_interval() -> None:
    problem = "Solve 2sin^2 x - sin x - 1 = 0 on [0, 2pi)"
    draft = ["(2 sin x + 1)(sin x - 1) = 0", "sin x = -1/2 or sin x = 1", "x = 7pi/6, 11pi/6, pi/2"]
    assert [line.status for line in verify(problem, draft).lines] == [V] * 3
    assert verify(problem, ["2 sin x + 1 = 0"]).lines[0].reason is Reason.LOSES_SOLUTIONS
    assert verify(problem, ["(2 sin x - 1)(sin x + 1) = 0"]).lines[0].status is X


def test_steps_without_an_interval() -> None:
    assert [line.status for line in verify("Solve sin x = 1/2", ["2 sin x = 1", "sin x = 1/3"]).lines] == [
        V,
        X,
    ]
    assert verify("Solve sin 2x = sin x", ["cos x = 1/2"]).lines[0].reason is Reason.LOSES_SOLUTIONS
    assert verify("Solve sin 2x = sin x", ["sin x = 0 or cos x = 1/2"]).lines[0].status is V


def test_what_is_not_decided() -> None:
    # Mixed with the angle itself, or with another function of it.
    assert verify("Solve sin x = x/2 for 0 <= x <= 2pi", ["x = 0"]).lines[0].status is U
    assert verify("Solve sin x = 1/2", ["x = pi/6"]).lines[0].status is U


@pytest.mark.parametrize(
    ("problem", "line", "reason"),
    [
        ("Solve sin x = 1/2", "x = (-1)^n pi/6 + n pi", Reason.FOLLOWS),
        ("Solve sin x = 1/2", "x = n*180° + (-1)^n * 30°", Reason.FOLLOWS),
        ("Solve sin x = -1/2", "x = (-1)^(n+1) pi/6 + n pi", Reason.FOLLOWS),
        ("Solve sin x = 1/2", "x = (-1)^n pi/3 + n pi", Reason.DOES_NOT_FOLLOW),
        ("Solve sin x = 1/2", "x = (-1)^n pi/6 + 2 n pi", Reason.DOES_NOT_FOLLOW),
        ("Solve cos x = 1/2", "x = (-1)^n pi/3 + n pi", Reason.DOES_NOT_FOLLOW),
    ],
)
def test_general_solutions_with_an_alternating_sign(problem: str, line: str, reason: Reason) -> None:
    assert verify(problem, [line]).lines[0].reason is reason
