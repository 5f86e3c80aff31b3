"""Checkpoints of a run, of which only those count that were written to the end.

A checkpoint holds the adapter, the optimizer, the schedule, the random states and the clock, as safetensors,
JSON, and tensors that PyTorch loads with `weights_only=True`, which runs no code. `COMPLETE` is written last,
so that a run whose process was killed while it wrote one goes on from the one before.
"""

from __future__ import annotations

import shutil
from pathlib import Path

COMPLETE = "complete"


def checkpoint_folder(out: Path, updates: int) -> Path:
    """The folder of the checkpoint after so many updates, as transformers names it."""
    return out / f"checkpoint-{updates}"


def complete_checkpoints(out: Path) -> list[Path]:
    """Checkpoints in a folder that were written to the end, the latest last."""
    found = [path.parent for path in out.glob(f"checkpoint-*/{COMPLETE}")]
    return sorted(found, key=lambda path: int(path.name.rpartition("-")[2]))


def mark_complete(checkpoint: Path) -> None:
    """Says that everything in a checkpoint was written."""
    (checkpoint / COMPLETE).touch()


def drop_torn_checkpoints(out: Path) -> None:
    """Deletes checkpoints whose writing was cut short."""
    for path in out.glob("checkpoint-*"):
        if path.is_dir() and not (path / COMPLETE).exists():
            shutil.rmtree(path)
