"""`coe evaluate`, `coe compare` and `coe runs`: what they print, store and refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

TASKS = ("--tasks", "percent,quadratics", "-n", "6")


@pytest.fixture
def measured(coe: Callable, tmp_path: Path) -> str:
    place = str(tmp_path / "a.sqlite")
    done = coe("evaluate", *TASKS, "--out", place)
    assert done.code == 0, done.err
    assert "percent" in done.out
    assert "quadratics" in done.out
    return place


def test_the_same_command_goes_on_and_more_problems_may_be_asked(coe: Callable, measured: str) -> None:
    again = coe("evaluate", *TASKS, "--out", measured, "--json")
    more = coe("evaluate", "--tasks", "percent,quadratics", "-n", "8", "--out", measured, "--json")
    assert json.loads(again.out)["all"]["episodes"] == 6
    assert json.loads(more.out)["all"]["episodes"] == 8


def test_another_configuration_is_wrong_usage(coe: Callable, measured: str) -> None:
    done = coe("evaluate", *TASKS, "--out", measured, "--max-steps", "2")
    assert done.code == 2
    assert "environment.max_steps: 15 in the store, 2 asked" in done.err


def test_comparison(coe: Callable, measured: str, tmp_path: Path) -> None:
    other = str(tmp_path / "b.sqlite#short")
    assert coe("evaluate", *TASKS, "--max-steps", "1", "--out", other).code == 0
    done = coe("compare", measured, other, "--hardware-usd", "40", "--problems-month", "1000")
    assert done.code == 0, done.err
    assert "6 problems in common" in done.out
    assert "McNemar, exact" in done.out
    assert "lost: " in done.out
    assert "40.00 USD for the cheaper" in done.out
    record = json.loads(coe("compare", measured, other, other, "--json").out)
    assert len(record["comparisons"]) == 2
    assert record["comparisons"][0]["difference"] < 0


def test_a_revealed_run_says_so_wherever_it_is_shown(coe: Callable, measured: str, tmp_path: Path) -> None:
    shown = str(tmp_path / "revealed.sqlite")
    done = coe("evaluate", *TASKS, "--reveal-truth", "--out", shown)
    assert "shown the reference answers" in done.out
    assert "shown the reference answers" in coe("runs", "show", shown).out
    assert "shown the reference answers" in coe("compare", measured, shown).out
    assert json.loads(coe("runs", "show", shown, "--json").out)["revealed"] is True


def test_list_and_export(coe: Callable, measured: str, tmp_path: Path) -> None:
    listed = coe("runs", "list", measured)
    assert "main" in listed.out
    assert "tiny" in listed.out
    for name in ("run.jsonl", "run.parquet"):
        done = coe("runs", "export", measured, "--out", str(tmp_path / name))
        assert done.code == 0, done.err
        assert "6 episodes" in done.out
    done = coe("runs", "export", measured, "--out", str(tmp_path / "run.txt"))
    assert done.code == 2
    assert "--format" in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("evaluate", "--tasks", "nonsense", "--out", "x.sqlite"), "nonsense"),
        (("evaluate", "--split", "dev", "--out", "x.sqlite"), "train, validation, test"),
        (("evaluate", "--tasks", "percent", "--out", "mysql://host/x"), "mysql"),
        (("evaluate", "--tasks", "percent", "--out", "#x"), "names no run"),
        (("evaluate", "--method", "cot", "--out", "x.sqlite"), "knows only edit commands"),
        (("evaluate", "--mistakes", "blunder", "--out", "x.sqlite"), "unknown mistake"),
        (("evaluate", "--samples", "4", "--out", "x.sqlite"), "give a --temperature"),
        (("compare", "x.sqlite"), "two runs"),
        (("compare", "no.sqlite", "none.sqlite"), "there is no run no.sqlite"),
        (("runs", "show", "none.sqlite"), "there is no run"),
    ],
)
def test_wrong_usage(
    coe: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = coe(*arguments)
    assert done.code == 2
    assert message in done.err
    assert "Traceback" not in done.err


def test_a_problem_without_a_worked_solution_needs_an_empty_start(coe: Callable, tmp_path: Path) -> None:
    file = tmp_path / "bare.jsonl"
    file.write_text('{"statement": "Solve 2x = 4", "answer": "x = 2"}\n')
    out = ("--out", str(tmp_path / "x.sqlite"))
    done = coe("evaluate", "--tasks", str(file), *out)
    assert done.code == 2
    assert "--start empty" in done.err
    assert coe("evaluate", "--tasks", str(file), "--start", "empty", *out).code == 0


def test_a_search_is_part_of_the_run(coe: Callable, tmp_path: Path) -> None:
    place = str(tmp_path / "beam.sqlite")
    tasks = ("--tasks", "percent", "-n", "2", "--out", place)
    done = coe("evaluate", *tasks, "--search", "beam", "--width", "2", "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["all"]["episodes"] == 2
    other = coe("evaluate", *tasks, "--search", "best")
    assert other.code == 2
    assert "search.kind" in other.err


def test_a_search_that_does_not_fit_leaves_nothing_behind(coe: Callable, tmp_path: Path) -> None:
    place = tmp_path / "run.sqlite"
    for flags, message in (
        (("--width", "3"), "give --search"),
        (("--search", "best", "--expand", "2"), "of a beam"),
        (("--search", "beam", "--temperature", "0"), "temperature above 0"),
        (("--search", "beam", "--feedback", "outcome"), "feedback lines"),
    ):
        done = coe("evaluate", "--tasks", "percent", "-n", "2", "--out", str(place), *flags)
        assert done.code == 2
        assert message in done.err
    assert not place.exists()


def test_processes_make_the_run_that_one_makes(coe: Callable, tmp_path: Path) -> None:
    figures = []
    for workers in (1, 2):
        place = str(tmp_path / f"{workers}.sqlite")
        done = coe("evaluate", "--tasks", "percent", "-n", "32", "--max-steps", "2", "--workers", workers,
                   "--out", place, "--json")  # fmt: skip
        assert done.code == 0, done.err
        found = json.loads(done.out)["all"]
        figures.append({name: found[name] for name in found if "seconds" not in name})
    assert figures[0]["episodes"] == 32
    assert figures[0] == figures[1]


def test_a_budget_is_kept_by_one_process(coe: Callable, tmp_path: Path) -> None:
    place = tmp_path / "a.sqlite"
    done = coe("evaluate", *TASKS, "--workers", "2", "--budget-tokens", "10", "--out", str(place))
    assert done.code == 2
    assert "a budget is kept by one process" in done.err
    assert not place.exists()
