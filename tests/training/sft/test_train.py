from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from coe.agents.adapters import read_adapter
from coe.agents.local import LocalAgent
from coe.errors import CoeError, UsageError
from coe.messages import Message
from coe.training.held_out import HeldOut
from coe.training.sft import SftConfig, train_sft
from coe.training.sft.checkpoints import complete_checkpoints
from coe.training.sft.clock import Clock
from tests.agents.test_local import make_model
from tests.agents.test_pretrained import write_gguf
from tests.disks import files_of_at_most
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


def test_limits_end_a_run_and_it_stays_ended(model: Path, data: Path, tmp_path: Path) -> None:
    config = small(model, data, tmp_path, epochs=50.0, max_tokens=900)
    result = train_sft(config)
    assert 900 <= result.tokens < 900 + 400
    before = (tmp_path / "adapter_model.safetensors").read_bytes()
    (tmp_path / "adapter_model.safetensors").unlink()
    again = train_sft(config)
    assert (again.clock, again.loss) == (result.clock, result.loss)
    assert (tmp_path / "adapter_model.safetensors").read_bytes() == before


def test_another_configuration_does_not_go_on_with_a_run(model: Path, data: Path, tmp_path: Path) -> None:
    train_sft(small(model, data, tmp_path, max_tokens=300))
    with pytest.raises(UsageError, match="seed was 0 and is 1"):
        train_sft(small(model, data, tmp_path, max_tokens=300, seed=1))


def test_evaluations_are_written_and_patience_keeps_the_best(model: Path, data: Path, tmp_path: Path) -> None:
    held_out = HeldOut(("percent",), n=2, max_steps=2, split="validation")
    validation = write_rows(tmp_path / "more.jsonl", split="validation", n=3)
    rows = tmp_path / "both.jsonl"
    rows.write_text(data.read_text("utf-8") + validation.read_text("utf-8"), "utf-8")
    lines: list[str] = []
    # A learning rate that makes the model worse, so that patience runs out.
    config = small(
        model,
        rows,
        tmp_path / "out",
        epochs=50.0,
        learning_rate=3.0,
        held_out=held_out,
        eval_minutes=1e-9,
        patience=3,
        warmup=0.0,
    )
    result = train_sft(config, report=lines.append)
    measured = [json.loads(line) for line in (tmp_path / "out" / "evaluations.jsonl").open()]
    assert result.solved is not None
    assert result.solved.n == 2
    assert result.clock.updates < 40
    assert measured[-1]["perplexity"] == pytest.approx(2.718281828 ** measured[-1]["loss"], rel=1e-6)
    assert min(row["loss"] for row in measured) < measured[-1]["loss"]
    assert not (tmp_path / "out" / "best").exists()
    assert any("perplexity" in line for line in lines)
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert f"| {measured[-1]['updates']} |" in card
    read_adapter(tmp_path / "out")
    assert SftConfig.from_json(config.to_json()) == config


def test_an_interrupt_keeps_a_checkpoint(model: Path, data: Path, tmp_path: Path) -> None:
    def interrupt(clock: Clock, spent: float, loss: float) -> None:
        if clock.updates == 2:
            os.kill(os.getpid(), signal.SIGINT)

    config = small(model, data, tmp_path)
    with pytest.raises(KeyboardInterrupt):
        train_sft(config, progress=interrupt)
    assert complete_checkpoints(tmp_path)[-1].name == "checkpoint-3"
    assert train_sft(config).clock.updates > 3


def test_an_adapter_is_trained_on(model: Path, data: Path, tmp_path: Path) -> None:
    first = train_sft(small(model, data, tmp_path / "first", epochs=4.0))
    second = train_sft(small(model, data, tmp_path / "second", adapter=first.adapter, epochs=4.0))
    assert second.loss < first.loss
    other = make_model(tmp_path / "other", width=64)
    with pytest.raises(UsageError, match="does not fit this model"):
        train_sft(small(other, data, tmp_path / "third", adapter=first.adapter))


