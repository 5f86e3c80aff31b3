"""Probabilities of a teacher are learned through TRL's trainer; other vocabularies are named before that."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coe.agents.local import LocalAgent
from coe.errors import UsageError
from coe.messages import Message
from coe.training.distill.logits import LogitConfig, distill_logits
from coe.training.distill.vocabularies import difference
from coe.training.sft.checkpoints import complete_checkpoints
from coe.training.sft.clock import Clock
from tests.agents.test_local import make_model
from tests.training.sft.small import small, write_rows

pytest.importorskip("trl")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student, a larger teacher and rows."""
    place = tmp_path_factory.mktemp("logits")
    make_model(place / "student", initializer_range=0.1)
    make_model(place / "teacher", width=64, seed=2, initializer_range=0.2)
    write_rows(place / "rows.jsonl", n=4)
    return place


def config(folder: Path, out: Path, teacher: str = "teacher", **values: Any) -> LogitConfig:
    about = {name: values.pop(name) for name in ("beta", "on_policy", "reply_tokens") if name in values}
    sft = small(folder / "student", folder / "rows.jsonl", out, **values)
    return LogitConfig(sft, str(folder / teacher), **about)


def test_the_student_comes_nearer_to_the_teacher(folder: Path, tmp_path: Path) -> None:
    losses: list[float] = []
    wanted = config(folder, tmp_path / "out", epochs=6.0, learning_rate=5e-2, rank=8, beta=0.0)
    result = distill_logits(wanted, progress=lambda clock, share, loss: losses.append(loss))
    assert sum(losses[-3:]) < 0.9 * sum(losses[:3])
    assert result.clock.updates == len(losses)
    agent = LocalAgent(folder / "student", result.adapter, device="cpu")
    assert agent.act([[Message("user", "Problem: 1 + 2")]])[0].error is None
    asked: list[float] = []
    again = distill_logits(wanted, progress=lambda clock, share, loss: asked.append(loss))
    assert (asked, again.clock.updates) == ([], result.clock.updates)


def test_a_run_that_was_cut_short_ends_where_an_unbroken_one_ends(folder: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file

    whole = distill_logits(config(folder, tmp_path / "whole", dropout=0.1))

    def cut(clock: Clock, share: float, loss: float) -> None:
        if clock.updates == 2:
            raise MemoryError

    wanted = config(folder, tmp_path / "cut", dropout=0.1, save_minutes=1e-9)
    with pytest.raises(MemoryError):
        distill_logits(wanted, progress=cut)
    assert complete_checkpoints(tmp_path / "cut")
    again = distill_logits(wanted)
    assert replace(again.clock, seconds=0) == replace(whole.clock, seconds=0)
    first, second = (load_file(result.adapter / "adapter_model.safetensors") for result in (whole, again))
    assert all(bool((value == second[name]).all()) for name, value in first.items())


def test_the_time_of_a_run_is_counted_over_all_its_parts(folder: Path, tmp_path: Path) -> None:
    wanted = config(folder, tmp_path / "out", epochs=50.0, max_minutes=0.02, save_minutes=1e-9)

    def cut(clock: Clock, share: float, loss: float) -> None:
        if clock.updates == 2:
            raise MemoryError

    with pytest.raises(MemoryError):
        distill_logits(wanted, progress=cut)
    first: list[float] = []
    result = distill_logits(wanted, progress=lambda clock, share, loss: first.append(clock.seconds))
    assert first[0] > 0
    assert result.clock.seconds >= 1.2
    assert result.clock.updates == 1 + len(first)
    assert "divergence of the last tenth" in (tmp_path / "out/README.md").read_text("utf-8")
    asked: list[float] = []
    again = distill_logits(wanted, progress=lambda clock, share, loss: asked.append(loss))
    assert (asked, again.clock) == ([], result.clock)


def test_the_students_own_replies_are_learned_from(folder: Path, tmp_path: Path) -> None:
    wanted = config(folder, tmp_path / "out", max_tokens=500, on_policy=1.0, reply_tokens=6)
    assert distill_logits(wanted).clock.updates >= 1


def test_another_vocabulary_is_named_before_a_model_is_loaded(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder / "teacher", other)
    file = other / "tokenizer.json"
    tokenizer = json.loads(file.read_text(encoding="utf-8"))
    vocabulary = tokenizer["model"]["vocab"]
    one, two = sorted(vocabulary, key=lambda text: vocabulary[text])[20:22]
    vocabulary[one], vocabulary[two] = vocabulary[two], vocabulary[one]
    file.write_text(json.dumps(tokenizer), encoding="utf-8")
    (other / "model.safetensors").write_bytes(b"not to be read")
    sft = small(folder / "student", folder / "rows.jsonl", tmp_path / "out")
    with pytest.raises(UsageError, match=r"token 20 is .* in the student and .* in the teacher"):
        distill_logits(LogitConfig(sft, str(other)))
    assert not (tmp_path / "out").exists()


def test_differences_are_named_by_number() -> None:
    assert difference({"a": 0, "b": 1}, {"a": 0, "b": 1}) is None
    assert difference({"a": 0}, {"a": 0, "b": 1}) == (
        "1 tokens and 2; token 1 is nothing in the student and 'b' in the teacher"
    )


def test_other_numbers_of_outputs_and_contexts_are_refused(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder / "teacher", other)
    file = other / "config.json"
    settings = json.loads(file.read_text(encoding="utf-8"))
    sft = small(folder / "student", folder / "rows.jsonl", tmp_path / "out")
    file.write_text(json.dumps({**settings, "vocab_size": 1024}), encoding="utf-8")
    with pytest.raises(UsageError, match="of 1024"):
        distill_logits(LogitConfig(sft, str(other)))
    file.write_text(json.dumps({**settings, "max_position_embeddings": 16}), encoding="utf-8")
    with pytest.raises(UsageError, match="the model holds 16"):
        distill_logits(LogitConfig(sft, str(other)))


@pytest.mark.parametrize("values", [{"beta": 1.5}, {"on_policy": -0.1}, {"reply_tokens": 0}])
def test_settings_that_make_no_sense_are_refused(
    folder: Path, tmp_path: Path, values: dict[str, Any]
) -> None:
    with pytest.raises(UsageError):
        config(folder, tmp_path, **values)
