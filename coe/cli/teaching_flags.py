"""Flags that say which problems are played to be learned from, and which episodes are kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, ClassVar

from typer import Option

from coe.cli.method_flags import Level
from coe.cli.student_flags import StudentRequest
from coe.cli.switches import Shape, Switch, chosen_families
from coe.errors import UsageError

if TYPE_CHECKING:
    from coe.training.episodes.sampling import PlayConfig
    from coe.training.episodes.starts import StartConfig


class Kept(StrEnum):
    """Which verified episodes of a problem are learned from, as typed."""

    BEST = "best"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachingRequest(StudentRequest):
    """What is played, and what of it is learned."""

    PANEL: ClassVar[str] = "Episodes"

    tasks: Annotated[
        str, Option(help="Families, groups, .jsonl files and data sets, comma-separated (`coe tasks`).")
    ] = "core"
    problems: Annotated[int, Option("--problems", "-n", min=1, help="Training problems.")] = 200
    samples: Annotated[int, Option(min=1, help="Episodes a problem.")] = 4
    temperature: Annotated[float, Option(min=0.0, help="Of the replies; 0 is greedy.")] = 0.8
    max_reply_tokens: Annotated[int, Option(min=1, help="Most tokens of a command.")] = 96
    max_steps: Annotated[int, Option(min=1, help="Most commands an episode.")] = 15
    feedback: Annotated[
        Level,
        Option(
            help="lines: verdicts only, and an episode is kept by what the verifier reads in the statement; "
            "outcome: the agent is told whether the answer is right, and the reference decides."
        ),
    ] = Level.LINES
    calculator: Annotated[Switch, Option(help="Evaluate {13 - 5} in edits.")] = Switch.ON
    constrained: Annotated[
        Switch, Option(help="Only commands that fit the draft can be written, by agents that can.")
    ] = Switch.ON
    empty: Annotated[float, Option(min=0, max=1, help="Share that starts from an empty draft.")] = 0.25
    partial: Annotated[
        float, Option(min=0, max=1, help="Share that starts from the first lines of the solution.")
    ] = 0.1
    mistakes: Annotated[str, Option(help="Kinds of mistakes in the other drafts (docs/mistakes.md).")] = (
        "full"
    )
    keep: Annotated[Kept, Option(help="Of a problem's verified episodes: the best, or all that differ.")] = (
        Kept.BEST
    )
    thin: Annotated[Switch, Option(help="Leave out turns after which the draft is no further.")] = Switch.ON
    format: Annotated[
        Shape, Option(help="Shape of a row; trace has one an episode, the others one a turn.")
    ] = Shape.CHAT
    batch_size: Annotated[int, Option(min=1, help="Episodes in flight.")] = 32
    seed: Annotated[int, Option(help="Of the problems, the drafts, the sampling and the training.")] = 0


def make_starts(request: TeachingRequest) -> StartConfig:
    """The training problems.

    Raises:
        UsageError: shares, mistakes or tasks that are none.
    """
    from coe.training.episodes.starts import StartConfig

    return StartConfig(
        request.tasks, request.problems, seed=request.seed, empty=request.empty, partial=request.partial,
        mistakes=request.mistakes,
    )  # fmt: skip


def make_play(request: TeachingRequest) -> PlayConfig:
    """How episodes are played.

    Raises:
        UsageError: a value outside its range.
    """
    from coe.environment import Decoding, EnvironmentConfig, Feedback
    from coe.messages import Sampling
    from coe.training.episodes.sampling import PlayConfig

    environment = EnvironmentConfig(
        Feedback(request.feedback.value), request.calculator is Switch.ON, request.max_steps
    )
    sampling = Sampling(request.temperature, request.seed, request.max_reply_tokens)
    return PlayConfig(environment, Decoding(sampling, constrained=request.constrained is Switch.ON))


def measured_families(tasks: str) -> tuple[str, ...]:
    """Families and data sets that held-out problems are drawn from.

    Raises:
        UsageError: an unknown name, or a file of problems, which has no split of its own to draw from.
    """
    if any(name.strip().endswith((".json", ".jsonl")) for name in tasks.split(",")):
        raise UsageError(
            "the held-out problems are drawn from families and data sets, not from files of problems; name "
            "some with --eval-tasks"
        )
    return chosen_families(tasks)
