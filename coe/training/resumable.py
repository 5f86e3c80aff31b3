"""What all trainers here do alike: limits and a clock that checkpoints keep, interrupts, memory that runs
out, checkpoints that count when whole, the precision of LoRA."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar

import torch
import transformers
from peft.helpers import disable_input_dtype_casting
from transformers.trainer_callback import ExportableState

from coe.errors import CoeError, UsageError, first_line
from coe.training.sft.checkpoints import checkpoint_folder, mark_complete
from coe.training.sft.interrupts import stop_at_interrupt
from coe.training.sft.output import why_not_written


class Resumable(ABC):
    """To stand before one of transformers' trainers among the base classes, with a `Follower` among the
    callbacks."""

    LESS_MEMORY: ClassVar[str]
    """Flags that take less memory, for the error."""

    clock: Any
    """A dataclass with what was spent, `seconds` of training among it."""

    save_minutes: float | None = None
    """Of training between two checkpoints, besides those of transformers' own settings."""

    interrupted = False

    @property
    @abstractmethod
    def over(self) -> bool:
        """Whether nothing more is to be trained."""

    @abstractmethod
    def count(self, seconds: float) -> None:
        """One more update of so many seconds, on all processes together."""

    @abstractmethod
    def logged(self, figures: Mapping[str, float], control: Any) -> None:
        """Shows the figures of the last updates; on every process."""

    def kept(self) -> dict[str, Any]:
        """What a checkpoint keeps of the run, as JSON has it."""
        return {"clock": asdict(self.clock)}

    def restore(self, kept: dict[str, Any]) -> None:
        """Goes on from what a checkpoint kept."""
        self.clock = type(self.clock)(**kept["clock"])

    def run(self, checkpoint: Path | None) -> None:
        """Trains to the end, or to an interrupt, after which the last state is a checkpoint.

        Where the run had ended at the checkpoint, the model and the clock are as then.

        Raises:
            KeyboardInterrupt: it was interrupted.
            UsageError: the checkpoint is none of ours.
            CoeError: memory ran out, a checkpoint could not be written, or the loss is no number any more;
                checkpoints from before stand.
        """
        if checkpoint is None or not self._take_over(checkpoint):
            self._train(checkpoint)

    def _take_over(self, checkpoint: Path) -> bool:
        """Whether the run had ended at this checkpoint."""
        trainer: Any = self
        state = transformers.TrainerState.load_from_json(str(checkpoint / "trainer_state.json"))
        try:
            self.restore(state.stateful_callbacks[Follower.__name__]["attributes"])
        except (KeyError, TypeError) as error:
            raise UsageError(
                f"{checkpoint} does not say how far its run had come, so nothing can go on from it: another "
                "version wrote it, or another program; take another --out"
            ) from error
        if self.over:
            trainer.state = state
            trainer._load_from_checkpoint(str(checkpoint))
        return self.over

    def _train(self, checkpoint: Path | None) -> None:
        trainer: Any = self
        with stop_at_interrupt(self._interrupt):
            try:
                trainer.train(resume_from_checkpoint=None if checkpoint is None else str(checkpoint))
            except RuntimeError as error:
                if not _no_memory(error):
                    raise
                raise CoeError(
                    f"the memory of the device ran out; try {self.LESS_MEMORY}; what is trained stays: "
                    "checkpoints are whole"
                ) from error
        if self.interrupted:
            raise KeyboardInterrupt

    def lora_in_half(self) -> AbstractContextManager[Any]:
        """Under autocast the products of LoRA are left to it; by itself peft makes them in float32."""
        trainer: Any = self
        if trainer.accelerator.mixed_precision not in ("bf16", "fp16"):
            return nullcontext()
        casting: AbstractContextManager[Any] = disable_input_dtype_casting(
            trainer.accelerator.unwrap_model(trainer.model)
        )
        return casting

    def _interrupt(self) -> None:
        self.interrupted = True

    def _save_checkpoint(self, model: Any, trial: Any) -> None:
        trainer: Any = self
        above: Any = super()
        try:
            above._save_checkpoint(model, trial)
        except Exception as error:
            # PyTorch's writer raises RuntimeError.
            first = first_line(error) if isinstance(error, RuntimeError) else why_not_written(error)
            if first is None:
                raise
            raise CoeError(
                f"the checkpoint after update {trainer.state.global_step} could not be written to "
                f"{trainer.args.output_dir}: {first}; the ones before it are whole: make room, and the same "
                "command goes on from the last"
            ) from error
        trainer.accelerator.wait_for_everyone()
        if trainer.args.should_save:
            mark_complete(checkpoint_folder(Path(trainer.args.output_dir), trainer.state.global_step))


class Follower(transformers.TrainerCallback, ExportableState):  # type: ignore[misc]
    """Keeps the clock of a trainer, saves now and then, and ends the run at its limits and when it is
    interrupted, with a checkpoint."""

    def __init__(self, trainer: Resumable) -> None:
        self.trainer = trainer
        self.begun = self.saved = 0.0

    def state(self) -> dict[str, Any]:
        """What a checkpoint keeps of it."""
        return {"args": {}, "attributes": self.trainer.kept()}

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Counts the minutes to the next checkpoint from where the run goes on."""
        self.saved = self.trainer.clock.seconds

    def on_step_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Starts the watch."""
        self.begun = time.perf_counter()

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Counts the update, and asks for what is due after it."""
        trainer = self.trainer
        trainer.count(time.perf_counter() - self.begun)
        over = trainer.over or trainer.interrupted
        control.should_training_stop = control.should_training_stop or over
        minutes, now = trainer.save_minutes, trainer.clock.seconds
        if over or (minutes is not None and now - self.saved >= 60 * minutes):
            control.should_save, self.saved = True, now

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        """Shows the figures."""
        if logs:
            self.trainer.logged(logs, control)


def _no_memory(error: RuntimeError) -> bool:
    """Whether an allocator of PyTorch had nothing left; that of the CPU has no error of its own."""
    return isinstance(error, torch.OutOfMemoryError) or "DefaultCPUAllocator" in str(error)
