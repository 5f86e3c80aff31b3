"""The folder of a run: its configuration, and whether another run may go on there."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from coe.errors import UsageError
from coe.files import write_text
from coe.training.run_settings import check_free
from coe.training.sft.checkpoints import complete_checkpoints, drop_torn_checkpoints
from coe.training.sft.config import SftConfig

CONFIG_FILE = "coe_sft.json"
# What may differ between the parts of a run: when it stops, and what is shown; not what is learned.
_FREE = {"out", "device", "save_minutes", "report_to", "max_minutes", "max_tokens", "eval_minutes"}


def is_first_process() -> bool:
    """Whether this is the process that writes and talks, as the launcher of several says."""
    return os.environ.get("RANK", "0") == "0"


def processes() -> int:
    """How many processes train together, as their launcher says."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def begin(config: SftConfig) -> Path | None:
    """Writes the configuration into the folder; the checkpoint to go on from, if there is one.

    Raises:
        UsageError: it cannot be written, holds a run with other settings, or files of somebody else.
    """
    out = config.out
    try:
        found = complete_checkpoints(out)
        if found:
            _check_same(out, config)
        if is_first_process():
            if not found:
                check_free(out / CONFIG_FILE)
            drop_torn_checkpoints(out)
            write_text(out / CONFIG_FILE, json.dumps(config.to_json(), indent=2) + "\n")
    except OSError as error:
        raise UsageError(f"cannot write to {out}: {error.strerror or error}") from error
    return found[-1] if found else None


def _check_same(out: Path, config: SftConfig) -> None:
    before = _read(out / CONFIG_FILE)
    changed = [
        f"{name} was {before.get(name)!r} and is {value!r}"
        for name, value in config.to_json().items()
        if name not in _FREE and before.get(name) != value
    ]
    if changed:
        raise UsageError(
            f"{out} holds a run with other settings ({'; '.join(changed)}); give the same ones to go on with "
            "it, or another folder"
        )


def _read(file: Path) -> dict[str, Any]:
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{file} cannot be read ({error}), so the checkpoints beside it cannot be gone on with; delete "
            "them, or give another folder"
        ) from error
    if not isinstance(stored, dict):
        raise UsageError(f"{file} is not the configuration of a run")
    return stored
