"""The file is the same however often its writing was cut short."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coe.demonstrations.formats import Format
from coe.demonstrations.generate import DemonstrationConfig
from coe.demonstrations.writer import write_demonstrations
from coe.errors import UsageError

CONFIG = DemonstrationConfig(("linear_equations", "expand"), seed=4)


def written(path: Path, n: int = 12, **options: object) -> bytes:
    write_demonstrations(CONFIG, n, path, **options)  # type: ignore[arg-type]
    return path.read_bytes()


@pytest.mark.parametrize("cut", [1, 40, 700, 3000])
def test_a_torn_file_is_resumed_to_the_same_bytes(tmp_path: Path, cut: int) -> None:
    whole = written(tmp_path / "whole.jsonl")
    torn = tmp_path / "torn.jsonl"
    written(torn)
    torn.write_bytes(whole[:-cut])
    assert written(torn, resume=True) == whole


def test_more_demonstrations_extend_a_file(tmp_path: Path) -> None:
    whole = written(tmp_path / "whole.jsonl", 12)
    grown = tmp_path / "grown.jsonl"
    written(grown, 5)
    assert written(grown, 12, resume=True) == whole


def test_a_finished_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    assert written(path) == written(path, resume=True)


def test_an_existing_file_is_not_overwritten_without_resume(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    before = written(path)
    with pytest.raises(UsageError, match="--resume"):
        written(path)
    assert path.read_bytes() == before


def test_other_settings_are_refused_with_the_difference(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    written(path)
    with pytest.raises(UsageError, match="seed: 4 in the file, 5 asked"):
        write_demonstrations(DemonstrationConfig(CONFIG.families, seed=5), 12, path, resume=True)


def test_a_foreign_file_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    written(path)
    path.write_text('{"other": 1}\n')
    with pytest.raises(UsageError, match="not ours"):
        written(path, resume=True)
    assert path.read_text() == '{"other": 1}\n'


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        written(tmp_path / "missing" / "a.jsonl")


def test_rows_of_both_forms(tmp_path: Path) -> None:
    written(tmp_path / "chat.jsonl", 2)
    row = json.loads((tmp_path / "chat.jsonl").read_text().splitlines()[0])
    assert [message["role"] for message in row["messages"]] == ["system", "user", "assistant"]
    written(tmp_path / "plain.jsonl", 2, form=Format.INSTRUCTION)
    row = json.loads((tmp_path / "plain.jsonl").read_text().splitlines()[0])
    assert {"instruction", "input", "output", "task_id"} <= set(row)
    assert row["input"].startswith("Problem: ")
