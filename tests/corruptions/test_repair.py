"""The expert's rule: keep what is right, mend the first wrong line, append, exit."""

from __future__ import annotations

import pytest

from coe.corruptions import repair_edit, shape
from coe.dsl import format_edit
from coe.problem import Problem
from coe.verifier.report import LineStatus, LineVerdict, Reason

OK = LineVerdict(LineStatus.VALID, Reason.FOLLOWS)
BAD = LineVerdict(LineStatus.INVALID, Reason.DOES_NOT_FOLLOW)
RESTS = LineVerdict(LineStatus.UNCHECKED, Reason.RESTS_ON, 1)

EQUATION = Problem(
    "Solve for x: 5x + 3 = 2x + 15", "x = 4", ("3x = 12", "x = 4"), ("{5 - 2}x = {15 - 3}", "x = {12 / 3}")
)
WORDS = Problem(
    "Natalia sold 48 clips in April and half as many in May. How many in all?",
    "72",
    ("may = 48 / 2 = 24", "total = 48 + 24 = 72"),
    ("may = 48 / 2 = {48 / 2}", "total = 48 + 24 = {48 + 24}"),
)


def edit(
    problem: Problem,
    lines: list[str],
    verdicts: list[LineVerdict],
    *,
    readable: bool,
    calculator: bool = True,
) -> str:
    return format_edit(repair_edit(problem, lines, verdicts, readable=readable, calculator=calculator))


def test_an_empty_draft_gets_the_first_step() -> None:
    assert edit(EQUATION, [], [], readable=True) == "ADDL 1 >>>{5 - 2}x = {15 - 3}"
    assert edit(EQUATION, [], [], readable=True, calculator=False) == "ADDL 1 >>>3x = 12"


def test_the_first_wrong_line_is_replaced_first() -> None:
    assert (
        edit(EQUATION, ["3x = 18", "x = 6"], [BAD, RESTS], readable=True) == "REPL 1 >>>{5 - 2}x = {15 - 3}"
    )
    assert edit(EQUATION, ["3x = 12", "x = 6"], [OK, BAD], readable=True) == "REPL 2 >>>x = {12 / 3}"


def test_a_valid_line_is_kept_however_it_is_written() -> None:
    assert edit(EQUATION, ["5x - 2x = 12"], [OK], readable=True) == "ADDL 2 >>>{5 - 2}x = {15 - 3}"


def test_a_wrong_attempt_before_the_right_line_is_deleted() -> None:
    lines = ["3x = 18", "3x = 12", "x = 4"]
    assert edit(EQUATION, lines, [BAD, OK, OK], readable=True) == "DELL 1"


def test_a_readable_problem_that_no_line_answers_loses_its_last_line() -> None:
    assert edit(EQUATION, ["3x = 12", "x = 4", "3x = 12"], [OK, OK, OK], readable=True) == "DELL 3"


def test_a_step_that_was_passed_over_is_put_in_its_place() -> None:
    system = Problem("Solve x + y = 3, x - y = 1", "x = 2, y = 1", ("2x = 4", "x = 2", "y = 1"))
    assert edit(system, ["2x = 4", "2x = 4", "y = 1"], [OK, OK, OK], readable=True) == "ADDL 2 >>>x = 2"


def test_in_words_the_plan_decides_even_where_nothing_is_flagged() -> None:
    lines = ["may = 48 * 2 = 96", "total = 48 + 96 = 144"]
    assert edit(WORDS, lines, [OK, OK], readable=False) == "REPL 1 >>>may = 48 / 2 = {48 / 2}"


def test_in_words_a_missing_first_step_is_inserted() -> None:
    lines = ["total = 48 + 24 = 72"]
    assert edit(WORDS, lines, [OK], readable=False) == "ADDL 1 >>>may = 48 / 2 = {48 / 2}"


def test_in_words_a_finished_solution_ends_with_exit() -> None:
    assert edit(WORDS, list(WORDS.solution), [OK, OK], readable=False) == "EXIT"


@pytest.mark.parametrize(
    ("line", "expected"), [("3x = -12", "#x=~#"), ("3x = 1/2", "#x=#"), ("a + b", "a~b")]
)
def test_shape_strikes_out_numbers_and_signs(line: str, expected: str) -> None:
    assert shape(line) == expected
