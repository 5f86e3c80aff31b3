"""Every family passes its own contract, judged by the verifier; a broken family does not."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from coe.errors import UsageError
from coe.tasks.catalogue import family_names, make_problem
from coe.tasks.checking import check_problem, check_task
from coe.tasks.examples import EXAMPLES
from coe.tasks.family import Family, Worked
from coe.verifier import AnswerStatus, LineStatus, check_answer, verify


@pytest.mark.parametrize("family", family_names())
def test_every_family_is_sound(family):
    assert check_task(family, 12, seed=3) == []


@pytest.mark.parametrize("family", family_names())
def test_problems_with_longer_operands_are_sound(family):
    for index in range(12):
        assert list(check_problem(make_problem(family, "train", 11, index, scale=2))) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_right_and_their_drafts_wrong(name):
    problem = EXAMPLES[name]
    report = verify(problem.statement, problem.solution)
    assert all(verdict.status is not LineStatus.INVALID for verdict in report.lines)
    assert check_answer(problem.solution, problem.answer, problem.statement) is AnswerStatus.RIGHT
    assert check_answer(problem.drafts[0], problem.answer, problem.statement) is AnswerStatus.WRONG


def _wrong(rng, difficulty, scale):
    return Worked(f"Solve for x: 2x = {2 * rng.randint(1, 500)}", ("x = {3 * 1001}",), "x = 3003")


WRONG = Family("wrong", True, _wrong)


def test_a_wrong_family_is_found_out():
    faults = check_task(f"{__name__}:WRONG", 2)
    assert any("invalid" in fault for fault in faults)


def _crash(rng, difficulty, scale):
    return Worked(f"Find {rng.randint(1, 10**6)} / 0", (f"= {{{difficulty} / {difficulty - 3}}}",), "0")


def _restless(rng, difficulty, scale):
    return Worked(f"Find {next(_COUNT)} + 1", ("= {1 + 1}",), "2")


_COUNT = itertools.count()
CRASH, RESTLESS = Family("crash", True, _crash), Family("restless", True, _restless)


@pytest.mark.parametrize(
    ("family", "said"),
    [("CRASH", "difficulty 3, number 0: CalculatorError"), ("RESTLESS", "draw with the rng given")],
)
def test_what_a_family_raises_or_forgets_is_named(family, said):
    assert any(said in fault for fault in check_task(f"{__name__}:{family}", 1))


def test_an_unknown_family_is_wrong_usage():
    with pytest.raises(UsageError, match="no_such_family"):
        check_task("no_such_family")


def test_the_example_of_an_own_family_is_sound(monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "examples")
    assert check_task("own_family:FAMILY", 10) == []
