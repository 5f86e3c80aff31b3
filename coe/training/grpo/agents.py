"""The policy as an agent of fresh conversations, drawn by a sampler."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coe.agents.chat import encode
from coe.agents.protocol import Conversation, failed, sampling_of_each
from coe.messages import Reply, Sampling, Usage
from coe.training.grpo.sampling import Sampler


class SamplerAgent:
    """Answers with the policy.

    Args:
        sampler: the policy.
        tokenizer: of the model.
        context: most tokens that the model holds, None if it does not say.
        name: written into records.
    """

    def __init__(self, sampler: Sampler, tokenizer: Any, context: int | None, name: str = "policy") -> None:
        self.name = name
        self._sampler, self._tokenizer, self._context = sampler, tokenizer, context

    def encode(self, conversation: Conversation) -> list[int]:
        """What the policy reads."""
        return encode(self._tokenizer, conversation)

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        """One reply a conversation, in the same order; one that is too long gets an error."""
        wanted = sampling_of_each(conversations, sampling)
        prompts = [self.encode(conversation) for conversation in conversations]
        fits = [place for place, prompt in enumerate(prompts) if self.holds(prompt, wanted[place].max_tokens)]
        sampled = self._sampler.sample([prompts[p] for p in fits], [wanted[p] for p in fits])
        replies = [failed(f"{len(prompt)} tokens are more than this model holds") for prompt in prompts]
        for place, reply in zip(fits, sampled, strict=True):
            replies[place] = Reply(reply.text, Usage(len(prompts[place]), len(reply.ids)))
        return replies

    def holds(self, prompt: Sequence[int], more: int) -> bool:
        """Whether the model's context has room for the prompt and so many tokens more."""
        return self._context is None or len(prompt) + more <= self._context
