"""The choice among solutions is the verifier's, whatever the reference answer says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coe.environment import Episode, Recorder
from coe.errors import UsageError
from coe.problem import Problem
from coe.search import choose

LINEAR = Problem("Solve for x: 2x + 5 = 13", answer="4")
APPLES = Problem("Ann has 3 bags of 4 apples and eats 2. How many are left?", answer="10")


def ended(problem: Problem, *lines: str, turns: int = 1, failure: str | None = None) -> Episode:
    recorder = Recorder(problem, lines)
    for _ in range(turns if not recorder.done else 0):
        recorder.step("nonsense")
    return recorder.episode(failure)


def test_solved_before_consistent_before_valid_lines() -> None:
    none, some = ended(LINEAR, "2x = 18"), ended(LINEAR, "2x = 8")
    solved = ended(LINEAR, "2x = 8", "x = 4")
    assert choose([none, some]).index == 1
    found = choose([none, some, solved, solved])
    assert (found.index, found.why) == (2, "the verifier calls it solved, as 2 of 4")
    assert "none of 2" in choose([none, some]).why


def test_ties_go_to_fewer_turns_then_to_the_earlier() -> None:
    long, short = ended(LINEAR, "2x = 8", turns=3), ended(LINEAR, "2x = 8")
    assert choose([long, short, short]).index == 1


def test_consistent_drafts_vote_by_the_meaning_of_their_answers() -> None:
    twelve = ended(APPLES, "3 * 4 = 12", "12 + 0 = 12", "2 * 6 = 12", "Answer: 12")
    ten = (ended(APPLES, "Answer: 10"), ended(APPLES, "12 - 2 = 10", "Answer: 10 apples"))
    found = choose([twelve, *ten])
    assert found.index == 2
    assert found.why == "no line is wrong, and 2 of 3 give its answer"


def test_what_failed_on_our_side_is_taken_only_where_all_did() -> None:
    cut, whole = ended(LINEAR, "2x = 8", failure="down"), ended(LINEAR, "2x = 18")
    assert choose([cut, whole]).index == 1
    assert choose([cut, cut]).why == "every one failed; the last: down"


def test_the_choice_does_not_depend_on_the_reference() -> None:
    drafts = (("3 * 4 = 12", "Answer: 12"), ("12 - 2 = 10", "Answer: 10"), ("6 + 6 = 12", "Answer: 12"))
    choices = {
        answer: choose([ended(replace(APPLES, answer=answer), *lines) for lines in drafts])
        for answer in (None, "10", "12", "99")
    }
    assert set(choices.values()) == {choices[None]}
    assert choices[None].index == 0


def test_there_must_be_one() -> None:
    with pytest.raises(UsageError):
        choose([])
