"""Replies written with a transformers model: what prompts share is read once, what was read is kept.

A batch is left padded, so that its ends stand together; a prompt whose beginning was read before brings the
keys and values of it. Replies that end leave the batch. A few replies are written several tokens at a time
where guesses turn out right (`coe.agents.lookup`); what was guessed wrong leaves a gap, which is masked. None
of this changes what is drawn, up to the rounding of the model.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coe.agents.decoding import Replies
from coe.agents.local_cache import Layers, cut, is_plain, join, nbytes, shorten, take
from coe.agents.lookup import GuessedText, Lookup
from coe.agents.prefixes import Prefixes

_BYTES = 2**29
_GUESSED = 3
# A pass over so many tokens costs hardly more than a pass over one.
_ROWS = 8
_READ_TOGETHER = 8


class LocalWriter:
    """Writes with one model.

    Args:
        torch: the package.
        model: a causal language model of transformers.
        device: of the model.
        padding: a token to pad with; it is masked, so which one does not matter.
        options: that the model's pass takes, by name.
    """

    def __init__(self, torch: Any, model: Any, device: str, padding: int, options: Collection[str]) -> None:
        self._torch = torch
        self._model = model
        self._device = device
        self._padding = padding
        # Otherwise the logits of every position of every prompt are computed, and thrown away.
        self._counts_logits = "logits_to_keep" in options
        # A model that is not told positions may count places, gaps among them (ALiBi in MPT).
        self._takes_gaps = "position_ids" in options
        self._prefixes: Prefixes[Layers] = Prefixes(_BYTES, nbytes, cut)
        self._context = getattr(model.config, "max_position_embeddings", None)
        self._lookup = Lookup()
        self._plain: bool | None = None  # whether keys and values can be cut and joined; the first pass tells

    def write(self, prompts: Sequence[Sequence[int]], replies: Replies) -> None:
        """Hands logits to the replies until none is active."""
        with self._torch.inference_mode():
            shared = [] if self._plain is False else self._prefixes.to_read_once(prompts)
            if shared:
                self._read([shared])
            batch, logits = self._read(prompts)
            if replies.active:
                batch.keep(replies.active)
                self._decode(prompts, replies, batch, logits[replies.active])

    def _read(self, prompts: Sequence[Sequence[int]]) -> tuple[_Batch, Any]:
        """The prompts as a batch, and logits [batch, 1, vocabulary] at their ends."""
        if not self._plain:
            batch = self._batch([[]] * len(prompts))
            logits = self._pass(batch, prompts, 1)
            if self._plain is None:
                self._plain = is_plain(batch.cache, self._context)
            if self._plain:
                for row, prompt in enumerate(prompts):
                    self._prefixes.keep(prompt, batch.taken(row))
            return batch, logits
        known = [self._prefixes.find(prompt) or [] for prompt in prompts]
        unread = [prompt[_length(part) :] for prompt, part in zip(prompts, known, strict=True)]
        # Few rows of about equal length at a time: reading many tokens costs the same however they are
        # grouped, and what is shorter is padded.
        order = sorted(range(len(prompts)), key=lambda row: len(unread[row]))
        ends: list[Any] = [None] * len(prompts)
        for start in range(0, len(order), _READ_TOGETHER):
            rows = order[start : start + _READ_TOGETHER]
            batch = self._batch([known[row] for row in rows])
            logits = self._pass(batch, [unread[row] for row in rows], 1)
            for place, row in enumerate(rows):
                known[row], ends[row] = batch.taken(place), logits[place]
                self._prefixes.keep(prompts[row], known[row])
        if len(prompts) > _READ_TOGETHER:
            batch = self._batch(known)
            return batch, self._torch.stack(ends)
        batch.keep([order.index(row) for row in range(len(prompts))])
        return batch, self._torch.stack(ends)

    def _batch(self, known: Sequence[Layers]) -> _Batch:
        return _Batch(self._torch, self._device, self._padding, known)

    def _decode(self, prompts: Sequence[Sequence[int]], replies: Replies, batch: _Batch, logits: Any) -> None:
        texts = [self._lookup.text(prompts[index]) for index in replies.active]
        said = [(text, len(text.tokens)) for text in texts]
        drafts: list[list[int]] = [[] for _ in texts]
        while replies.active:
            going, tokens = replies.take_drafted(_on_host(logits), drafts)
            if not going:
                break
            batch.keep(going)
            texts = [texts[row] for row in going]
            batch.forget([1 + len(drafts[0]) - len(written) for written in tokens])
            for text, written in zip(texts, tokens, strict=True):
                text.tokens += written
            drafts = self._drafts(texts)
            feeds = [[text.tokens[-1], *draft] for text, draft in zip(texts, drafts, strict=True)]
            logits = self._pass(batch, feeds, len(feeds[0]))
        for text, read in said:
            self._lookup.remember(text.tokens[read - 1 :])

    def _drafts(self, texts: Sequence[GuessedText]) -> list[list[int]]:
        """How each text may go on, equally far; any token does where nothing is guessed."""
        most = min(_GUESSED, _ROWS // len(texts) - 1)
        if not self._plain or (len(texts) > 1 and not self._takes_gaps):
            most = 0
        drafts = [text.guess(most) for text in texts]
        longest = max(map(len, drafts))
        return [draft + [self._padding] * (longest - len(draft)) for draft in drafts]

    def _pass(self, batch: _Batch, feeds: Sequence[Sequence[int]], last: int) -> Any:
        """Logits [batch, last, vocabulary] at the last tokens of `feeds`."""
        options = {"logits_to_keep": last} if self._counts_logits else {}
        output = self._model(**batch.inputs(feeds), past_key_values=batch.cache, use_cache=True, **options)
        batch.cache = output.past_key_values
        return output.logits[:, -last:]


class _Batch:
    """The keys and values of sequences that end together, with gaps in them.

    Args:
        torch: the package.
        device: where they are.
        padding: a token.
        known: keys and values of the beginning of each sequence; empty where nothing is known.
    """

    def __init__(self, torch: Any, device: str, padding: int, known: Sequence[Layers]) -> None:
        self._torch = torch
        self._device = device
        self._padding = padding
        lengths = [_length(part) for part in known]
        width = max(lengths)
        self._mask = np.array([[0] * (width - length) + [1] * length for length in lengths], np.int64)
        shapes = next((part for part in known if part), [])
        nothing = cut(shapes, 0)
        self.cache: Any = join([part or nothing for part in known], width) if width else None

    def inputs(self, feeds: Sequence[Sequence[int]]) -> dict[str, Any]:
        """What the model reads: the next tokens of each sequence, which then belong to it."""
        width = max(map(len, feeds))
        ids = np.full((len(feeds), width), self._padding, np.int64)
        mask = np.zeros((len(feeds), width), np.int64)
        for row, feed in enumerate(feeds):
            ids[row, width - len(feed) :] = feed
            mask[row, width - len(feed) :] = 1
        self._mask = np.concatenate((self._mask, mask), 1)
        positions = np.maximum(self._mask.cumsum(1)[:, -width:] - 1, 0)
        parts = {"input_ids": ids, "attention_mask": self._mask, "position_ids": positions}
        return {name: self._torch.from_numpy(part).to(self._device) for name, part in parts.items()}

    def keep(self, rows: Sequence[int]) -> None:
        """Drops every sequence but `rows`, which become 0, 1, ... in this order."""
        if list(rows) == list(range(len(self._mask))):
            return
        self._mask = self._mask[list(rows)]
        self.cache.batch_select_indices(self._torch.tensor(list(rows), device=self._device))

    def forget(self, counts: Sequence[int]) -> None:
        """Takes back the last tokens of each sequence, so many of each."""
        most, least = max(counts), min(counts)
        if most > least:
            width = self._mask.shape[1]
            self._mask[np.arange(width) >= width - np.asarray(counts)[:, None]] = 0
        if least:
            self._mask = self._mask[:, :-least]
            shorten(self.cache, least)

    def taken(self, row: int) -> Layers:
        """A copy of the keys and values of one sequence."""
        places = self._torch.from_numpy(np.flatnonzero(self._mask[row])).to(self._device)
        return take(self.cache, row, places)


def _length(part: Layers) -> int:
    return int(part[0][0].shape[1]) if part else 0


def _on_host(logits: Any) -> NDArray[np.float32]:
    return np.asarray(logits.float().cpu().numpy())
