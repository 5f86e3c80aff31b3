"""A small model, demonstrations and a configuration for tests of fine-tuning."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from coe.demonstrations.formats import FORMATS, Format
from coe.demonstrations.generate import DemonstrationConfig, demonstrations
from coe.training.sft import SftConfig


def write_rows(file: Path, form: Format = Format.CHAT, n: int = 12, **about: Any) -> Path:
    """Rows of `n` demonstrations of sums."""
    config = DemonstrationConfig(("integer_arithmetic",), 0, right=0, **about)
    rows = [
        row for index, shown in enumerate(demonstrations(config, n)) for row in FORMATS[form](shown, index)
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def small(model: Path, data: Path, out: Path, **values: Any) -> SftConfig:
    """A run of a few updates on the CPU."""
    given = {
        "epochs": 1.0, "rank": 2, "alpha": 4, "learning_rate": 5e-3, "row_tokens": 400, "device": "cpu",
        "report_to": "none", "dtype": "float32",
    }  # fmt: skip
    return SftConfig(str(model), (data,), out, **(given | values))
