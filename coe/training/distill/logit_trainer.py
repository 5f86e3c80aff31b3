"""TRL's trainer of generalised knowledge distillation on our encoding of demonstrations.

`trl.experimental.gkd` (Agarwal et al. 2023, "On-Policy Distillation of Language Models", arXiv 2306.13649):
the student's distribution over each learned token is drawn to the teacher's by a generalised Jensen-Shannon
divergence, on the demonstrations or, for a share of the batches, on replies that the student writes to the
same prompts. The prompts are encoded as agents read them (`coe.training.sft.encoding`), and the rows are read
in the order laid out beforehand, so that a run which goes on from a checkpoint reads what it has not seen.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import transformers

from coe.training.resumable import Resumable
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


class LogitTrainer(Resumable, GKDTrainer):
    """See the file.

    Args:
        minutes: of training, after which it ends; None for no limit.
        save_minutes: between checkpoints.
        every_update: called with updates made, of how many, and the loss.
        options: of TRL's trainer.
    """

    LESS_MEMORY = "a smaller --row-tokens or --load-in-4bit"

    def __init__(
        self,
        *,
        minutes: float | None,
        save_minutes: float,
        every_update: Callable[[int, int, float], None],
        **options: Any,
    ) -> None:
        self.seconds = 0.0
        self.losses: list[float] = []
        super().__init__(**options, callbacks=[_Follower(self, minutes, save_minutes, every_update)])
        self.remove_callback(transformers.PrinterCallback)

    def _get_train_sampler(self, train_dataset: Any = None) -> Any:
        return torch.utils.data.SequentialSampler(self.train_dataset)


class _Follower(transformers.TrainerCallback):  # type: ignore[misc]
    """Saves now and then, and ends the run at its limit or at an interrupt."""

    def __init__(
        self,
        trainer: LogitTrainer,
        minutes: float | None,
        save_minutes: float,
        every_update: Callable[[int, int, float], None],
    ) -> None:
        self.trainer, self.minutes, self.save_minutes = trainer, minutes, save_minutes
        self.every_update = every_update
        self.begun = self.saved = 0.0

    def on_step_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Starts the watch."""
        self.begun = time.perf_counter()

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Asks for what is due after the update."""
        trainer = self.trainer
        trainer.seconds += time.perf_counter() - self.begun
        late = self.minutes is not None and trainer.seconds >= 60 * self.minutes
        # The end is a checkpoint too: the command on a run that has ended trains nothing.
        over = late or trainer.interrupted or state.global_step >= state.max_steps
        control.should_training_stop = control.should_training_stop or over
        if over or trainer.seconds - self.saved >= 60 * self.save_minutes:
            control.should_save, self.saved = True, trainer.seconds

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        """Hands the loss on."""
        if logs and "loss" in logs:
            self.trainer.losses.append(float(logs["loss"]))
            self.every_update(state.global_step, state.max_steps, float(logs["loss"]))
