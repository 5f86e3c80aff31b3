"""The tokenizer that a report counts with: a tokenizer.json of this machine."""

from __future__ import annotations

from pathlib import Path

from coe.agents.model_store import find_model
from coe.errors import UsageError

_FILE = "tokenizer.json"
_BUILT_IN = Path(__file__).parents[1] / "models" / "tiny" / _FILE


def tokenizer_file(name: str | None) -> tuple[Path, str]:
    """(tokenizer.json, its name for readers).

    Args:
        name: a model's name or folder, or a tokenizer.json; None is the built-in model's.

    Raises:
        UsageError: there is none on this machine.
    """
    if name is None:
        return _BUILT_IN, "the built-in model's tokenizer"
    place = Path(name)
    found = place if place.is_file() else (find_model(name) or place) / _FILE
    if not found.is_file():
        raise UsageError(
            f"--tokenizer {name}: no {_FILE} there; give a folder or file that has one, or fetch the model "
            f"first: coe models pull {name}"
        )
    return found, name
