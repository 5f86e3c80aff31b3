"""The settings of a run, kept in its folder: the same command goes on, another one is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from coe.agents.adapters import PEFT_WEIGHTS
from coe.demonstrations.manifest import refuse_other_settings
from coe.errors import UsageError
from coe.files import write_text
from coe.training.run_lock import holds_files


def check_free(path: Path) -> None:
    """Nothing, if a run that begins overwrites nothing of somebody else.

    Args:
        path: of its settings.

    Raises:
        UsageError: the folder holds an adapter, or other files and no settings.
        OSError: it cannot be read.
    """
    out = path.parent
    if (out / PEFT_WEIGHTS).exists():
        raise UsageError(
            f"{out} holds an adapter ({PEFT_WEIGHTS}) and no checkpoint to go on from; choose another --out, "
            "or go on from the adapter with --adapter"
        )
    if holds_files(out) and not path.exists():
        raise UsageError(f"{out} is not empty and holds no {path.name}; choose another --out")


def keep_settings(path: Path, values: Mapping[str, object], *, alone: bool = True) -> None:
    """Makes the folder of `path` and writes the settings there, or finds the same ones.

    Args:
        path: of the file.
        values: of the run, as JSON has them.
        alone: a folder that holds other files and no settings is somebody else's.

    Raises:
        UsageError: it cannot be written, or belongs to another run.
    """
    settings, out = json.loads(json.dumps(values)), path.parent
    try:
        out.mkdir(parents=True, exist_ok=True)
        if path.exists():
            refuse_other_settings(settings, json.loads(path.read_text(encoding="utf-8")))
        elif alone:
            check_free(path)
        write_text(path, json.dumps(settings, indent=1) + "\n")
    except ValueError as error:
        raise UsageError(f"{path} is no configuration of a run: {error}") from error
    except OSError as error:
        raise UsageError(f"cannot write to {out}: {error.strerror or error}") from error
