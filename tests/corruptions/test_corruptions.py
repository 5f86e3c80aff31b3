"""Every kind of mistake makes a different draft, is carried where it says so, and can be combined."""

from __future__ import annotations

import re
from functools import cache

import pytest

from coe.corruptions import CORRUPTIONS, FULL, Level, corrupt, load_corruption
from coe.corruptions.sheet import carry_forward, sheet_of
from coe.environment import EpisodeStatus, Recorder
from coe.errors import UsageError
from coe.problem import Problem
from coe.seeding import derive_rng
from coe.tasks.catalogue import GROUPS, family_names, make_problem
from coe.verifier import fill_spans
from tests.corruptions.kind_examples import EXAMPLES

EQUATION = Problem(
    "Solve for x: 5x + 3 = 2x + 15",
    "x = 4",
    ("3x = 12", "x = 4"),
    ("{5 - 2}x = {15 - 3}", "x = {12 / 3}"),
)


@cache
def problems() -> tuple[Problem, ...]:
    """Some of every family, and the worked examples of the kinds."""
    made = tuple(make_problem(family, "train", 0, index) for family in family_names() for index in range(6))
    examples = (
        Problem(statement, None, tuple(map(fill_spans, lines)), lines)
        for statement, lines, _ in EXAMPLES.values()
    )
    return (*made, *examples)


@pytest.mark.parametrize("name", list(CORRUPTIONS))
def test_every_kind_applies_somewhere_and_changes_the_draft(name: str) -> None:
    kind, found = load_corruption(name), 0
    for index, problem in enumerate(problems()):
        corrupted = corrupt(problem, derive_rng(name, index), 1, {name: 1.0})
        if corrupted is None:
            continue
        found += 1
        assert corrupted.lines != problem.solution
        assert [mistake.kind for mistake in corrupted.mistakes] == [name]
        if kind.level is not Level.LINE and problem.answer is not None and problem.family in GROUPS["core"]:
            # A slip or a wrong rule never leaves a draft that counts as solved. (Elsewhere one may: "- 0" for
            # "+ 0", another letter's value beside the right letter. Demonstrations draw such drafts again.)
            assert Recorder(problem, corrupted.lines).environment.status() is not EpisodeStatus.SOLVED
    assert found


def test_a_wrong_value_is_carried_into_the_lines_after_it() -> None:
    sheet = sheet_of(EQUATION.statement, EQUATION.solution, EQUATION.derivation)
    wrong = load_corruption("wrong_operation").apply(sheet, 0, derive_rng("a"))
    assert wrong is not None
    first, second = wrong.lines
    assert (first, second) in {("3x = 18", "x = 6"), ("7x = 12", "x = 12/7")}


def test_a_typo_is_not_carried() -> None:
    corrupted = corrupt(EQUATION, derive_rng("typo"), 1, {"introduce_typo": 1.0})
    assert corrupted is not None
    assert sum(a != b for a, b in zip(corrupted.lines, EQUATION.solution, strict=True)) == 1


def test_results_of_a_solution_without_derivation_are_carried() -> None:
    sheet = sheet_of("words", ("may = 48 / 2 = 24", "total = 48 + 24 = 72"), ())
    assert sheet.steps[0].derivation == "may = 48 / 2 = {48 / 2}"
    wrong = load_corruption("arithmetic_slip").apply(sheet, 0, derive_rng("slip"))
    assert wrong is not None
    assert wrong.lines[1] != sheet.lines[1]


def test_no_change_is_no_mistake() -> None:
    sheet = sheet_of(EQUATION.statement, EQUATION.solution, EQUATION.derivation)
    assert carry_forward(sheet, 0, sheet.steps[0]) is None


def test_several_mistakes_and_the_same_rng_give_the_same_draft() -> None:
    problem = make_problem("quadratics", "train", 3, 5)
    first = corrupt(problem, derive_rng("same"), 4, FULL)
    assert first == corrupt(problem, derive_rng("same"), 4, FULL)
    assert first is not None
    assert 1 <= len(first.mistakes) <= 4


def test_upper_case_names_work_and_unknown_ones_are_named() -> None:
    assert load_corruption("SIGN_FLIP").name == "sign_flip"
    with pytest.raises(UsageError, match="known: delete_line"):
        load_corruption("canned_line")


def test_a_problem_without_solution_cannot_be_corrupted() -> None:
    assert corrupt(Problem("What is 2 + 2?", "4"), derive_rng("none"), 2, FULL) is None


def test_a_wrong_value_carried_into_a_power_stays_a_number_that_people_write() -> None:
    derivation = ("n = {100 - 40}", "m = {2^60}", "Answer: {2^60}")
    lines = tuple(map(fill_spans, derivation))
    problem = Problem(
        "How many are m = 2^(100 - 40)?", solution=lines, derivation=derivation, answer=str(2**60)
    )
    drafts = [corrupt(problem, derive_rng("power", seed), 2, FULL) for seed in range(300)]
    made = [draft.lines for draft in drafts if draft is not None]
    assert len(made) > 100
    assert not [line for lines in made for line in lines if re.search(r"\d{20}", line)]
