"""Memory that runs out is said, with flags that need less; other errors keep their traceback."""

from __future__ import annotations

import pytest
import torch

from coe.errors import CoeError
from coe.training.resumable import Resumable


class Greedy(Resumable):
    """Asks the allocator for more than there is."""

    LESS_MEMORY = "less"

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
