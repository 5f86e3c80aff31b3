"""Replies whose prompts begin alike, in one row of tokens: what they share is computed once.

The replies to a prompt have all of it in common, and those to different prompts the instructions. The row
is that of fine-tuning (`coe.training.sft.shared_prefix`): the beginning, and then each prompt's rest with its
reply. Log-probabilities and gradients are those of the replies read one by one, up to rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from coe._optional import require
from coe.agents.prefixes import common_length
from coe.training.sft.shared_prefix import layout_of


@dataclass(frozen=True, slots=True)
class SharedRow:
    """What a model reads, and what is to be foretold.

    Args:
        inputs: of the model; its logits are those before each token of the completions.
        tokens: these tokens, one reply after another.
        mask: [completions, longest], where they stand; a completion begins at place 0.
    """

    inputs: dict[str, Any]
    tokens: Any
    mask: Any


@dataclass(frozen=True, slots=True)
class Turn:
    """What is read, and what is to be foretold; each at least one token."""

    prompt: list[int]
    reply: list[int]


def turns_of(prompt: Sequence[int], completion: Sequence[int], own: Sequence[int] | None) -> list[Turn]:
    """The turns of a completion: one, or where the policy's tokens are marked those between the others,
    each of which reads what is given before it and nothing else.

    Args:
        prompt: of the first turn.
        completion: tokens.
        own: 1 for each token of the completion that is foretold, the first and the last of them among
            these; None where all of it is one reply.
    """
    if own is None:
        return [Turn([*prompt], [*completion])]
    turns, asked = [], [*prompt]
    for drawn, part in groupby(zip(completion, own, strict=True), key=lambda pair: bool(pair[1])):
        tokens = [token for token, _ in part]
        if drawn:
            turns.append(Turn(asked, tokens))
        else:
            asked = tokens
    return turns


def shared_row(ids: Any, mask: Any, longest: int, owns: Sequence[Sequence[int] | None] = ()) -> SharedRow:
    """The row of a batch as TRL pads it: prompts end, and completions begin, beside each other.

    Args:
        ids: [completions, tokens].
        mask: 0 where they are padding.
        longest: columns, the last ones, that are of completions.
        owns: of each completion, see `turns_of`; none of them has any if left out.
    """
    torch = require("torch")
    kept = mask.bool()
    split = ids.shape[1] - longest
    foretold = kept[:, split:].clone()
    turns: list[Turn] = []
    for place, own in enumerate(owns or [None] * len(ids)):
        row, there = ids[place], kept[place]
        turns += turns_of(row[:split][there[:split]].tolist(), row[split:][there[split:]].tolist(), own)
        if own is not None:
            foretold[place, : len(own)] = torch.tensor(own, device=ids.device) > 0
    return _row_of(turns, foretold)


def _row_of(turns: Sequence[Turn], foretold: Any) -> SharedRow:
    torch = require("torch")
    prompts, replies = [turn.prompt for turn in turns], [turn.reply for turn in turns]
    first, last = min(prompts), max(prompts)  # what these two begin with, all do
    prefix = common_length(np.asarray(first), np.asarray(last))
    row, positions, before = first[:prefix], list(range(prefix)), list[int]()
    for prompt, reply in zip(prompts, replies, strict=True):
        # The first token of a reply is foretold by the last one of its prompt, which may be shared.
        start = len(row) + len(prompt) - prefix
        before += [start - 1 if len(prompt) > prefix else prefix - 1, *range(start, start + len(reply) - 1)]
        row += [*prompt[prefix:], *reply]
        positions += range(prefix, len(prompt) + len(reply))
    lengths = [len(p) - prefix + len(r) for p, r in zip(prompts, replies, strict=True)]
    place = foretold.device

    def tensor(values: Sequence[int]) -> Any:
        return torch.tensor(values, device=place)

    inputs = {
        "input_ids": tensor(row)[None],
        "position_ids": tensor(positions)[None],
        # Taken as it is: the layout says what reads what.
        "attention_mask": torch.ones(1, 1, 1, 1, dtype=torch.bool, device=place),
        "layout": layout_of(prefix, lengths).to(place),
        "logits_to_keep": tensor(before),
        "use_cache": False,
    }
    return SharedRow(inputs, tensor([token for reply in replies for token in reply]), foretold)


def scores(logits: Any, row: SharedRow, temperature: float) -> tuple[Any, Any]:
    """Log-probabilities of the completions' tokens and entropies of what they were drawn from, both
    [completions, longest], 0 where there is no token.

    Args:
        logits: [tokens, vocabulary], of the row.
        row: that was read.
        temperature: that logits are divided by.
    """
    torch = require("torch")
    logs = (logits.float() / temperature).log_softmax(-1)
    chosen = logs.gather(1, row.tokens[:, None])[:, 0]
    with torch.no_grad():
        entropy = -(logs.exp() * logs).sum(-1)
    empty = logs.new_zeros(row.mask.shape)
    return empty.masked_scatter(row.mask, chosen), empty.masked_scatter(row.mask, entropy)
