"""TRL's trainer of generalised knowledge distillation on our encoding of demonstrations.

`trl.experimental.gkd` (Agarwal et al. 2023, "On-Policy Distillation of Language Models", arXiv 2306.13649):
the student's distribution over each learned token is drawn to the teacher's by a generalised Jensen-Shannon
divergence, on the demonstrations or, for a share of the batches, on replies that the student writes to the
same prompts. The prompts are encoded as agents read them (`coe.training.sft.encoding`).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from coe.training.sft.clocked import Clocked
from coe.training.sft.encoding import Encoded

os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")  # which API this is, the docstring says

from trl.experimental.gkd import GKDConfig, GKDTrainer

__all__ = ["GKDConfig", "LogitTrainer", "PaddedCollator"]


@dataclass(frozen=True, slots=True)
class PaddedCollator:
    """Batches as TRL's trainer reads them.

    Args:
        examples: all of them.
        padding: a token to pad with; it is masked.
    """

    examples: Sequence[Encoded]
    padding: int

    def __call__(self, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """The examples of the rows: whole ones padded on the right, prompts on the left."""
        items = [self.examples[index] for row in rows for index in row["row"]]
        shape = (len(items), max(map(len, items)))
        ids, mask, labels = np.full(shape, self.padding), np.zeros(shape, int), np.full(shape, -100)
        prompts = [item.ids[: int(item.learned.argmax())] for item in items]
        wide = (len(items), max(map(len, prompts)))
        asked, asked_mask = np.full(wide, self.padding), np.zeros(wide, int)
        for row, (item, prompt) in enumerate(zip(items, prompts, strict=True)):
            ids[row, : len(item)], mask[row, : len(item)] = item.ids, 1
            labels[row, : len(item)][item.learned] = item.ids[item.learned]
            asked[row, -len(prompt) :], asked_mask[row, -len(prompt) :] = prompt, 1
        parts = {
            "input_ids": ids, "attention_mask": mask, "labels": labels, "prompts": asked,
            "prompt_attention_mask": asked_mask,
        }  # fmt: skip
        return {name: torch.from_numpy(np.asarray(part, np.int64)) for name, part in parts.items()}


class LogitTrainer(Clocked, GKDTrainer):
    """See the file."""

    LESS_MEMORY = "a smaller --row-tokens or --load-in-4bit"
