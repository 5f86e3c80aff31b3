"""What trainers of rows do alike: rows in an order laid out beforehand, limits, and a clock that is kept.

A run that goes on from a checkpoint reads the rows that it has not seen, and has spent what it had spent.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
import transformers
from accelerate.utils import broadcast
from transformers.trainer_callback import ExportableState

from coe.errors import CoeError
from coe.training.resumable import Resumable
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

    def __init__(
        self,
        config: SftConfig,
        rows: Sequence[Sequence[int]],
        examples: Examples,
        progress: Progress,
        **options: Any,
    ) -> None:
        self.config, self.rows, self.examples, self.progress = config, rows, examples, progress
        self.clock = Clock()
        self.updates = 1
        trainer: Any = self
        begin: Any = super().__init__
        begin(callbacks=[_Follower(self)], **options)
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
        trainer: Any = self
        state = transformers.TrainerState.load_from_json(str(checkpoint / "trainer_state.json"))
        self.restore(kept_in(state))
        if self.over:
            trainer.state = state
            trainer._load_from_checkpoint(str(checkpoint))
        return self.over

    def kept(self) -> dict[str, Any]:
        """What a checkpoint keeps of the run, as JSON has it."""
        return {"clock": asdict(self.clock)}

    def restore(self, kept: dict[str, Any]) -> None:
        """Goes on from what a checkpoint kept."""
        self.clock = Clock(**kept["clock"])

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


def kept_in(state: Any) -> dict[str, Any]:
    """What a trainer's state, read from a checkpoint, holds of `Clocked.kept`."""
    return dict(state.stateful_callbacks[_Follower.__name__]["attributes"])


class _Follower(transformers.TrainerCallback, ExportableState):  # type: ignore[misc]
    """Keeps the clock, saves now and then, and ends the run at its limits."""

    def __init__(self, trainer: Clocked) -> None:
        self.trainer = trainer
        self.begun = self.saved = 0.0

    def state(self) -> dict[str, Any]:
        """What a checkpoint keeps of it."""
        return {"args": {}, "attributes": self.trainer.kept()}

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Goes on from the checkpoint, if there is one."""
        if state.global_step:
            self.trainer.restore(kept_in(state))
        self.saved = self.trainer.clock.seconds

    def on_step_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Starts the watch."""
        self.begun = time.perf_counter()

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Counts the update, and asks for what is due after it."""
        trainer = self.trainer
        trainer.count(time.perf_counter() - self.begun)
        over = trainer.over or trainer.interrupted
        control.should_log = True
        control.should_training_stop = control.should_training_stop or over
        if over or trainer.clock.seconds - self.saved >= 60 * trainer.config.save_minutes:
            control.should_save, self.saved = True, trainer.clock.seconds

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        """Shows the update."""
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
        if trainer.stops_after_update():
            control.should_training_stop = control.should_save = True
