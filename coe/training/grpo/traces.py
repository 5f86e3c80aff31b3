"""The policy as an agent of conversations that grow, token by token: form `trace`, and the methods of one
reply, whose episodes are one turn.

What the policy reads at a turn is what it read and wrote before, as tokens, and after it the tokens of the
next state: nothing is written again from its text, so the log-probabilities of the episode's tokens are those
that they were drawn with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from coe.agents.chat import encode
from coe.agents.protocol import Conversation, failed, sampling_of_each
from coe.environment import Episode, Rendering, trace_messages
from coe.errors import UsageError
from coe.messages import Message, Reply, Sampling, Usage
from coe.training.grpo.rollouts import EpisodeTokens
from coe.training.grpo.sampling import Sampled, Sampler


class TraceAgent:
    """Answers with the policy, and keeps the tokens of each conversation.

    Conversations with equal texts have their tokens in store side by side, and each goes on with some of
    them: up to there their episodes are the same.

    Args:
        sampler: the policy.
        tokenizer: of the model, with a chat template.
        ends: tokens that end a reply.
        context: most tokens that the model holds, None if it does not say.
        name: written into records.
    """

    rendering = Rendering.TRACE

    def __init__(
        self,
        sampler: Sampler,
        tokenizer: Any,
        ends: frozenset[int],
        context: int | None,
        name: str = "policy",
    ) -> None:
        self.name = name
        self._sampler, self._tokenizer, self._ends, self._context = sampler, tokenizer, ends, context
        self._paths: defaultdict[Conversation, list[EpisodeTokens]] = defaultdict(list)

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        """One reply a conversation, in the same order; one that has grown too long gets an error."""
        wanted = sampling_of_each(conversations, sampling)
        paths = [self._path(tuple(conversation)) for conversation in conversations]
        fits = [
            place
            for place, (path, how) in enumerate(zip(paths, wanted, strict=True))
            if self._context is None or len(path) + how.max_tokens <= self._context
        ]
        prompts = [paths[place].prompt + paths[place].completion for place in fits]
        sampled = dict(zip(fits, self._sampler.sample(prompts, [wanted[p] for p in fits]), strict=True))
        return [
            self._reply(tuple(conversation), path, sampled.get(place))
            for place, (conversation, path) in enumerate(zip(conversations, paths, strict=True))
        ]

    def taken(self, episode: Episode) -> EpisodeTokens:
        """The tokens of a finished episode, which are then forgotten."""
        config = episode.config
        observations = [turn.observation for turn in episode.turns]
        replies = [turn.reply for turn in episode.turns]
        said = trace_messages(
            observations, replies,
            calculator=config.calculator, method=config.method, verdicts=config.shows_verdicts,
        )  # fmt: skip
        return self._paths[said].pop()

    def clear(self) -> None:
        """Forgets what belongs to no finished episode."""
        self._paths.clear()

    def _path(self, conversation: tuple[Message, ...]) -> EpisodeTokens:
        """The tokens up to where the policy is to speak."""
        if conversation[-2].role != "assistant":
            return EpisodeTokens(encode(self._tokenizer, conversation))
        path = self._paths[conversation[:-1]].pop()
        ended = path.completion[-1] in self._ends
        end, following = turn_tokens(self._tokenizer, conversation[-1].content)
        path.add_foreign(following if ended else [*end, *following])
        return path

    def _reply(
        self, conversation: tuple[Message, ...], path: EpisodeTokens, sampled: Sampled | None
    ) -> Reply:
        if sampled is None:
            return failed(f"the conversation has grown to {len(path)} tokens, more than the model holds")
        usage = Usage(len(path), len(sampled.ids))
        path.add(sampled.ids, sampled.logprobs)
        self._paths[*conversation, Message("assistant", sampled.text)].append(path)
        return Reply(sampled.text, usage)


def turn_tokens(tokenizer: Any, text: str) -> tuple[list[int], list[int]]:
    """What the chat template writes between two replies: the token that ends the first, and what follows up
    to the second, with `text` as the user's message.

    Raises:
        UsageError: there is no template, or it writes an earlier turn in another way once more turns follow.
    """
    if tokenizer.chat_template is None:
        raise UsageError(
            "this model has no chat template, which conversations that grow need; use another --form"
        )
    asked, said = Message("user", "a"), "b"
    first = encode(tokenizer, [asked])
    reply = list(tokenizer.encode(said, add_special_tokens=False))
    whole = encode(tokenizer, [asked, Message("assistant", said), Message("user", text)])
    start = len(first) + len(reply)
    if whole[:start] != [*first, *reply] or len(whole) <= start:
        raise UsageError(
            "the chat template of this model writes earlier turns in another way once more follow, so a "
            "conversation cannot grow; use another --form"
        )
    return whole[start : start + 1], whole[start + 1 :]
