from collections.abc import Iterator, Sequence

import pytest

from coe.agents import Agent, agent_names, check_agent, create_agent
from coe.agents.scripted import ScriptedAgent
from coe.errors import UsageError
from coe.messages import Message, Reply, Sampling

ASK = [[Message("user", "one")], [Message("user", "two")]]


def echo(conversation: Sequence[Message]) -> str:
    return conversation[-1].content


def test_a_list_is_read_in_order_across_calls() -> None:
    agent = ScriptedAgent(["a", Reply("b"), "c"])
    assert [reply.text for reply in agent.act(ASK)] == ["a", "b"]
    last, missing = agent.act(ASK)
    assert last.text == "c"
    assert "no more" in (missing.error or "")


def test_generators_and_functions() -> None:
    def replies() -> Iterator[str]:
        yield "a"
        yield "b"

    assert [reply.text for reply in ScriptedAgent(replies()).act(ASK)] == ["a", "b"]
    assert [reply.text for reply in ScriptedAgent(echo).act(ASK)] == ["one", "two"]


def test_one_failure_does_not_fail_the_list() -> None:
    def picky(conversation: Sequence[Message]) -> str:
        if conversation[-1].content == "one":
            raise ValueError("not this one")
        return "fine"

    failed, fine = ScriptedAgent(picky).act(ASK)
    assert "not this one" in (failed.error or "")
    assert fine.text == "fine"


def test_it_keeps_the_contract() -> None:
    check_agent(ScriptedAgent(echo))
    check_agent(ScriptedAgent(["EXIT"] * 9), repeatable=False)


class Short(ScriptedAgent):
    def act(
        self, conversations: Sequence[Sequence[Message]], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        return super().act(conversations[:1])


class Backwards(ScriptedAgent):
    def act(
        self, conversations: Sequence[Sequence[Message]], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        return super().act(conversations)[::-1]


class Nameless(ScriptedAgent):
    def __init__(self) -> None:
        super().__init__(echo, name="")


@pytest.mark.parametrize("broken", [Short(echo), Backwards(echo), Nameless(), ScriptedAgent("abcdefgh")])
def test_broken_agents_are_found(broken: Agent) -> None:
    with pytest.raises(AssertionError, match="breaks a promise"):
        check_agent(broken)


def test_agents_by_name() -> None:
    assert "scripted" in agent_names()
    assert create_agent("scripted", replies=["EXIT"]).act(ASK)[0].text == "EXIT"
    own = create_agent("coe.agents.scripted:ScriptedAgent", replies=echo, name="mine")
    assert own.name == "mine"


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("no_such", {}, "known: tiny"),
        ("scripted", {}, "replies"),
        ("scripted", {"replies": [], "speed": 3}, "speed"),
        ("coe.agents.scripted:Answer", {}, "agent"),
        ("builtins:dict", {}, "no name"),
    ],
)
def test_wrong_names_and_options(name: str, options: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        create_agent(name, **options)
