"""An agent that writes a wrong solution to everything."""

from __future__ import annotations

from coe.agents.scripted import ScriptedAgent

WRONG = ("First I add.", "= 1 + 1 = 3", "Answer: 99999")


def wrong_agent() -> ScriptedAgent:
    """It solves nothing."""
    return ScriptedAgent(lambda messages: "\n".join(WRONG), name="wrong")
