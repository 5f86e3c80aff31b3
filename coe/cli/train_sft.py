"""`coe train sft`: a LoRA adapter from demonstrations."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from coe.cli.requests import takes
from coe.cli.sft_flags import SftRequest, make_sft
from coe.errors import UsageError

if TYPE_CHECKING:
    from coe.training.sft import SftConfig, SftResult


@takes(SftRequest)
def sft(request: SftRequest) -> None:
    """Fine-tune a model on demonstrations with LoRA; only the edit commands are learned."""
    _run(make_sft(request) if request.config is None else _again(request, request.config))


def _again(request: SftRequest, file: Path) -> SftConfig:
    """The settings of a file, with another folder where one is given."""
    import json

    from coe.training.sft import SftConfig

    flags = {field.name for field in fields(SftRequest)} - {"context", "config", "out"}
    given = sorted(name for name in flags if _is_given(request.context, name))
    if given:
        others = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise UsageError(f"--config holds every setting; leave out {others}")
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        read = SftConfig.from_json(stored)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(f"--config {file} cannot be read as settings of fine-tuning: {error}") from error
    return read if request.out is None else replace(read, out=request.out)


def _is_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


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
