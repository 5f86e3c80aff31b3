"""Folders for MLX by mlx-lm's own converter."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from coe._optional import require
from coe.errors import ExportError, first_line


def write_mlx(folder: Path, precision: str, out: Path, _name: str) -> None:
    """The model as mlx-lm stores it.

    Args:
        folder: of the model, in safetensors.
        precision: "auto", the name of a dtype, or "8bit", "4bit" to quantise in groups of 64.
        out: is made.

    Raises:
        ExportError: the converter failed.
    """
    convert = require("mlx_lm", "mlx").convert
    bits = int(precision.removesuffix("bit")) if precision.endswith("bit") else None
    dtype = precision if bits is None and precision != "auto" else None
    try:
        with contextlib.redirect_stdout(sys.stderr):
            convert(str(folder), str(out), quantize=bits is not None, q_bits=bits, dtype=dtype)
    except Exception as error:  # mlx-lm raises what its parts do
        raise ExportError(f"mlx-lm's converter failed: {first_line(error)}") from error
