"""Equality of answers by meaning, and finding the answer that a draft states."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, check_answer, equivalent, final_answer

SAME = [
    ("4", "x = 4"),
    ("4", "Answer: 4"),
    ("x = 4 or x = -2", "-2, 4"),
    ("x = 4 or x = -2", "{4, -2}"),
    ("25%", "0.25"),
    ("3:4", "6:8"),
    ("$5", "5 dollars"),
    ("$2.50", "2.5"),
    ("72", "72 apples"),
    ("120 minutes", "2 hours"),
    ("x = 3, y = 1", "y = 1, x = 3"),
    ("x = 3, y = 1", "(3, 1)"),
    ("x > 3", "(3, oo)"),
    ("no solution", "No real solutions."),
    ("sqrt(8)", "2sqrt(2)"),
    ("y = 2x + 1", "2x + 1"),
    ("y = 2x + 1", "y - 2x = 1"),
    ("yes", "Yes"),
]
DIFFERENT = [
    ("4", "4 or 5"),
    ("4", "x = 5"),
    ("x = 4", "y = 4"),
    ("1/3", "0.33"),
    ("pi", "3.14"),
    ("x = 4 or x = -2", "x = 4"),
    ("x = 3, y = 1", "x = 1, y = 3"),
    ("(3, 1)", "(1, 3)"),
    ("15%", "15"),
    ("3 km", "3 m"),
    ("x > 3", "x >= 3"),
    ("[0, 1]", "(0, 1]"),
    ("no solution", "0"),
    ("1/0", "1/0"),
    ("", ""),
    ("yes", "no"),
    ("12 cm", "12 cm^2"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_same(a: str, b: str) -> None:
    assert equivalent(a, b) is True
    assert equivalent(b, a) is True


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different(a: str, b: str) -> None:
    assert equivalent(a, b) is not True
    assert equivalent(b, a) is not True


STATED = [
    (["3 + 5 = 8", "Answer: 9", "so 8"], "", "9"),
    (["total = 48 + 24 = 72"], "", "total = 72"),
    (["3x = 12", "x = 4"], "", "x = 4"),
    (["= 47"], "Calculate 50 - 3", "47"),
    (["= 50 - 3"], "Calculate 50 - 3", None),
    (["x = 4", "2*4 = 8"], "Solve 2x = 8", "x = 4"),
    (["x = 3", "y = 1"], "Solve the system: x + y = 4, x - y = 2", "x = 3, y = 1"),
    (["x = 3"], "Solve the system: x + y = 4, x - y = 2", None),
    (["48 + 24"], "", None),
    (["Just words"], "", None),
    ([], "", None),
]


@pytest.mark.parametrize(("lines", "statement", "expected"), STATED)
def test_final_answer(lines: list[str], statement: str, expected: str | None) -> None:
    assert final_answer(lines, statement) == expected


def test_check_answer() -> None:
    lines = ["may = 48 / 2 = 24", "total = 48 + 24 = 72"]
    assert check_answer(lines, "72") is AnswerStatus.RIGHT
    assert check_answer(lines, "$72") is AnswerStatus.RIGHT
    assert check_answer(lines, "24") is AnswerStatus.WRONG
    assert check_answer([], "24") is AnswerStatus.UNKNOWN


def test_an_answer_in_another_form_than_asked_is_none() -> None:
    assert (
        check_answer(["= (x + 2)(x - 5)"], "x^2 - 3x - 10", "Expand (x + 2)(x - 5)") is AnswerStatus.UNKNOWN
    )


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("36m^2", "36 m^2", True), ("36cm^2", "36 cm^2", True), ("5m", "5 m", True), ("5m^2", "5 m", False),
        ("5m", "6 m", False), ("18m^2", "= 18m^2", True), ("36m^2 - 1", "= 36m^2 - 1", True),
    ],
)  # fmt: skip
def test_a_letter_behind_a_number_is_a_unit_only_beside_one(a: str, b: str, same: bool) -> None:
    assert equivalent(a, b) is same
    assert equivalent(b, a) is same
