"""The model that ships: its size, its card, what it solves, and what it does not pretend to solve."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coe.agents import create_agent
from coe.agents.tiny import MODEL_FOLDER, TinyAgent
from coe.agents.tiny_runtime import TinyRuntime
from coe.environment import EpisodeStatus, Recorder
from coe.messages import Sampling
from coe.problem import Problem
from coe.rollout import Start, run_episodes
from coe.tasks.catalogue import GROUPS, load_family
from coe.tasks.examples import EXAMPLES
from coe.training.tiny.solved_rate import Draft, Setting, pooled, solved_rates, starts

MOST_BYTES = 16 * 2**20
READABLE = tuple(name for name in GROUPS["core"] if load_family(name).readable)
WORDS = tuple(name for name in GROUPS["core"] if name not in READABLE)
# Well below the figures of the model card: a floor that a broken model or verifier falls through.
FLOOR_READABLE, FLOOR_WORDS = 0.85, 0.75


@pytest.fixture(scope="module")
def agent() -> TinyAgent:
    made = create_agent("tiny")
    assert isinstance(made, TinyAgent)
    return made


def test_it_is_small_and_documented() -> None:
    assert sum(file.stat().st_size for file in MODEL_FOLDER.rglob("*") if file.is_file()) <= MOST_BYTES
    card = (MODEL_FOLDER / "README.md").read_text("utf-8")
    for part in ("coe train tiny", "seed", "Limits", "benchmarks/builtin_model.py"):
        assert part in card


def test_it_is_of_the_plain_llama_architecture() -> None:
    config = json.loads((MODEL_FOLDER / "config.json").read_text("utf-8"))
    assert config["architectures"] == ["LlamaForCausalLM"]
    assert not list(Path(MODEL_FOLDER).glob("*.bin"))


@pytest.mark.parametrize("name", list(EXAMPLES))
@pytest.mark.parametrize("empty", [False, True])
def test_it_solves_the_examples(agent: TinyAgent, name: str, empty: bool) -> None:
    problem = EXAMPLES[name]
    start = Start(problem, () if empty else problem.drafts[0])
    (episode,) = run_episodes(agent, [start])
    assert episode.status is EpisodeStatus.SOLVED


def test_guessing_tokens_ahead_changes_no_command_of_any_family() -> None:
    plain = TinyRuntime(MODEL_FOLDER, remembered=0, guessing=False)
    guessing = TinyRuntime(MODEL_FOLDER)
    for name in GROUPS["core"]:
        for start in starts(name, Setting(), 3, split="validation"):
            (message,) = (
                m for m in Recorder(start.problem, start.draft_lines).messages() if m.role == "user"
            )
            prompt = plain.encode_prompt(message.content)
            (expected,), (reply,) = (r.generate([prompt], [Sampling()]) for r in (plain, guessing))
            assert reply.text == expected.text
            assert reply.usage.completion_tokens == expected.usage.completion_tokens


@pytest.mark.parametrize("draft", list(Draft))
def test_it_solves_held_out_problems_that_the_verifier_reads(agent: TinyAgent, draft: Draft) -> None:
    rates = solved_rates(agent, READABLE, Setting(draft), 10, split="validation")
    assert pooled(rates).value >= FLOOR_READABLE
    assert not any(rate.failed for rate in rates)


def test_it_solves_held_out_problems_in_words(agent: TinyAgent) -> None:
    rates = solved_rates(agent, WORDS, Setting(), 10, split="validation")
    assert pooled(rates).value >= FLOOR_WORDS


@pytest.mark.parametrize(
    "statement",
    [
        "Differentiate sin(x) * exp(x)",
        "Solve for x: 3^x = 17 - x",
        "Find the volume of a cone with radius 3 and height 5.",
    ],
)
def test_outside_its_families_it_never_claims_to_have_solved(agent: TinyAgent, statement: str) -> None:
    (episode,) = run_episodes(agent, [Start(Problem(statement, "an answer that it cannot guess"))])
    assert episode.status is not EpisodeStatus.SOLVED
