"""What all trainers here do alike: interrupts, memory that runs out, checkpoints that count when whole, the
precision of LoRA."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, ClassVar

import torch
from peft.helpers import disable_input_dtype_casting

from coe.errors import CoeError
from coe.training.sft.checkpoints import checkpoint_folder, mark_complete
from coe.training.sft.interrupts import stop_at_interrupt
from coe.training.sft.output import why_not_written


class Resumable:
    """To stand before one of transformers' trainers among the base classes.

    Its callbacks end the run, with a checkpoint, once `interrupted` is set.
    """

    LESS_MEMORY: ClassVar[str]
    """Flags that take less memory, for the error."""

    interrupted = False

    def run(self, checkpoint: Path | None) -> None:
        """Trains to the end, or to an interrupt, after which the last state is a checkpoint.

        Raises:
            KeyboardInterrupt: it was interrupted.
            CoeError: memory ran out or a checkpoint could not be written; checkpoints from before stand.
        """
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
            first = str(error).splitlines()[0] if isinstance(error, RuntimeError) else why_not_written(error)
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


def _no_memory(error: RuntimeError) -> bool:
    """Whether an allocator of PyTorch had nothing left; that of the CPU has no error of its own."""
    return isinstance(error, torch.OutOfMemoryError) or "DefaultCPUAllocator" in str(error)
