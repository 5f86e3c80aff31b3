"""What several tests of the verifier need: the mutation benchmark as a module."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def mutations() -> ModuleType:
    """`benchmarks/mutations.py`, which lies outside every package."""
    path = Path(__file__).parents[2] / "benchmarks" / "mutations.py"
    spec = importlib.util.spec_from_file_location("mutations", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # The benchmarks import each other by name.
    sys.path.append(str(path.parent))
    # Dataclasses look their module up.
    sys.modules["mutations"] = module
    spec.loader.exec_module(module)
    return module
