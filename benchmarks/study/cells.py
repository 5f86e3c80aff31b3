"""The cells of the study: which model solves which problems how, and the command that measures it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from benchmarks.study.arms import ARMS, Arm
from benchmarks.study.suites import SEED, SUITES, tasks_of
from coe.errors import UsageError

METHODS = ("direct", "cot", "coe")
N = 300

MAX_STEPS = 8
SOLUTION_TOKENS = 256
COMMAND_TOKENS = 64


@dataclass(frozen=True, slots=True)
class Cell:
    """One stored run.

    Args:
        name: of its file; unique.
        arm: the model.
        method: how it solves.
        suite: the problems.
        n: how many.
        feedback: what an editing agent is told.
        constrained: whether commands keep to the grammar; None where nothing is edited, or as the agent does.
        calculator: whether edits have calculator spans.
        draft: what edits begin with: nothing, or a solution that the model writes in one reply.
        table: "main", or the ablation that it belongs to.
        label: its row in that table.
    """

    name: str
    arm: str
    method: str
    suite: str
    n: int = N
    feedback: str = "lines"
    constrained: bool | None = None
    calculator: bool = True
    draft: str = "empty"
    table: str = "main"
    label: str = ""

    @property
    def model(self) -> Arm:
        """Its arm."""
        return ARMS[self.arm]

    def file(self, out: Path) -> Path:
        """Its store."""
        return out / "runs" / f"{self.name}.sqlite"

    def command(self, out: Path, n: int | None = None) -> list[str]:
        """`coe evaluate` with everything that this cell is, without the program's name."""
        arm, adapter = self.model, self.model.adapter(out)
        flags = [
            "evaluate", "--out", str(self.file(out)), "--tasks", tasks_of(self.suite, out),
            "-n", str(n or self.n), "--split", "test", "--seed", str(SEED), "--start", "empty",
            "--method", self.method, "--model-type", arm.model_type,
        ]  # fmt: skip
        flags += ["--model", arm.model] if arm.model else []
        flags += ["--adapter-path", str(adapter)] if adapter else []
        flags += self._drawn()
        return flags

    def _drawn(self) -> list[str]:
        if self.method == "cot":
            return ["--solution-tokens", str(SOLUTION_TOKENS)]
        if self.method == "direct":
            return ["--max-tokens", str(COMMAND_TOKENS)]
        flags = [
            "--max-tokens", str(COMMAND_TOKENS), "--max-steps", str(MAX_STEPS),
            "--feedback", self.feedback, "--calculator", _switch(self.calculator),
        ]  # fmt: skip
        if self.constrained is not None:
            flags += ["--constrained", _switch(self.constrained)]
        if self.draft == "model":
            flags += ["--draft", "model", "--solution-tokens", str(SOLUTION_TOKENS)]
        return flags


def shown(command: Sequence[str]) -> str:
    """A command as it is typed."""
    return shlex.join(["coe", *command])


def _switch(on: bool) -> str:
    return "on" if on else "off"


def _main() -> Iterable[Cell]:
    for suite in SUITES:
        yield Cell(f"builtin-coe-{suite}", "builtin", "coe", suite)
        yield Cell(f"shipped-coe-{suite}", "shipped", "coe", suite, constrained=True)
    for stage in ("base", "sft", "grpo"):
        for method in METHODS:
            arm = stage if stage == "base" else f"{method}-{stage}"
            for suite in SUITES:
                constrained = True if method == "coe" else None
                yield Cell(f"{stage}-{method}-{suite}", arm, method, suite, constrained=constrained)


def _ablations() -> Iterable[Cell]:
    """One thing changed beside the cell `sft-coe-own` of the main table."""
    for level in ("none", "outcome"):
        yield Cell(
            f"feedback-{level}", "coe-sft", "coe", "own", feedback=level, constrained=True,
            table="feedback", label=f"feedback {level}",
        )  # fmt: skip
    yield Cell(
        "constrained-off", "coe-sft", "coe", "own", constrained=False,
        table="decoding", label="not constrained",
    )  # fmt: skip
    yield Cell(
        "spans-off", "coe-sft-nospans", "coe", "own", constrained=True, calculator=False,
        table="calculator", label="without spans, trained and run",
    )  # fmt: skip
    yield Cell(
        "uncarried", "coe-sft-uncarried", "coe", "own", constrained=True,
        table="mistakes", label="not carried forward in the data",
    )  # fmt: skip
    yield Cell(
        "own-draft", "coe-sft", "coe", "own", constrained=True, draft="model",
        table="draft", label="from a draft that the model writes",
    )  # fmt: skip


CELLS = {cell.name: cell for cell in (*_main(), *_ablations())}
"""Every cell by name, in the order in which they are run: the cheap and the main ones first."""

REFERENCE = "sft-coe-own"
"""The cell that each ablation changes one thing of."""


def chosen(patterns: Sequence[str]) -> list[Cell]:
    """The cells whose names fit the patterns (`sft-*`), in the order of the patterns; all without one.

    Raises:
        UsageError: a pattern fits no cell.
    """
    for pattern in patterns:
        if not any(fnmatch(name, pattern) for name in CELLS):
            raise UsageError(f"--cells {pattern}: no such cell; see --list")
    names = [name for pattern in patterns or ["*"] for name in CELLS if fnmatch(name, pattern)]
    return [CELLS[name] for name in dict.fromkeys(names)]
