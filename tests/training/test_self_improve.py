"""Rounds of self-improvement: each piece once, however often the run is killed; when they stop."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from coe.agents.tiny import MODEL_FOLDER
from coe.environment import Decoding, EnvironmentConfig
from coe.errors import UsageError
from coe.messages import Sampling
from coe.training.episodes.sampling import PlayConfig
from coe.training.episodes.showing import Silent
from coe.training.episodes.starts import StartConfig
from coe.training.held_out import HeldOut
from coe.training.self_improve.config import Begin, ImproveConfig
from coe.training.self_improve.rounds import (
    Round,
    best_round,
    chance_of_gain,
    compared,
    read_round,
    reference_round,
    why_stop,
)
from coe.training.self_improve.run import self_improve
from coe.training.sft import SftConfig


class Killed(BaseException):
    """Ends a run as if its process were killed."""


def config(out: Path, **values: Any) -> ImproveConfig:
    sft = SftConfig(
        str(MODEL_FOLDER), (out,), out, epochs=1.0, rank=2, alpha=4, report_to="none", device="cpu",
        dtype="float32", save_minutes=1e-9, row_tokens=200,
    )  # fmt: skip
    play = PlayConfig(EnvironmentConfig(max_steps=4), Decoding(Sampling(0.7, 3)))
    given: dict[str, Any] = {
        "starts": StartConfig("expand", 3, seed=2), "held_out": HeldOut(("gcd",), 2, max_steps=2),
        "samples": 2, "rounds": 2, "patience": 3,
    }  # fmt: skip
    return ImproveConfig(sft, out, play=play, **(given | values))


def cut_after(shown: int) -> Callable[[str, int], Silent]:
    """Bars that end the run at a certain sign of progress."""
    count = 0

    class Bar(Silent):
        def show(self, finished: int, note: str = "") -> None:
            nonlocal count
            count += 1
            if count > shown:
                raise Killed

    return Bar


def test_a_run_in_pieces_is_the_run_in_one(tmp_path: Path) -> None:
    whole = self_improve(config(tmp_path / "whole"))
    assert [item.number for item in whole.rounds] == [0, 1, 2]
    assert whole.why == "round 2 was the last one asked for"
    assert all(item.accepted and item.rows and item.training_tokens for item in whole.rounds[1:])
    pieces = 0
    for shown in (1, 4, 9, 8):
        try:
            self_improve(config(tmp_path / "cut"), bars=cut_after(shown))
        except Killed:
            pieces += 1
    again = self_improve(config(tmp_path / "cut"))
    assert pieces >= 3
    assert [_timeless(item) for item in again.rounds] == [_timeless(item) for item in whole.rounds]
    for name in ("rounds/01/rows/data/train-00000.jsonl", "rounds/02/adapter/adapter_model.safetensors"):
        assert (tmp_path / "cut" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    for file in (tmp_path / "cut").rglob("rounds/*/*.jsonl"):
        records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()[1:]]
        played = Counter((record["problem"]["id"], record["sample"]) for record in records)
        assert set(played.values()) == {1}, file
    assert "| 2 | " in (tmp_path / "cut" / "README.md").read_text(encoding="utf-8")
    fewer = self_improve(config(tmp_path / "cut", rounds=1), bars=cut_after(0))  # nothing is to be done
    assert fewer.rounds == again.rounds[:2]


def _timeless(item: Round) -> dict[str, Any]:
    return {name: value for name, value in asdict(item).items() if name != "training_seconds"}


def test_another_run_and_a_foreign_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="other settings"):
        self_improve(config(tmp_path / "a"))
    (tmp_path / "b").mkdir()
    (tmp_path / "b/notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="not empty"):
        self_improve(config(tmp_path / "b"))
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    "values", [{"samples": 0}, {"rounds": 0}, {"patience": 0}, {"confidence": 1.0}, {"confidence": 0.2}]
)
def test_settings_that_make_no_sense_are_refused(tmp_path: Path, values: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        config(tmp_path, **values)


def test_greedy_samples_that_would_all_be_alike_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="temperature"):
        replace(config(tmp_path), play=PlayConfig())


def test_begin_and_confidence_are_settings_of_the_run_and_its_length_is_not(tmp_path: Path) -> None:
    made = config(tmp_path)
    assert replace(made, rounds=9, patience=1, batch_size=3).to_json() == made.to_json()
    assert replace(made, begin=Begin.LAST).to_json() != made.to_json()


def held(*solved: int, rose: int | None = None, n: int = 100) -> list[Round]:
    return [
        Round(number, solved=count, measured=n, rose=number == rose) for number, count in enumerate(solved)
    ]


def test_a_gain_has_to_be_beyond_chance() -> None:
    assert chance_of_gain(0, 0) == 1.0
    assert chance_of_gain(4, 0) == pytest.approx(1 / 16)
    assert chance_of_gain(9, 2) == pytest.approx(67 / 2048)
    assert chance_of_gain(2000, 1900) == pytest.approx(0.0564, abs=0.001)
    before = {str(key): key < 10 for key in range(20)}
    after = {str(key): key < 14 for key in range(20)}
    assert compared(before, after, 0.9) == (4, 0, 1 / 16, True)
    assert compared(before, after, 0.95) == (4, 0, 1 / 16, False)
    assert compared(after, before, 0.9)[:2] == (0, 4)
    assert compared(before, {**after, "only here": True}, 0.9) == (4, 0, 1 / 16, True)


def test_the_best_round_solved_most_and_the_earliest_of_equals() -> None:
    assert best_round(held(40, 50, 50)).number == 1
    assert best_round(held(40, 40)).number == 0
    assert reference_round(held(40, 60, 61, rose=1)).number == 1
    assert reference_round(held(40, 41, 42)).number == 0


@pytest.mark.parametrize(
    ("rounds", "why"),
    [
        (held(40), None),
        (held(40, 41), None),
        (held(40, 41, 41), "did not rise in 2 rounds"),
        (held(40, 60, 61, rose=1), None),
        (held(40, 60, 61, 62, rose=1), "did not rise in 2 rounds"),
        (held(40, 50, 60, 70, 80, rose=4), "round 4 was the last one asked for"),
        (held(40, 100, rose=1), "round 1 solves every held-out start"),
    ],
)
def test_rounds_end_when_nothing_rises(rounds: list[Round], why: str | None) -> None:
    found = why_stop(rounds, most=4, patience=2)
    assert (found is None) if why is None else (found is not None and why in found)


def test_a_round_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    made = Round(3, 10, solved=4, measured=9, rose=True, adapter="rounds/03/adapter")
    assert read_round(tmp_path) is None
    made.save(tmp_path)
    assert read_round(tmp_path) == made
    (tmp_path / "round.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match="no record of a round"):
        read_round(tmp_path)
