"""The model card of a student that learned a teacher's probabilities."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from coe import __version__
from coe.files import write_text
from coe.intervals import Rate
from coe.training.sft.card import card_head, versions
from coe.training.sft.clock import Clock

if TYPE_CHECKING:
    from coe.training.distill.logits import LogitConfig


def write_card(
    config: LogitConfig, clock: Clock, loss: float, about_data: str, device: str, solved: Rate | None
) -> None:
    """Writes README.md beside the adapter.

    Args:
        config: of the run.
        clock: what it took.
        loss: of the last updates, a divergence in nats a token.
        about_data: a line about the examples.
        device: that it ran on.
        solved: rate on the held-out problems; None where nothing was measured.
    """
    student = config.student
    teacher = config.teacher
    if config.teacher_adapter is not None:
        teacher += f" with the adapter {config.teacher_adapter.name}"
    lines = [
        *card_head(student.model, "lora", "distillation", "chain-of-edits", "mathematics"),
        f"It learned the probabilities of {teacher} (generalised Jensen-Shannon divergence, beta "
        f"{config.beta:g}; {100 * config.on_policy:g} % of the batches are replies of its own).", "",
        f"Data: {', '.join(map(str, student.data))}: {about_data}.", "",
        f"{clock.updates:,} updates on {clock.examples:,} examples: {clock.tokens:,} tokens of them, "
        f"{clock.learned:,} learned; {clock.seconds / 60:.1f} minutes on {device} ({platform.machine()}); "
        f"divergence of the last tenth of the updates {loss:.4f} nats a token.", "",
        f"Every setting is in coe_logits.json. Versions: coe {__version__}, {versions('trl')}.", "",
        "## Figures", "",
        "Nothing was measured." if solved is None else
        f"Held-out problems of the validation split solved: {solved}, 95 % interval (Wilson); episodes that "
        "failed on our side are left out.", "",
    ]  # fmt: skip
    write_text(student.out / "README.md", "\n".join(lines))
