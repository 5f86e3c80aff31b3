"""The models of the study: as they come, trained on demonstrations in the form of a method, and by reward."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

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
    """

    name: str
    title: str
    model_type: str = "local"
    model: str | None = MODEL
    demos: tuple[str, ...] = ()
    after: str = ""
    method: str = ""

    @property
    def trained(self) -> bool:
        """Whether it has an adapter."""
        return bool(self.demos or self.after)

    def adapter(self, out: Path) -> Path | None:
        """The folder of its adapter."""
        return out / "adapters" / self.name if self.trained else None

    def data(self, out: Path) -> Path | None:
        """The file of its demonstrations."""
        return out / "data" / f"{self.name}.jsonl" if self.demos else None

    def record(self, out: Path) -> Path:
        """The file that says how it was trained."""
        return out / "training" / f"{self.name}.json"

    def ready(self, out: Path) -> bool:
        """Whether it can be measured."""
        return not self.trained or self.record(out).is_file()


def _sft(method: str, name: str = "", title: str = "", *flags: str) -> Arm:
    return Arm(
        name or f"{method}-sft",
        title or "SFT",
        demos=("--method", method, "--tasks", "all", *flags),
        method=method,
    )


ARMS = {
    arm.name: arm
    for arm in (
        Arm("builtin", "built-in model", "tiny", None),
        Arm("base", "as it comes"),
        *(_sft(method) for method in ("direct", "cot", "coe")),
        *(Arm(f"{m}-grpo", "SFT + GRPO", after=f"{m}-sft", method=m) for m in ("direct", "cot", "coe")),
        _sft("coe", "coe-sft-nospans", "SFT without calculator spans", "--calculator", "off"),
        _sft("coe", "coe-sft-uncarried", "SFT, mistakes not carried forward", "--carry", "off"),
    )
}
"""Every model of the study, by name."""
