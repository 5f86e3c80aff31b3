from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from coe.agents.local import LocalAgent
from coe.errors import UsageError
from coe.messages import Message
from coe.training.sft import train_sft
from coe.training.sft.checkpoints import complete_checkpoints
from coe.training.sft.clock import Clock
from tests.agents.test_local import make_model
from tests.training.sft.small import small, write_rows


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("model"), initializer_range=0.1)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_rows(tmp_path_factory.mktemp("data") / "rows.jsonl")


def test_an_adapter_is_trained_that_the_agent_loads(model: Path, data: Path, tmp_path: Path) -> None:
    losses: list[float] = []
    lines: list[str] = []
    config = small(model, data, tmp_path / "out", epochs=6.0)
    result = train_sft(config, report=lines.append, progress=lambda clock, spent, loss: losses.append(loss))
    assert losses[-1] < 0.9 * losses[0]
    assert result.loss == pytest.approx(losses[-1], rel=0.2)
    assert result.clock.updates == len(losses)
    weights = load_file(result.adapter / "adapter_model.safetensors")
    assert {value.dtype for value in weights.values()} == {torch.bfloat16}
    assert len(weights) == 2 * 7 * 2  # layers, projections, factors
    agent = LocalAgent(model, result.adapter, device="cpu")
    assert agent.act([[Message("user", "Problem: 1 + 2")]])[0].error is None
    assert (result.adapter / "tokenizer.json").is_file()
    assert json.loads((result.adapter / "coe_sft.json").read_text("utf-8"))["rank"] == 2


def test_a_run_that_was_cut_short_ends_where_an_unbroken_one_ends(
    model: Path, data: Path, tmp_path: Path
) -> None:
    whole = train_sft(small(model, data, tmp_path / "whole", dropout=0.1, accumulate=2))

    def cut(clock: Clock, spent: float, loss: float) -> None:
        if clock.updates == 3:
            raise MemoryError

    config = small(model, data, tmp_path / "cut", dropout=0.1, accumulate=2, save_minutes=1e-9)
    with pytest.raises(MemoryError):
        train_sft(config, progress=cut)
    torn = tmp_path / "cut" / "checkpoint-9"
    torn.mkdir()
    (torn / "optimizer.pt").write_bytes(b"half")
    assert complete_checkpoints(tmp_path / "cut")[-1].name == "checkpoint-2"
    lines: list[str] = []
    again = train_sft(config, report=lines.append)
    assert "going on from checkpoint-2" in lines
    assert not torn.exists()
    assert (again.clock.updates, again.tokens) == (whole.clock.updates, whole.tokens)
    first, second = (load_file(result.adapter / "adapter_model.safetensors") for result in (whole, again))
    for name, value in first.items():
        torch.testing.assert_close(value, second[name], rtol=0, atol=0)


def test_limits_end_a_run(model: Path, data: Path, tmp_path: Path) -> None:
    result = train_sft(small(model, data, tmp_path, epochs=50.0, max_tokens=900))
    assert 900 <= result.tokens < 900 + 400


def test_another_configuration_does_not_go_on_with_a_run(model: Path, data: Path, tmp_path: Path) -> None:
    train_sft(small(model, data, tmp_path, max_tokens=300))
    with pytest.raises(UsageError, match="seed was 0 and is 1"):
        train_sft(small(model, data, tmp_path, max_tokens=300, seed=1))
