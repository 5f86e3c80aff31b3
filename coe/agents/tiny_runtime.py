"""Inference of a small Llama model in NumPy, so that `coe solve` starts without loading PyTorch.

What a state shares with one that was read before is not computed again, and commands are written several
tokens at a time where a guess turns out right (`coe.agents.lookup`). Each item draws from its own random
stream: what it says depends neither on its neighbours nor on guesses nor on what was read before, up to the
rounding of float32 sums. Several threads may ask at once.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from coe.agents.blas_threads import one_blas_thread
from coe.agents.constrained import Constrainer
from coe.agents.decoding import OnText, Replies, Vocabulary
from coe.agents.lookup import GuessedText, Lookup
from coe.agents.tiny_batch import TinyBatch
from coe.agents.tiny_memory import KeptPrompts
from coe.agents.tiny_weights import Floats, load_weights
from coe.errors import AgentError
from coe.messages import Reply, Sampling

# A pass over so many rows costs hardly more than a pass over one; with more it begins to.
_ROWS = 4
# Memory of a finished batch that is kept for the next one, in bytes: new memory takes time to clear.
_SPARE = 2**27


class TinyRuntime:
    """A loaded model.

    Args:
        folder: of the model.
        remembered: bytes of keys and values that are kept, for prompts that begin alike; a token of the
            shipped model has 12 kB, and a state about 60 tokens.
        guessing: whether tokens are guessed ahead; it changes the speed only.

    Raises:
        AgentError: a file is missing or is not of a model that this runtime computes; the message names it.
    """

    def __init__(self, folder: Path, *, remembered: int = 2**26, guessing: bool = True) -> None:
        self.weights = load_weights(folder)
        try:
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # tokenizers raises bare Exception
            raise AgentError(f"the model in {folder} cannot be read: {error}") from error
        self.tokenizer.encode_special_tokens = True  # "<eos>" in a problem is text, never an instruction
        self.context = self.weights.context
        self.bos, self.eos, self.edit = (self._id(folder, text) for text in ("<bos>", "<eos>", "<edit>"))
        self._stops = self._stop_tokens()
        self._vocabulary = Vocabulary(self.decode, self._stops)
        self._phases = self.weights.phases(2 * self.context)
        heads, width = 2 * self.weights.heads, self.weights.head_width
        self._kept = KeptPrompts(remembered, len(self.weights.layers), heads, width)
        self._lookup, self._guessing = Lookup(), guessing
        self._spare: list[Floats] = []  # memory of finished batches, one a thread that asks

    def _id(self, folder: Path, text: str) -> int:
        number = self.tokenizer.token_to_id(text)
        if number is None:
            raise AgentError(f"{folder / 'tokenizer.json'} is not of the built-in model: it lacks {text}")
        return int(number)

    def _stop_tokens(self) -> frozenset[int]:
        vocabulary = self.tokenizer.get_vocab()
        newlines = {number for text, number in vocabulary.items() if "\n" in text or "\u010a" in text}
        added = self.tokenizer.get_added_tokens_decoder()
        special = {number for number, token in added.items() if token.special}
        return frozenset(newlines | special)

    def encode_prompt(self, text: str) -> list[int]:
        """Ids of a user message, as the chat template lays it out."""
        return [self.bos, *self.tokenizer.encode(text, add_special_tokens=False).ids, self.edit]

    def decode(self, tokens: Sequence[int]) -> str:
        """Text of the tokens."""
        return str(self.tokenizer.decode(list(tokens), skip_special_tokens=True))

    def logits(self, prompts: Sequence[Sequence[int]]) -> Floats:
        """Logits [batch, vocab] of the token that follows each prompt."""
        return self._open(prompts, 0).logits

    def generate(
        self,
        prompts: Sequence[Sequence[int]],
        sampling: Sequence[Sampling],
        *,
        constrained: bool = True,
        on_text: OnText | None = None,
    ) -> list[Reply]:
        """A reply to each prompt, in order; each stops at the end token, a newline or its limit.

        Args:
            prompts: as `encode_prompt` gives them.
            sampling: how each is answered.
            constrained: whether a sampling's grammar is kept to.
            on_text: called with each further piece of the first reply's text.

        Raises:
            UsageError: a grammar that cannot be used.
        """
        if not prompts:
            return []
        begun = time.perf_counter()
        wanted = constrained and any(how.grammar is not None for how in sampling)
        replies = Replies(self._vocabulary, prompts, sampling, self._constrainer if wanted else None, on_text)
        with one_blas_thread():
            self._write(prompts, replies, max(how.max_tokens for how in sampling))
        return replies.finished((time.perf_counter() - begun) / len(prompts))

    def _open(self, prompts: Sequence[Sequence[int]], room: int) -> TinyBatch:
        """The prompts, read; each with room for so many tokens after it."""
        most = max(map(len, prompts)) + room
        phases = self._phases
        if most > len(phases):
            phases = self._phases = self.weights.phases(most)
        try:
            memory = self._spare.pop()
        except IndexError:
            memory = None
        return TinyBatch(self.weights, phases, prompts, self._kept, most, memory)

    def _write(self, prompts: Sequence[Sequence[int]], replies: Replies, room: int) -> None:
        """Hands logits to the replies until none is active."""
        batch = self._open(prompts, room + _ROWS)
        batch.keep(replies.active)
        texts = [self._lookup.text(prompts[index]) for index in replies.active]
        logits = batch.logits[replies.active][:, None]
        drafts: list[list[int]] = [[] for _ in texts]
        while replies.active:
            going, tokens = replies.take_drafted(logits, drafts)
            batch.keep(going)
            texts = [texts[row] for row in going]
            if not going:
                break
            for text, written in zip(texts, tokens, strict=True):
                text.tokens += written
            drafts = [text.guess(_ROWS // len(texts) - 1 if self._guessing else 0) for text in texts]
            logits = batch.extend(_next_tokens(texts, drafts), [len(text.tokens) - 1 for text in texts])
        if batch.memory.nbytes <= _SPARE:
            self._spare.append(batch.memory)
        for index in range(len(prompts)):
            reply, ended = replies.written(index)
            self._lookup.remember([self.edit, *reply, *([self.eos] if ended else [])])

    @cached_property
    def _constrainer(self) -> Constrainer:
        return Constrainer(self.tokenizer.to_str(), len(self.weights.embedding), self._stops)


def _next_tokens(texts: Sequence[GuessedText], drafts: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """[texts, 1 + longest draft]: the last token of each text and its draft; shorter drafts are filled up."""
    tokens = np.zeros((len(texts), 1 + max(map(len, drafts))), np.int64)
    for row, text, draft in zip(tokens, texts, drafts, strict=True):
        row[: 1 + len(draft)] = text.tokens[-1], *draft
    return tokens
