"""Where and with what episodes were made: versions, commit, machine, hash of the prompt."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import coe
from coe.environment import EnvironmentConfig, instructions

_PACKAGES = (
    "torch",
    "transformers",
    "peft",
    "sympy",
    "numpy",
    "llguidance",
    "mlx-lm",
    "google-genai",
    "openai",
)

Provenance = dict[str, object]


def provenance(environment: EnvironmentConfig | None = None) -> Provenance:
    """What this process would make episodes with, as JSON values.

    Args:
        environment: settings that decide the prompt; the defaults if None.
    """
    return {
        "versions": {"coe": coe.__version__, "python": platform.python_version(), **_versions()},
        "git_commit": git_commit(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "prompt_hash": prompt_hash(environment or EnvironmentConfig()),
    }


def prompt_hash(environment: EnvironmentConfig) -> str:
    """SHA-256 of the system message, first 16 hexadecimal digits."""
    text = instructions(
        calculator=environment.calculator, method=environment.method, verdicts=environment.shows_verdicts
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def git_commit() -> str | None:
    """The commit of the checkout that `coe` runs from, "+" after it if files differ; None outside one."""
    root = Path(coe.__file__).parents[1]
    if not (root / ".git").exists():
        return None
    commit = _git(root, "rev-parse", "HEAD")
    if not commit:
        return None
    return commit + ("+" if _git(root, "status", "--porcelain", "--untracked-files=no") else "")


def _git(root: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


@cache
def _versions() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
