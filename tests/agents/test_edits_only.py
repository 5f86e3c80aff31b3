"""Agents that know only edit commands say so, through every wrapper."""

from __future__ import annotations

from pathlib import Path

from coe.agents import create_agent
from coe.agents.budget import BudgetedAgent
from coe.agents.cache import CachedAgent, open_store
from coe.agents.hybrid import HybridAgent
from coe.agents.local import LocalAgent
from coe.agents.protocol import knows_only_edits
from coe.agents.scripted import ScriptedAgent
from coe.agents.streaming import StreamedAgent
from coe.agents.tiny import MODEL_FOLDER, TinyAgent

OTHER = ScriptedAgent([])


def test_the_built_in_model_says_so_through_every_wrapper(tmp_path: Path) -> None:
    tiny = TinyAgent()
    wrapped = (
        tiny,
        BudgetedAgent(tiny, tokens=1),
        CachedAgent(tiny, open_store(str(tmp_path))),
        StreamedAgent(tiny, print),
        HybridAgent(tiny, OTHER),
        HybridAgent(OTHER, BudgetedAgent(tiny, tokens=1)),
    )
    assert all(knows_only_edits(agent) for agent in wrapped)


def test_its_model_is_known_by_its_tokenizer_wherever_it_is_computed() -> None:
    assert knows_only_edits(LocalAgent(MODEL_FOLDER, device="cpu"))
    assert knows_only_edits(create_agent("mlx", model=str(MODEL_FOLDER), device="cpu"))


def test_who_does_not_say_is_taken_to_know_more() -> None:
    assert not knows_only_edits(OTHER)
    assert not knows_only_edits(BudgetedAgent(OTHER, tokens=1))
    assert not knows_only_edits(HybridAgent(OTHER, OTHER))
