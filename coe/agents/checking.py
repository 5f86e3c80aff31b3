"""The agents' contract as a program: run it on your own agent."""

from __future__ import annotations

from collections.abc import Sequence

from coe.agents.protocol import Agent, Conversation
from coe.messages import Message, Reply, Sampling

_SYSTEM = Message("system", "Answer with one edit command.")
_EXAMPLES: tuple[Conversation, ...] = tuple(
    (_SYSTEM, Message("user", f"Problem: Solve for x: {n}x + 5 = 13\n(no lines)")) for n in (2, 4, 8)
)


def check_agent(
    agent: Agent, conversations: Sequence[Conversation] = _EXAMPLES, *, repeatable: bool = True
) -> None:
    """Nothing, if the agent keeps its contract. It is asked a handful of times.

    Args:
        agent: any object.
        conversations: what it is asked; the default are short states as the environment renders them.
        repeatable: also ask twice, greedily, and one at a time in reverse order, and expect the same texts.
            Off for scripts that are used up and for services that do not promise it.

    Raises:
        AssertionError: a promise is broken; the message says which.
    """
    _promise(isinstance(agent, Agent), "it has a name and act()")
    _promise(isinstance(agent.name, str) and bool(agent.name), "its name is text")
    _promise(agent.act([]) == [], "no conversations, no replies")
    greedy = [Sampling() for _ in conversations]
    texts = _checked(agent, conversations, greedy)
    if repeatable:
        _promise(_checked(agent, conversations, None) == texts, "no sampling given means greedy")
        backwards = [_checked(agent, [asked], [Sampling()])[0] for asked in reversed(conversations)]
        _promise(backwards[::-1] == texts, "a greedy reply depends on its own conversation only")
        drawn = [Sampling(temperature=0.7, seed=7) for _ in conversations]
        same = _checked(agent, conversations, drawn) == _checked(agent, conversations, drawn)
        _promise(same, "equal seeds give equal texts")


def _checked(
    agent: Agent, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None
) -> list[str]:
    """The texts of the replies, after their shape was looked at."""
    replies = agent.act(conversations, sampling)
    _promise(isinstance(replies, list), "act() returns a list")
    _promise(len(replies) == len(conversations), "one reply a conversation")
    for reply in replies:
        _promise(isinstance(reply, Reply), "every reply is a Reply")
        _promise(isinstance(reply.text, str), "the text of a reply is text")
        _promise(reply.error is None or reply.text == "", "a reply with an error has no text")
    return [reply.text for reply in replies]


def _promise(kept: bool, promise: str) -> None:
    if not kept:
        raise AssertionError(f"the agent breaks a promise: {promise}")
