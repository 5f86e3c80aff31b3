"""`coe train sft`: a LoRA adapter from demonstrations."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from coe.cli import sft_flags as flags
from coe.cli.method_flags import Level
from coe.cli.switches import Switch, chosen_families
from coe.errors import UsageError

if TYPE_CHECKING:
    from coe.training.held_out import HeldOut
    from coe.training.sft import SftConfig, SftResult

_TARGETS = "q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj"
OF_THE_DATA = "data"


def sft(
    context: typer.Context,
    model: flags.Model = None,
    data: flags.Data = None,
    out: flags.Out = None,
    config: flags.Again = None,
    adapter: flags.Adapter = None,
    epochs: flags.Epochs = 3.0,
    max_minutes: flags.MaxMinutes = None,
    max_tokens: flags.MaxTokens = None,
    rank: flags.Rank = 16,
    alpha: flags.Alpha = 32,
    dropout: flags.Dropout = 0.05,
    targets: flags.Targets = _TARGETS,
    learning_rate: flags.Rate = 2e-4,
    schedule: flags.Curve = flags.Schedule.COSINE,
    warmup: flags.Warmup = 0.03,
    row_tokens: flags.RowTokens = 2048,
    accumulate: flags.Accumulate = 1,
    too_long: flags.Long = flags.TooLong.ERROR,
    bf16: flags.Bf16 = False,
    fp16: flags.Fp16 = False,
    fp32: flags.Fp32 = False,
    load_in_4bit: flags.Bits = False,
    gradient_checkpointing: flags.Recompute = False,
    device: flags.Device = "auto",
    seed: flags.Seed = 0,
    save_minutes: flags.SaveMinutes = 5.0,
    eval_tasks: flags.EvalTasks = OF_THE_DATA,
    eval_n: flags.EvalN = 5,
    eval_minutes: flags.EvalMinutes = 10.0,
    eval_steps: flags.EvalSteps = 15,
    eval_drafts: flags.EvalDrafts = flags.Drafts.MIXED,
    eval_feedback: flags.EvalFeedback = Level.LINES,
    calculator: Switch = Switch.ON,
    validation_rows: flags.ValidationRows = 500,
    patience: flags.Patience = 0,
    report_to: flags.ReportTo = flags.Tracker.TENSORBOARD,
    trust_remote_code: flags.TrustCode = False,
) -> None:
    """Fine-tune a model on demonstrations with LoRA; only the edit commands are learned."""
    told = dict(context.params)
    _run(_again(context, config, out) if config is not None else _config(told))


def _again(context: typer.Context, file: Path, out: Path | None) -> SftConfig:
    """The settings of a file, with another folder where one is given."""
    import json

    from coe.training.sft import SftConfig

    others = [
        f"--{name.replace('_', '-')}"
        for name in context.params
        if name not in ("config", "out") and _is_given(context, name)
    ]
    if others:
        raise UsageError(f"--config holds every setting; leave out {', '.join(others)}")
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        read = SftConfig.from_json(stored)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(f"--config {file} cannot be read as settings of fine-tuning: {error}") from error
    return read if out is None else replace(read, out=out)


def _is_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _config(told: dict[str, Any]) -> SftConfig:
    from coe.training.sft import SftConfig

    for name in ("model", "data", "out"):
        if not told[name]:
            raise UsageError(f"--{name} is missing; see coe train sft --help")
    data = tuple(told["data"])
    same = (
        "model", "out", "adapter", "epochs", "max_minutes", "max_tokens", "rank", "alpha", "dropout",
        "learning_rate", "warmup", "row_tokens", "accumulate", "device", "seed", "save_minutes",
        "eval_minutes", "validation_rows", "patience", "trust_remote_code",
    )  # fmt: skip
    return SftConfig(
        data=data,
        targets=tuple(name.strip() for name in told["targets"].split(",") if name.strip()),
        schedule=told["schedule"].value, too_long=told["too_long"].value, dtype=_dtype(told),
        bits=4 if told["load_in_4bit"] else None, checkpointing=told["gradient_checkpointing"],
        report_to=told["report_to"].value, held_out=_held_out(told, data),
        **{name: told[name] for name in same},
    )  # fmt: skip


def _dtype(told: dict[str, Any]) -> str:
    names = {"bf16": "bfloat16", "fp16": "float16", "fp32": "float32"}
    chosen = [name for name in names if told[name]]
    if len(chosen) > 1:
        raise UsageError(f"{' and '.join(f'--{name}' for name in chosen)} exclude each other")
    return names[chosen[0]] if chosen else "auto"


def _held_out(told: dict[str, Any], data: tuple[Path, ...]) -> HeldOut | None:
    from coe.environment import Feedback
    from coe.training.held_out import Draft, HeldOut
    from coe.training.sft.lessons import families_in

    if not told["eval_n"]:
        return None
    names = told["eval_tasks"]
    tasks = families_in(data) if names == OF_THE_DATA else chosen_families(names)
    if not tasks:
        raise UsageError(
            "the data name no family to measure held-out problems of; name some with --eval-tasks, or add "
            "--eval-n 0"
        )
    return HeldOut(
        tasks, told["eval_n"], split="validation", draft=Draft(told["eval_drafts"].value),
        feedback=Feedback(told["eval_feedback"].value), calculator=told["calculator"] is Switch.ON,
        max_steps=told["eval_steps"],
    )  # fmt: skip


def _run(config: SftConfig) -> None:
    from coe.cli.progress import ShareBar
    from coe.training.sft import train_sft
    from coe.training.sft.checkpoints import complete_checkpoints
    from coe.training.sft.run_folder import is_first_process

    with ShareBar("training", visible=is_first_process()) as bar:

        def show(clock: Any, spent: float, loss: float) -> None:
            rate = clock.tokens / clock.seconds if clock.seconds else 0.0
            bar.show(spent, f"update {clock.updates}, loss {loss:.4f}, {rate:,.0f} tokens/s")

        try:
            result = train_sft(config, report=bar.print, progress=show)
        except KeyboardInterrupt:
            if complete_checkpoints(config.out):
                bar.print(f"coe: {config.out} holds a checkpoint; the same command goes on from it")
            raise
    if is_first_process():
        typer.echo(_said(result))


def _said(result: SftResult) -> str:
    parts = [
        f"{result.adapter}: {result.clock.updates:,} updates, {result.clock.examples:,} examples, "
        f"{result.tokens:,} tokens, {result.seconds:.0f} s of training, loss {result.loss:.4f}"
    ]
    if result.validation_loss is not None:
        parts.append(f"loss on validation rows {result.validation_loss:.4f}")
    if result.solved is not None:
        parts.append(f"held-out problems solved: {result.solved}")
    return "; ".join(parts)
