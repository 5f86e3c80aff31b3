"""`coe models`: what is fetched and listed, and what is said when it cannot be."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from huggingface_hub import constants

from coe.agents.model_store import SMOL, SOURCE_FILE, store_folder
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
    ],
)
def test_what_cannot_be_pulled_is_wrong_usage(coe: Callable, name: str, said: str) -> None:
    done = coe("models", "pull", name)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
