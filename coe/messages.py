"""What agents read and answer: messages in, replies out. Agents see nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


class FinishReason(StrEnum):
    """Why a reply ended."""

    STOP = "stop"
    LENGTH = "length"
    BLOCKED = "blocked"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens and wall-clock seconds that a reply took."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.seconds + other.seconds,
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """An agent's answer to one conversation.

    `error` is set when the backend failed on this item; `text` is then empty and the episode ends
    `failed`, which is never counted as the model's mistake.
    """

    text: str
    usage: Usage = field(default_factory=Usage)
    finish_reason: FinishReason = FinishReason.STOP
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Sampling:
    """How one reply is drawn.

    Args:
        temperature: 0 is greedy.
        seed: seed of this reply's own random stream; the same conversation, temperature and seed
            give the same text however requests are batched, where the backend can do so.
        max_tokens: most tokens of the reply.
    """

    temperature: float = 0.0
    seed: int = 0
    max_tokens: int = 96
