"""`coe models`: what is fetched and listed, and what is said when it cannot be."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from huggingface_hub import constants

from coe.agents.adapters import PEFT_WEIGHTS
from coe.agents.model_store import SMOL, SOURCE_FILE
from coe.agents.store_place import store_folder
from coe.agents.tiny import MODEL_FOLDER


@pytest.fixture(autouse=True)
def no_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def keep_model() -> Path:
    folder = store_folder() / SMOL.replace("/", "--")
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}", encoding="utf-8")
    (folder / SOURCE_FILE).write_text(json.dumps({"name": SMOL, "from": "PyPI: x"}), encoding="utf-8")
    (folder / "model.safetensors").write_bytes(bytes(3_000_000))
    return folder


def test_the_list_says_name_size_and_source(coe: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_model()
    monkeypatch.setenv("COLUMNS", "300")
    rows = [" ".join(row.split()) for row in coe("models", "list").out.splitlines()]
    assert any(row.startswith(f"{SMOL} 3 MB PyPI: x ") for row in rows)
    assert any(row.startswith("(built in) ") and str(MODEL_FOLDER) in row for row in rows)


def test_the_list_as_json(coe: Callable) -> None:
    folder = keep_model()
    first, second = (json.loads(row) for row in coe("models", "list", "--json").out.splitlines())
    assert first["source"] == "ships with coe"
    assert second["name"] == SMOL
    assert second["bytes"] >= 3_000_000
    assert second["folder"] == str(folder)


def test_pull_prints_the_folder_of_what_is_there(coe: Callable) -> None:
    folder = keep_model()
    for name in (SMOL, "SmolLM2-135M-Instruct"):
        done = coe("models", "pull", name)
        assert (done.code, done.out.strip()) == (0, str(folder))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("some/model", "could not be fetched from the Hugging Face hub"),
        ("./folder", "is a path"),
        ("/a/b/c", "is a path"),
        ("x" * 300, "is a path"),
    ],
)
def test_what_cannot_be_pulled_is_wrong_usage(coe: Callable, name: str, said: str) -> None:
    done = coe("models", "pull", name)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def make_clone(root: Path, weights: bytes = b"") -> Path:
    """A clone with a stand-in for the shipped adapter."""
    from safetensors.numpy import save

    folder = root / "models" / "smollm2-coe"
    folder.mkdir(parents=True)
    (folder / "adapter_config.json").write_text(
        json.dumps({"base_model_name_or_path": SMOL, "peft_type": "LORA"}), encoding="utf-8"
    )
    (folder / PEFT_WEIGHTS).write_bytes(weights or save({}))
    (folder / "README.md").write_text("A card.", encoding="utf-8")
    (folder / "optimizer.pt").write_bytes(b"not copied")
    return folder


def test_the_shipped_adapter_is_pulled_from_a_clone_and_listed(coe: Callable, tmp_path: Path) -> None:
    make_clone(tmp_path / "clone")
    done = coe("models", "pull", "smollm2-coe", "--from", str(tmp_path / "clone"))
    assert done.code == 0, done.err
    kept = Path(done.out.strip())
    assert kept == tmp_path / "coe" / "adapters" / "smollm2-coe"
    assert sorted(file.name for file in kept.iterdir()) == ["README.md", "adapter_config.json", PEFT_WEIGHTS]
    assert [entry.name for entry in kept.parent.iterdir()] == ["smollm2-coe"]
    records = [json.loads(row) for row in coe("models", "list", "--json").out.splitlines()]
    assert {"name": "smollm2-coe", "source": f"adapter of {SMOL}", "folder": str(kept)}.items() <= records[
        -1
    ].items()


def test_the_shipped_adapter_is_found_from_inside_a_clone_and_renewed(
    coe: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_clone(tmp_path / "clone")
    (tmp_path / "clone" / "docs").mkdir()
    monkeypatch.chdir(tmp_path / "clone" / "docs")
    monkeypatch.setattr(
        "coe.agents.shipped_adapters.__file__", str(tmp_path / "x" / "coe" / "agents" / "a.py")
    )
    kept = Path(coe("models", "pull", "smollm2-coe").out.strip())
    (folder / "README.md").write_text("Another card.", encoding="utf-8")
    assert coe("models", "pull", "smollm2-coe").out.strip() == str(kept)
    assert (kept / "README.md").read_text("utf-8") == "Another card."
    monkeypatch.chdir(tmp_path)
    assert coe("models", "pull", "smollm2-coe").out.strip() == str(kept)  # it is there; no clone is needed


def test_without_a_clone_it_is_said_where_the_adapter_is(
    coe: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "coe.agents.shipped_adapters.__file__", str(tmp_path / "x" / "coe" / "agents" / "a.py")
    )
    for arguments in ((), ("--from", str(tmp_path))):
        done = coe("models", "pull", "smollm2-coe", *arguments)
        assert done.code == 2
        assert "it lies in models/smollm2-coe of a clone" in done.err
    used = coe("solve", "Calculate 1 + 1", "--model-type", "local", "--adapter", "smollm2-coe")
    assert used.code == 2
    assert "coe models pull smollm2-coe" in used.err


def test_from_is_for_shipped_adapters(coe: Callable, tmp_path: Path) -> None:
    done = coe("models", "pull", "some/model", "--from", str(tmp_path))
    assert done.code == 2
    assert "--from is for adapters" in done.err
