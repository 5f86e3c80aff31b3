"""The caches of PyTorch's kernels are bounded in time, and as the user says where the user says so."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from coe.training.cpu_memory import bound_caches


def test_the_users_own_values_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LRU_CACHE_CAPACITY", "7")
    monkeypatch.setenv("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "")
    monkeypatch.delenv("ONEDNN_PRIMITIVE_CACHE_CAPACITY")
    bound_caches()
    assert os.environ["LRU_CACHE_CAPACITY"] == "7"
    assert os.environ["ONEDNN_PRIMITIVE_CACHE_CAPACITY"] == "256"


def test_the_trainers_are_imported_without_torch() -> None:
    code = (
        "import sys, coe.cli.main, coe.training.sft, coe.training.distill.logits, coe.training.grpo.train; "
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
