"""Exports, written beside their place and moved there when they are whole."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from safetensors import SafetensorError

from coe.errors import ExportError
from coe.exporting.gguf import check_gguf, write_gguf
from coe.exporting.merge import write_merged
from coe.exporting.mlx import write_mlx
from coe.exporting.onnx import write_onnx
from coe.exporting.plan import ExportConfig, ExportPlan, Target, plan_export

_WRITERS = {Target.GGUF: write_gguf, Target.MLX: write_mlx, Target.ONNX: write_onnx}


def export_model(config: ExportConfig, report: Callable[[str], None] | None = None) -> Path:
    """The export; the same export that is there already is left as it is.

    What was in its place is replaced at the end, and only if that is asked for.

    Args:
        config: what is asked for.
        report: called with a line at each step.

    Raises:
        UsageError: it cannot work, see `plan_export`; nothing was written.
        MissingDependencyError: a package is not installed.
        AgentError: the model is there but does not load.
        ExportError: a converter failed, or the disk is full; what was in the place of the export is there.
    """
    plan = plan_export(config)
    say = report or (lambda _: None)
    if plan.finished:
        say(f"{config.out} is this very export")
        return config.out
    if config.target is Target.GGUF and plan.place.is_dir():
        check_gguf(plan.place)
    try:
        with tempfile.TemporaryDirectory(dir=config.out.parent, prefix=".exporting-") as work:
            made = _write(plan, Path(work), say)
            _put(made, plan, Path(work))
    except OSError as error:
        raise ExportError(f"{config.out} cannot be written: {error.strerror or error}") from error
    except SafetensorError as error:
        raise ExportError(f"{config.out} cannot be written: {error}") from error
    return config.out


def _write(plan: ExportPlan, work: Path, say: Callable[[str], None]) -> Path:
    """The export in the folder `work`."""
    config, source = plan.config, plan.place
    merged = config.target is Target.MERGED
    if merged or plan.adapter is not None or source.is_file():
        say(f"merging into {config.model}" if plan.adapter else f"reading {config.model}")
        source = work / "merged"
        write_merged(plan.place, plan.adapter, config.stored_as if merged else "auto", source)
    if merged:
        return source
    made = work / config.out.name
    say(f"converting to {config.target} ({config.stored_as})")
    _WRITERS[config.target](source, config.stored_as, made, Path(config.model).name)
    return made


def _put(made: Path, plan: ExportPlan, work: Path) -> None:
    """Moves the export to its place, and writes what it is."""
    out, record = plan.config.out, json.dumps(plan.record, indent=2) + "\n"
    if made.is_dir():
        (made / plan.config.record_file.name).write_text(record, encoding="utf-8")
    else:
        plan.config.record_file.unlink(missing_ok=True)
    old = work / "replaced"
    if out.is_dir():
        out.rename(old)
    try:
        made.replace(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    if out.is_file():
        plan.config.record_file.write_text(record, encoding="utf-8")
