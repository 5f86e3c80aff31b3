"""`coe solve --model-type hybrid`."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from coe.messages import Reply, Usage
from tests.agents.local_service import Answer, running, without_keys
from tests.agents.local_service import script as served

STUCK = "Prove that there are infinitely many primes."
LINEAR = "Solve for x: 2x + 5 = 13"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    without_keys(monkeypatch)


def test_tiny_then_gemini(coe: Callable) -> None:
    answers = [
        Answer(
            {
                "candidates": [
                    {"content": {"role": "model", "parts": [{"text": edit}]}, "finishReason": "STOP"}
                ]
            }
        )
        for edit in ("ADDL 1 >>>There is no largest prime.", "EXIT")
    ]
    asked = ("solve", STUCK, "--model-type", "hybrid", "--first", "tiny", "--second", "gemini")
    with running(served(*answers)) as service:
        flags = ("--second-model", "gemini-2.5-flash", "--base-url", service.url, "--api-key", "k" * 20)
        limits = ("--first-budget-tokens", "1", "--max-steps", "2")
        record = json.loads(coe(*asked, *flags, *limits, "--json").out)
    assert record["agents"] == ["tiny", "gemini:gemini-2.5-flash"]
    assert record["edits"][1] == "ADDL 1 >>>There is no largest prime."


def test_the_display_names_who_wrote_each_edit(coe: Callable, script: Callable) -> None:
    pair = ("--model-type", "hybrid", "--first", script("nonsense", "nonsense"), "--second", "tiny")
    done = coe("solve", LINEAR, "--initial", "2x = 18", *pair, "--patience", "1", "--max-steps", "2")
    assert "Step 1 (scripted): nonsense" in done.out
    assert "Step 2 (tiny): " in done.out
    alone = coe("solve", LINEAR, "--model-type", script("ADDL 1 >>>x = 4"))
    assert "(scripted)" not in alone.out


def test_the_budget_of_the_first_hands_over_and_that_of_the_run_ends_it(
    coe: Callable, script: Callable
) -> None:
    replies = [Reply("nonsense", Usage(90, 10, cost_usd=0.01))] * 9
    asked = ("solve", LINEAR, "--model-type", "hybrid", "--second", "tiny", "--patience", "9", "--json")
    record = json.loads(coe(*asked, "--first", script(*replies), "--first-budget-usd", "0.02").out)
    assert record["agents"][:3] == ["scripted", "scripted", "tiny"]
    assert record["status"] == "solved"
    record = json.loads(coe(*asked, "--first", script(*replies), "--budget-tokens", "250").out)
    assert record["agents"] == ["scripted"] * 3
    assert "250 tokens" in record["failure"]


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--model-type", "hybrid"), "--first tiny --second gemini"),
        (("--model-type", "hybrid", "--first", "tiny"), "needs two agents"),
        (("--model-type", "hybrid", "--first", "tiny", "--second", "hybrid"), "cannot be hybrid"),
        (("--model-type", "hybrid", "--first", "tiny", "--second", "none"), "unknown agent 'none'"),
        (("--model-type", "hybrid", "--first", "tiny", "--second", "tiny", "--model", "m"), "--first-model"),
        (
            ("--model-type", "hybrid", "--first", "tiny", "--second", "tiny", "--dtype", "auto"),
            "takes --dtype",
        ),
        (("--second", "tiny"), "--second is for --model-type hybrid"),
        (("--patience", "2"), "--patience is for --model-type hybrid"),
    ],
)
def test_what_does_not_fit_is_named(coe: Callable, flags: tuple[str, ...], said: str) -> None:
    done = coe("solve", LINEAR, *flags)
    assert done.code == 2
    assert said in done.err
