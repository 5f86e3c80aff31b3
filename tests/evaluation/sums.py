"""Small runs by scripted agents, through the real loop and store."""

from __future__ import annotations

from collections.abc import Sequence

from coe.evaluation import RunConfig
from coe.messages import Message
from coe.problem import Problem
from coe.rollout import Start

SUMS = [Problem(f"Calculate {a} + 5", answer=str(a + 5), family="sums") for a in range(1, 13)]


def sums(samples: int = 1) -> list[Start]:
    """Problems that one command solves."""
    return [Start(problem, (), sample) for problem in SUMS for sample in range(samples)]


def config(**changes: object) -> RunConfig:
    return RunConfig(**{"tasks": "sums", "agent": {"name": "scripted"}, **changes})  # type: ignore[arg-type]


def right(messages: Sequence[Message]) -> str:
    """The command that solves the sum."""
    statement = messages[-1].content.split("\n")[0].removeprefix("Problem: Calculate ")
    return f"ADDL 1 >>>= {{{statement}}}"


def wrong(messages: Sequence[Message]) -> str:
    return "ADDL 1 >>>= 0" if "(no lines)" in messages[-1].content else "EXIT"