def test_a_model_in_a_gguf_file_is_trained(model: Path, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    write_gguf(file, model)
    losses: list[float] = []
    result = train_sft(
        small(file, data, tmp_path / "out", epochs=4.0),
        progress=lambda clock, spent, loss: losses.append(loss),
    )
    assert losses[-1] < losses[0]
    assert LocalAgent(model, result.adapter, device="cpu").act([[Message("user", "1 + 2")]])[0].error is None
    with pytest.raises(UsageError, match="not in a GGUF file"):
        train_sft(small(file, data, tmp_path / "more", adapter=result.adapter))


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_activations_computed_again_change_nothing(
    model: Path, data: Path, tmp_path: Path, dtype: str
) -> None:
    results = [
        train_sft(small(model, data, tmp_path / str(again), checkpointing=again, max_tokens=900, dtype=dtype))
        for again in (False, True)
    ]
    first, second = (load_file(result.adapter / "adapter_model.safetensors") for result in results)
    for name, value in first.items():
        torch.testing.assert_close(value, second[name], rtol=0.02, atol=1e-4)


def test_half_precision_learns_as_full(model: Path, data: Path, tmp_path: Path) -> None:
    results = {
        dtype: train_sft(small(model, data, tmp_path / dtype, dtype=dtype, epochs=4.0))
        for dtype in ("float32", "bfloat16")
    }
    assert results["bfloat16"].loss == pytest.approx(results["float32"].loss, rel=0.02)
    weights = load_file(complete_checkpoints(tmp_path / "bfloat16")[-1] / "adapter_model.safetensors")
    assert {value.dtype for value in weights.values()} == {torch.float32}


def test_a_checkpoint_that_cannot_be_written_loses_none(model: Path, data: Path, tmp_path: Path) -> None:
    config = small(model, data, tmp_path / "out", save_minutes=1e-9)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "coe_sft.json").write_text("{}", "utf-8")
    (tmp_path / "out" / "checkpoint-3").write_text("in the way", "utf-8")
    with pytest.raises(CoeError, match=r"after update 3 could not be written .* goes on from the last"):
        train_sft(config)
    assert complete_checkpoints(tmp_path / "out")[-1].name == "checkpoint-2"
    (tmp_path / "out" / "checkpoint-3").unlink()
    assert train_sft(config).clock.updates > 3


def test_a_tokenizer_that_cannot_be_written_beside_a_checkpoint(
    model: Path, data: Path, tmp_path: Path
) -> None:
    config = small(model, data, tmp_path / "out", save_minutes=1e-9)
    with (
        files_of_at_most(12_000),
        pytest.raises(CoeError, match=r"after update 1 .*File too large.* make room"),
    ):
        train_sft(config)
    assert train_sft(config).clock.updates > 1


def test_an_adapter_that_cannot_be_written_costs_no_training(model: Path, data: Path, tmp_path: Path) -> None:
    config = small(model, data, tmp_path / "out")
    (tmp_path / "out" / "README.md").mkdir(parents=True)
    (tmp_path / "out" / "coe_sft.json").write_text("{}", "utf-8")
    with pytest.raises(CoeError, match=r"cannot write to .* the same command goes on from it"):
        train_sft(config)
    (tmp_path / "out" / "README.md").rmdir()
    updates: list[int] = []
    done = train_sft(config, progress=lambda clock, share, loss: updates.append(clock.updates))
    assert (tmp_path / "out" / "README.md").is_file()
    assert updates == []
    assert done.clock.updates > 0


def test_a_loss_that_is_no_number_ends_the_run(model: Path, data: Path, tmp_path: Path) -> None:
    with pytest.raises(CoeError, match="lower --learning-rate"):
        train_sft(small(model, data, tmp_path, learning_rate=1e30, clip=1e30, warmup=0.0, epochs=3.0))
    assert not (tmp_path / "adapter_model.safetensors").exists()
