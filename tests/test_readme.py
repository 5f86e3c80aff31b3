"""The README's set-up commands and Python block are what CI runs and what works."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_exactly_two_set_up_commands_of_one_line() -> None:
    commands = blocks("bash")
    assert [command.count("\n") for command in commands] == [1, 1]
    assert "coe solve" in commands[0]
    assert "pytest" in commands[1]


def test_python_block_runs() -> None:
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})


def test_constraints_are_exact() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert pins
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in pins)
