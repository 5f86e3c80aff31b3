"""`coe train self-improve`: a model learns from its own verified episodes, round after round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from coe.cli.console import make_console
from coe.cli.requests import takes
from coe.cli.switches import Switch
from coe.cli.teaching_flags import TeachingRequest, make_play, make_starts, measured_families

if TYPE_CHECKING:
    from coe.training.self_improve.config import ImproveConfig
    from coe.training.self_improve.rounds import Round


class BeginFrom(StrEnum):
    """What a round's training begins from, as typed."""

    BASE = "base"
    LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImproveRequest(TeachingRequest):
    """What `coe train self-improve` can be asked."""

    model: Annotated[str, Option(help="Folder, GGUF file, or name on the Hugging Face hub.")]
    out: Annotated[Path, Option(metavar="FOLDER", help="Folder of the run; one that is there goes on.")]
    adapter: Annotated[
        str | None, Option(help="Folder of a peft adapter that the model begins with.", show_default=False)
    ] = None
    rounds: Annotated[int, Option(min=1, help="Most rounds.")] = 5
    patience: Annotated[int, Option(min=1, help="Rounds without a rise, after which it stops.")] = 2
    confidence: Annotated[
        float, Option(min=0.5, max=0.999, help="With which a rise is beyond chance, one-sided.")
    ] = 0.9
    begin: Annotated[
        BeginFrom,
        Option(
            help="A round's training begins from the model as it came, on the episodes of all rounds (base), "
            "or from the last adapter, on those of this round (last)."
        ),
    ] = BeginFrom.BASE
    eval_tasks: Annotated[
        str | None,
        Option(
            help="Families and data sets of the held-out problems; by default --tasks.", show_default=False
        ),
    ] = None
    eval_n: Annotated[int, Option(min=1, help="Held-out problems of each family or data set.")] = 20
    eval_seed: Annotated[int, Option(help="Of the held-out problems.")] = 1


@takes(ImproveRequest)
def self_improve(request: ImproveRequest) -> None:
    """Sample episodes, keep those that the verifier accepts, fine-tune, measure; stop when it helps no more.

    Exit code: 0 a round is better than the model as it came, 1 none is, 2 wrong usage.
    """
    raise typer.Exit(run(request))


def run(request: ImproveRequest) -> int:
    """Improve as asked, print the table of rounds; the exit code.

    Raises:
        UsageError: the request does not fit together, or the folder holds another run.
    """
    from coe.cli.progress import Bar
    from coe.training.self_improve.run import self_improve as improve

    config = make_config(request)
    try:
        done = improve(config, report=lambda line: typer.echo(line, err=True), bars=Bar)
    except KeyboardInterrupt:
        typer.echo(f"coe: {request.out} holds what is finished; the same command goes on", err=True)
        raise
    _print(done.rounds)
    typer.echo(f"Stopped: {done.why}.")
    if done.adapter is None:
        typer.echo("No round is better than the model as it came.")
        return 1
    typer.echo(f"{done.adapter}: the adapter of round {done.best.number}, held-out {done.best.rate}")
    return 0


def make_config(request: ImproveRequest) -> ImproveConfig:
    """The run that is asked for.

    Raises:
        UsageError: the request does not fit together.
    """
    from coe.cli.student_flags import make_student
    from coe.demonstrations.formats import Format
    from coe.environment import Feedback
    from coe.training.episodes.choosing import Keep
    from coe.training.held_out import HeldOut
    from coe.training.self_improve.config import Begin, ImproveConfig

    sft = make_student(
        request, request.model, request.adapter, (request.out / "rounds",), request.out, request.seed
    )
    held_out = HeldOut(
        measured_families(request.eval_tasks or request.tasks),
        request.eval_n,
        seed=request.eval_seed,
        split="validation",
        feedback=Feedback(request.feedback.value),
        calculator=request.calculator is Switch.ON,
        max_steps=request.max_steps,
    )
    return ImproveConfig(
        sft, request.out, make_starts(request), held_out, make_play(request), samples=request.samples,
        keep=Keep(request.keep.value), thin=request.thin is Switch.ON, form=Format(request.format.value),
        begin=Begin(request.begin.value), rounds=request.rounds, patience=request.patience,
        confidence=request.confidence, batch_size=request.batch_size,
    )  # fmt: skip


def _print(rounds: Sequence[Round]) -> None:
    from rich.table import Table

    from coe.training.self_improve.card import rate_text

    table = Table("round", "accepted", "rows", "held-out solved", "gained, lost", "p", "rises")
    for item in rounds:
        learned = (
            f"{item.accepted}/{item.played}", str(item.rows), rate_text(item),
            f"+{item.gained} -{item.lost} to {item.against}", f"{item.p_value:.3f}",
            "yes" if item.rose else "no",
        )  # fmt: skip
        table.add_row(str(item.number), *(learned if item.number else ("", "", rate_text(item))))
    make_console().print(table)
