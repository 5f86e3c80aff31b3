"""Names of agents; nothing is imported until one is asked for."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, cast

from coe._registry import Registry
from coe.agents.protocol import Agent
from coe.errors import UsageError

AGENTS = Registry(
    "agent",
    {
        "tiny": "coe.agents.tiny:TinyAgent",
        "local": "coe.agents.local:LocalAgent",
        "mlx": "coe.agents.mlx:MlxAgent",
        "gemini": "coe.agents.gemini:GeminiAgent",
        "openai": "coe.agents.openai:OpenAIAgent",
        "hybrid": "coe.agents.hybrid:HybridAgent",
        "scripted": "coe.agents.scripted:ScriptedAgent",
    },
)


def agent_names() -> tuple[str, ...]:
    """The registered names."""
    return tuple(AGENTS)


def takes_option(name: str, option: str) -> bool:
    """Whether `create_agent` can pass this option to the agent of this name.

    Raises:
        UsageError: unknown name.
    """
    try:
        parameters = inspect.signature(cast(Callable[..., object], AGENTS.load(name))).parameters
    except (TypeError, ValueError):
        return True  # only the call can tell
    return option in parameters or any(kind.kind is kind.VAR_KEYWORD for kind in parameters.values())


def create_agent(name: str, /, **options: Any) -> Agent:
    """The agent of this name, or of the user's own "package.module:attribute".

    Args:
        name: a registered name or a path to a class or function that makes an agent.
        options: passed to it as they are.

    Raises:
        UsageError: unknown name, or options that it does not take.
        MissingDependencyError: a package it needs is not installed.
    """
    factory = AGENTS.load(name)
    if not callable(factory):
        raise UsageError(f"agent {name!r} is no class or function")
    _check_options(name, factory, options)
    agent = cast(Callable[..., object], factory)(**options)
    if not isinstance(agent, Agent):
        raise UsageError(f"agent {name!r} made a {type(agent).__name__}, which has no name and act()")
    return agent


def _check_options(name: str, factory: Callable[..., object], options: dict[str, Any]) -> None:
    # Looked at before the call, so that a TypeError from inside an agent is not taken for a wrong option.
    try:
        signature = inspect.signature(factory)
    except ValueError:
        return
    try:
        signature.bind(**options)
    except TypeError as error:
        raise UsageError(
            f"agent {name!r}: {error}; its options are {', '.join(signature.parameters)}"
        ) from error
