"""What a run of self-improvement is told."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from coe.demonstrations.formats import Format
from coe.environment import Decoding, Feedback
from coe.errors import UsageError
from coe.messages import Sampling
from coe.search import check_varied
from coe.training.episodes.choosing import Keep
from coe.training.episodes.sampling import PlayConfig
from coe.training.episodes.starts import StartConfig
from coe.training.held_out import HeldOut
from coe.training.sft.config import SftConfig


class Begin(StrEnum):
    """What a round's training begins from.

    BASE: the model as it came, on the episodes of all rounds so far (STaR: Zelikman et al. 2022, arXiv
    2203.14465; ReST-EM: Singh et al. 2023, arXiv 2312.06585). LAST: the last round's adapter, on the episodes
    of this round.
    """

    BASE = "base"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class ImproveConfig:
    """How a model improves itself.

    Args:
        sft: the model, the adapter it begins with, and how it is fine-tuned; `data` and `out` are set for
            every round.
        out: folder of the run.
        starts: training problems of the first round; each round has others where tasks are generated.
        held_out: what every round is measured on.
        play: how episodes are sampled; its feedback decides what may accept them.
        samples: episodes a problem.
        keep: which of the verified episodes of a problem.
        thin: leave out turns that did not help.
        form: the shape of the rows.
        begin: what training begins from.
        rounds: most rounds.
        patience: rounds in a row that do not rise, after which the run stops.
        confidence: with which a rise is beyond chance (`coe.training.self_improve.rounds`).
        batch_size: episodes in flight.
    """

    sft: SftConfig
    out: Path
    starts: StartConfig
    held_out: HeldOut
    play: PlayConfig = field(default_factory=PlayConfig)
    samples: int = 4
    keep: Keep = Keep.BEST
    thin: bool = True
    form: Format = Format.CHAT
    begin: Begin = Begin.BASE
    rounds: int = 5
    patience: int = 2
    confidence: float = 0.9
    batch_size: int = 32

    def __post_init__(self) -> None:
        for name in ("samples", "rounds", "patience", "batch_size"):
            if getattr(self, name) < 1:
                raise UsageError(f"{name} must be at least 1, not {getattr(self, name)}")
        if not 0.5 <= self.confidence < 1:
            raise UsageError(f"confidence is from 0.5 to below 1, not {self.confidence}")
        check_varied(self.play.decoding.sampling, self.samples)

    @property
    def measuring(self) -> PlayConfig:
        """How the held-out starts are played: greedily, with the temperature raised on a repeated draft."""
        decoding = Decoding(Sampling(seed=self.held_out.seed), constrained=self.play.decoding.constrained)
        return PlayConfig(self.held_out.environment, decoding)

    @property
    def feedback(self) -> Feedback:
        """What may accept an episode."""
        return self.play.environment.feedback

    def to_json(self) -> dict[str, Any]:
        """Every value that decides what the rounds are, as JSON has it. How many rounds there are, when they
        stop, and where and how fast they run may differ between the parts of a run."""
        sft = self.sft.to_json()
        for name in ("data", "out", "device", "save_minutes", "report_to"):
            del sft[name]
        return {
            "sft": sft,
            "starts": asdict(self.starts),
            "held_out": asdict(self.held_out),
            "play": self.play.to_dict(),
            "samples": self.samples,
            "keep": self.keep.value,
            "thin": self.thin,
            "form": self.form.value,
            "begin": self.begin.value,
            "confidence": self.confidence,
        }
