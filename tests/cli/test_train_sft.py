"""`coe train sft` and `coe data show`: what they write, and what they refuse before the model loads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coe.environment import Method
from coe.training.held_out import Draft
from coe.training.run_lock import only_run_in
from coe.training.sft.config import SftConfig
from coe.training.sft.preflight import check_disk
from tests.agents.test_local import make_model
from tests.training.sft.small import write_rows

QUICK = (
    "--epochs", "1", "--max-tokens", "600", "--row-tokens", "300", "--rank", "2", "--device", "cpu",
    "--eval-n", "1", "--eval-steps", "2",
)  # fmt: skip


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("model"), initializer_range=0.1)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_rows(tmp_path_factory.mktemp("data") / "rows.jsonl")


def test_an_adapter_with_its_card_and_curves(coe: Callable, model: Path, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = coe("train", "sft", "--model", str(model), "--data", str(data), "--out", str(out), *QUICK)
    assert done.code == 0, done.err
    assert "held-out problems solved: 0.0 %" in done.out
    assert "longest example" in done.err
    assert "of memory" in done.err
    names = {path.name for path in out.iterdir()}
    assert {"adapter_config.json", "adapter_model.safetensors", "tokenizer.json", "README.md"} <= names
    assert list(out.glob("runs/*/events.out.tfevents.*"))
    config = SftConfig.from_json(json.loads((out / "coe_sft.json").read_text("utf-8")))
    assert (config.learning_rate, config.rank, config.alpha, config.dropout) == (2e-4, 2, 32, 0.05)
    assert config.held_out is not None
    assert config.held_out.tasks == ("integer_arithmetic",)
    assert f'"{model}"' not in (out / "README.md").read_text("utf-8")

    again = tmp_path / "again"
    done = coe("train", "sft", "--config", str(out / "coe_sft.json"), "--out", str(again))
    assert done.code == 0, done.err
    first, second = ((folder / "adapter_model.safetensors").read_bytes() for folder in (out, again))
    assert first == second


def test_a_model_is_measured_by_the_method_of_its_data(
    coe: Callable, model: Path, data: Path, tmp_path: Path
) -> None:
    answers, out = write_rows(tmp_path / "rows.jsonl", method="direct"), tmp_path / "out"
    done = coe("train", "sft", "--model", str(model), "--out", str(out), "--data", str(answers), *QUICK)
    assert done.code == 2
    assert "the data teach method direct, and a model that coe train tiny made" in " ".join(done.err.split())
    other = tmp_path / "model"  # without the token that such a model is known by
    shutil.copytree(model, other)
    for file in other.glob("*.json"):
        file.write_text(file.read_text("utf-8").replace("<edit>", "<other>"), "utf-8")
    asked = ("train", "sft", "--model", str(other), "--out", str(out), *QUICK)
    done = coe(*asked, "--data", str(answers), "--data", str(data))
    assert done.code == 2
    assert "rows of several methods (direct, coe); say by --method" in " ".join(done.err.split())
    done = coe(*asked, "--data", str(answers))
    assert done.code == 0, done.err
    config = SftConfig.from_json(json.loads((out / "coe_sft.json").read_text("utf-8")))
    assert config.held_out is not None
    assert config.held_out.method is config.method is Method.DIRECT
    assert config.held_out.draft is Draft.EMPTY
    card = (out / "README.md").read_text("utf-8")
    assert "FOLDER --method direct" in card
    assert "learned (the answers and" in card


def row(**columns: object) -> str:
    return json.dumps(columns) + "\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing to learn from"),
        (row(question="2 + 2", answer="4"), "rows.jsonl:1: no row to learn from: it has the columns answer"),
        (row(messages=[{"role": "user", "content": "a"}]), "no message of the assistant"),
        (row(messages="a"), "a list of messages is wanted"),
        (row(prompt=[{"role": "robot", "content": "a"}], completion=[]), "a role (system, user"),
        (row(messages=[{"role": "assistant", "content": "a"}], mask=[1, 0]), "one 0 or 1"),
        (row(messages=[{"role": "assistant", "content": "a"}], mask=[[1]]), "one 0 or 1"),
        (row(messages=[{"role": "assistant", "content": "\ud800"}]), "rows.jsonl:1: messages: a message has"),
        (row(instruction="i", output="\udfff"), "instruction, input and output are texts"),
        (row(instruction="i", output="o", method="magic"), "rows.jsonl:1: method is one of coe, cot, direct"),
        ("{", "not JSON"),
        (row(instruction="i", input="a " * 3000, output="b"), "the model holds 2048"),
    ],
)
def test_data_that_cannot_be_learned_from(
    coe: Callable, model: Path, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(text, "utf-8")
    flags = ("--data", str(file), "--out", str(tmp_path / "out"), "--eval-n", "0", "--device", "cpu")
    done = coe("train", "sft", "--model", str(model), *flags)
    assert done.code in (1, 2)
    assert said in done.err
    assert "Traceback" not in done.err
    assert not list(tmp_path.glob("out/*.safetensors"))


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--load-in-4bit",), "CUDA devices only"),
        (("--targets", "w_pack"), "no layer w_pack to put LoRA on; it has down_proj"),
        (("--epochs", "0"), "epochs is a number above 0"),
        (("--epochs", "inf"), "epochs is a number above 0"),
        (("--epochs", "1e9"), "epochs are at most 1,000"),
        (("--learning-rate", "inf"), "learning_rate is a number above 0"),
        (("--targets", ","), "no targets"),
        (("--device", "meta"), "not one to compute on"),
        (("--data", "/dev/null"), "neither a file nor a folder"),
        (("--model", "x" * 300), "cannot be read"),
        (("--fp16",), "float16 needs a CUDA device"),
        (("--bf16", "--fp16"), "exclude each other"),
        (("--adapter", "{out}"), "not a folder with an adapter"),
        (("--report-to", "wandb"), "chain-of-edits[wandb]"),
        (("--device", "cuda"), "not available here"),
        (("--eval-tasks", "chess"), "unknown task family"),
        (("--config", "{out}/none.json"), "leave out --data, --device, --model"),
    ],
)
def test_settings_that_cannot_work(
    coe: Callable, model: Path, data: Path, tmp_path: Path, flags: tuple[str, ...], said: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    given = ("--device", "cpu", *(flag.format(out=out) for flag in flags))
    done = coe("train", "sft", "--model", str(model), "--data", str(data), "--out", str(out), *given)
    assert done.code in (1, 2)
    assert said in " ".join(done.err.split())


def test_nothing_of_others_is_overwritten(coe: Callable, model: Path, data: Path, tmp_path: Path) -> None:
    asked = ("train", "sft", "--model", str(model), "--data", str(data), "--device", "cpu", "--eval-n", "0")
    mine, adapter, busy = tmp_path / "mine", tmp_path / "adapter", tmp_path / "busy"
    mine.mkdir()
    (mine / "thesis.tex").write_text("x", "utf-8")
    adapter.mkdir()
    (adapter / "adapter_model.safetensors").write_bytes(b"x")
    (adapter / "coe_sft.json").write_text("{}", "utf-8")
    for out, said in ((mine, "holds no coe_sft.json"), (adapter, "go on from the adapter with --adapter")):
        done = coe(*asked, "--out", str(out))
        assert done.code == 2
        assert said in done.err
    assert (adapter / "adapter_model.safetensors").read_bytes() == b"x"
    with only_run_in(busy):
        done = coe(*asked, "--out", str(busy))
    assert done.code == 2
    assert f"another process is training in {busy}" in done.err


def test_a_full_disk_is_seen_beforehand(tmp_path: Path) -> None:
    check_disk(tmp_path, 1000)
    with pytest.raises(Exception, match="free some space"):
        check_disk(tmp_path, 10**15)


def test_the_mask_that_is_shown(coe: Callable, model: Path, data: Path) -> None:
    done = coe("data", "show", str(data), "--model", str(model), "--mask", "-n", "2")
    assert done.code == 0, done.err
    first = json.loads(data.read_text("utf-8").splitlines()[0])
    assert f"\u27e6{first['messages'][-1]['content']}<eos>\u27e7" in done.out.replace("\n", "")
    assert done.out.count("\u27e6") == 2
    plain = coe("data", "show", str(data), "--model", str(model))
    assert "\u27e6" not in plain.out
    assert coe("data", "show", str(data), "--model", str(model), "--first", "999").code == 2
