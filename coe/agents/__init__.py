"""Agents: models and scripts that answer conversations. They see messages only, never drafts."""

from coe.agents.catalogue import agent_names, create_agent
from coe.agents.checking import check_agent
from coe.agents.protocol import Agent, Conversation, StreamingAgent

__all__ = ["Agent", "Conversation", "StreamingAgent", "agent_names", "check_agent", "create_agent"]
