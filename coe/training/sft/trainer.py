"""transformers' Trainer on packed rows: the loss, the order of the rows, the schedule and the limits.

The rows of all epochs are laid out beforehand and read in order, one row a process and step, so that a run
which goes on from a checkpoint reads the rows that it has not seen. The loss is the mean over the tokens
that are learned in the whole update, on all processes: it does not depend on how they are spread.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

import torch
import transformers
from accelerate.utils import broadcast
from torch.nn import functional
from transformers.trainer_callback import ExportableState

from coe.errors import CoeError
from coe.training.resumable import Resumable
from coe.training.sft.clock import Clock, share_of_peak
from coe.training.sft.config import SftConfig
from coe.training.sft.rows import Collator

Progress = Callable[[Clock, float, float], None]
"""Called after every update with the clock, the share of the run that is over, and the loss."""


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


class RowTrainer(Resumable, transformers.Trainer):  # type: ignore[misc]
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
        self.config, self.rows, self.collator = config, rows, collator
        self.progress, self.evaluations = progress, evaluations
        self.clock = Clock()
        self.updates = 1
        super().__init__(
            train_dataset=Rows(rows), data_collator=collator, compute_loss_func=token_loss,
            callbacks=[_Follower(self)], **options,
        )  # fmt: skip
        self.remove_callback(transformers.PrinterCallback)
        # The model gets neither labels nor their number: the loss is `token_loss`, at the collator's places.
        self.model_accepts_loss_kwargs = False
        self._loss_shifts_labels = False
        self.rows_an_update = config.accumulate * self.args.world_size
        self.updates = max(1, -(-len(rows) // self.rows_an_update))

    def spent(self) -> float:
        """Share of the run that is over."""
        return self.clock.spent(self.config, self.updates)

    def count(self, seconds: float) -> None:
        """One more update, on all processes together."""
        clock, examples = self.clock, self.collator.examples
        first = clock.updates * self.rows_an_update
        indices = [index for row in self.rows[first : first + self.rows_an_update] for index in row]
        clock.updates += 1
        clock.seconds += seconds
        clock.examples += len(indices)
        clock.tokens += examples.own_tokens(indices)
        clock.learned += examples.learned_tokens(indices)

    def agree(self) -> None:
        """Every process takes the time and the interrupt of the first one, so that all stop together."""
        if self.args.world_size > 1:
            told = torch.tensor([self.clock.seconds, float(self.interrupted)], dtype=torch.float64)
            told = broadcast(told.to(self.args.device))
            self.clock.seconds, self.interrupted = float(told[0]), bool(told[1])

    def evaluate_if_due(self) -> bool:
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

    def run(self, checkpoint: Path | None) -> None:
        """Trains to the end, or to an interrupt, after which the last state is a checkpoint.

        Raises:
            KeyboardInterrupt: it was interrupted.
            CoeError: memory ran out, a checkpoint could not be written, or the loss is no number any more;
                checkpoints from before stand.
        """
        if checkpoint is None or not self._take_over(checkpoint):
            super().run(checkpoint)

    def _take_over(self, checkpoint: Path) -> bool:
        """Whether the run had ended at this checkpoint; if so, the model and the clock are as then."""
        state = transformers.TrainerState.load_from_json(str(checkpoint / "trainer_state.json"))
        self.restore(state)
        over = self.spent() >= 1 or self.evaluations.enough
        if over:
            self.state = state
            self._load_from_checkpoint(str(checkpoint))
        return over

    def restore(self, state: Any) -> None:
        """Sets the clock and the evaluations to where a checkpoint was written."""
        kept = state.stateful_callbacks[_Follower.__name__]["attributes"]
        self.clock = Clock(**kept["clock"])
        self.evaluations.restore(kept["evaluations"])

    def _get_train_sampler(self, train_dataset: Any = None) -> Any:
        return torch.utils.data.SequentialSampler(self.train_dataset)

    def create_scheduler(self, num_training_steps: int, optimizer: Any = None) -> Any:
        """The schedule of the configuration, which follows the limit nearest its end."""
        if self.lr_scheduler is None:
            self.lr_scheduler: Any = torch.optim.lr_scheduler.LambdaLR(
                optimizer or self.optimizer, lambda _: share_of_peak(self.spent(), self.config, self.updates)
            )
            self._created_lr_scheduler = True
        return self.lr_scheduler

    def training_step(self, *arguments: Any, **options: Any) -> Any:
        """As the Trainer's, with the products of LoRA in the precision of the others; in the backward pass
        too, where activations may be computed again."""
        with self.lora_in_half():
            return super().training_step(*arguments, **options)


class _Follower(transformers.TrainerCallback, ExportableState):  # type: ignore[misc]
    """Keeps the clock, saves now and then, and ends the run at its limits."""

    def __init__(self, trainer: RowTrainer) -> None:
        self.trainer = trainer
        self.begun = self.saved = 0.0

    def state(self) -> dict[str, Any]:
        """What a checkpoint keeps of it."""
        kept = {"clock": asdict(self.trainer.clock), "evaluations": self.trainer.evaluations.state()}
        return {"args": {}, "attributes": kept}

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Goes on from the checkpoint, if there is one."""
        if state.global_step:
            self.trainer.restore(state)
        self.saved = self.trainer.clock.seconds

    def on_step_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Starts the watch."""
        self.begun = time.perf_counter()

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Counts the update, and asks for what is due after it."""
        trainer = self.trainer
        trainer.count(time.perf_counter() - self.begun)
        trainer.agree()
        over = trainer.spent() >= 1 or trainer.interrupted
        control.should_log = True
        control.should_training_stop = control.should_training_stop or over
        if over or trainer.clock.seconds - self.saved >= 60 * trainer.config.save_minutes:
            control.should_save, self.saved = True, trainer.clock.seconds

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        """Shows the update, and measures where it is time to."""
        trainer = self.trainer
        if not logs or "loss" not in logs:
            return
        if not math.isfinite(logs["loss"]):
            raise CoeError(
                f"the loss is {logs['loss']} after update {trainer.clock.updates}: nothing more can be "
                "learned; start again in another folder with a lower --learning-rate"
            )
        if state.is_world_process_zero:
            trainer.progress(trainer.clock, trainer.spent(), float(logs["loss"]))
        if trainer.evaluate_if_due():
            control.should_training_stop = control.should_save = True
