"""What trainers of rows do alike: rows in an order laid out beforehand, limits, and a clock that is kept.

A run that goes on from a checkpoint reads the rows that it has not seen, and has spent what it had spent.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import torch
import transformers
from accelerate.utils import broadcast

from coe.errors import CoeError
from coe.training.resumable import Follower, Resumable
from coe.training.sft.clock import Clock, Progress, share_of_peak
from coe.training.sft.config import SftConfig
from coe.training.sft.rows import Examples


class Clocked(Resumable):
    """To stand before one of transformers' trainers among the base classes.

    Args:
        config: of the run.
        rows: of all epochs.
        examples: of the rows.
        progress: called on the first process.
        options: of the trainer.
    """

    clock: Clock

    def __init__(
        self,
        config: SftConfig,
        rows: Sequence[Sequence[int]],
        examples: Examples,
        progress: Progress,
        **options: Any,
    ) -> None:
        self.config, self.rows, self.examples, self.progress = config, rows, examples, progress
        self.clock, self.save_minutes = Clock(), config.save_minutes
        self.updates = 1
        trainer: Any = self
        begin: Any = super().__init__
        begin(callbacks=[Follower(self)], **options)
        trainer.remove_callback(transformers.PrinterCallback)
        self.rows_an_update = config.accumulate * trainer.args.world_size
        self.updates = max(1, -(-len(rows) // self.rows_an_update))

    def spent(self) -> float:
        """Share of the run that is over."""
        return self.clock.spent(self.config, self.updates)

    @property
    def over(self) -> bool:
        """Whether nothing more is to be trained."""
        return self.spent() >= 1

    def count(self, seconds: float) -> None:
        """One more update, on all processes together, which then agree on the time and on interrupts."""
        clock = self.clock
        first = clock.updates * self.rows_an_update
        indices = [index for row in self.rows[first : first + self.rows_an_update] for index in row]
        clock.updates += 1
        clock.seconds += seconds
        clock.examples += len(indices)
        clock.tokens += self.examples.own_tokens(indices)
        clock.learned += self.examples.learned_tokens(indices)
        self._agree()

    def _agree(self) -> None:
        trainer: Any = self
        if trainer.args.world_size > 1:
            told = torch.tensor([self.clock.seconds, float(self.interrupted)], dtype=torch.float64)
            told = broadcast(told.to(trainer.args.device))
            self.clock.seconds, self.interrupted = float(told[0]), bool(told[1])

    def stops_after_update(self) -> bool:
        """Called after every update that was shown; whether the run is to stop."""
        return False

    def mean_loss(self) -> float:
        """Of the last tenth of the updates."""
        trainer: Any = self
        losses: list[float] = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
        tail = losses[-max(1, len(losses) // 10) :]
        return sum(tail) / max(1, len(tail))

    def logged(self, figures: Mapping[str, float], control: Any) -> None:
        """Shows an update.

        Raises:
            CoeError: the loss is no number any more.
        """
        trainer: Any = self
        loss = figures.get("loss")
        if loss is None:
            return
        if not math.isfinite(loss):
            raise CoeError(
                f"the loss is {loss} after update {self.clock.updates}: nothing more can be learned; start "
                "again in another folder with a lower --learning-rate"
            )
        if trainer.is_world_process_zero():
            self.progress(self.clock, self.spent(), float(loss))
        if self.stops_after_update():
            control.should_training_stop = control.should_save = True

    def _get_train_sampler(self, train_dataset: Any = None) -> Any:
        trainer: Any = self
        return torch.utils.data.SequentialSampler(trainer.train_dataset)

    def create_scheduler(self, num_training_steps: int, optimizer: Any = None) -> Any:
        """The schedule of the configuration, which follows the limit nearest its end."""
        trainer: Any = self
        if trainer.lr_scheduler is None:
            trainer.lr_scheduler = torch.optim.lr_scheduler.LambdaLR(
                optimizer or trainer.optimizer,
                lambda _: share_of_peak(self.spent(), self.config, self.updates),
            )
            trainer._created_lr_scheduler = True
        return trainer.lr_scheduler
