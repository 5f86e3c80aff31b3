"""How wide what is printed may be."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from coe.cli.console import make_console
from coe.cli.evaluation_tables import interval, metrics_table
from coe.environment import EpisodeStatus
from coe.evaluation import EpisodeFacts, measure

FAMILY = "reasoning_gym:fraction_simplification"


def facts(problem: str) -> EpisodeFacts:
    return EpisodeFacts(
        problem_id=problem, sample=0, family=FAMILY, difficulty=1, mistakes=1, status=EpisodeStatus.SOLVED,
        steps=12, refused=0, edits=12, minimal_edits=1, breaking=0, lines=3, unchecked=0, prompt_tokens=12000,
        completion_tokens=5000, seconds=61.0, cost_usd=0.0, solved_turn=None,
    )  # fmt: skip


def test_a_window_of_80_columns_cuts_no_figure() -> None:
    metrics = measure([facts(f"p{number}") for number in range(1000)])
    window = io.StringIO()
    Console(file=window, width=80).print(metrics_table({FAMILY: metrics}))
    shown = window.getvalue()
    assert "…" not in shown
    for figure in ("1000", interval(metrics), "refused %", "17000", "61.00"):
        assert figure in shown


def test_a_pipe_is_as_wide_as_columns_says_or_wide_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert make_console().width == 200
    monkeypatch.setenv("COLUMNS", "90")
    assert make_console().width == 90
