from __future__ import annotations

from collections.abc import Sequence

import pytest

from coe.agents import check_agent, create_agent
from coe.agents.budget import BudgetedAgent
from coe.agents.hybrid import HybridAgent
from coe.agents.scripted import ScriptedAgent
from coe.environment import EnvironmentConfig, Episode, EpisodeStatus
from coe.errors import UsageError
from coe.messages import FinishReason, Message, Reply, Sampling, Usage
from coe.problem import Problem
from coe.rollout import Start, run_episodes

PROBLEM = Problem("Solve for x: 2x + 5 = 13")
ASK = [[Message("user", str(n))] for n in range(4)]
DOWN = Reply("", Usage(5, 0, 1.0, 0.5), FinishReason.ERROR, "down")


class Counting:
    """Answers by a function of the conversation and keeps how many it was asked in each call."""

    def __init__(self, name: str, answer: object) -> None:
        self.name, self.answer = name, answer
        self.sizes: list[int] = []

    def act(self, conversations: Sequence[Sequence[Message]], sampling: object = None) -> list[Reply]:
        self.sizes.append(len(conversations))
        if isinstance(self.answer, Exception):
            raise self.answer
        return [self.answer(asked) for asked in conversations]  # type: ignore[operator]


def says(name: str, text: str) -> Counting:
    return Counting(name, lambda _: Reply(text, Usage(10, 1, 0.5, 0.25)))


def authors(episode: Episode) -> list[str]:
    return [turn.agent for turn in episode.turns]


def played(agent: HybridAgent, *lines: str, max_steps: int = 6) -> Episode:
    (episode,) = run_episodes(agent, [Start(PROBLEM, lines)], config=EnvironmentConfig(max_steps=max_steps))
    return episode


def test_the_second_is_asked_after_k_turns_without_progress_and_the_record_says_who_wrote_what() -> None:
    first = ScriptedAgent(["nonsense", "REPL 1 >>>2x = 19", "ADDL 2 >>>x = 4"], "small")
    second = ScriptedAgent(["REPL 1 >>>2x = 8"], "large")
    episode = played(HybridAgent(first, second, patience=2), "2x = 18")
    assert episode.status is EpisodeStatus.SOLVED
    # The large one made progress, so the small one went on.
    assert authors(episode) == ["small", "small", "large", "small"]
    assert authors(Episode.from_dict(episode.to_dict())) == authors(episode)


def test_a_first_that_gets_on_is_never_relieved() -> None:
    lines = ["2x = 13 - 5", "2x = 8", "x = 8/2", "x = 4"]
    first = ScriptedAgent([f"ADDL {n} >>>{line}" for n, line in enumerate(lines, 1)], "small")
    second = says("large", "EXIT")
    episode = played(HybridAgent(first, second, patience=1))
    assert set(authors(episode)) == {"small"}
    assert second.sizes == []


def test_stuck_and_other_episodes_of_a_batch_are_told_apart() -> None:
    agent = HybridAgent(says("small", "a"), says("large", "b"), patience=2)
    replies = agent.act(ASK, [Sampling(stalled=n) for n in (0, 2, 1, 5)])
    assert [(reply.text, reply.agent) for reply in replies] == [
        ("a", "small"), ("b", "large"), ("a", "small"), ("b", "large"),
    ]  # fmt: skip


@pytest.mark.parametrize("answer", [lambda _: DOWN, ConnectionError("down"), lambda _: "no reply"])
def test_the_second_answers_where_the_first_is_unavailable(answer: object) -> None:
    agent = HybridAgent(Counting("small", answer), says("large", "EXIT"))
    replies = agent.act(ASK)
    assert [(reply.text, reply.error, reply.agent) for reply in replies] == [("EXIT", None, "large")] * 4


def test_what_a_failed_reply_took_is_counted() -> None:
    (reply, *_) = HybridAgent(Counting("small", lambda _: DOWN), says("large", "EXIT")).act(ASK)
    assert reply.usage == Usage(15, 1, 1.5, 0.75)


def test_one_failed_reply_moves_one_conversation() -> None:
    first = Counting("small", lambda asked: DOWN if asked[0].content == "2" else Reply("a"))
    second = says("large", "b")
    assert "".join(reply.text for reply in HybridAgent(first, second).act(ASK)) == "aaba"
    assert second.sizes == [1]


def test_an_agent_that_is_down_is_left_alone_for_a_while_and_then_asked_again() -> None:
    first = Counting("small", ConnectionError("down"))
    agent = HybridAgent(first, says("large", "b"), rest=3)
    for _ in range(4):
        agent.act(ASK)
    assert first.sizes == [4]
    first.answer = lambda _: Reply("a")
    assert [agent.act(ASK)[0].text for _ in range(2)] == ["a", "a"]
    always = Counting("small", ConnectionError("down"))
    agent = HybridAgent(always, says("large", "b"), rest=0)
    for _ in range(3):
        agent.act(ASK)
    assert always.sizes == [4, 4, 4]


def test_a_first_that_is_stuck_is_asked_where_the_second_is_down() -> None:
    second = Counting("large", ConnectionError("down"))
    agent = HybridAgent(says("small", "a"), second, patience=1)
    stuck = [Sampling(stalled=3)] * 4
    assert [reply.agent for reply in agent.act(ASK, stuck)] == ["small"] * 4
    assert [reply.agent for reply in agent.act(ASK, stuck)] == ["small"] * 4
    assert second.sizes == [4]


def test_a_first_over_its_budget_hands_over() -> None:
    first = BudgetedAgent(says("small", "nonsense"), tokens=22)
    episode = played(HybridAgent(first, says("large", "nonsense"), patience=99))
    assert authors(episode) == ["small"] * 2 + ["large"] * 4


def test_where_both_fail_both_reasons_are_said() -> None:
    episode = played(HybridAgent(Counting("small", lambda _: DOWN), Counting("large", ValueError("no key"))))
    assert episode.status is EpisodeStatus.FAILED
    assert episode.failure == "small: down; large: ValueError: no key"
    assert episode.usage.cost_usd == 0.5


def test_the_run_ends_for_budgets_only_where_both_are_used_up() -> None:
    def over(name: str) -> BudgetedAgent:
        agent = BudgetedAgent(says(name, "a"), tokens=1)
        agent.act(ASK[:1])
        return agent

    (reply,) = HybridAgent(over("small"), over("large")).act(ASK[:1])
    assert reply.finish_reason is FinishReason.BUDGET
    (reply,) = HybridAgent(over("small"), Counting("large", lambda _: DOWN)).act(ASK[:1])
    assert reply.finish_reason is FinishReason.ERROR


def test_pairs_may_hold_pairs() -> None:
    inner = HybridAgent(says("a", "x"), says("b", "x"), patience=1)
    agent = HybridAgent(inner, says("c", "x"), patience=4)
    replies = agent.act(ASK[:3], [Sampling(stalled=n) for n in (0, 2, 4)])
    assert [reply.agent for reply in replies] == ["a", "b", "c"]


def test_it_keeps_the_contract() -> None:
    echo = ScriptedAgent(lambda asked: asked[-1].content)
    agent = create_agent("hybrid", first=echo, second=says("large", "EXIT"))
    check_agent(agent)
    assert agent.name == "scripted, then large"


@pytest.mark.parametrize("wrong", [{"patience": 0}, {"rest": -1}])
def test_settings_out_of_range_are_named(wrong: dict[str, int]) -> None:
    with pytest.raises(UsageError, match=next(iter(wrong))):
        HybridAgent(says("a", "x"), says("b", "x"), **wrong)
