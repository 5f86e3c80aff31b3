"""Commands sampled from the policy as tokens, each with the log-probability that the policy gave it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from coe.agents.decoding import Floats, Replies
from coe.agents.local import LocalAgent
from coe.messages import Sampling

Prompt = Sequence[int]


@dataclass(frozen=True, slots=True)
class Sampled:
    """One reply.

    Args:
        ids: every token drawn, the one that ended the reply included.
        logprobs: of each, under the policy at the temperature it was drawn at.
        text: what the environment reads, blank space around it removed; of a command its first line.
    """

    ids: tuple[int, ...]
    logprobs: tuple[float, ...]
    text: str


class Sampler(Protocol):
    """Draws replies from the policy as it is."""

    def sample(self, prompts: Sequence[Prompt], sampling: Sequence[Sampling]) -> list[Sampled]:
        """One reply a prompt, in the same order."""
        ...


class CountedSampler:
    """Another sampler, whose tokens are counted.

    Args:
        sampler: draws.
    """

    def __init__(self, sampler: Sampler) -> None:
        self._sampler = sampler
        self.tokens = 0

    def sample(self, prompts: Sequence[Prompt], sampling: Sequence[Sampling]) -> list[Sampled]:
        """As the other sampler."""
        drawn = self._sampler.sample(prompts, sampling)
        self.tokens += sum(len(reply.ids) for reply in drawn)
        return drawn


class _Scored(Replies):
    """Replies that remember each token as it is drawn."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._places = {id(row): place for place, row in enumerate(self._rows)}
        self.drawn: list[list[tuple[int, float]]] = [[] for _ in self._rows]

    def _draw(self, rows: Sequence[Any], logits: Floats) -> list[int]:
        scales = np.array([row.how.temperature or 1.0 for row in rows], np.float32)
        scaled = logits / scales[:, None]  # a copy: drawing overwrites the logits
        tokens = super()._draw(rows, logits)
        highest = scaled.max(1)
        totals = highest + np.log(np.exp(scaled - highest[:, None]).sum(1, dtype=np.float64))
        for row, token, scores, total in zip(rows, tokens, scaled, totals, strict=True):
            self.drawn[self._places[id(row)]].append((token, float(scores[token] - total)))
        return tokens


class LocalSampler:
    """Draws with transformers on this process's device.

    Args:
        agent: around the policy, told of changes of the weights (`LocalAgent.weights_changed`).
        batch_size: most replies written together.
    """

    def __init__(self, agent: LocalAgent, batch_size: int) -> None:
        self._agent = agent
        self._size = batch_size

    def sample(self, prompts: Sequence[Prompt], sampling: Sequence[Sampling]) -> list[Sampled]:
        """One reply a prompt, in the same order; prompts of about equal length are answered together."""
        order = sorted(range(len(prompts)), key=lambda place: len(prompts[place]))
        found: dict[int, Sampled] = {}
        for start in range(0, len(order), self._size):
            chosen = order[start : start + self._size]
            asked = [prompts[place] for place in chosen]
            self._read_once(asked)
            replies = _Scored(self._agent.vocabulary, asked, [sampling[place] for place in chosen])
            self._agent.write(asked, replies)
            for row, place in enumerate(chosen):
                ids, logprobs = zip(*replies.drawn[row], strict=True)
                found[place] = Sampled(ids, logprobs, replies.text(row))
        return [found[place] for place in range(len(prompts))]

    def _read_once(self, prompts: Sequence[Prompt]) -> None:
        """Reads each prompt that several replies answer, so that none of them reads it for itself."""
        several = [list(prompt) for prompt, count in Counter(map(tuple, prompts)).items() if count > 1]
        if several:
            nothing = [Sampling(max_tokens=0)] * len(several)
            self._agent.write(several, Replies(self._agent.vocabulary, several, nothing))


class VllmSampler:
    """Draws with the vLLM engine of a TRL trainer, whose settings (temperature, most tokens, stops) it has.

    Args:
        engine: `GRPOTrainer.vllm_generation`, in step with the weights.
        tokenizer: of the model.
        lines: whether replies have several lines; else they end at the first line break.
    """

    def __init__(self, engine: Any, tokenizer: Any, *, lines: bool = False) -> None:
        self._engine = engine
        self._tokenizer = tokenizer
        self._lines = lines

    def sample(self, prompts: Sequence[Prompt], sampling: Sequence[Sampling]) -> list[Sampled]:
        """One reply a prompt, in the same order; `sampling` is the engine's own."""
        _, ids, scores, _ = self._engine.generate([list(prompt) for prompt in prompts], None, 1)
        return [
            Sampled(tuple(tokens), tuple(_scored(score[0]) for score in row), self._text(tokens))
            for tokens, row in zip(ids, scores, strict=True)
        ]

    def _text(self, ids: Sequence[int]) -> str:
        text = str(self._tokenizer.decode(list(ids), skip_special_tokens=True)).lstrip()
        return (text if self._lines else text.partition("\n")[0]).rstrip()


def _scored(logprob: float | None) -> float:
    """TRL writes None where vLLM gave NaN, and reads NaN as "not known"."""
    return float("nan") if logprob is None else logprob
