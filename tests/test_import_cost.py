"""`import coe` and `coe --help` load no heavy package."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"torch", "transformers", "mlx", "google", "fastapi", "ray", "datasets", "sympy", "numpy"}
REPORT = "\nimport sys\nprint('LOADED', *sorted({name.partition('.')[0] for name in sys.modules}))"
HELP = """
import sys
from coe.cli.main import main
try:
    main({arguments!r})
except SystemExit as end:
    assert not end.code, end.code
"""


def loaded_by(program: str) -> set[str]:
    finished = subprocess.run(
        [sys.executable, "-c", program + REPORT], capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
    return set(finished.stdout.rpartition("LOADED")[2].split())


@pytest.mark.parametrize(
    "program",
    [
        "import coe",
        "import coe\nassert coe.Problem('Calculate 1 + 1')",
        HELP.format(arguments=["--help"]),
        HELP.format(arguments=["solve", "--help"]),
        HELP.format(arguments=["--version"]),
    ],
    ids=["import", "problem", "help", "solve help", "version"],
)
def test_no_heavy_package_is_loaded(program: str) -> None:
    assert loaded_by(program) & HEAVY == set()


def test_every_export_exists() -> None:
    program = "import coe\nfor name in coe.__all__:\n    assert getattr(coe, name), name"
    assert "coe" in loaded_by(program)


def test_a_loaded_package_is_seen() -> None:
    assert "sqlite3" in loaded_by("import sqlite3")


def test_unknown_export_is_an_attribute_error() -> None:
    import coe

    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = coe.nonsense
