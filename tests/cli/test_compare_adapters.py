"""`coe compare-adapters`: the verdict, its exit code, what is kept and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from coe.agents.tiny import MODEL_FOLDER
from tests.agents.test_adapters import make_adapter, renamed

pytest.importorskip("torch")
pytest.importorskip("peft")

FLAGS = ("--tasks", "percent", "-n", "8", "--max-steps", "4", "--device", "cpu", "--constrained", "off")


@pytest.fixture(scope="module")
def adapters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the built-in model: one that changes nothing, and one that ruins it."""
    folder = tmp_path_factory.mktemp("adapters")
    make_adapter(folder / "harmless", MODEL_FOLDER, strength=0.0)
    make_adapter(folder / "ruinous", MODEL_FOLDER, strength=2.0)
    return folder


def test_an_adapter_that_ruins_the_model_is_worse_and_one_that_changes_nothing_is_not(
    coe: Callable, adapters: Path, tmp_path: Path
) -> None:
    out = ("--out", str(tmp_path / "runs.sqlite"))
    bad = coe("compare-adapters", "base", str(adapters / "ruinous"), *FLAGS, *out)
    assert bad.code == 1, bad.err
    assert "NEW is worse." in bad.out
    assert "McNemar, exact" in bad.out
    assert "lost: " in bad.out
    assert "OLD base" in bad.out

    same = coe("compare-adapters", "base", str(adapters / "harmless"), *FLAGS, *out, "--json")
    record = json.loads(same.out)
    assert same.code == 0
    assert not record["worse"]
    assert record["comparison"]["problems"] == 8
    assert record["comparison"]["difference"] == 0

    # Everything is kept: the two that were measured before are compared without an episode more.
    back = coe("compare-adapters", str(adapters / "ruinous"), str(adapters / "harmless"), *FLAGS, *out)
    assert back.code == 0
    assert "gained: " in back.out
    names = [row.split()[0] for row in coe("runs", "list", out[1]).out.splitlines() if "percent" in row]
    assert len(names) == len(set(names)) == 3


def test_a_margin_puts_up_with_a_loss(coe: Callable, adapters: Path, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "runs.sqlite"))
    done = coe("compare-adapters", "base", str(adapters / "ruinous"), *FLAGS, *out, "--margin", "99")
    assert done.code == 0, done.err
    assert "not shown to be worse by more than 99 points" in done.out or "not worse by more" in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("base", "base"), "are the same"),
        (("base", "{adapters}/nowhere"), "there is no folder"),
        (("base", "{adapters}/ruinous", "--margin", "-1"), "from 0 to 100 points"),
        (("base", "{adapters}/ruinous", "--alpha", "0.7"), "alpha is between"),
        (("base", "{adapters}/ruinous", "--out", "a.sqlite#b"), "without a run"),
        (("{adapters}/ruinous", "{adapters}/harmless/../ruinous"), "are the same"),
        (("base", "{adapters}/ruinous", "--tasks", "nonsense"), "nonsense"),
    ],
)
def test_wrong_usage_is_code_2(
    coe: Callable, adapters: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    filled = [part.format(adapters=adapters) for part in arguments]
    out = () if "--out" in filled else ("--out", str(tmp_path / "runs.sqlite"))
    done = coe("compare-adapters", *FLAGS, *out, *filled)
    assert done.code == 2
    assert said in done.err
    assert not (tmp_path / "runs.sqlite").exists()


def test_an_adapter_of_another_base_is_named_before_anything_is_loaded(coe: Callable, tmp_path: Path) -> None:
    other = renamed(make_adapter(tmp_path / "other", MODEL_FOLDER), "someone/Llama-3.2-1B")
    done = coe(
        "compare-adapters", "base", str(other), "--model", "someone/Phi-3.5", "--out", str(tmp_path / "r")
    )
    assert done.code == 2
    assert "it was trained for someone/Llama-3.2-1B" in done.err
