"""Files of a training run: a resumable checkpoint, and the model folder that agents load.

Weights are safetensors; the optimizer's state loads with `weights_only=True`, which runs no code. Each file
is written beside its place and then renamed, so an interrupted run never leaves half a file.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from coe.errors import UsageError
from coe.files import write_text, write_whole
from coe.training.tiny.model import TinyShape, to_llama_weights
from coe.training.tiny.optimizer import MuonAdamW


@dataclass(slots=True)
class Progress:
    """Where a run stands.

    Args:
        step: updates made.
        tokens: tokens read, padding left out.
        examples: commands learned from.
        seconds: spent training, evaluations left out.
        next_chunk: first chunk of the source that was not begun.
        too_long: examples dropped because they exceed the context.
    """

    step: int = 0
    tokens: int = 0
    examples: int = 0
    seconds: float = 0.0
    next_chunk: int = 0
    too_long: int = 0


def save_checkpoint(
    folder: Path,
    weights: dict[str, Tensor],
    average: dict[str, Tensor],
    optimizer: MuonAdamW,
    progress: Progress,
) -> None:
    """Writes everything that `load_checkpoint` needs; progress last, so it names only complete files."""
    folder.mkdir(parents=True, exist_ok=True)
    number = progress.step
    both = {f"weights.{name}": value for name, value in weights.items()}
    both |= {f"average.{name}": value for name, value in average.items()}
    write_whole(folder / f"{number}.safetensors", lambda path: save_file(both, path))
    write_whole(folder / f"{number}.optimizer.pt", lambda path: torch.save(optimizer.state_dict(), path))
    text = json.dumps(asdict(progress), indent=2) + "\n"
    write_text(folder / "progress.json", text)
    for old in folder.iterdir():
        if old.name != "progress.json" and old.name.split(".")[0] != str(number):
            old.unlink()


def load_checkpoint(
    folder: Path, optimizer: MuonAdamW
) -> tuple[dict[str, Tensor], dict[str, Tensor], Progress] | None:
    """Weights, averaged weights and progress; the optimizer is set. None where there is no checkpoint."""
    place = folder / "progress.json"
    if not place.exists():
        return None
    try:
        progress = Progress(**json.loads(place.read_text(encoding="utf-8")))
        both = load_file(folder / f"{progress.step}.safetensors")
        optimizer.load_state_dict(torch.load(folder / f"{progress.step}.optimizer.pt", weights_only=True))
    except (OSError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise UsageError(
            f"the checkpoint in {folder} cannot be read ({error}); delete it to start anew"
        ) from error
    weights = {name[8:]: value for name, value in both.items() if name.startswith("weights.")}
    average = {name[8:]: value for name, value in both.items() if name.startswith("average.")}
    return weights, average, progress


def export_model(
    folder: Path, weights: dict[str, Tensor], shape: TinyShape, *, bos: int, eos: int, pad: int
) -> None:
    """Writes model.safetensors (float16, LlamaForCausalLM's names) and config.json."""
    folder.mkdir(parents=True, exist_ok=True)
    half = {name: value.to(torch.float16) for name, value in to_llama_weights(weights, shape).items()}
    write_whole(folder / "model.safetensors", lambda path: save_file(half, path, metadata={"format": "pt"}))
    config = json.dumps(shape.to_llama(bos=bos, eos=eos, pad=pad), indent=2) + "\n"
    write_text(folder / "config.json", config)
