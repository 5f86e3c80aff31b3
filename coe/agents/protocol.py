"""What an agent is: messages in, replies out. Nobody has to inherit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from coe.errors import UsageError
from coe.messages import FinishReason, Message, Reply, Sampling

Conversation = Sequence[Message]


@runtime_checkable
class Agent(Protocol):
    """Anything that answers conversations. `check_agent` tests an implementation."""

    @property
    def name(self) -> str:
        """Written into every turn of every record."""
        ...

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        """One reply a conversation, in the same order.

        An item that fails is a Reply with `error` set; it does not fail the list. An exception says that
        the whole list failed.

        Args:
            conversations: each ends with the message to answer; may be empty.
            sampling: how each reply is drawn, as long as `conversations`; None is greedy for all.
        """
        ...


@runtime_checkable
class StreamingAgent(Agent, Protocol):
    """An agent that can also show one reply while it is written."""

    def stream(self, conversation: Conversation, sampling: Sampling, on_text: Callable[[str], None]) -> Reply:
        """The reply that `act` gives, with `on_text` called with each further piece of its text.

        The pieces are for display: the reply's own text is what counts, and may end before they do.
        """
        ...


@runtime_checkable
class Identified(Protocol):
    """An agent whose replies may be kept in a cache of responses: it says what they depend on."""

    @property
    def identity(self) -> Mapping[str, str]:
        """Everything besides conversation and sampling that decides the replies.

        The model (for a folder the hash of its files, see `files_hash`), the adapter's hash, the precision
        and so on: equal identities promise equal replies.
        """
        ...


def identity_of(agent: Agent) -> Mapping[str, str]:
    """What an agent says its replies depend on.

    Raises:
        UsageError: it does not say.
    """
    if not isinstance(agent, Identified):
        raise UsageError(
            f"the replies of agent {agent.name} cannot be cached: it has no `identity` that names its model"
        )
    return agent.identity


def knows_only_edits(agent: Agent) -> bool:
    """Whether the agent says, by a true attribute `edits_only`, that it can write nothing but edit commands.

    It is then not asked for solutions, first drafts or bare answers. One that does not say is taken to know
    what an instruct model knows.
    """
    return bool(getattr(agent, "edits_only", False))


def calls_at_once(agent: Agent) -> int:
    """By how many threads the agent may be asked at the same time: its attribute of that name, or 1."""
    return int(getattr(agent, "calls_at_once", 1))


def sampling_of_each(
    conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None
) -> list[Sampling]:
    """How each conversation is answered: as given, or greedy for all.

    Raises:
        UsageError: the two differ in length.
    """
    wanted = list(sampling) if sampling is not None else [Sampling()] * len(conversations)
    if len(wanted) != len(conversations):
        raise UsageError(f"{len(conversations)} conversations but {len(wanted)} samplings")
    return wanted


def failed(error: str) -> Reply:
    """A reply that says what broke."""
    return Reply("", finish_reason=FinishReason.ERROR, error=error)
