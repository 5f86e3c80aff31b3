"""A deterministic agent for tests, replays and examples; it ships in the package."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from coe.agents.protocol import Conversation, failed
from coe.messages import Message, Reply, Sampling

Answer = str | Reply
Script = Iterable[Answer] | Callable[[Sequence[Message]], Answer]


class ScriptedAgent:
    """Answers from a list, a generator, or a function of the conversation.

    A list or generator is read one reply a conversation, in the order they come. When it has run out, and
    where the function raises, the reply is an error.

    Args:
        replies: the script.
        name: written into records.
    """

    def __init__(self, replies: Script, name: str = "scripted") -> None:
        self.name = name
        self._function = replies if callable(replies) else None
        self._replies: Iterator[Answer] = iter(()) if callable(replies) else iter(replies)

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        """One reply a conversation, in the same order; `sampling` changes nothing."""
        return [self._answer(conversation) for conversation in conversations]

    def _answer(self, conversation: Conversation) -> Reply:
        try:
            answer = self._function(conversation) if self._function else next(self._replies)
        except StopIteration:
            return failed("the script has no more replies")
        except Exception as error:
            return failed(f"the script raised {type(error).__name__}: {error}")
        return Reply(answer) if isinstance(answer, str) else answer
