"""transformers' Trainer on packed rows: the loss, the order of the rows, the limits and the checkpoints.

A checkpoint holds the adapter, the optimizer, the schedule, the random states and the clock, as safetensors,
JSON, and tensors that PyTorch loads with `weights_only=True`, which runs no code. It counts only once its
last file is there (`COMPLETE`), so that a process killed while it writes one goes on from the one before.
"""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from coe._optional import require
from coe.training.sft.clock import Clock, share_of_peak
from coe.training.sft.config import SftConfig
from coe.training.sft.rows import Collator

COMPLETE = "complete"
Progress = Callable[[Clock, float, float], None]
"""Called after every update with the clock, the share of the run that is over, and the loss."""


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
    whole update, on all processes."""
    functional = require("torch.nn.functional")
    logits = outputs.logits.float().flatten(0, 1)
    total = functional.cross_entropy(logits, labels.flatten(), ignore_index=-100, reduction="sum")
    return total / ((labels != -100).sum() if num_items_in_batch is None else num_items_in_batch)


def complete_checkpoints(out: Path) -> list[Path]:
    """Checkpoints in a folder that were written to the end, the latest last."""
    found = [path.parent for path in out.glob(f"checkpoint-*/{COMPLETE}")]
    return sorted(found, key=lambda path: int(path.name.rpartition("-")[2]))


def drop_torn_checkpoints(out: Path) -> None:
    """Deletes checkpoints whose writing was cut short."""
    for path in out.glob("checkpoint-*"):
        if path.is_dir() and not (path / COMPLETE).exists():
            shutil.rmtree(path)


@contextmanager
def _stop_at_interrupt(stop: Callable[[], None]) -> Any:
    """The first interrupt calls `stop`, the second ends the program as always."""

    def handle(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        stop()

    try:
        before = signal.signal(signal.SIGINT, handle)
    except ValueError:  # not the main thread: interrupts go elsewhere
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@cache
def trainer_class() -> Any:
    """The class, made where transformers is loaded."""
    transformers = require("transformers")
    torch = require("torch")

    class RowTrainer(transformers.Trainer):  # type: ignore[misc, name-defined]
        """See the file.

        Args:
            config: of the run.
            rows: of all epochs.
            collator: with the examples.
            progress: called after every update.
            every_update: called after every update, on every process, with the trainer; for evaluations.
        """

        def __init__(
            self,
            config: SftConfig,
            rows: Sequence[Sequence[int]],
            collator: Collator,
            progress: Progress,
            every_update: Callable[[Any], None],
            **options: Any,
        ) -> None:
            self.config, self.rows, self.collator = config, rows, collator
            self.clock, self.interrupted, self.total = Clock(), False, 1
            self.follower = _follower(self, progress, every_update)
            super().__init__(
                train_dataset=Rows(rows), data_collator=collator, compute_loss_func=token_loss,
                callbacks=[self.follower], **options,
            )  # fmt: skip
            # The model gets no labels and no counts: the loss is `token_loss`, at the places of the collator.
            self.model_accepts_loss_kwargs = False
            self._loss_shifts_labels = False
            per_update = config.accumulate * self.args.world_size
            self.total = max(1, -(-len(rows) // per_update))

        def spent(self) -> float:
            """Share of the run that is over."""
            return self.clock.spent(self.config, self.total)

        def _get_train_sampler(self, train_dataset: Any = None) -> Any:
            return torch.utils.data.SequentialSampler(self.train_dataset)

        def create_scheduler(self, num_training_steps: int, optimizer: Any = None) -> Any:
            if self.lr_scheduler is None:
                self.lr_scheduler = torch.optim.lr_scheduler.LambdaLR(
                    optimizer or self.optimizer,
                    lambda _: share_of_peak(self.spent(), self.config, self.total),
                )
                self._created_lr_scheduler = True
            return self.lr_scheduler

        def compute_loss(self, model: Any, inputs: Any, *arguments: Any, **options: Any) -> Any:
            with self._lora_in_half():
                return super().compute_loss(model, inputs, *arguments, **options)

        def _lora_in_half(self) -> AbstractContextManager[Any]:
            """Under autocast peft leaves the products of LoRA to it; else it makes them in float32."""
            if not self.accelerator.mixed_precision.startswith(("bf16", "fp16")):
                return nullcontext()
            casting: AbstractContextManager[Any] = require("peft.helpers").disable_input_dtype_casting(
                self.accelerator.unwrap_model(self.model)
            )
            return casting

        def _save_checkpoint(self, model: Any, trial: Any) -> None:
            super()._save_checkpoint(model, trial)
            if self.args.should_save:
                place = Path(self.args.output_dir) / f"checkpoint-{self.state.global_step}"
                (place / COMPLETE).write_text("", encoding="utf-8")

        def run(self, checkpoint: Path | None) -> None:
            """Trains to the end, or to an interrupt, after which the last state is a checkpoint.

            Raises:
                KeyboardInterrupt: it was interrupted.
            """

            def stop() -> None:
                self.interrupted = True

            with _stop_at_interrupt(stop):
                self.train(resume_from_checkpoint=None if checkpoint is None else str(checkpoint))
            if self.interrupted:
                raise KeyboardInterrupt

    return RowTrainer


def _follower(trainer: Any, progress: Progress, every_update: Callable[[Any], None]) -> Any:
    """The callback that keeps the clock, saves now and then, and ends the run at its limits."""
    transformers = require("transformers")
    exportable = require("transformers.trainer_callback").ExportableState

    class Follower(transformers.TrainerCallback, exportable):  # type: ignore[misc, name-defined]
        begun = saved = 0.0

        def state(self) -> dict[str, Any]:
            return {"args": {}, "attributes": {"clock": asdict(trainer.clock)}}

        def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            kept = state.stateful_callbacks.get(type(self).__name__)
            if state.global_step and kept:
                trainer.clock = Clock(**kept["attributes"]["clock"])
            self.saved = trainer.clock.seconds

        def on_step_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            self.begun = time.perf_counter()

        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            _count(trainer, time.perf_counter() - self.begun)
            ended, interrupted = _agreed(trainer)
            control.should_log = True
            if ended or interrupted:
                control.should_training_stop = True
            due = trainer.clock.seconds - self.saved >= 60 * trainer.config.save_minutes
            if ended or interrupted or due:
                control.should_save, self.saved = True, trainer.clock.seconds

        def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
            if state.is_world_process_zero and logs and "loss" in logs:
                progress(trainer.clock, trainer.spent(), float(logs["loss"]))
            if logs and "loss" in logs:
                every_update(trainer)

    return Follower()


def _count(trainer: Any, seconds: float) -> None:
    """The rows of one update, on all processes."""
    clock, config = trainer.clock, trainer.config
    size = config.accumulate * trainer.args.world_size
    rows = trainer.rows[clock.updates * size : (clock.updates + 1) * size]
    indices = [index for row in rows for index in row]
    examples = trainer.collator.examples
    clock.updates += 1
    clock.seconds += seconds
    clock.examples += len(indices)
    clock.tokens += examples.own_tokens(indices)
    clock.learned += examples.learned_tokens(indices)


def _agreed(trainer: Any) -> tuple[bool, bool]:
    """Whether the run is over, and whether it was interrupted, as the first process has it."""
    if trainer.args.world_size > 1:
        torch = require("torch")
        told = torch.tensor(
            [trainer.clock.seconds, float(trainer.interrupted)],
            dtype=torch.float32, device=trainer.args.device,
        )  # fmt: skip
        require("accelerate.utils").broadcast(told)
        trainer.clock.seconds = float(told[0])
        trainer.interrupted = bool(told[1])
    return trainer.spent() >= 1, trainer.interrupted
