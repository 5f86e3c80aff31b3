"""`coe solve --samples` and `--search beam`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from types import ModuleType

import pytest

from tests.search.agents import Drawing

LINEAR = "Solve for x: 2x + 5 = 13"


def edits(state: str) -> tuple[str, ...]:
    if "2x = 8" in state:
        return ("ADDL 2 >>>x = 4", "ADDL 2 >>>x = 3")
    return ("ADDL 1 >>>2x = 8", "ADDL 1 >>>2x = 18")


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> Drawing:
    module, agent = ModuleType("drawing_agents"), Drawing(edits)
    vars(module)["agent"] = lambda: agent
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return agent


ASK = ("solve", LINEAR, "--model-type", "drawing_agents:agent", "--max-steps", "4")


def test_the_best_of_several_episodes_is_chosen_and_all_are_kept(coe: Callable, drawing: Drawing) -> None:
    done = coe(*ASK, "--samples", "8", "--json")
    record = json.loads(done.out)
    search = record["search"]
    assert (done.code, record["status"], search["kind"]) == (0, "solved", "best")
    assert len(search["episodes"]) == 8
    assert search["episodes"][search["chosen"]]["solution"] == record["solution"]
    assert (
        max(episode["rank"] for episode in search["episodes"]) == search["episodes"][search["chosen"]]["rank"]
    )
    assert record["usage"]["prompt_tokens"] == 10 * len(drawing.seen) == 10 * search["replies"]
    assert record["usage"]["cost_usd"] == 0.25 * len(drawing.seen)
    assert record["decoding"]["temperature"] == 0.7
    assert json.loads(coe(*ASK, "--samples", "8", "--json").out)["search"] == search


def test_a_person_sees_each_sample_and_why_one_was_chosen(coe: Callable, drawing: Drawing) -> None:
    done = coe(*ASK, "--samples", "3", "--seed", "3")
    rows = done.out.splitlines()
    assert {row.split(":")[0] for row in rows if row.startswith("Sample")} == {
        "Sample 1",
        "Sample 2",
        "Sample 3",
    }
    assert any(row.startswith("Chosen: sample ") for row in rows)
    assert f"{12 * len(drawing.seen)} tokens" in done.out


def test_a_beam_keeps_its_turns(coe: Callable, drawing: Drawing) -> None:
    flags = ("--search", "beam", "--width", "2", "--expand", "6")
    record = json.loads(coe(*ASK, *flags, "--json").out)
    assert record["status"] == "solved"
    assert record["edits"] == ["ADDL 1 >>>2x = 8", "ADDL 2 >>>x = 4"]
    expansions = record["search"]["expansions"]
    assert len(expansions) == record["search"]["replies"] == len(drawing.seen)
    assert (
        sum(expansion["usage"]["completion_tokens"] for expansion in expansions)
        == (record["usage"]["completion_tokens"])
    )
    done = coe(*ASK, *flags)
    assert done.code == 0
    assert "Turn 1: 6 replies, 2 drafts kept, best: 2x = 8" in done.out
    assert "Chosen: draft 1 of 2: the verifier calls it solved" in done.out
    assert "     2  x = 4" in done.out


def test_the_truth_only_scores(coe: Callable, drawing: Drawing) -> None:
    def kept(*flags: str) -> list[object]:
        records = [
            json.loads(coe(*ASK, *way, "--json", *flags).out)
            for way in (("--samples", "4"), ("--search", "beam", "--width", "2"))
        ]
        return [
            (record["solution"], record["search"]["chosen"], record["search"]["replies"])
            for record in records
        ]

    assert kept() == kept("--truth", "x = 4") == kept("--truth", "99")
    assert coe(*ASK, "--samples", "4", "--truth", "99").code == 1


def test_a_budget_stops_a_search_with_everything_kept(coe: Callable, drawing: Drawing) -> None:
    record = json.loads(coe(*ASK, "--samples", "4", "--budget-tokens", "30", "--json").out)
    assert record["usage"]["completion_tokens"] == 6
    assert "budget" in record["search"]["episodes"][-1]["failure"]
    record = json.loads(coe(*ASK, "--search", "beam", "--width", "2", "--budget-tokens", "60", "--json").out)
    assert len(record["search"]["expansions"]) >= 5
    assert record["solution"]


def test_the_built_in_model_searches(coe: Callable) -> None:
    for flags in (("--samples", "2"), ("--search", "beam", "--width", "2")):
        done = coe("solve", "linear", *flags, "--truth", "99", "--quiet")
        assert done.code == 1
        assert "x = 4" in done.out


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--samples", "0"), "samples"),
        (("--samples", "2", "--temperature", "0"), "temperature above 0"),
        (("--samples", "2", "--search", "beam"), "--width and --expand"),
        (("--width", "2"), "--search beam"),
        (("--expand", "2"), "--search beam"),
        (("--search", "deep"), "'deep'"),
        (("--search", "beam", "--method", "cot"), "method cot"),
        (("--search", "beam", "--truth", "4", "--feedback", "outcome"), "feedback lines"),
    ],
)
def test_flags_that_do_not_fit_are_named(
    coe: Callable, drawing: Drawing, flags: tuple[str, ...], said: str
) -> None:
    done = coe(*ASK, *flags)
    assert done.code == 2
    assert said in " ".join(done.err.split())
    assert done.out == ""
    assert drawing.seen == []
