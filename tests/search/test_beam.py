"""Beam search over drafts."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from coe.agents.budget import BudgetedAgent
from coe.environment import EnvironmentConfig, EpisodeStatus, Feedback, FirstDraft, Method
from coe.errors import UsageError
from coe.messages import Reply, Sampling
from coe.problem import Problem
from coe.rollout import Start
from coe.search import BeamTurn, SearchResult, beam_search
from tests.search.agents import DRAWN, Drawing, problem

APPLES = Problem("Ann has 3 bags of 4 apples and eats 2. How many are left?", answer="10")
LINEAR = Problem("Solve for x: 2x + 5 = 13", answer="4")


def edits(state: str) -> tuple[str, ...]:
    """Right and wrong first steps, and the last step where the first is right."""
    if "2x = 8" in state:
        return ("ADDL 2 >>>x = 4", "ADDL 2 >>>x = 3", "DELL 1", "nonsense")
    return ("ADDL 1 >>>2x = 8", "ADDL 1 >>>2x = 18", "ADDL 1 >>>x = 9", "EXIT")


def search(
    choices: object = edits, width: int = 3, problem: Problem = LINEAR, **settings: object
) -> SearchResult:
    agent = choices if isinstance(choices, Drawing) else Drawing(choices)  # type: ignore[arg-type]
    (found,) = beam_search(agent, [Start(problem)], width, sampling=DRAWN, **settings)  # type: ignore[arg-type]
    return found


def test_the_best_distinct_drafts_are_kept_until_one_is_solved() -> None:
    turns: list[BeamTurn] = []
    found = search(expand=8, on_turn=turns.append)
    assert [turn.depth for turn in turns] == [1, 2]
    assert turns[0].drafts[0] == ("2x = 8",)
    assert turns[1].drafts[0] == ("2x = 8", "x = 4")
    assert all(len(set(turn.drafts)) == len(turn.drafts) <= 3 for turn in turns)
    assert found.episode.solved
    assert [turn.edit for turn in found.episode.turns] == ["ADDL 1 >>>2x = 8", "ADDL 2 >>>x = 4"]
    assert (found.kind, found.chosen, found.why) == ("beam", 0, "the verifier calls it solved, as 1 of 3")


def test_everything_asked_for_is_kept_and_counted() -> None:
    agent = Drawing(edits)
    found = search(agent, expand=8)
    assert len(found.expansions) == found.replies == sum(agent.sizes) == len(agent.seen)
    assert found.usage.tokens == 12 * found.replies
    assert found.usage.cost_usd == 0.25 * found.replies
    kept = [expansion for expansion in found.expansions if expansion.kept]
    drafts = [expansion.turn.lines for expansion in kept if expansion.turn is not None]
    assert len(drafts) == len(set(drafts))
    assert ("2x = 8", "x = 4") in drafts
    for expansion in found.expansions:
        before = () if expansion.parent is None else found.expansions[expansion.parent].turn.lines  # type: ignore[union-attr]
        assert expansion.turn is not None
        assert f"L {len(before) + 1} " not in expansion.turn.observation
    assert json.loads(json.dumps(found.to_dict()))["chosen"] == 0


def test_no_draft_is_asked_about_twice_unless_nothing_else_is_left() -> None:
    agent = Drawing(lambda state: ("ADDL 1 >>>x = 3", "ADDL 1 >>>x = 5"))
    found = search(agent, width=2, expand=4, config=EnvironmentConfig(max_steps=3))
    asked = [agent.seen[start : start + 4] for start in range(0, len(agent.seen), 4)]
    assert all(len(set(group)) == 1 for group in asked)
    states = [group[0] for group in asked]
    assert len(states) == len(set(states)) == 5
    assert found.episode.status is EpisodeStatus.UNSOLVED
    agent = Drawing(lambda state: ("nonsense",))
    assert search(agent, width=2, expand=2, config=EnvironmentConfig(max_steps=3)).replies == 6
    assert len({how.seed for how in agent.sampling}) == 6
    assert {how.temperature for how in agent.sampling} == {0.7}
    assert [how.stalled for how in agent.sampling] == [0, 0, 1, 1, 2, 2]


def test_a_search_goes_through_the_batches_of_the_one_loop() -> None:
    agent = Drawing(edits)
    starts = [Start(problem(n)) for n in range(2, 8)]
    found = list(beam_search(agent, starts, 2, sampling=DRAWN, expand=2, batch_size=8))
    assert len(found) == 6
    assert max(agent.sizes) == 8


def test_the_same_seed_gives_the_same_results_however_they_are_batched() -> None:
    def results(seed: int, batch_size: int) -> list[SearchResult]:
        starts = [Start(LINEAR), Start(problem(3)), Start(LINEAR)]
        run = beam_search(Drawing(edits), starts, 2, sampling=DRAWN, seed=seed, batch_size=batch_size)
        return sorted(run, key=lambda found: str(found.to_dict()))

    assert results(0, 1) == results(0, 32)
    assert results(0, 8) != results(1, 8)


def test_the_reference_changes_nothing_but_the_score() -> None:
    def seen(answer: str | None) -> tuple[object, ...]:
        agent = Drawing(edits)
        found = search(agent, problem=Problem(LINEAR.statement, answer=answer))
        return found.chosen, found.why, found.expansions, agent.seen, agent.sampling

    assert seen("4") == seen(None) == seen("99")
    wrong = search(problem=Problem(LINEAR.statement, answer="99"))
    assert wrong.episode.status is EpisodeStatus.UNSOLVED


def test_what_nothing_can_check_ends_when_the_agent_says_so() -> None:
    def told(state: str) -> tuple[str, ...]:
        if "12 - 2" in state:
            return ("EXIT",)
        return ("ADDL 2 >>>12 - 2 = 10",) if "3 * 4" in state else ("ADDL 1 >>>3 * 4 = 12",)

    found = search(told, problem=APPLES, width=2, expand=6)
    assert found.episode.exited
    assert found.episode.solved
    hidden = search(told, problem=Problem(APPLES.statement), width=2, expand=6)
    assert hidden.episode.status is EpisodeStatus.CONSISTENT
    assert hidden.episode.lines == found.episode.lines


def test_giving_up_counts_where_every_reply_says_so() -> None:
    assert search(lambda state: ("EXIT",)).episode.status is EpisodeStatus.GAVE_UP
    sometimes = search(lambda state: ("EXIT", "ADDL 1 >>>x = 4"), expand=8)
    assert sometimes.episode.solved


def test_a_first_draft_by_the_model_is_the_first_turn() -> None:
    def drafted(state: str) -> tuple[str, ...]:
        return ("2x = 8\nx = 5", "2x = 18\nx = 9") if "no command" in state else ("REPL 2 >>>x = 4",)

    found = search(drafted, expand=4, config=EnvironmentConfig(draft=FirstDraft.MODEL))
    assert found.episode.solved
    assert [turn.asked for turn in found.episode.turns] == ["draft", "edit"]


def test_a_solved_start_needs_no_reply() -> None:
    (found,) = beam_search(Drawing(edits), [Start(LINEAR, ("x = 4",))], 2, sampling=DRAWN)
    assert (found.replies, found.episode.solved) == (0, True)


def test_failed_replies_are_lost_and_a_turn_of_nothing_else_fails() -> None:
    flaky = search(lambda state: (*edits(state), Reply("", error="down")), expand=8)
    assert flaky.episode.solved
    assert any(expansion.failure == "down" for expansion in flaky.expansions)
    down = Reply("", error="down")
    found = search(lambda state: ("ADDL 1 >>>2x = 8",) if "no lines" in state else (down,), width=1)
    assert (found.episode.status, found.episode.failure) == (EpisodeStatus.FAILED, "down")
    assert found.episode.lines == ("2x = 8",)
    first = search(lambda state: (down,))
    assert (first.episode.status, first.episode.steps) == (EpisodeStatus.FAILED, 0)
    (broken,) = beam_search(Drawing(edits), [Start(LINEAR, ("a >>>b",))], 2, sampling=DRAWN)
    assert "line 1" in (broken.episode.failure or "")


def test_a_budget_stops_it_with_everything_kept() -> None:
    def endless() -> Iterator[Start]:
        n = 2
        while True:
            yield Start(problem(n))
            n += 1

    agent = BudgetedAgent(Drawing(lambda state: ("ADDL 1 >>>x = 3", "ADDL 1 >>>x = 5")), tokens=200)
    found = list(beam_search(agent, endless(), 2, sampling=DRAWN, expand=3, batch_size=6))
    assert sum(result.usage.tokens for result in found) == 204
    assert "budget of 200 tokens" in (found[-1].episode.failure or "")
    assert found[-1].episode.steps > 0


def test_an_interruption_hands_over_what_there_is() -> None:
    def interrupting(state: str) -> tuple[str, ...]:
        if "2x = 8" in state:
            raise KeyboardInterrupt
        return edits(state)

    cut: list[SearchResult] = []
    with pytest.raises(KeyboardInterrupt):
        search(interrupting, expand=8, on_interrupt=cut.append)
    (result,) = cut
    assert result.episode.failure == "interrupted"
    assert result.episode.lines == ("2x = 8",)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"width": 0}, "width"),
        ({"expand": 0}, "expand"),
        ({"config": EnvironmentConfig(method=Method.COT)}, "method cot"),
        ({"config": EnvironmentConfig(Feedback.OUTCOME)}, "feedback lines"),
        ({"config": EnvironmentConfig(reveal_truth=True)}, "feedback lines"),
    ],
)
def test_what_does_not_fit_is_named(settings: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        search(**settings)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="temperature"):
        next(beam_search(Drawing(edits), [Start(LINEAR)], 2, sampling=Sampling()))
