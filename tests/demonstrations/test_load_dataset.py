"""The `datasets` library reads every kind of folder, without a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from coe.demonstrations.formats import COLUMNS, Format
from coe.demonstrations.generate import DemonstrationConfig
from coe.demonstrations.store import Store
from coe.demonstrations.writer import write_dataset

SPLITS = {"train": 8, "validation": 1, "test": 2}


@pytest.mark.parametrize("store", list(Store))
@pytest.mark.parametrize("form", list(Format))
def test_load_dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Format, store: Store) -> None:
    import datasets

    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    folder = tmp_path / "set"
    config = DemonstrationConfig(("linear_equations",), seed=4, recovery=0.0)
    write_dataset(config, SPLITS, folder, form=form, store=store, shard_size=5)
    loaded = datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))
    assert list(loaded) == list(SPLITS)
    for split, n in SPLITS.items():
        assert list(loaded[split].features) == list(COLUMNS[form])
        assert set(loaded[split]["demo"]) == set(range(n))
        assert set(loaded[split]["split"]) == {split}
    row = loaded["train"][0]
    if form is Format.TRACE:
        assert [message["role"] for message in row["messages"][:3]] == ["system", "user", "assistant"]
        assert row["mask"] == [0] + [0, 1] * row["turns"]
    elif form is Format.PROMPT:
        assert [message["role"] for message in row["prompt"] + row["completion"]] == [
            "system",
            "user",
            "assistant",
        ]
    elif form is Format.INSTRUCTION:
        assert row["input"].startswith("Problem: ")
        assert row["task_id"]
    else:
        assert row["messages"][1]["content"].startswith("Problem: ")
