"""The agents' contract as a program: run it on your own agent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coe.agents.protocol import Agent, Conversation, StreamingAgent, identity_of
from coe.errors import UsageError
from coe.messages import Message, Reply, Sampling, Usage

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
        AssertionError: a promise is broken; the message says which, what was found and how to mend it.
    """
    _check_shape(agent)
    greedy = [Sampling() for _ in conversations]
    texts = _texts(agent, conversations, greedy)
    if repeatable:
        _check_repeats(agent, conversations, texts)


def _check_shape(agent: object) -> None:
    made = not isinstance(agent, type)
    _promise(made, "it is an object", "this is a class: make an agent of it and pass that")
    _promise(isinstance(agent, Agent), "it has a name and act()", "inherit nothing, only add the two")
    assert isinstance(agent, Agent)
    named = isinstance(agent.name, str) and bool(agent.name)
    _promise(named, "its name is text", f"it is {agent.name!r}; records name the writer of each turn by it")
    none = _asked(agent, [], None)
    _promise(none == [], "no conversations, no replies", f"act([]) returned {none!r}, not []")
    try:
        parts = identity_of(agent)
    except UsageError:
        return  # it has none, and need have none
    flat = isinstance(parts, Mapping) and all(isinstance(x, str) for pair in parts.items() for x in pair)
    _promise(flat, "its identity maps text to text", "turn numbers and paths into text with str()")


def _check_repeats(agent: Agent, conversations: Sequence[Conversation], texts: list[str]) -> None:
    _promise(
        _texts(agent, conversations, None) == texts,
        "no sampling given means greedy, and greedy replies repeat",
        "read None as Sampling() for all, take the likeliest token at temperature 0, keep no state between "
        "calls; repeatable=False for what cannot promise it",
    )
    backwards = [_texts(agent, [asked], [Sampling()])[0] for asked in reversed(conversations)]
    _promise(
        backwards[::-1] == texts,
        "a greedy reply depends on its own conversation only",
        "return replies in the order of the conversations, let no state or padding reach a neighbour",
    )
    drawn = [Sampling(temperature=0.7, seed=7) for _ in conversations]
    _promise(
        _texts(agent, conversations, drawn) == _texts(agent, conversations, drawn),
        "equal seeds give equal texts",
        "draw each reply from a random stream of its own, made from its sampling.seed",
    )
    if isinstance(agent, StreamingAgent) and conversations:
        streamed = agent.stream(conversations[0], Sampling(), lambda _: None)
        _promise(
            isinstance(streamed, Reply) and streamed.text == texts[0],
            "stream() gives the reply that act() gives",
            "return the whole Reply from stream(); the pieces are for display only",
        )


def _asked(
    agent: Agent, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None
) -> object:
    try:
        return agent.act(conversations, sampling)
    except Exception as error:
        raise AssertionError(
            f"the agent breaks a promise: act() answers {len(conversations)} conversations "
            f"({type(error).__name__}: {error}). To mend it: take (conversations, sampling=None), and give "
            'an item that fails a reply of its own, Reply("", error="why")'
        ) from error


def _texts(
    agent: Agent, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None
) -> list[str]:
    """The texts of the replies, after their shape was looked at."""
    replies = _asked(agent, conversations, sampling)
    kind = type(replies).__name__
    _promise(isinstance(replies, list), "act() returns a list", f"it returned a {kind}; wrap it in list()")
    assert isinstance(replies, list)
    counts = f"there were {len(replies)} to {len(conversations)} conversations"
    remedy = f"{counts}; answer each, in their order, with an error where one fails"
    _promise(len(replies) == len(conversations), "one reply a conversation", remedy)
    for reply in replies:
        found = f"found {reply!r:.80}"
        _promise(isinstance(reply, Reply), "every reply is a Reply", f"{found}; write Reply(text)")
        _promise(isinstance(reply.text, str), "the text of a reply is text", f"{found}; decode it to str")
        empty = reply.error is None or reply.text == ""
        _promise(empty, "a reply with an error has no text", f'{found}; write Reply("", error=...)')
        counted = isinstance(reply.usage, Usage) and min(reply.usage.tokens, reply.usage.seconds) >= 0
        _promise(counted, "the usage of a reply is a Usage", f"{found}; leave it out where it is not known")
        works = reply.error is None
        _promise(works, "it answers what it is asked", f"its own error says: {reply.error}")
    return [reply.text for reply in replies]


def _promise(kept: bool, promise: str, remedy: str) -> None:
    if not kept:
        raise AssertionError(f"the agent breaks a promise: {promise}. To mend it: {remedy}")
