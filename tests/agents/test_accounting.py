"""Prices, budgets and the sums of usage."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from coe.agents import check_agent
from coe.agents.budget import BudgetedAgent
from coe.agents.prices import Price, price_of
from coe.agents.scripted import ScriptedAgent
from coe.environment import Episode, EpisodeStatus
from coe.errors import UsageError
from coe.messages import FinishReason, Message, Reply, Usage
from coe.problem import Problem
from coe.rollout import Start, run_episodes

ASK = [[Message("user", str(n))] for n in range(20)]


def test_usage_adds_up() -> None:
    total = Usage(10, 5, 0.5, 0.25, 3, 4) + Usage(1, 2, 0.5, 0.5, 1, 0)
    assert total == Usage(11, 7, 1.0, 0.75, 4, 4)
    assert total.tokens == 18


def test_an_unknown_cost_makes_the_sum_unknown_and_never_zero() -> None:
    assert (Usage(cost_usd=1.0) + Usage(cost_usd=None)).cost_usd is None
    assert (Usage(cost_usd=None) + Usage(cost_usd=1.0)).cost_usd is None


def test_a_price_is_for_a_million_tokens() -> None:
    price = Price(input=2.0, output=10.0, cached_input=0.5)
    assert price.cost(1_000_000, 100_000) == pytest.approx(3.0)
    assert price.cost(1_000_000, 0, known_tokens=400_000) == pytest.approx(1.4)
    assert Price(2.0, 10.0).cost(1_000_000, 0, known_tokens=400_000) == pytest.approx(2.0)


def test_the_table_ships_and_dated_snapshots_cost_what_their_model_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("COE_PRICES", raising=False)
    assert price_of("gemini-2.5-flash") == Price(0.30, 2.50)
    assert price_of("models/gemini-2.5-flash-001") == price_of("gemini-2.5-flash")
    assert price_of("gpt-5.4-mini-2026-03-17") == price_of("gpt-5.4-mini") != price_of("gpt-5.4")
    assert price_of("gpt-5.4-huge") is None


def test_the_users_file_overrides_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "prices.toml"
    own.write_text(
        '[models."gemini-2.5-flash"]\ninput = 1\noutput = 2\n[models.mine]\ninput = 0\noutput = 0.5\n'
    )
    assert price_of("gemini-2.5-flash", own) == Price(1.0, 2.0)
    assert price_of("mine", own) == Price(0.0, 0.5)
    assert price_of("gemini-2.5-pro", own) == price_of("gemini-2.5-pro")
    monkeypatch.setenv("COE_PRICES", str(own))
    assert price_of("mine") == Price(0.0, 0.5)


@pytest.mark.parametrize(
    "text",
    [
        "models = 3",
        "[models.m]\ninput = 1",
        "[models.m]\ninput = 1\noutput = -2",
        "[models.m]\ninput = 1\noutput = nan",
        "[models.m]\ninput = true\noutput = 1",
        "[models.m]\ninput = 1\noutput = 1\nouput = 2",
        "[models.m\n",
        "[prices.m]\ninput = 1\noutput = 1",
    ],
)
def test_a_file_that_is_no_table_of_prices_is_named(tmp_path: Path, text: str) -> None:
    own = tmp_path / "mine.toml"
    own.write_text(text)
    with pytest.raises(UsageError, match=r"mine\.toml"):
        price_of("m", own)


def test_a_missing_file_of_prices_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.toml"):
        price_of("m", tmp_path / "none.toml")


class Paid:
    """Answers "ok" for a fixed usage and keeps how many it was asked at once."""

    name = "paid"

    def __init__(self, usage: Usage) -> None:
        self.usage = usage
        self.sizes: list[int] = []

    def act(self, conversations: Sequence[Sequence[Message]], sampling: object = None) -> list[Reply]:
        self.sizes.append(len(conversations))
        return [Reply("ok", self.usage) for _ in conversations]


@pytest.mark.parametrize(
    ("limits", "usage"), [({"usd": 1.0}, Usage(cost_usd=0.099)), ({"tokens": 1000}, Usage(66, 33))]
)
def test_a_budget_stops_and_is_overrun_by_one_reply_at_most(limits: dict[str, float], usage: Usage) -> None:
    agent = BudgetedAgent(Paid(usage), **limits)  # type: ignore[arg-type]
    replies = agent.act(ASK)
    assert len(replies) == len(ASK)
    assert [reply.text for reply in replies[:11]] == ["ok"] * 11
    for reply in replies[11:]:
        assert reply.finish_reason is FinishReason.BUDGET
        assert "is used up" in (reply.error or "")
        assert reply.usage == Usage()
    assert agent.used_up
    assert agent.act(ASK[:3])[0].finish_reason is FinishReason.BUDGET


def test_far_from_its_end_a_budget_does_not_slow_a_batch() -> None:
    paid = Paid(Usage(100, 10))
    agent = BudgetedAgent(paid, tokens=1_000_000)
    agent.act(ASK)
    agent.act(ASK)
    assert paid.sizes == [1, 19, 20]


def test_replies_from_a_cache_spend_no_tokens() -> None:
    agent = BudgetedAgent(Paid(Usage(100, 10, cached_tokens=110)), tokens=50)
    assert all(reply.error is None for reply in agent.act(ASK))


def test_failures_that_cost_nothing_do_not_end_in_one_at_a_time() -> None:
    paid = Paid(Usage())
    BudgetedAgent(paid, usd=1.0).act(ASK)
    assert paid.sizes == [1, 2, 4, 8, 5]


def test_without_a_price_a_budget_in_dollars_stops_after_one_reply() -> None:
    paid = Paid(Usage(10, 10, cost_usd=None))
    replies = BudgetedAgent(paid, usd=1.0).act(ASK)
    assert paid.sizes == [1]
    assert "--prices" in (replies[1].error or "")
    assert all(reply.error is None for reply in BudgetedAgent(paid, tokens=9999).act(ASK))


@pytest.mark.parametrize("limits", [{"usd": 0.0}, {"usd": float("nan")}, {"tokens": 0}, {"tokens": -3}])
def test_a_budget_must_be_above_zero(limits: dict[str, float]) -> None:
    with pytest.raises(UsageError, match="--budget-"):
        BudgetedAgent(Paid(Usage()), **limits)  # type: ignore[arg-type]


def test_a_budgeted_agent_keeps_the_contract() -> None:
    check_agent(BudgetedAgent(ScriptedAgent(lambda asked: asked[-1].content), usd=1.0))


def test_a_reply_that_failed_is_paid_for_all_the_same() -> None:
    replies = [Reply("ADDL 1 >>>x = 9", Usage(90, 10)), Reply("", Usage(50, 0, 0.1, 0.5), error="blocked")]
    (episode,) = run_episodes(ScriptedAgent(replies), [Start(Problem("Solve for x: 2x = 8"))])
    assert episode.status is EpisodeStatus.FAILED
    assert (episode.usage.prompt_tokens, episode.usage.cost_usd) == (140, 0.5)
    record = json.loads(json.dumps(episode.to_dict()))
    assert Episode.from_dict(record) == episode
    del record["failed_usage"]  # as older records are
    assert Episode.from_dict(record).usage.prompt_tokens == 90


def test_a_run_stops_with_everything_kept() -> None:
    def reply(conversation: Sequence[Message]) -> Reply:
        empty = "(no lines)" in conversation[-1].content
        return Reply("ADDL 1 >>>x = 4" if empty else "DELL 1", Usage(90, 10))

    def starts() -> Iterator[Start]:
        for n in range(2, 10_000):
            yield Start(Problem(f"Solve for x: {n}x = {4 * n}"), ("x = 9",) * (n % 3))

    saved: list[Episode] = []
    agent = BudgetedAgent(ScriptedAgent(reply), tokens=1500)
    episodes = list(run_episodes(agent, starts(), batch_size=4, on_episode=saved.append))
    assert saved == episodes
    cut = [episode for episode in episodes if episode.status is EpisodeStatus.FAILED]
    solved = [episode for episode in episodes if episode.solved]
    assert len(cut) + len(solved) == len(episodes) < 20
    assert sum(episode.usage.tokens for episode in episodes) == agent.spent.tokens == 1500
    assert all("budget of 1500 tokens is used up" in (episode.failure or "") for episode in cut)
    # The turns that a cut episode had are in its record.
    assert any(episode.turns for episode in cut)
    for episode in episodes:
        assert Episode.from_dict(json.loads(json.dumps(episode.to_dict()))) == episode
