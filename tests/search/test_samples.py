"""Best of k episodes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coe.agents.budget import BudgetedAgent
from coe.environment import EnvironmentConfig, EpisodeStatus, Method
from coe.errors import UsageError
from coe.messages import Reply, Sampling
from coe.rollout import Start
from coe.search import SearchResult, best_of
from tests.search.agents import DRAWN, Drawing, problem

SHORT = EnvironmentConfig(max_steps=2)


def edits(state: str) -> tuple[str, ...]:
    return ("ADDL 1 >>>x = 4", "ADDL 1 >>>x = 5", "nonsense", "ADDL 1 >>>2x = 9")


def test_every_start_gives_k_episodes_and_the_best_of_them() -> None:
    starts = [Start(problem(n)) for n in range(2, 7)]
    agent = Drawing(edits)
    found = list(best_of(agent, starts, 4, sampling=DRAWN, config=SHORT, batch_size=8))
    assert agent.sizes[0] == 8
    assert {result.episode.problem for result in found} == {start.problem for start in starts}
    for result in found:
        assert [episode.sample for episode in result.episodes] == [0, 1, 2, 3]
        assert result.episode.solved == any(episode.solved for episode in result.episodes)
        assert result.usage.tokens == 12 * result.replies == sum(e.usage.tokens for e in result.episodes)
        assert result.usage.cost_usd == 0.25 * result.replies
    assert any(result.chosen > 0 for result in found)


def test_the_same_seed_gives_the_same_results_however_they_are_batched() -> None:
    def results(seed: int, batch_size: int) -> list[SearchResult]:
        starts = [Start(problem(n)) for n in (2, 3, 2)]
        run = best_of(
            Drawing(edits), starts, 3, sampling=DRAWN, config=SHORT, seed=seed, batch_size=batch_size
        )
        return sorted(run, key=lambda r: (r.episode.problem.statement, r.episodes[0].sample))

    assert results(0, 1) == results(0, 5)
    assert results(0, 4) != results(1, 4)
    twice = [r for r in results(0, 4) if r.episode.problem == problem(2)]
    assert [r.episodes[0].sample for r in twice] == [0, 3]


def test_the_reference_changes_nothing_but_the_score() -> None:
    def chosen(answer: str | None) -> tuple[object, ...]:
        (found,) = best_of(Drawing(edits), [Start(problem(2, answer))], 5, sampling=DRAWN, config=SHORT)
        return found.chosen, found.why, [episode.lines for episode in found.episodes], found.ranks

    assert chosen("4") == chosen(None) == chosen("99")


def test_methods_of_one_reply_are_sampled_too() -> None:
    agent = Drawing(lambda state: ("Answer: 5", "2x / 2 = 4\nx = 4", "x = 9"))
    config = EnvironmentConfig(method=Method.COT)
    (found,) = best_of(agent, [Start(problem(2))], 6, sampling=DRAWN, config=config)
    assert found.episode.solved
    assert {episode.steps for episode in found.episodes} == {1}


def test_a_budget_keeps_what_there_is() -> None:
    def endless() -> Iterator[Start]:
        n = 2
        while True:
            yield Start(problem(n))
            n += 1

    agent = BudgetedAgent(Drawing(lambda state: ("ADDL 1 >>>x = 5",)), tokens=100)
    found = list(best_of(agent, endless(), 3, sampling=DRAWN, config=SHORT, batch_size=4))
    assert sum(result.usage.tokens for result in found) == 108
    last = found[-1]
    assert last.episodes[-1].status is EpisodeStatus.FAILED
    assert "budget" in (last.episodes[-1].failure or "")


def test_an_interruption_hands_over_the_finished_and_the_cut() -> None:
    def interrupting(state: str) -> tuple[str, ...]:
        if "Error" in state:
            raise KeyboardInterrupt
        return ("ADDL 1 >>>x = 4", "nonsense")

    cut: list[SearchResult] = []
    run = best_of(
        Drawing(interrupting), [Start(problem(2))], 6, sampling=DRAWN, batch_size=6, on_interrupt=cut.append
    )
    with pytest.raises(KeyboardInterrupt):
        next(run)
    (result,) = cut
    assert len(result.episodes) == 6
    assert result.episode.solved
    assert {episode.failure for episode in result.episodes} == {None, "interrupted"}


def test_greedy_samples_would_be_the_same() -> None:
    for samples, sampling in ((0, DRAWN), (2, Sampling())):
        with pytest.raises(UsageError):
            next(best_of(Drawing(edits), [Start(problem(2))], samples, sampling=sampling))
    (found,) = best_of(Drawing(edits), [Start(problem(2))], 1, sampling=Sampling(), config=SHORT)
    assert len(found.episodes) == 1


def test_a_failed_reply_fails_its_own_sample() -> None:
    agent = Drawing(lambda state: (Reply("", error="down"), "ADDL 1 >>>x = 4"))
    (found,) = best_of(agent, [Start(problem(2))], 6, sampling=DRAWN)
    assert found.episode.solved
    assert {episode.status for episode in found.episodes} == {EpisodeStatus.FAILED, EpisodeStatus.SOLVED}
