"""Stories of a right angle: what is read of them, and what the letters of the sides must be worth."""

from __future__ import annotations

import pytest

from coe.verifier import AnswerStatus, LineStatus, Outcome, Reason, understand, verify

LADDER = "A 15 meter ladder leans on a wall. Its foot is 9 meters from the wall. How high does it reach?"
SCREEN = "A screen is 9 cm wide and 12 cm high. How long is its diagonal?"

READ = [
    ("Emma walks 9 m north and 12 m east. How far is she from the start?", "legs 9 m and 12 m"),
    (
        "A boat sails 9 meters west and then 12 meters south. How far is it from its start?",
        "legs 9 m and 12 m",
    ),
    (SCREEN, "legs 9 cm and 12 cm"),
    ("Ben cuts straight across a rectangular field, 9 m by 12 m. How far is that?", "legs 9 m and 12 m"),
    ("In a right triangle a = 9 and b = 12. Find the hypotenuse c.", "legs 9 and 12"),
    (LADDER, "hypotenuse 15 m and leg 9 m"),
    ("The diagonal of a rectangle is 15 and one side is 9. Find the other side.", "hypotenuse 15 and leg 9"),
    (
        "A ramp 15 feet long covers 9 ft on the ground. How high does it rise?",
        "hypotenuse 15 ft and leg 9 ft",
    ),
]
NOT_READ = [
    # Not at right angles; other units; no such triangle; something more is asked.
    "Emma walks 9 m north and 12 m south. How far is she from the start?",
    "A screen is 9 cm wide and 12 inches high. How long is its diagonal?",
    "A 9 meter ladder leans on a wall. Its foot is 15 meters from the wall. How high does it reach?",
    "Emma walks 9 m north and 12 m east. How far has she walked?",
    "A screen is 9 cm wide and 12 cm high. How long are its diagonal and its border?",
]


@pytest.mark.parametrize(("statement", "measures"), READ)
def test_the_two_sides_are_read(statement: str, measures: str) -> None:
    goal = understand(statement)
    assert goal is not None
    assert goal.read_as.endswith(f"of a right triangle with {measures}")


@pytest.mark.parametrize("statement", NOT_READ)
def test_anything_else_is_not_read(statement: str) -> None:
    assert understand(statement) is None


@pytest.mark.parametrize(
    ("statement", "draft"),
    [
        (LADDER, ["b^2 = 15^2 - 9^2 = 144", "b = sqrt(144) = 12"]),
        (LADDER, ["b = 9", "a^2 = 15^2 - 9^2 = 144", "a = 12 m"]),
        (LADDER, ["a^2 + b^2 = c^2", "81 + b^2 = 225", "b = 12"]),
        (LADDER, ["h^2 = 225 - 81 = 144", "h = 12"]),
        (SCREEN, ["c^2 = 9^2 + 12^2", "c = 15 cm"]),
        (SCREEN, ["9^2 + 12^2 = 225", "sqrt(225) = 15"]),
    ],
)
def test_right_solutions_are_solved(statement: str, draft: list[str]) -> None:
    report = verify(statement, draft)
    assert LineStatus.INVALID not in {verdict.status for verdict in report.lines}
    assert (report.answer, report.outcome) == (AnswerStatus.RIGHT, Outcome.SOLVED)


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        (LADDER, "b^3 = 15^2 - 9^2 = 144"),
        (LADDER, "-b = sqrt(144) = 12"),
        (LADDER, "b = 15^2 - 9^2 = 144"),
        (LADDER, "Answer: 9"),
        (SCREEN, "c^3 = 9^2 + 12^2 = 225"),
        (SCREEN, "c/2 = 9^2 + 12^2 = 225"),
        (SCREEN, "-c = sqrt(225) = 15"),
    ],
)
def test_sides_of_another_length_do_not_follow(statement: str, line: str) -> None:
    assert verify(statement, [line]).lines[0].reason is Reason.DOES_NOT_FOLLOW


def test_the_root_of_a_wrong_square_rests_on_it() -> None:
    report = verify(SCREEN, ["c^2 = 9^2 + 11^2 = 202", "c = sqrt(202) = 14.21", "c = sqrt(225) = 14"])
    assert [verdict.reason for verdict in report.lines] == [
        Reason.DOES_NOT_FOLLOW,
        Reason.RESTS_ON,
        Reason.FALSE,
    ]
