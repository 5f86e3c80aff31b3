"""transformers' Trainer on packed rows, one row a process and step: the loss, and evaluations on the way.

The loss is the mean over the tokens that are learned in the whole update, on all processes: it does not
depend on how they are spread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import torch
import transformers
from accelerate.utils import broadcast
from torch.nn import functional

from coe.training.sft.clock import Progress
from coe.training.sft.clocked import Clocked
from coe.training.sft.config import SftConfig
from coe.training.sft.rows import Collator


class Evaluations(Protocol):
    """Measures now and then; `coe.training.sft.evaluation`."""

    @property
    def enough(self) -> bool:
        """Whether the run is to stop."""
        ...

    def due(self, seconds: float) -> bool:
        """Whether to measure after so many seconds of training."""
        ...

    def measure(self, trainer: RowTrainer) -> object:
        """Measures; called on the first process only."""
        ...

    def state(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        ...

    def restore(self, state: dict[str, Any]) -> None:
        """Goes on from a checkpoint."""
        ...


class Rows:
    """The rows of a run as a data set of PyTorch: item k is the examples of row k."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> Sequence[int]:
        return self.rows[index]


def token_loss(outputs: Any, labels: Any, num_items_in_batch: Any = None) -> Any:
    """Cross-entropy in float32, summed over the tokens that are learned and divided by their number in the
    whole update."""
    logits = outputs.logits.float().flatten(0, 1)
    total = functional.cross_entropy(logits, labels.flatten(), ignore_index=-100, reduction="sum")
    return total / ((labels != -100).sum() if num_items_in_batch is None else num_items_in_batch)


class RowTrainer(Clocked, transformers.Trainer):  # type: ignore[misc]
    """See the file.

    Args:
        config: of the run.
        rows: of all epochs.
        collator: with the examples.
        progress: called on the first process.
        evaluations: of the model while it is trained.
        options: of transformers' Trainer.
    """

    LESS_MEMORY = "a smaller --row-tokens, --gradient-checkpointing or --load-in-4bit"

    def __init__(
        self,
        config: SftConfig,
        rows: Sequence[Sequence[int]],
        collator: Collator,
        progress: Progress,
        evaluations: Evaluations,
        **options: Any,
    ) -> None:
        self.evaluations = evaluations
        super().__init__(
            config, rows, collator.examples, progress, train_dataset=Rows(rows), data_collator=collator,
            compute_loss_func=token_loss, **options,
        )  # fmt: skip
        # The model gets neither labels nor their number: the loss is `token_loss`, at the collator's places.
        self.model_accepts_loss_kwargs = False
        self._loss_shifts_labels = False

    @property
    def over(self) -> bool:
        """Whether a limit is reached, or the evaluations bring nothing better."""
        return super().over or self.evaluations.enough

    def stops_after_update(self) -> bool:
        """Measures where it is time to; whether the run is to stop."""
        if not self.evaluations.due(self.clock.seconds):
            return False
        enough = torch.zeros(1)
        if self.args.process_index == 0:
            self.evaluations.measure(self)
            enough += self.evaluations.enough
        if self.args.world_size > 1:
            enough = broadcast(enough.to(self.args.device))
        return bool(enough)

    def kept(self) -> dict[str, Any]:
        """The clock and the evaluations."""
        return super().kept() | {"evaluations": self.evaluations.state()}

    def restore(self, kept: dict[str, Any]) -> None:
        """Goes on from what a checkpoint kept."""
        super().restore(kept)
        self.evaluations.restore(kept["evaluations"])

    def training_step(self, *arguments: Any, **options: Any) -> Any:
        """As the Trainer's, with the products of LoRA in the precision of the others; in the backward pass
        too, where activations may be computed again."""
        with self.lora_in_half():
            return super().training_step(*arguments, **options)
