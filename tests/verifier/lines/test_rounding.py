"""Decimals that stand for longer numbers: right to the digits shown, cut off, carried into later lines."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, Reason, verify

STORY = "A shop sells pens and books. How many things are sold?"

ROUNDED = [
    "10/3 = 3.33", "10/3 ≈ 3.3", "10/3 ≈ 3", r"\frac{10}{3} \approx 3.33", "10/3 is about 3.33", "2/3 = 0.67",
    "2/3 ≈ 0.7", "sqrt(2) ≈ 1.41", "sqrt(2) = 1.4142", "pi ≈ 3.14", "(1 + sqrt(5))/2 ≈ 1.618", "100/7 ≈ 14",
    "1/8 = 0.13", "-10/3 = -3.33", "10/3 ≈ 3.33 ≈ 3", "$10 / 3 = $3.33",
]  # fmt: skip
OFF = [
    "10/3 = 3.34", "2/3 = 0.66", "2/3 ≈ 0.66", "sqrt(2) ≈ 1.42", "pi ≈ 3.15", "100/7 ≈ 15",
    "(1 + sqrt(5))/2 ≈ 1.617", "10/3 = 3.333333334", "-10/3 = -3.34", "10/3 ≈ 3.33 ≈ 4", "10/4 = 2.4",
]  # fmt: skip


@pytest.mark.parametrize("line", ROUNDED)
def test_a_rounding_is_true_to_the_digits_shown(line: str) -> None:
    assert verify("", [line]).lines[0].reason is Reason.ROUNDED


@pytest.mark.parametrize("line", OFF)
def test_other_digits_are_false_and_so_are_digits_cut_off(line: str) -> None:
    assert verify("", [line]).lines[0].reason is Reason.FALSE


SOLUTIONS = [
    ("Solve 3x = 10", "x ≈ 3.33", Reason.ROUNDED),
    ("Solve 3x = 10", "2x ≈ 6.67", Reason.ROUNDED),
    ("Solve 3x = 10", "2x = 6.67", Reason.ROUNDED),
    ("Solve 3x = 10", "x ≈ 3.34", Reason.DOES_NOT_FOLLOW),
    ("Solve 3x = 10", "2x ≈ 6.66", Reason.DOES_NOT_FOLLOW),
    ("Solve x^2 = 50", "x ≈ ±7.07", Reason.ROUNDED),
    ("Solve x^2 = 50", "x ≈ 7.07", Reason.LOSES_SOLUTIONS),
    ("Solve x^2 = 50", "x ≈ ±7.08", Reason.DOES_NOT_FOLLOW),
    ("Solve x^2 = 50", "x + 1 ≈ 8.07 or x + 1 ≈ -6.07", Reason.ROUNDED),
    ("Solve x^2 = 50", "x + 1 ≈ 8.07 or x + 1 ≈ -6.17", Reason.DOES_NOT_FOLLOW),
]


@pytest.mark.parametrize(("problem", "line", "reason"), SOLUTIONS)
def test_roundings_of_solutions(problem: str, line: str, reason: Reason) -> None:
    report = verify(problem, [line])
    assert report.lines[0].reason is reason
    assert report.answer is not AnswerStatus.RIGHT


def test_a_rounded_value_may_be_carried_or_the_value_itself() -> None:
    lines = [
        "x = 10/3 = 3.33",
        "2x = 6.67",
        "2x = 6.66",
        "3x = 10",
        "y = 3x = 9.99",
        "2x = 6.6",
        "z = 3x = 9.9",
    ]
    statuses = [verdict.status for verdict in verify(STORY, lines).lines]
    assert statuses == [LineStatus.VALID] * 5 + [LineStatus.INVALID] * 2
