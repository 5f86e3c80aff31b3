"""Memory and disks that run out are said, with the remedy; other errors keep their traceback."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from transformers import TrainerState

from coe.errors import CoeError, UsageError
from coe.training.resumable import Resumable


class Greedy(Resumable):
    """Asks the allocator for more than there is."""

    LESS_MEMORY = "less"
    over = False

    def count(self, seconds: float) -> None: ...

    def logged(self, figures: Mapping[str, float], control: Any) -> None: ...

    def train(self, resume_from_checkpoint: str | None) -> None:
        torch.empty(10**15)


class Broken(Greedy):
    def train(self, resume_from_checkpoint: str | None) -> None:
        raise RuntimeError("shapes differ")


def test_memory_of_the_cpu_runs_out() -> None:
    with pytest.raises(CoeError, match="memory of the device ran out; try less"):
        Greedy().run(None)


def test_other_errors_stay() -> None:
    with pytest.raises(RuntimeError, match="shapes differ"):
        Broken().run(None)


def test_a_checkpoint_of_something_else_is_refused(tmp_path: Path) -> None:
    TrainerState().save_to_json(str(tmp_path / "trainer_state.json"))
    with pytest.raises(UsageError, match=r"does not say how far .* take another --out"):
        Greedy().run(tmp_path)


class Writer:
    """A trainer whose checkpoints cannot be written; PyTorch's error sometimes says nothing."""

    state = SimpleNamespace(global_step=7)
    args = SimpleNamespace(output_dir="adapter")

    def _save_checkpoint(self, model: Any, trial: Any) -> None:
        raise RuntimeError


class Full(Greedy, Writer): ...


def test_a_checkpoint_that_cannot_be_written_names_the_place() -> None:
    with pytest.raises(CoeError, match=r"after update 7 .* to adapter: RuntimeError; the ones"):
        Full()._save_checkpoint(None, None)
