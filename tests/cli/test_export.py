"""`coe export`: what it makes and says, that it goes on, and what it refuses before the model loads."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coe.agents.tiny import MODEL_FOLDER
from coe.evaluation import open_store
from tests.agents.test_adapters import make_adapter

pytest.importorskip("torch")
pytest.importorskip("peft")

QUICK = ("--tasks", "percent", "-n", "4", "--max-steps", "4")


def test_an_export_is_compared_with_the_original(coe: Callable, tmp_path: Path) -> None:
    adapter = make_adapter(tmp_path / "adapter", MODEL_FOLDER, strength=0.0)
    out = tmp_path / "merged"
    asked = ("export", str(MODEL_FOLDER), "--adapter", str(adapter), "--to", "merged", "--out", str(out))
    done = coe(*asked, *QUICK)
    assert done.code == 0, done.err
    assert "original" in done.out
    assert "4 problems in common" in done.out
    assert "difference +0.0 points" in done.out
    assert str(out) in done.out
    again = coe(*asked, *QUICK, "--json")
    assert "is this very export" in again.err
    record = json.loads(again.out)
    assert record["worse"] is False
    assert record["comparison"]["problems"] == 4
    assert record["bytes"] > 9_000_000
    assert len(open_store(f"{out}.check.sqlite").runs()) == 2


def test_without_a_check_the_place_is_printed(coe: Callable, tmp_path: Path) -> None:
    done = coe("export", str(MODEL_FOLDER), "--to", "merged", "--out", str(tmp_path / "x"), "-n", "0")
    assert (done.code, done.out.strip()) == (0, str(tmp_path / "x"))
    assert [entry.name for entry in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "gguf", "--out", "{tmp}/x"), "ends in .gguf"),
        (("--to", "onnx", "--out", "{tmp}/x", "--precision", "q8_0"), "--precision of onnx is one of"),
        (("--to", "merged", "--out", "{tmp}/x", "--adapter", "{tmp}/none"), "there is no folder"),
        (("--to", "merged", "--out", "{tmp}/x", "--tasks", "chess"), "chess"),
        (("--to", "tensorrt", "--out", "{tmp}/x"), "tensorrt"),
        (
            (
                "--to",
                "merged",
            ),
            "--out",
        ),
    ],
)
def test_wrong_usage_is_code_2(coe: Callable, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = coe("export", str(MODEL_FOLDER), *(part.format(tmp=tmp_path) for part in arguments))
    assert done.code == 2
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named_with_the_line_to_run(
    coe: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    done = coe("export", str(MODEL_FOLDER), "--to", "onnx", "--out", str(tmp_path / "x"))
    assert done.code == 1
    assert "pip install 'chain-of-edits[onnx]'" in done.err
