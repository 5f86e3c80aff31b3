"""An agent whose replies are shown while they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from coe.agents.protocol import Conversation, StreamingAgent, identity_of, knows_only_edits, sampling_of_each
from coe.messages import Reply, Sampling


class StreamedAgent:
    """Asks a streaming agent, one conversation after another.

    Args:
        agent: the one asked; the name is its name.
        on_text: called with each further piece of a reply.
    """

    def __init__(self, agent: StreamingAgent, on_text: Callable[[str], None]) -> None:
        self.name = agent.name
        self._agent = agent
        self._on_text = on_text

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        """One reply a conversation, in the same order, each shown as it comes."""
        wanted = sampling_of_each(conversations, sampling)
        return [
            self._agent.stream(conversation, how, self._on_text)
            for conversation, how in zip(conversations, wanted, strict=True)
        ]

    @property
    def edits_only(self) -> bool:
        """The agent's own."""
        return knows_only_edits(self._agent)

    @property
    def identity(self) -> Mapping[str, str]:
        """The agent's own."""
        return identity_of(self._agent)
