"""GRPO improves a policy on problems that it was not trained on, and does so because of the rewards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coe.agents import create_agent
from coe.environment import Rendering
from coe.messages import Sampling
from coe.problem import Problem
from coe.rollout import Start, run_episodes
from coe.training.episodes.starts import StartConfig
from coe.training.grpo.config import Form, GrpoConfig
from coe.training.grpo.train import train_grpo
from tests.training.grpo_models import make_policy, problem_file

pytest.importorskip("torch")

EQUATIONS = ("2x = 8", "3x = 12", "5x = 20", "x + 1 = 5", "x + 3 = 7", "x - 1 = 3", "6x = 24", "x + 6 = 10")
HELD_OUT = ("4x = 16", "x + 2 = 6", "7x = 28", "x - 2 = 2")
SAMPLES = 40


def equations(*texts: str) -> list[Problem]:
    """Problems that one command solves: the policy says it now and then."""
    return [
        Problem(f"Solve for x: {text}", "4", ("x = 4",), drafts=(("x = 5",),), split="train")
        for text in texts
    ]


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_policy(tmp_path_factory.mktemp("policy"), problems=equations(*EQUATIONS), spread=0.2)


def solved(policy: Path, adapter: Path | None, made: GrpoConfig) -> float:
    """Share of held-out problems that the first command solves, drawn at the temperature of training."""
    agent: Any = create_agent(
        "local", model=str(policy), adapter_path=adapter, device="cpu", dtype="float32", constrained=False
    )
    starts = [
        Start(problem, problem.drafts[0], sample)
        for problem in equations(*HELD_OUT)
        for sample in range(SAMPLES)
    ]
    rendering = Rendering.TRACE if made.form is Form.TRACE else Rendering.STATE
    episodes = list(
        run_episodes(
            agent, starts, config=replace(made.environment, max_steps=1), batch_size=len(starts),
            sampling=Sampling(made.temperature, max_tokens=made.max_tokens), rendering=rendering, seed=7,
        )
    )  # fmt: skip
    assert len(episodes) == SAMPLES * len(HELD_OUT)
    assert all(episode.failure is None for episode in episodes)
    return sum(episode.solved for episode in episodes) / len(episodes)


def config(policy: Path, folder: Path, form: Form, **rewards: float) -> GrpoConfig:
    return GrpoConfig(
        model=str(policy), out=folder / "out", form=form, steps=12, batch_size=64, micro_batch=32,
        num_generations=16, learning_rate=3e-3, warm_up=0, max_tokens=4, max_steps=2, episodes=8,
        refresh_every=6, start_share=1.0, save_every=50, rank=8, alpha=8, dtype="float32", device="cpu",
        starts=StartConfig(problem_file(folder, *equations(*EQUATIONS)), n=len(EQUATIONS)), **rewards,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("form", "rewards", "low", "high"),
    [
        (Form.STATE, {}, 0.3, 1.0),
        (Form.EPISODE, {}, 0.3, 1.0),
        (Form.TRACE, {}, 0.3, 1.0),
        (Form.STATE, {"solved": -1.0}, -1.0, -0.15),
        (Form.STATE, {"solved": 0.0, "refused": 0.0, "progress": 0.0, "gave_up": 0.0}, -0.01, 0.01),
    ],
    ids=["state", "episode", "trace", "paid not to solve", "not paid"],
)
def test_the_rate_of_solved_held_out_problems_follows_the_rewards(
    policy: Path, tmp_path: Path, form: Form, rewards: dict[str, float], low: float, high: float
) -> None:
    # With n = 160 the standard error of a rate is at most 4 points, of a difference 6: what is asked for is
    # further from nothing than noise reaches.
    made = config(policy, tmp_path, form, **rewards)
    before = solved(policy, None, made)
    assert 0.15 < before < 0.55
    train_grpo(made)
    after = solved(policy, made.out, made)
    assert low <= after - before <= high, (before, after)
