"""Chain of Edits: mathematics solved by editing, every line judged by meaning.

Importing this package loads nothing heavy: each name below is imported when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coe.agents import create_agent
    from coe.environment import Environment
    from coe.problem import Problem
    from coe.rollout import run_episodes
    from coe.verifier import AnswerReward, answer_reward, equivalent, parse, verify

__version__ = "0.1.0"

__all__ = [
    "AnswerReward",
    "Environment",
    "Problem",
    "__version__",
    "answer_reward",
    "create_agent",
    "equivalent",
    "parse",
    "run_episodes",
    "verify",
]

_HOMES = {
    "AnswerReward": "coe.verifier",
    "answer_reward": "coe.verifier",
    "Environment": "coe.environment",
    "Problem": "coe.problem",
    "create_agent": "coe.agents",
    "equivalent": "coe.verifier",
    "parse": "coe.verifier",
    "run_episodes": "coe.rollout",
    "verify": "coe.verifier",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
