"""A clean set keeps the first of equal demonstrations and nothing of the evaluation sets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coe.demonstrations.generate import DemonstrationConfig
from coe.demonstrations.manifest import read_manifest
from coe.demonstrations.quality.cleaning import write_clean
from coe.demonstrations.quality.report import QualityReport, make_report
from coe.demonstrations.store import Store
from coe.demonstrations.tokenizer import tokenizer_file
from coe.demonstrations.writer import write_dataset
from coe.errors import UsageError
from coe.problem import Problem

# One-step percentages at the smallest size repeat soon.
CONFIG = DemonstrationConfig(("percent",), seed=4, empty=1.0, partial=0.0, right=0.0, recovery=0.0)


def made(folder: Path, store: Store = Store.JSONL) -> Path:
    write_dataset(CONFIG, {"train": 160, "test": 40}, folder, shard_size=100, store=store)
    return folder


def report_of(source: Path) -> QualityReport:
    path, name = tokenizer_file(None)
    return make_report(source, tokenizer=path, tokenizer_name=name)


@pytest.mark.parametrize("store", list(Store))
def test_duplicates_go_and_the_rest_replays(tmp_path: Path, store: Store) -> None:
    source = made(tmp_path / "set", store)
    before = report_of(source)
    assert before.exact_duplicates > 0
    removed = write_clean(source, tmp_path / "clean")
    after = report_of(tmp_path / "clean")
    assert removed == {"exact duplicates": before.exact_duplicates}
    assert after.exact_duplicates == 0
    assert after.faults == []
    assert after.tally.demonstrations == 200 - before.exact_duplicates
    assert after.settings["removed"] == removed
    manifest = read_manifest(tmp_path / "clean")
    assert manifest is not None
    assert sum(manifest.splits.values()) == after.tally.demonstrations
    assert manifest.rows == after.tally.rows
    with pytest.raises(UsageError, match="other settings"):
        write_dataset(CONFIG, {"train": 160}, tmp_path / "clean", shard_size=100, store=store, resume=True)


def test_evaluation_problems_and_near_duplicates_go(tmp_path: Path) -> None:
    source = made(tmp_path / "set")
    rows = [
        json.loads(line) for line in (source / "data" / "train-00000.jsonl").read_text("utf-8").splitlines()
    ]
    state = rows[0]["messages"][1]["content"]
    statement = state.partition("\n")[0].removeprefix("Problem: ")
    removed = write_clean(source, tmp_path / "clean", near=0.5, evaluation=[Problem(statement)])
    assert removed["problems of evaluation sets"] >= 1
    assert removed["near duplicates (0.5)"] > 0
    assert state not in (tmp_path / "clean" / "data" / "train-00000.jsonl").read_text("utf-8")


def test_what_cannot_be_cleaned_is_refused(tmp_path: Path) -> None:
    source = made(tmp_path / "set")
    with pytest.raises(UsageError, match="not empty"):
        write_clean(source, source)
    with pytest.raises(UsageError, match="no folder that"):
        write_clean(tmp_path, tmp_path / "clean")
    (source / "data" / "extra-00000.jsonl").write_text("")
    with pytest.raises(UsageError, match="not in the manifest"):
        write_clean(source, tmp_path / "clean")
