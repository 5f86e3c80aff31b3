"""`coe solve`: one problem, one agent, each edit shown as it comes.

The typer command and `examples/solve_cli.py` both fill a `SolveRequest` and call `run`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from coe.agents import Agent
    from coe.environment import Episode
    from coe.rollout import Start


class Level(StrEnum):
    """What an agent is told, as typed on the command line."""

    LINES = "lines"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveRequest:
    """Everything that `coe solve` can be asked.

    Args:
        problem: the statement, or the name of an example problem.
        initial: starting draft (text, or the path of a file); None starts empty, or from the example's own.
        truth: reference answer; scores the end, and is never shown to the agent unless `reveal_truth`.
        model_type: name of an agent, or "package.module:attribute".
        model: model folder or name, for agents that take one.
        temperature: 0 is greedy.
    """

    problem: str
    initial: str | None = None
    truth: str | None = None
    model_type: str = "tiny"
    model: str | None = None
    adapter_path: str | None = None
    load_in_4bit: bool = False
    max_steps: int = 15
    temperature: float = 0.0
    seed: int = 0
    feedback: Level = Level.LINES
    reveal_truth: bool = False
    json: bool = False
    quiet: bool = False


def solve(
    problem: Annotated[str, typer.Argument(help="The problem in quotes, or an example: apples, linear, ...")],
    initial: Annotated[
        str | None,
        typer.Option(metavar="TEXT|FILE", help="Starting solution; lines separated by newlines or \\n."),
    ] = None,
    truth: Annotated[
        str | None, typer.Option(help="Reference answer: scores the end; the agent does not see it.")
    ] = None,
    model_type: Annotated[
        str, typer.Option(help="Agent: a name (tiny, local, ...) or your own package.module:attribute.")
    ] = "tiny",
    model: Annotated[str | None, typer.Option(help="Model folder or name, for agents that take one.")] = None,
    adapter_path: Annotated[str | None, typer.Option(help="Folder of a peft adapter.")] = None,
    load_in_4bit: Annotated[bool, typer.Option("--load-in-4bit", help="Load the model in 4 bits.")] = False,
    max_steps: Annotated[int, typer.Option(min=1, help="Most commands.")] = 15,
    temperature: Annotated[float, typer.Option(min=0.0, help="0 is greedy.")] = 0.0,
    seed: Annotated[int, typer.Option(help="Seed of the sampling.")] = 0,
    feedback: Annotated[
        Level, typer.Option(help="lines: verdicts only; outcome: also whether the final answer is right.")
    ] = Level.LINES,
    reveal_truth: Annotated[
        bool, typer.Option("--reveal-truth", help="Show --truth to the agent; the result says so.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object, nothing else.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the end only.")] = False,
) -> None:
    """Mend or write a solution, edit by edit, with every line judged.

    Exit code: 0 solved or consistent, 1 not solved, 2 wrong usage.
    """
    request = SolveRequest(
        problem=problem, initial=initial, truth=truth, model_type=model_type, model=model,
        adapter_path=adapter_path, load_in_4bit=load_in_4bit, max_steps=max_steps, temperature=temperature,
        seed=seed, feedback=feedback, reveal_truth=reveal_truth, json=json, quiet=quiet,
    )  # fmt: skip
    raise typer.Exit(run(request))
