"""`coe solve`: cost and budgets as the command line shows them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from coe.messages import Reply, Usage

PROBLEM = "Solve for x: 2x = 8"


def test_solve_stops_at_its_budget_and_keeps_the_draft(coe: Callable, script: Callable) -> None:
    replies = [Reply(f"ADDL 1 >>>x = {n}", Usage(90, 10, cost_usd=0.01)) for n in range(5, 15)]
    asked = ("solve", PROBLEM, "--model-type", script(*replies))
    done = coe(*asked, "--budget-usd", "0.02")
    assert done.code == 1
    assert "failed: 2 steps, 200 tokens (180 read, 20 written), 0.020000 USD" in done.out
    assert "budget of 0.02 USD is used up" in done.out.splitlines()[-1]
    assert "not a wrong answer" in done.out
    record = json.loads(coe(*asked[:-1], script(*replies), "--budget-tokens", "250", "--json").out)
    assert record["solution"] == ["x = 7", "x = 6", "x = 5"]
    assert record["usage"]["cost_usd"] == pytest.approx(0.03)
    assert "250 tokens" in record["failure"]


def test_an_unknown_cost_is_said_and_is_null(coe: Callable, script: Callable) -> None:
    reply = Reply("ADDL 1 >>>x = 4", Usage(90, 10, cost_usd=None))
    assert "cost unknown" in coe("solve", PROBLEM, "--model-type", script(reply)).out.splitlines()[-1]
    record = json.loads(coe("solve", PROBLEM, "--json", "--model-type", script(reply)).out)
    assert record["usage"]["cost_usd"] is None


def test_nothing_is_said_of_a_cost_where_nobody_is_paid(coe: Callable, script: Callable) -> None:
    done = coe("solve", PROBLEM, "--model-type", script("ADDL 1 >>>x = 4"))
    assert "USD" not in done.out
    assert "cost" not in done.out


@pytest.mark.parametrize("flags", [("--budget-usd", "0"), ("--budget-tokens", "-1"), ("--budget-usd", "nan")])
def test_a_budget_above_zero_is_asked_for(coe: Callable, script: Callable, flags: tuple[str, str]) -> None:
    done = coe("solve", PROBLEM, "--model-type", script(), *flags)
    assert done.code == 2
    assert flags[0] in done.err


def test_an_agent_without_an_identity_is_not_cached(coe: Callable, script: Callable, tmp_path: Path) -> None:
    done = coe("solve", PROBLEM, "--model-type", script("EXIT"), "--cache", str(tmp_path))
    assert done.code == 2
    assert "identity" in done.err


def test_a_second_run_is_answered_from_the_cache(coe: Callable, tmp_path: Path) -> None:
    asked = ("solve", "linear", "--json", "--cache", str(tmp_path / "new"))
    first, again = (json.loads(coe(*asked).out) for _ in range(2))
    assert first["edits"] == again["edits"]
    assert first["usage"]["cached_tokens"] == 0
    assert again["usage"]["cached_tokens"] == sum(
        again["usage"][kind] for kind in ("prompt_tokens", "completion_tokens")
    )
    assert "from the cache" in coe(*asked[:2], *asked[3:]).out.splitlines()[-1]
