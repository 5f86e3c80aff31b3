"""Figures and solids: what is read of them, drafts judged by it, and near misses."""

from __future__ import annotations

import math

import pytest

from coe.tasks.catalogue import make_problem
from coe.verifier import AnswerStatus, LineStatus, Outcome, Reason, understand, verify
from coe.verifier.expressions.units import without_units
from coe.verifier.problems.reading.geometry import read
from coe.verifier.values.reals import real_value

VALUES = [
    ("Find the area of a rectangle 8 cm by 5 cm", 40),
    ("A rectangle is 8 cm long and 5 cm wide. What is its perimeter", 26),
    ("If a rectangle has length 12 and width 5, what is its diagonal", 13),
    ("A rectangle has an area of 40 square cm and a length of 8 cm. Find its width", 5),
    ("The perimeter of a rectangle is 26 cm. Its width is 5 cm. Find its length", 8),
    ("A square garden has sides of 55 m. What is its perimeter", 220),
    ("A square has a perimeter of 20 cm. How long is one side", 5),
    ("Find the area of a triangle with base 6 cm and height 4 cm", 12),
    ("Find the perimeter of a triangle with sides 3, 4 and 5", 12),
    ("Find the hypotenuse of a right triangle with legs 3 and 4", 5),
    ("A right triangle has a hypotenuse of 13 and one leg of 5. Find the other leg", 12),
    ("Find the area of a parallelogram with base 6 and height 3", 18),
    ("Find the area of a trapezoid with parallel sides 5 and 7 and height 4", 24),
    ("What is the area of a circle with radius 3", 9 * math.pi),
    ("Find the circumference of a circle with diameter 10 cm", 10 * math.pi),
    ("A circle has an area of 25pi square cm. Find its radius", 5),
    ("Calculate the volume of a box 2 cm by 3 cm by 4 cm", 24),
    ("Find the surface area of a cuboid 2 cm by 3 cm by 4 cm", 52),
    ("What is the surface area of a cube with edge 4 cm", 96),
    ("Find the volume of a cylinder with radius 3 cm and height 10 cm", 90 * math.pi),
    ("A cone has a base radius of 3 and height 4. Find its volume", 12 * math.pi),
    ("Find the volume of a sphere of radius 3", 36 * math.pi),
    ("Find the area of a circle with radius 2 cm. Use pi = 3.14", 12.56),
]


@pytest.mark.parametrize(("statement", "value"), VALUES)
def test_the_value_asked(statement: str, value: float) -> None:
    goal = read(statement)
    assert goal is not None
    assert goal.expression is not None
    found = real_value(without_units(goal.expression))
    assert found is not None
    assert float(found) == pytest.approx(value)


@pytest.mark.parametrize(
    "statement",
    [
        "A square has a side of 5 cm. What is the area of the inscribed circle?",
        "What is the area of a rectangle with sides 5 cm and 3 cm if each tile is 2 cm?",
        "Find the area of a rectangle 8 cm by 5 cm with a hole of radius 1 cm",
        "Find the area of a rectangle 8 cm by 5 m",
        "Find the area of a rectangle with length 8 cm",
        "Find the area of a square 5 cm by 6 cm",
        "A rectangle has length 8 cm and width 5 cm. Find its area and perimeter.",
        "A rectangle is 8 cm long and 5 cm wide. Its length is doubled. What is its area?",
        "A rectangle is 8 cm long and 5 cm wide. What is its area in square meters?",
        "What is the perimeter of a rectangle with length 8 cm and area 40 cm?",
        "A rectangle has length twice its width and perimeter 30. What is its area?",
        "A circle has a radius of 5 cm. Find its area to 2 decimal places",
        "A right triangle has a hypotenuse of 5 and one leg of 13. Find the other leg.",
        "Find the area of a circle with radius 0 cm",
        "Find the area of a triangle with base 6x and height 4",
    ],
)
def test_near_misses_are_not_read(statement: str) -> None:
    assert understand(statement) is None


RECTANGLE = "Find the area of a rectangle with length 8 cm and width 5 cm"
CIRCLE = "Find the area of a circle with radius 5 cm"


@pytest.mark.parametrize(
    ("statement", "lines"),
    [
        (RECTANGLE, ["area = 8 cm * 5 cm = 40 cm^2"]),
        (RECTANGLE, ["area = length * width = 40"]),
        (RECTANGLE, ["8 * 5 = 40", "Answer: 40 square centimeters"]),
        (RECTANGLE, ["Answer: 0.004 m^2"]),
        (CIRCLE, ["A = pi * r^2", "A = 25pi"]),
        (
            "Find the volume of a cylinder with diameter 6 and height 10",
            ["r = 6/2 = 3", "V = pi * 3^2 * 10", "= 90pi"],
        ),
        ("Find the area of a circle with radius 2 cm. Use pi = 3.14.", ["A = pi * 2^2 = 12.56"]),
    ],
)
def test_right_solutions_are_solved(statement: str, lines: list[str]) -> None:
    report = verify(statement, lines)
    assert LineStatus.INVALID not in {verdict.status for verdict in report.lines}
    assert (report.answer, report.outcome) == (AnswerStatus.RIGHT, Outcome.SOLVED)


@pytest.mark.parametrize(
    ("statement", "line", "reason"),
    [
        (RECTANGLE, "area = 8 + 5 = 13", Reason.DOES_NOT_FOLLOW),
        (RECTANGLE, "area = 8 * 5 = 45", Reason.FALSE),
        (RECTANGLE, "Answer: 40 cm", Reason.DOES_NOT_FOLLOW),
        (RECTANGLE, "length = 9", Reason.DOES_NOT_FOLLOW),
        (CIRCLE, "A = 2 * pi * r = 10pi", Reason.DOES_NOT_FOLLOW),
    ],
)
def test_wrong_lines_are_invalid(statement: str, line: str, reason: Reason) -> None:
    report = verify(statement, [line])
    assert report.lines[0].reason is reason
    assert report.outcome is Outcome.UNSOLVED


def test_what_continues_a_wrong_line_rests_on_it() -> None:
    report = verify(RECTANGLE, ["area = 8 + 5", "= 13"])
    assert (report.lines[1].reason, report.lines[1].rests_on) == (Reason.RESTS_ON, 1)


def test_a_rounded_circle_is_neither_right_nor_wrong_unless_pi_is_asked_for() -> None:
    assert verify(CIRCLE, ["A = 78.54"]).answer is AnswerStatus.UNKNOWN
    assert verify(CIRCLE, ["A = 3.14 * 25 = 78.5"]).lines[0].status is LineStatus.UNCHECKED
    assert verify(f"{CIRCLE} in terms of pi", ["A = 78.54"]).answer is AnswerStatus.WRONG


@pytest.mark.parametrize("family", ["rectangles", "triangles", "circles", "pythagoras"])
def test_worked_solutions_of_the_families_are_solved_where_they_are_read(family: str) -> None:
    problems = [make_problem(family, "train", 5, index) for index in range(60)]
    reports = [verify(problem.statement, problem.solution) for problem in problems]
    read_ones = [report for report in reports if report.read_as]
    assert len(read_ones) > 15
    for report in read_ones:
        assert report.outcome is Outcome.SOLVED
        assert {verdict.status for verdict in report.lines} == {LineStatus.VALID}
