"""A folder has the same bytes however it was made: processes, interruptions, growth."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coe.demonstrations.engine import LocalEngine
from coe.demonstrations.formats import COLUMNS, Format
from coe.demonstrations.generate import DemonstrationConfig
from coe.demonstrations.splits import counts
from coe.demonstrations.store import Store
from coe.demonstrations.writer import write_dataset
from coe.errors import UsageError

CONFIG = DemonstrationConfig(("linear_equations", "expand"), seed=4)
SPLITS = {"train": 50, "test": 30}


def written(folder: Path, splits: dict[str, int] | None = None, **options: object) -> dict[str, bytes]:
    options = {"shard_size": 20, **options}
    write_dataset(CONFIG, splits or SPLITS, folder, **options)  # type: ignore[arg-type]
    return content(folder)


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return written(tmp_path_factory.mktemp("whole") / "set")


def test_shards_and_manifest(whole: dict[str, bytes]) -> None:
    names = [f"data/train-0000{i}.jsonl" for i in range(3)] + [f"data/test-0000{i}.jsonl" for i in range(2)]
    assert sorted(whole) == sorted([*names, "demos.json", "README.md"])
    manifest = json.loads(whole["demos.json"])
    assert manifest["splits"] == SPLITS
    assert sum(shard["demonstrations"] for shard in manifest["shards"].values()) == 80
    rows = [json.loads(line) for name in names[:3] for line in whole[name].splitlines()]
    assert len(rows) == sum(manifest["shards"][name]["rows"] for name in names[:3])
    assert list(dict.fromkeys(row["demo"] for row in rows)) == list(range(50))
    assert {row["split"] for row in rows} == {"train"}
    assert all(list(row) == list(COLUMNS[Format.CHAT]) for row in rows)


def test_two_processes_write_the_same_bytes(tmp_path: Path, whole: dict[str, bytes]) -> None:
    assert written(tmp_path / "set", engine=LocalEngine(2)) == whole


def test_a_set_grows_to_the_same_bytes(tmp_path: Path, whole: dict[str, bytes]) -> None:
    written(tmp_path / "set", {"train": 25, "test": 5})
    assert written(tmp_path / "set", resume=True) == whole


def test_torn_and_missing_files_are_made_again(tmp_path: Path, whole: dict[str, bytes]) -> None:
    folder = tmp_path / "set"
    written(folder)
    part = folder / "data" / "train-00001.jsonl"
    part.with_suffix(".part").write_bytes(part.read_bytes()[:-700])
    part.unlink()
    (folder / "data" / "test-00000.jsonl").write_bytes(b"cut")
    (folder / "data" / "train-00002.jsonl").unlink()
    assert written(folder, resume=True) == whole


def test_parquet_holds_the_same_rows(tmp_path: Path, whole: dict[str, bytes]) -> None:
    from pyarrow import parquet

    first = written(tmp_path / "one", store=Store.PARQUET)
    shard = tmp_path / "one" / "data" / "train-00001.parquet"
    shard.unlink()
    shard.with_suffix(".part").write_bytes(whole["data/train-00001.jsonl"][:-700])
    assert first == written(tmp_path / "one", store=Store.PARQUET, resume=True)
    for name, data in whole.items():
        if name.startswith("data/"):
            table = parquet.read_table(tmp_path / "one" / name.replace(".jsonl", ".parquet"))
            assert table.to_pylist() == [json.loads(line) for line in data.splitlines()]


COMMAND = ("demos", "--tasks", "linear_equations,expand", "--seed", "4", "--splits", "train=400")


def run_coe(*arguments: str, **options: object) -> subprocess.Popen[str]:
    program = "import sys\nfrom coe.cli.main import main\nmain(sys.argv[1:])"
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stderr=subprocess.PIPE, text=True, **options
    )  # type: ignore[call-overload]


def test_killed_and_resumed_is_as_never_killed(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    whole = written(tmp_path / "whole", {"train": 400}, shard_size=150)
    arguments = (*COMMAND, "--shard-size", "150", "--out", str(folder))
    process = run_coe(*arguments, "--workers", "2")
    until = time.monotonic() + 60
    while not list(folder.glob("data/*")) and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert content(folder) != whole
    finished = run_coe(*arguments, "--workers", "1", "--resume")
    assert finished.communicate()[1] is not None
    assert finished.returncode == 0
    assert content(folder) == whole


def test_no_room_left_loses_nothing(tmp_path: Path, whole: dict[str, bytes]) -> None:
    folder = tmp_path / "set"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (25_000, hard))
    try:
        with pytest.raises(UsageError, match=r"cannot write .*--resume"):
            written(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert written(folder, resume=True) == whole


def test_other_settings_fewer_demonstrations_and_foreign_folders_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    before = written(folder, {"train": 5})
    with pytest.raises(UsageError, match="--resume"):
        written(folder, {"train": 5})
    with pytest.raises(UsageError, match="can grow, not shrink"):
        written(folder, {"train": 3}, resume=True)
    with pytest.raises(UsageError, match=r"format: 'chat' in the file, 'trace' asked"):
        written(folder, {"train": 5}, form=Format.TRACE, resume=True)
    assert content(folder) == before
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "thesis.tex").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        written(foreign)
    assert os.listdir(foreign) == ["thesis.tex"]
    (folder / "demos.json").write_text("{")
    with pytest.raises(UsageError, match="no manifest"):
        written(folder, {"train": 5}, resume=True)


def test_a_read_only_place_is_named(tmp_path: Path) -> None:
    # A file where a folder should be refuses everyone, the superuser too.
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"cannot (read|write) .*file"):
        written(tmp_path / "file" / "set")


@pytest.mark.parametrize(
    ("spec", "n", "found"),
    [
        ("80/10/10", 1000, {"train": 800, "validation": 100, "test": 100}),
        ("80/10/10", 7, {"train": 7}),
        ("1/1/0", 3, {"train": 2, "validation": 1}),
        ("test", 5, {"test": 5}),
        ("train=9, test=1", 5, {"train": 9, "test": 1}),
    ],
)
def test_counts_of_splits(spec: str, n: int, found: dict[str, int]) -> None:
    assert counts(spec, n) == found


@pytest.mark.parametrize("spec", ["", "dev", "80/20", "a/b/c", "0/0/0", "train=0", "train=x", "train=-1"])
def test_splits_that_do_not_fit_are_refused(spec: str) -> None:
    with pytest.raises(UsageError, match="--splits"):
        counts(spec, 10)
