"""Conversations to replies in batches, for models that are computed on this machine.

Prompts of about equal length are computed together, because what is shorter is padded. A conversation that
cannot be asked, and a batch that fails, give errors to their own items.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from coe.agents.constrained import Constrainer
from coe.agents.decoding import OnText, Replies, Vocabulary
from coe.agents.protocol import Conversation, failed, sampling_of_each
from coe.errors import UsageError
from coe.messages import Reply, Sampling


@dataclass(frozen=True)
class Batches:
    """How one model is asked.

    Args:
        encode: a conversation to token ids; may raise UsageError.
        generate: computes logits for a batch of prompts, and hands them to the replies until none is active.
        vocabulary: of the model.
        make_constrainer: called once, when the first grammar comes; None ignores grammars.
        context: most tokens that the model holds, None if it does not say.
        size: most conversations computed together.
        place: where it is computed, for error messages.
    """

    encode: Callable[[Conversation], list[int]]
    generate: Callable[[Sequence[Sequence[int]], Replies], None]
    vocabulary: Vocabulary
    make_constrainer: Callable[[], Constrainer] | None
    context: int | None
    size: int
    place: str

    @cached_property
    def _constrainer(self) -> Constrainer | None:
        return None if self.make_constrainer is None else self.make_constrainer()

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        """One reply a conversation, in the same order.

        Raises:
            UsageError: a grammar that cannot be used, or as many samplings as conversations are missing.
        """
        wanted = sampling_of_each(conversations, sampling)
        replies: dict[int, Reply] = {}
        prompts: dict[int, list[int]] = {}
        for index, (conversation, how) in enumerate(zip(conversations, wanted, strict=True)):
            try:
                prompts[index] = self._prompt(conversation, how)
            except UsageError as error:
                replies[index] = failed(str(error))
        order = sorted(prompts, key=lambda index: len(prompts[index]))
        for start in range(0, len(order), self.size):
            chosen = order[start : start + self.size]
            answers = self._answer([prompts[index] for index in chosen], [wanted[index] for index in chosen])
            replies.update(zip(chosen, answers, strict=True))
        return [replies[index] for index in range(len(conversations))]

    def stream(self, conversation: Conversation, sampling: Sampling, on_text: OnText) -> Reply:
        """The reply of `act`, its text shown piece by piece."""
        try:
            prompt = self._prompt(conversation, sampling)
        except UsageError as error:
            return failed(str(error))
        (reply,) = self._answer([prompt], [sampling], on_text)
        return reply

    def _prompt(self, conversation: Conversation, how: Sampling) -> list[int]:
        prompt = self.encode(conversation)
        if self.context is not None and len(prompt) + how.max_tokens > self.context:
            raise UsageError(
                f"{len(prompt)} tokens to read and {how.max_tokens} to write are more than the "
                f"{self.context} that this model holds"
            )
        return prompt

    def _answer(
        self, prompts: list[list[int]], sampling: list[Sampling], on_text: OnText | None = None
    ) -> list[Reply]:
        begun = time.perf_counter()
        constrainer = self._constrainer if any(how.grammar is not None for how in sampling) else None
        replies = Replies(self.vocabulary, prompts, sampling, constrainer, on_text)
        try:
            self.generate(prompts, replies)
        except (RuntimeError, ValueError) as error:  # out of memory, or a kernel that the device lacks
            return [failed(f"generation failed on {self.place}: {error}") for _ in prompts]
        return replies.finished((time.perf_counter() - begun) / len(prompts))
