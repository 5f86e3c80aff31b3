"""Runs on a real local Ray cluster, a worker killed on the way."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from coe.agents import create_agent
from coe.agents.protocol import Agent, Conversation
from coe.environment import EpisodeStatus
from coe.errors import CoeError
from coe.evaluation import evaluate, open_store
from coe.evaluation.ray_engine import evaluate_on_ray
from coe.messages import Reply, Sampling
from tests.evaluation.sums import SUMS, config, right, sums

pytest.importorskip("ray")


class Mortal:
    """Solves sums; the first of its kind is killed at its second batch."""

    name = "mortal"

    def __init__(self, mark: str) -> None:
        self.mark, self.batches = Path(mark), 0

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        self.batches += 1
        if self.batches == 2:
            try:
                self.mark.touch(exist_ok=False)
            except FileExistsError:
                pass
            else:
                os.kill(os.getpid(), signal.SIGKILL)
        return [Reply(right(conversation)) for conversation in conversations]


def unmade() -> Agent:
    raise CoeError("no model here")


def test_a_lost_worker_costs_nothing_and_counts_nothing_twice(tmp_path: Path) -> None:
    run = open_store(str(tmp_path / "ray.sqlite"), create=True).begin("main", config())
    mark = tmp_path / "killed"
    played = evaluate_on_ray(
        partial(Mortal, str(mark)), run, config(), sums(samples=3), workers=2, batch_size=4
    )
    assert mark.exists()
    assert played == 3 * len(SUMS)
    assert run.counts() == {EpisodeStatus.SOLVED: 3 * len(SUMS)}


def test_an_agent_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    run = open_store(str(tmp_path / "ray.sqlite"), create=True).begin("main", config())
    with pytest.raises(CoeError, match="no model here"):
        evaluate_on_ray(unmade, run, config(), sums(), workers=1)
    evaluate(create_agent("scripted", replies=right), run, config(), sums())
    assert evaluate_on_ray(unmade, run, config(), sums()) == 0
