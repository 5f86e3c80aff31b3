from __future__ import annotations

from math import isnan

import pytest

from coe.agents.scripted import ScriptedAgent
from coe.errors import UsageError
from coe.messages import Reply
from coe.tasks.catalogue import split_of
from coe.training.held_out import Draft, HeldOut, solved_rate, solved_rates

SMALL = HeldOut(("percent", "expand"), n=3)


def test_the_set_is_the_same_every_time_and_held_out() -> None:
    first, second = ([*SMALL.starts("percent")] for _ in range(2))
    assert first == second
    assert len({start.problem.id for start in first}) == 3
    assert all(split_of(start.problem.statement) == "test" for start in first)
    assert first != [*HeldOut(("percent",), n=3, seed=2).starts("percent")]


def test_mixed_drafts_alternate() -> None:
    assert [bool(start.draft_lines) for start in SMALL.starts("expand")] == [True, False, True]
    for draft, lines in ((Draft.EMPTY, False), (Draft.MISTAKEN, True)):
        starts = HeldOut(("expand",), n=2, draft=draft).starts("expand")
        assert [bool(start.draft_lines) for start in starts] == [lines] * 2


def test_rates_count_what_was_solved() -> None:
    start = next(HeldOut(("percent",), n=1, draft=Draft.EMPTY).starts("percent"))
    solution = [f"ADDL {number} >>>{line}" for number, line in enumerate(start.problem.solution, start=1)]
    (rate,) = solved_rates(ScriptedAgent(solution), HeldOut(("percent",), n=1, draft=Draft.EMPTY))
    assert (rate.rate.successes, rate.rate.n, rate.failed) == (1, 1, 0)
    assert solved_rate(ScriptedAgent(lambda conversation: "EXIT"), SMALL).successes == 0


def test_our_failures_are_no_mistakes_of_the_model() -> None:
    agent = ScriptedAgent(lambda conversation: Reply("", error="the machine is down"))
    (first, second) = solved_rates(agent, SMALL)
    assert (first.failed, second.failed) == (3, 3)
    assert isnan(solved_rate(agent, SMALL).value)


def test_an_empty_set_is_refused() -> None:
    with pytest.raises(UsageError, match="at least one"):
        HeldOut((), n=3)
