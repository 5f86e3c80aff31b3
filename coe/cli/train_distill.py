"""`coe train distill`: a student learns from verified episodes of teachers, or a teacher's probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Option

from coe.cli.agent_flags import BaseUrl, Concurrency, Prices, Thinking
from coe.cli.console import make_console
from coe.cli.requests import takes
from coe.cli.switches import Switch
from coe.cli.teaching_flags import TeachingRequest, make_play, make_starts, measured_families
from coe.errors import UsageError

if TYPE_CHECKING:
    from coe.training.distill.config import TeachConfig
    from coe.training.distill.rows import TaughtRows
    from coe.training.distill.teachers import Teacher
    from coe.training.held_out import HeldOut
    from coe.training.sft import SftConfig

_OPTIONS = ("base_url", "concurrency", "thinking", "prices", "device", "dtype")
_OF_SERVICES = ("base_url", "concurrency", "thinking", "prices")
_HEAVY = ("local", "mlx")
_BETA = 0.5


class Ask(StrEnum):
    """Which problems a teacher gets, as typed."""

    ALL = "all"
    UNSOLVED = "unsolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class DistillRequest(TeachingRequest):
    """What `coe train distill` can be asked."""

    teacher: Annotated[
        list[str],
        Option(
            metavar="AGENT|AGENT=MODEL",
            help="gemini, openai, local, tiny, mlx or your own package.module:attribute, with its model; "
            "repeat it for several.",
        ),
    ]
    out: Annotated[Path, Option(metavar="FOLDER", help="Folder of the run; one that is there goes on.")]
    student: Annotated[
        str | None,
        Option(help="Folder or name of the model that learns; without it only rows are written."),
    ] = None
    adapter: Annotated[
        str | None, Option(help="Folder of a peft adapter that the student begins with.", show_default=False)
    ] = None
    samples: Annotated[int, Option(min=1, help="Episodes a problem of each teacher.")] = 1
    temperature: Annotated[float, Option(min=0.0, help="Of the teachers' replies; 0 is greedy.")] = 0.0
    ask: Annotated[
        Ask, Option(help="Teachers after the first get all problems, or those that no earlier one solved.")
    ] = Ask.ALL
    go_on: Annotated[
        bool, Option("--go-on", help="Learn from what there is where a teacher failed on some problems.")
    ] = False
    budget_usd: Annotated[
        float | None, Option(help="Most US dollars that all teachers spend, over all parts of the run.")
    ] = None
    budget_tokens: Annotated[
        int | None, Option(help="Most tokens that all teachers read and write, over all parts of the run.")
    ] = None
    base_url: BaseUrl = None
    concurrency: Concurrency = None
    thinking: Thinking = None
    prices: Prices = None
    logits: Annotated[
        bool,
        Option("--logits", help="Learn the probabilities of the one teacher, local=MODEL, through TRL."),
    ] = False
    data: Annotated[
        list[Path] | None,
        Option(
            metavar="FOLDER|FILE",
            help="With --logits: rows of coe demos to learn on, instead of the teacher's episodes.",
        ),
    ] = None
    beta: Annotated[
        float, Option(min=0, max=1, help="With --logits: 0 forward divergence, 1 reverse, between: JSD.")
    ] = _BETA
    on_policy: Annotated[
        float, Option(min=0, max=1, help="With --logits: share of batches that the student writes itself.")
    ] = 0.0
    eval_tasks: Annotated[
        str | None,
        Option(
            help="Families and data sets of the held-out problems; by default --tasks.", show_default=False
        ),
    ] = None
    eval_n: Annotated[
        int, Option(min=0, help="Held-out problems of each, on which the student is measured; 0 for none.")
    ] = 5


@takes(DistillRequest)
def distill(request: DistillRequest) -> None:
    """Let teachers play training problems, keep what is verified, and fine-tune a student on it.

    Exit code: 0 finished, 1 a teacher failed or nothing was verified, 2 wrong usage.
    """
    run(request)


def run(request: DistillRequest) -> None:
    """Distill as asked, and print what came of it.

    Raises:
        UsageError: the request does not fit together, or the folder holds another run.
        AgentError: a teacher failed on some problems.
        CoeError: no episode is verified.
    """
    from coe.cli.progress import Bar
    from coe.training.distill.rows import make_rows

    named = [_named(text) for text in request.teacher]
    _check_logits(request, named)
    _check_services(request, named)
    # Before anybody is asked: a student that cannot be trained is known at once.
    student = _student(request)
    if request.data:
        assert student is not None, "checked"
        _learn(request, named, student)
        return
    config = make_config(request, [_teacher(request, *each) for each in named])
    try:
        taught = make_rows(config, report=lambda line: typer.echo(line, err=True), bars=Bar)
    except KeyboardInterrupt:
        typer.echo(f"coe: {request.out} holds what is finished; the same command goes on", err=True)
        raise
    _print(taught)
    if student is not None:
        _learn(request, named, student)


def make_config(request: DistillRequest, teachers: list[Teacher]) -> TeachConfig:
    """How the teachers make rows.

    Raises:
        UsageError: the request does not fit together.
    """
    from coe.demonstrations.formats import Format
    from coe.training.distill.config import TeachConfig
    from coe.training.distill.teachers import Budget
    from coe.training.episodes.choosing import Keep

    return TeachConfig(
        tuple(teachers), request.out / "teaching", make_starts(request), make_play(request),
        samples=request.samples, only_unsolved=request.ask is Ask.UNSOLVED, keep=Keep(request.keep.value),
        thin=request.thin is Switch.ON, form=Format(request.format.value),
        budget=Budget(request.budget_usd, request.budget_tokens), go_on=request.go_on,
        batch_size=request.batch_size,
    )  # fmt: skip


def _named(text: str) -> tuple[str, str | None]:
    name, _, model = text.partition("=")
    if not name:
        raise UsageError(f"--teacher {text!r}: give AGENT or AGENT=MODEL, such as gemini or local=FOLDER")
    return name, model or None


def _check_logits(request: DistillRequest, named: list[tuple[str, str | None]]) -> None:
    if request.student is None and request.adapter is not None:
        raise UsageError("--adapter is for --student: the model that begins with it")
    if not request.logits:
        if request.data:
            raise UsageError("--data is for --logits; to learn from rows alone use coe train sft")
        if request.on_policy or request.beta != _BETA:
            raise UsageError("--on-policy and --beta are for --logits")
        return
    if len(named) != 1 or named[0][0] != "local" or named[0][1] is None:
        raise UsageError(
            "--logits learns from the probabilities of one local model: give --teacher local=MODEL alone"
        )
    if request.student is None:
        raise UsageError("--logits needs a --student")


def _check_services(request: DistillRequest, named: list[tuple[str, str | None]]) -> None:
    from coe.agents.catalogue import takes_option

    for option in _OF_SERVICES:
        given = getattr(request, option) not in (None, [])
        if given and not any(takes_option(name, option) for name, _ in named if name != "hybrid"):
            raise UsageError(f"--{option.replace('_', '-')}: no teacher takes it")


def _teacher(request: DistillRequest, name: str, model: str | None) -> Teacher:
    """A teacher; one that costs no memory is made at once, so that a wrong name or key is known."""
    from coe._optional import require
    from coe.agents.catalogue import takes_option
    from coe.agents.pretrained import DEFAULT_MODEL, check_request, pick_device
    from coe.cli.agent_flags import AgentRequest, make_agent
    from coe.training.distill.teachers import Teacher

    if name == "hybrid":
        raise UsageError("--teacher hybrid: name its agents as teachers of their own, with --ask unsolved")
    given: dict[str, Any] = {
        option: getattr(request, option) for option in _OPTIONS if takes_option(name, option)
    }
    asked = AgentRequest(model_type=name, model=model, **given)
    constrained = request.constrained is Switch.ON and name != "tiny"
    label = name if model is None else f"{name}={model}"
    if name in _HEAVY:
        if name == "local":
            check_request(model or DEFAULT_MODEL, None, pick_device(require("torch"), request.device), None)
        return Teacher(label, lambda: make_agent(asked), constrained)
    agent = make_agent(asked)
    return Teacher(label, lambda: agent, constrained)


def _student(request: DistillRequest) -> SftConfig | None:
    """How the student is trained; None without one."""
    from dataclasses import replace

    from coe._optional import require
    from coe.agents.pretrained import check_dtype, check_request, pick_device
    from coe.cli.student_flags import make_student
    from coe.training.sft.preflight import check_packages

    if request.student is None:
        return None
    data = tuple(request.data or ()) or (request.out / "teaching" / "rows",)
    out = request.out / "student"
    config = make_student(request, request.student, request.adapter, data, out, request.seed)
    check_dtype(config.dtype)
    check_request(config.model, config.adapter, pick_device(require("torch"), config.device), config.bits)
    check_packages(config)
    return replace(config, held_out=_held_out(request))


def _held_out(request: DistillRequest) -> HeldOut | None:
    from coe.environment import Feedback
    from coe.training.held_out import HeldOut

    if not request.eval_n:
        return None
    return HeldOut(
        measured_families(request.eval_tasks or request.tasks),
        request.eval_n,
        split="validation",
        feedback=Feedback(request.feedback.value),
        calculator=request.calculator is Switch.ON,
        max_steps=request.max_steps,
    )


def _learn(request: DistillRequest, named: list[tuple[str, str | None]], student: SftConfig) -> None:
    from coe.cli.progress import ShareBar

    with ShareBar("student") as bar:
        try:
            said = _by_logits(request, named, student, bar) if request.logits else _by_rows(student, bar)
        except KeyboardInterrupt:
            bar.print(f"coe: {student.out} holds a checkpoint; the same command goes on from it")
            raise
    typer.echo(said)


def _by_rows(student: SftConfig, bar: Any) -> str:
    from coe.training.sft import train_sft

    result = train_sft(
        student, report=bar.print, progress=lambda clock, share, loss: bar.show(share, f"loss {loss:.4f}")
    )
    said = f"{result.adapter}: {result.tokens:,} tokens, {result.seconds:.0f} s, loss {result.loss:.4f}"
    return said if result.solved is None else f"{said}; held-out problems solved: {result.solved}"


def _by_logits(
    request: DistillRequest, named: list[tuple[str, str | None]], student: SftConfig, bar: Any
) -> str:
    from coe.training.distill.logits import LogitConfig, distill_logits

    teacher = named[0][1]
    assert teacher is not None, "checked"
    config = LogitConfig(student, teacher, beta=request.beta, on_policy=request.on_policy)
    result = distill_logits(
        config, report=bar.print,
        progress=lambda clock, share, loss: bar.show(share, f"divergence {loss:.4f}"),
    )  # fmt: skip
    clock = result.clock
    said = f"{result.adapter}: {clock.tokens:,} tokens, {clock.seconds:.0f} s, divergence {result.loss:.4f}"
    return said if result.solved is None else f"{said}; held-out problems solved: {result.solved}"


def _print(taught: TaughtRows) -> None:
    from rich.table import Table

    table = Table("teacher", "episodes verified", "problems solved", "kept", "missing", "tokens", "cost, USD")
    for each in taught.teachers:
        cost = "unknown" if each.cost_usd is None else f"{each.cost_usd:.4f}"
        table.add_row(
            each.teacher, f"{each.accepted} of {each.played}", f"{each.solved} of {each.problems}",
            str(each.chosen), str(each.missing), f"{each.tokens:,}", cost,
        )  # fmt: skip
    make_console().print(table)
    typer.echo(
        f"{taught.folder}: {taught.episodes} episodes on {taught.solved} of {taught.problems} problems, "
        f"{taught.rows} rows; of {taught.turns} turns {taught.refused} refused, {taught.idle} idle and "
        f"{taught.repeated} repeated ones were left out"
    )
