"""The package for `verifiers`, played with the real library where an interpreter that has it is named.

The library wants other versions than the project's pins, so it cannot be installed beside them: make an
environment as integrations/verifiers/README.md says, and set COE_VERIFIERS_PYTHON to its python.
"""

from __future__ import annotations

import os
import subprocess
import tomllib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "integrations" / "verifiers"
PYTHON = os.environ.get("COE_VERIFIERS_PYTHON")


@pytest.mark.skipif(PYTHON is None, reason="COE_VERIFIERS_PYTHON names no python with verifiers 0.4")
def test_an_episode_with_the_real_library() -> None:
    done = subprocess.run(
        [str(PYTHON), str(PACKAGE / "smoke.py")], capture_output=True, text=True, check=False, timeout=280
    )
    assert done.returncode == 0, done.stderr
    assert "reward 1.10" in done.stdout


def test_the_package_names_what_it_holds() -> None:
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text("utf-8"))
    (folder,) = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert (PACKAGE / folder / "__init__.py").is_file()
    assert (PACKAGE / project["project"]["readme"]).is_file()
    assert any(wanted.startswith("verifiers>=0.4") for wanted in project["project"]["dependencies"])
