"""The models of the study: as they come, trained on demonstrations in the form of a method, and by reward."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.study.suites import FAMILIES

MODEL = "SmolLM2-135M-Instruct"
TRAIN_SEED = 5
"""Of the demonstrations and the adapters; the problems of the suites have another, and another split."""


@dataclass(frozen=True, slots=True)
class Arm:
    """A model to measure.

    Args:
        name: of its adapter's folder.
        title: in tables.
        model_type: of `coe evaluate`.
        model: likewise.
        demos: flags of `coe demos` for its training set; none where it is not fine-tuned.
        after: the arm whose adapter GRPO goes on from; none where it is not trained by reward.
        method: that it is trained for.
        folder: of an adapter that the study does not train.
    """

    name: str
    title: str
    model_type: str = "local"
    model: str | None = MODEL
    demos: tuple[str, ...] = ()
    after: str = ""
    method: str = ""
    folder: str = ""

    @property
    def trained(self) -> bool:
        """Whether the study trains it."""
        return bool(self.demos or self.after)

    def adapter(self, out: Path) -> Path | None:
        """The folder of its adapter; none where it has none."""
        if self.folder:
            return Path(self.folder)
        return out / "adapters" / self.name if self.trained else None

    def data(self, out: Path) -> Path | None:
        """The file of its demonstrations."""
        return out / "data" / f"{self.name}.jsonl" if self.demos else None

    def record(self, out: Path) -> Path:
        """The file that says how it was trained."""
        return out / "training" / f"{self.name}.json"

    def ready(self, out: Path) -> bool:
        """Whether it can be measured."""
        if self.folder:
            return (Path(self.folder) / "adapter_model.safetensors").is_file()
        return not self.trained or self.record(out).is_file()


PROBLEMS = 1000
"""Demonstrations in a training set: the same problems for every arm."""

_DATA = (
    "--tasks", FAMILIES, "-n", str(PROBLEMS), "--seed", str(TRAIN_SEED), "--splits", "train",
)  # fmt: skip
_EDITS = (
    "--empty", "0.4", "--partial", "0.1", "--right", "0", "--recovery", "0", "--replace-word", "off",
    "--mistakes", "core", "--most-mistakes", "5",
)  # fmt: skip


def _sft(method: str, name: str = "", title: str = "SFT", *flags: str) -> Arm:
    edits = _EDITS if method == "coe" else ()
    return Arm(
        name or f"{method}-sft",
        title,
        demos=("--method", method, *_DATA, *edits, *flags),
        method=method,
    )


def _grpo(method: str) -> Arm:
    return Arm(f"{method}-grpo", "SFT + GRPO", after=f"{method}-sft", method=method)


ARMS = {
    arm.name: arm
    for arm in (
        Arm("builtin", "built-in model", "tiny", None),
        Arm("base", "as it comes"),
        *(_sft(method) for method in ("direct", "cot", "coe")),
        *(_grpo(method) for method in ("direct", "cot", "coe")),
        Arm("shipped", "shipped adapter", folder="models/smollm2-coe", method="coe"),
        _sft("coe", "coe-sft-nospans", "SFT without calculator spans", "--calculator", "off"),
        _sft("coe", "coe-sft-uncarried", "SFT, mistakes not carried forward", "--carry", "off"),
    )
}
"""Every model of the study, by name."""
