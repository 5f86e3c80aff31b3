"""What a run of distillation is told."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from coe.demonstrations.formats import Format
from coe.environment import Feedback
from coe.errors import UsageError
from coe.search import check_varied
from coe.training.distill.teachers import Budget, Teacher
from coe.training.episodes.choosing import Keep
from coe.training.episodes.sampling import PlayConfig
from coe.training.episodes.starts import StartConfig


@dataclass(frozen=True, slots=True)
class TeachConfig:
    """How teachers make rows.

    Args:
        teachers: who play, in this order.
        out: folder of the run.
        starts: the training problems.
        play: how episodes are played; its feedback decides what may accept them.
        samples: episodes a problem of each teacher.
        only_unsolved: a teacher gets only the problems that no earlier one has solved.
        keep: which of the verified episodes of a problem, over all teachers.
        thin: leave out turns that did not help.
        form: the shape of the rows.
        budget: of all teachers together.
        go_on: make the rows of what there is where a teacher failed on some problems.
        batch_size: episodes in flight.
    """

    teachers: tuple[Teacher, ...]
    out: Path
    starts: StartConfig
    play: PlayConfig = field(default_factory=PlayConfig)
    samples: int = 1
    only_unsolved: bool = False
    keep: Keep = Keep.BEST
    thin: bool = True
    form: Format = Format.CHAT
    budget: Budget = field(default_factory=Budget)
    go_on: bool = False
    batch_size: int = 32

    def __post_init__(self) -> None:
        if not self.teachers:
            raise UsageError("no teacher is named")
        names = [teacher.name for teacher in self.teachers]
        if len(set(names)) < len(names):
            raise UsageError("a teacher is named twice; for several episodes a problem give --samples")
        for name in ("samples", "batch_size"):
            if getattr(self, name) < 1:
                raise UsageError(f"{name} must be at least 1, not {getattr(self, name)}")
        check_varied(self.play.decoding.sampling, self.samples)

    @property
    def feedback(self) -> Feedback:
        """What may accept an episode."""
        return self.play.environment.feedback

    def to_json(self) -> dict[str, Any]:
        """Every value that decides the rows, as JSON has it. What may be spent, and how fast it goes, may
        differ between the parts of a run."""
        return {
            "teachers": [
                {"name": teacher.name, "constrained": teacher.constrained} for teacher in self.teachers
            ],
            "starts": asdict(self.starts),
            "play": self.play.to_dict(),
            "samples": self.samples,
            "only_unsolved": self.only_unsolved,
            "keep": self.keep.value,
            "thin": self.thin,
            "form": self.form.value,
        }
