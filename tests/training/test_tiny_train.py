import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from coe.agents.tiny import TinyAgent
from coe.errors import UsageError
from coe.messages import Message
from coe.training.tiny.stream import Batch, Example
from coe.training.tiny.train import TrainConfig, spread_positions, train_tiny
from tests.training.sums import sums


def small(out: Path) -> TrainConfig:
    return TrainConfig(
        out, minutes=None, tokens=4000, width=32, layers=2, heads=2, inner=64, context=64, vocab_size=400,
        tokens_per_batch=512, tokenizer_examples=64, compile=False, workers=0, checkpoint_minutes=0.01,
        print_seconds=0.05,
    )  # fmt: skip


def test_training_leaves_a_model_that_the_agent_loads(tmp_path: Path) -> None:
    lines: list[str] = []
    seen: list[Path] = []

    def evaluate(folder: Path) -> str:
        seen.append(folder)
        return TinyAgent(folder).act([[Message("user", "Problem: Calculate 1 + 2\n(no lines)")]])[0].text

    progress = train_tiny(replace(small(tmp_path), tokens=20000), sums, evaluate, lines.append)
    assert progress.tokens >= 20000
    assert seen == [tmp_path]
    assert "tokens/s" in "".join(lines)
    losses = [row["loss"] for row in map(json.loads, (tmp_path / "log.jsonl").open()) if "loss" in row]
    assert losses[-1] < 0.7 * losses[0]


def test_a_second_call_goes_on_with_examples_never_seen(tmp_path: Path) -> None:
    chunks: list[int] = []

    def watched(chunk: int) -> Iterator[Example]:
        chunks.append(chunk)
        yield from sums(chunk)

    first = train_tiny(small(tmp_path), watched, report=lambda line: None)
    chunks.clear()
    lines: list[str] = []
    second = train_tiny(replace(small(tmp_path), tokens=8000), watched, report=lines.append)
    assert lines[0].startswith("resumed at step")
    assert second.step > first.step
    assert min(chunks) == first.next_chunk


def test_a_checkpoint_of_other_sizes_is_refused(tmp_path: Path) -> None:
    train_tiny(small(tmp_path), sums, report=lambda line: None)
    with pytest.raises(UsageError, match="checkpoint"):
        train_tiny(replace(small(tmp_path), width=64), sums, report=lambda line: None)


def test_a_run_needs_a_budget(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="budget"):
        TrainConfig(tmp_path, minutes=None)


def test_the_same_seed_gives_the_same_model(tmp_path: Path) -> None:
    for name in "ab":
        train_tiny(small(tmp_path / name), sums, report=lambda line: None)
    one, other = ((tmp_path / name / "model.safetensors").read_bytes() for name in "ab")
    assert one == other


def test_positions_jump_at_most_once_and_only_forward() -> None:
    batch = Batch(np.zeros((50, 20), np.int64), np.full(50, 20), np.full(50, 10))
    steps = np.diff(spread_positions(batch, 0.5, 3), axis=1)
    assert steps.min() == 1
    assert 1 < steps.max() <= 65
    jumped = (steps > 1).sum(axis=1)
    assert set(jumped) == {0, 1}
    assert (np.diff(spread_positions(batch, 0.0, 3), axis=1) == 1).all()


def test_a_folder_that_cannot_be_made_is_named_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot make the folder"):
        train_tiny(small(tmp_path / "file" / "model"), sums)
