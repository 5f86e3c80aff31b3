"""`coe demos`: the file, its resumption, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest


def test_rows_in_chat_form(coe: Callable, tmp_path: Path) -> None:
    out = tmp_path / "demos.jsonl"
    done = coe("demos", "--tasks", "linear_equations", "-n", "4", "--out", str(out))
    assert done.code == 0, done.err
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {row["demo"] for row in rows} == {0, 1, 2, 3}
    assert [message["role"] for message in rows[0]["messages"]] == ["system", "user", "assistant"]
    assert f"4 demonstrations, {len(rows)} rows" in done.out


def test_instruction_form_without_calculator(coe: Callable, tmp_path: Path) -> None:
    out = tmp_path / "demos.jsonl"
    flags = ("--format", "instruction", "--calculator", "off")
    assert coe("demos", "--tasks", "linear_equations", "-n", "3", "--out", str(out), *flags).code == 0
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert all({"instruction", "input", "output", "task_id"} <= set(row) for row in rows)
    assert not any("{" in row["output"] for row in rows)


def test_resumed_file_equals_a_whole_one(coe: Callable, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole.jsonl", tmp_path / "parts.jsonl"
    arguments = ("demos", "--tasks", "linear_equations", "--seed", "3")
    coe(*arguments, "-n", "6", "--out", str(whole))
    coe(*arguments, "-n", "3", "--out", str(parts))
    assert coe(*arguments, "-n", "6", "--out", str(parts), "--resume").code == 0
    assert parts.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--tasks", "chess", "--out", "{folder}/x.jsonl"), "unknown task family"),
        (("--tasks", " ", "--out", "{folder}/x.jsonl"), "names no family"),
        (("--out", "{folder}/nowhere/x.jsonl"), "no folder"),
        (("--out", "{folder}/set.csv"), "ends in .jsonl"),
        (("--splits", "1/2", "--out", "{folder}/set"), "three shares"),
        (("--splits", "dev", "--out", "{folder}/set"), "no split 'dev'"),
        (("--splits", "80/10/10", "--out", "{folder}/x.jsonl"), "one split"),
        (("--address", "auto", "--out", "{folder}/x.jsonl"), "--engine ray"),
        (("-n", "0", "--out", "{folder}/x.jsonl"), "n"),
        ((), "out"),
    ],
)
def test_wrong_usage_is_code_2(coe: Callable, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = coe("demos", *(argument.format(folder=tmp_path) for argument in arguments))
    assert done.code == 2
    assert said in done.err


def test_a_folder_holds_every_split(coe: Callable, tmp_path: Path) -> None:
    out = tmp_path / "set"
    arguments = (
        "demos",
        "--tasks",
        "expand",
        "-n",
        "20",
        "--workers",
        "1",
        "--format",
        "trace",
        "--out",
        str(out),
    )
    done = coe(*arguments)
    assert done.code == 0, done.err
    assert "20 demonstrations, 20 rows" in done.out
    splits = {path.name: path.read_text("utf-8").count("\n") for path in (out / "data").iterdir()}
    assert splits == {"train-00000.jsonl": 16, "validation-00000.jsonl": 2, "test-00000.jsonl": 2}
    again = coe(*arguments)
    assert again.code == 2
    assert "--resume" in again.err


def test_an_existing_file_is_not_overwritten(coe: Callable, tmp_path: Path) -> None:
    out = tmp_path / "demos.jsonl"
    out.write_text("mine\n", "utf-8")
    done = coe("demos", "-n", "1", "--out", str(out))
    assert done.code == 2
    assert "--resume" in done.err
    assert out.read_text("utf-8") == "mine\n"


def test_mistakes_and_shares_are_flags(coe: Callable, tmp_path: Path) -> None:
    out = tmp_path / "demos.jsonl"
    flags = ("--mistakes", "sign_flip,lost_root=2", "--most-mistakes", "2", "--empty", "0", "--partial", "0")
    done = coe("demos", "--tasks", "quadratics", "-n", "20", "--workers", "1", "--out", str(out), *flags)
    assert done.code == 0, done.err
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {kind for row in rows for kind in row["mistakes"]} == {"sign_flip", "lost_root"}
    assert {row["start"] for row in rows} == {"corrupted"}


def test_an_agent_s_wrong_solutions_become_starting_points(coe: Callable, tmp_path: Path) -> None:
    out = tmp_path / "demos.jsonl"
    arguments = ("demos", "--tasks", "rates,expand", "-n", "10", "--workers", "1", "--out", str(out))
    agent = ("--drafts-from", "tests.demonstrations.wrong_agent:wrong_agent", "--drafts-n", "6")
    done = coe(*arguments, *agent, "--drafts-share", "0.5")
    assert done.code == 0, done.err
    assert "6 drafts of wrong, 6 wrong" in done.err
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {row["demo"] for row in rows if row["start"] == "model"} == {1, 3, 5, 7, 9}
    kept = tmp_path / "demos.drafts.jsonl"
    again = tmp_path / "again.jsonl"
    done = coe(*arguments[:-1], str(again), "--drafts-from", str(kept), "--drafts-share", "0.5")
    assert done.code == 0, done.err
    assert again.read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--mistakes", "canned_line"), "unknown mistake 'canned_line'"),
        (("--mistakes", "sign_flip=-1"), "a weight is a number"),
        (("--empty", "0.9", "--partial", "0.9"), "add up to at most 1"),
        (("--drafts-from", "nobody"), "unknown agent"),
        (("--drafts-from", "nowhere.jsonl"), "there is no file nowhere.jsonl"),
    ],
)
def test_wrong_mistakes_and_drafts_are_code_2(
    coe: Callable, tmp_path: Path, flags: tuple[str, ...], said: str
) -> None:
    done = coe("demos", "--out", str(tmp_path / "x.jsonl"), *flags)
    assert done.code == 2
    assert said in done.err
