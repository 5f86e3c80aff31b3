"""The policy as an agent of fresh conversations, drawn by a sampler."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from coe.agents.chat import encode
from coe.agents.protocol import Conversation, failed, sampling_of_each
from coe.environment import EnvironmentConfig, Episode, Rendering, state_messages
from coe.messages import Reply, Sampling, Usage
from coe.training.grpo.rollouts import EpisodeTokens
from coe.training.grpo.sampling import Sampled, Sampler


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

    def prompt(self, observation: str, asked: EnvironmentConfig) -> list[int]:
        """What the policy reads of a state.

        Args:
            observation: the state, as it is shown.
            asked: what the environment asks for.
        """
        return self.encode(
            state_messages(
                observation, calculator=asked.calculator, method=asked.method, verdicts=asked.shows_verdicts
            )
        )

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        """One reply a conversation, in the same order; one that is too long gets an error."""
        wanted = sampling_of_each(conversations, sampling)
        prompts = [self.encode(conversation) for conversation in conversations]
        fits = [place for place, prompt in enumerate(prompts) if self.holds(prompt, wanted[place].max_tokens)]
        sampled = self._sampler.sample([prompts[p] for p in fits], [wanted[p] for p in fits])
        replies = [failed(f"{len(prompt)} tokens are more than this model holds") for prompt in prompts]
        for place, drawn in zip(fits, sampled, strict=True):
            replies[place] = Reply(drawn.text, Usage(len(prompts[place]), len(drawn.ids)))
            self.keep(prompts[place], drawn)
        return replies

    def keep(self, prompt: Sequence[int], drawn: Sampled) -> None:
        """Told of every reply."""

    def holds(self, prompt: Sequence[int], more: int) -> bool:
        """Whether the model's context has room for the prompt and so many tokens more."""
        return self._context is None or len(prompt) + more <= self._context


class TurnsAgent(SamplerAgent):
    """Also keeps the tokens of its replies. A completion is the first reply, and then each later turn's
    prompt and reply."""

    rendering = Rendering.STATE

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._drawn: defaultdict[tuple[tuple[int, ...], str], list[Sampled]] = defaultdict(list)

    def keep(self, prompt: Sequence[int], drawn: Sampled) -> None:
        """Equal texts after equal prompts serve each other's episodes: the policy drew them alike."""
        self._drawn[tuple(prompt), drawn.text].append(drawn)

    def taken(self, episode: Episode) -> EpisodeTokens:
        """The tokens of a finished episode, which are then forgotten."""
        tokens = EpisodeTokens([])
        for turn in episode.turns:
            prompt = self.prompt(turn.observation, episode.config)
            if tokens.completion:
                tokens.add_foreign(prompt)
            else:
                tokens.prompt = prompt
            drawn = self._drawn[tuple(prompt), turn.reply].pop()
            tokens.add(drawn.ids, drawn.logprobs)
        return tokens

    def clear(self) -> None:
        """Forgets what belongs to no finished episode."""
        self._drawn.clear()
