"""Flags of `coe train sft`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

import typer
from typer import Option

from coe.cli.method_flags import Level
from coe.cli.student_flags import LoraRequest, lora_settings
from coe.cli.switches import Switch, chosen_families
from coe.errors import UsageError

if TYPE_CHECKING:
    from coe.environment import Method
    from coe.training.held_out import HeldOut
    from coe.training.sft import SftConfig

_TARGETS = "q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj"
OF_THE_DATA = "data"


class Schedule(StrEnum):
    """Of the learning rate, as typed."""

    COSINE = "cosine"
    LINEAR = "linear"
    CONSTANT = "constant"


class TooLong(StrEnum):
    """What happens to an example that does not fit, as typed."""

    ERROR = "error"
    SKIP = "skip"


class Taught(StrEnum):
    """How the data solve problems, as typed."""

    DATA = "data"
    COE = "coe"
    COT = "cot"
    DIRECT = "direct"


class Drafts(StrEnum):
    """What measured episodes start from, as typed."""

    MISTAKEN = "mistaken"
    EMPTY = "empty"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured(LoraRequest):
    PANEL: ClassVar[str] = "Evaluation"

    eval_tasks: Annotated[
        str, Option(help="Measured families and groups, comma-separated; data: those of the data.")
    ] = OF_THE_DATA
    eval_n: Annotated[
        int, Option(min=0, help="Held-out problems of each family in an evaluation; 0 for none.")
    ] = 5
    eval_minutes: Annotated[
        float, Option(min=0, help="Of training between two evaluations; 0 for the last only.")
    ] = 10.0
    eval_steps: Annotated[int, Option(min=1, help="Most commands of a measured episode.")] = 15
    eval_drafts: Annotated[Drafts, Option(help="What measured episodes start from.")] = Drafts.MIXED
    eval_feedback: Annotated[Level, Option(help="What the measured agent is told.")] = Level.LINES
    calculator: Annotated[Switch, Option(help="Calculator spans in measured episodes.")] = Switch.ON
    validation_rows: Annotated[
        int,
        Option(min=0, help="Most rows of the data's validation split to measure the loss on; 0: none."),
    ] = 500
    patience: Annotated[
        int,
        Option(
            min=0,
            help="Stop after so many evaluations without a better one, and keep the best adapter; 0: never.",
        ),
    ] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SftRequest(_Measured):
    """What `coe train sft` can be asked."""

    context: typer.Context
    model: Annotated[
        str | None, Option(help="Folder, GGUF file, or name on the Hugging Face hub (coe models).")
    ] = None
    data: Annotated[
        list[Path] | None,
        Option(metavar="FOLDER|FILE", help="Rows of coe demos; may be given several times."),
    ] = None
    out: Annotated[
        Path | None, Option(metavar="FOLDER", help="Of the adapter; a run that is there goes on.")
    ] = None
    config: Annotated[
        Path | None,
        Option(metavar="FILE", help="A coe_sft.json: all settings of a run; with --out only."),
    ] = None
    adapter: Annotated[
        Path | None, Option(metavar="FOLDER", help="Go on from this adapter instead of a fresh one.")
    ] = None
    method: Annotated[
        Taught,
        Option(
            help="How the data solve problems, which the model is measured by: edits, a solution in one "
            "reply, or the answer alone; data: as their rows say."
        ),
    ] = Taught.DATA
    max_tokens: Annotated[int | None, Option(help="Of training; the schedule is fitted to it.")] = None
    targets: Annotated[str, Option(help="Layers with LoRA, comma-separated.")] = _TARGETS
    schedule: Annotated[Schedule, Option(help="Of the learning rate after the warm-up.")] = Schedule.COSINE
    warmup: Annotated[float, Option(help="Share of the run in which the learning rate rises.")] = 0.03
    too_long: Annotated[TooLong, Option(help="At an example that does not fit the model's context.")] = (
        TooLong.ERROR
    )
    bf16: Annotated[bool, Option("--bf16", help="Compute in bfloat16; by default where it is fast.")] = False
    fp16: Annotated[bool, Option("--fp16", help="Compute in float16, for GPUs without bfloat16.")] = False
    fp32: Annotated[bool, Option("--fp32", help="Compute in float32.")] = False
    gradient_checkpointing: Annotated[
        bool, Option("--gradient-checkpointing", help="Less memory, about a third more time.")
    ] = False
    seed: Annotated[int, Option(help="Of the first weights, the order of the data and dropout.")] = 0
    save_minutes: Annotated[float, Option(min=0, help="Between checkpoints.")] = 5.0


def make_sft(request: SftRequest) -> SftConfig:
    """The run that is asked for by flags.

    Raises:
        UsageError: a flag is missing, or they do not fit together.
    """
    from coe.training.sft import SftConfig
    from coe.training.sft.lessons import taught_in

    model, data, out = request.model, tuple(request.data or ()), request.out
    if not model or not data or out is None:
        missing = "model" if not model else "out" if data else "data"
        raise UsageError(f"--{missing} is missing; see coe train sft --help")
    families, methods = taught_in(data)
    method = _method(request, methods)
    return SftConfig(
        model, data, out, request.adapter, max_tokens=request.max_tokens,
        targets=tuple(name.strip() for name in request.targets.split(",") if name.strip()),
        schedule=request.schedule.value, warmup=request.warmup, too_long=request.too_long.value,
        dtype=_dtype(request), checkpointing=request.gradient_checkpointing, seed=request.seed,
        save_minutes=request.save_minutes, held_out=_held_out(request, families, method), method=method,
        eval_minutes=request.eval_minutes, patience=request.patience,
        validation_rows=request.validation_rows, **lora_settings(request),
    )  # fmt: skip


def _dtype(request: SftRequest) -> str:
    names = {"bf16": "bfloat16", "fp16": "float16", "fp32": "float32"}
    chosen = [name for name in names if getattr(request, name)]
    if len(chosen) > 1:
        raise UsageError(f"{' and '.join(f'--{name}' for name in chosen)} exclude each other")
    return names[chosen[0]] if chosen else "auto"


def _method(request: SftRequest, methods: tuple[Method, ...]) -> Method:
    from coe.environment import Method

    if request.method is not Taught.DATA:
        return Method(request.method.value)
    if len(methods) > 1:
        raise UsageError(
            f"the data hold rows of several methods ({', '.join(methods)}); say by --method which of them "
            "the model is measured by, or train on the rows of one"
        )
    return methods[0] if methods else Method.COE


def _held_out(request: SftRequest, families: tuple[str, ...], method: Method) -> HeldOut | None:
    from coe.environment import Feedback
    from coe.training.held_out import Draft, HeldOut

    if not request.eval_n:
        return None
    names = request.eval_tasks
    tasks = families if names == OF_THE_DATA else chosen_families(names)
    if not tasks:
        raise UsageError(
            "the data name no family to measure held-out problems of; name some with --eval-tasks, or add "
            "--eval-n 0"
        )
    return HeldOut(
        tasks, request.eval_n, split="validation",
        draft=Draft.EMPTY if method.one_reply else Draft(request.eval_drafts.value),
        feedback=Feedback(request.eval_feedback.value), calculator=request.calculator is Switch.ON,
        max_steps=request.eval_steps, method=method,
    )  # fmt: skip
