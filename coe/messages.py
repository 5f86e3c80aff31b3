"""What agents read and answer: messages in, replies out. Agents see nothing else."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from coe.errors import UsageError

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


class FinishReason(StrEnum):
    """Why a reply ended.

    STOP and LENGTH are the model's own doing. The others come with an error: BLOCKED, the service withheld
    the answer or refused the question; BUDGET, the run's budget was used up and the model was not asked;
    ERROR, anything else that failed.
    """

    STOP = "stop"
    LENGTH = "length"
    BLOCKED = "blocked"
    BUDGET = "budget"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Usage:
    """What a reply took.

    Args:
        prompt_tokens: tokens read.
        completion_tokens: tokens written, those of thinking included.
        seconds: wall clock.
        cost_usd: what the reply costs by the price table; None where the table has no price, 0 where nobody
            is paid.
        thinking_tokens: those of `completion_tokens` that were thinking and are not in the text.
        cached_tokens: those of `prompt_tokens` and `completion_tokens` that a cache of responses gave:
            counted like any others, so that runs compare, but not computed or paid for again.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    cost_usd: float | None = 0.0
    thinking_tokens: int = 0
    cached_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        unknown = self.cost_usd is None or other.cost_usd is None
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.seconds + other.seconds,
            None if unknown else (self.cost_usd or 0.0) + (other.cost_usd or 0.0),
            self.thinking_tokens + other.thinking_tokens,
            self.cached_tokens + other.cached_tokens,
        )

    @property
    def tokens(self) -> int:
        """Read and written."""
        return self.prompt_tokens + self.completion_tokens


@dataclass(frozen=True, slots=True)
class Reply:
    """An agent's answer to one conversation.

    `error` is set when the backend failed on this item; `text` is then empty and the episode ends
    `failed`, which is never counted as the model's mistake.

    `agent` is the name of the agent that wrote it, where the one that was asked has passed the question on;
    empty where it answered itself.
    """

    text: str
    usage: Usage = field(default_factory=Usage)
    finish_reason: FinishReason = FinishReason.STOP
    error: str | None = None
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """What a grammar shares with those of other requests, so that it need not be compiled for each.

    It accepts the replies that the grammar accepts, except that of those that begin with an opening it
    accepts the opening and no more: from there on the grammar itself decides.

    Args:
        text: Lark text, as llguidance reads it.
        openings: each is a whole text of the outline, none a whole reply.
    """

    text: str
    openings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sampling:
    """How one reply is drawn.

    The filters work in this order: grammar, repetition penalty, temperature, top_k, top_p, min_p.

    Args:
        temperature: 0 is greedy: the filters after it then change nothing.
        seed: seed of this reply's own random stream; the same conversation, sampling and seed
            give the same text however requests are batched, where the backend can do so.
        max_tokens: most tokens of the reply.
        top_k: draw among the `top_k` likeliest tokens only; 0 is all.
        top_p: draw among the fewest tokens whose probabilities sum to `top_p` (nucleus sampling, Holtzman et
            al. 2019, arXiv 1904.09751); 1 is all.
        min_p: draw among tokens at least `min_p` times as likely as the likeliest (Nguyen et al. 2024,
            arXiv 2407.01082); 0 is all.
        repetition_penalty: the logits of tokens that the prompt or the reply already holds are divided by it
            where they are positive and multiplied where negative (Keskar et al. 2019, arXiv 1909.05858); 1 is
            off.
        stop: the reply ends before the first of these texts. Blank space at its start does not count, so that
            a reply may begin with a line break.
        grammar: Lark text, as llguidance reads it, that the reply must keep to; None is no constraint. An
            agent that cannot constrain its model ignores it.
        outline: of the grammar, if it has one: it makes the same replies cheaper, and may be ignored.
        stalled: turns in a row in which the episode has made no progress. No model draws otherwise for it:
            it is for agents that pass questions on.

    Raises:
        UsageError: a value outside its range.
    """

    temperature: float = 0.0
    seed: int = 0
    max_tokens: int = 96
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0
    repetition_penalty: float = 1.0
    stop: tuple[str, ...] = ("\n",)
    grammar: str | None = None
    outline: Outline | None = None
    stalled: int = 0

    def __post_init__(self) -> None:
        fits = {
            "temperature must be a number from 0": 0 <= self.temperature < math.inf,
            "max_tokens must be at least 0": self.max_tokens >= 0,
            "top_k must be at least 0": self.top_k >= 0,
            "top_p must be above 0 and at most 1": 0 < self.top_p <= 1,
            "min_p must be from 0 to 1": 0 <= self.min_p <= 1,
            "repetition_penalty must be above 0": self.repetition_penalty > 0,
            "stalled must be at least 0": self.stalled >= 0,
            "a stop text cannot be empty": all(self.stop),
        }
        for rule, kept in fits.items():
            if not kept:
                raise UsageError(rule)
