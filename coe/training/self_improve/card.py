"""What a run leaves for people: the table of rounds, and the best adapter with it in its card."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from coe.files import write_text
from coe.training.self_improve.config import ImproveConfig
from coe.training.self_improve.rounds import Round, best_round

COLUMNS = (
    "round", "problems solved", "episodes accepted", "learned from", "rows", "tokens trained",
    "held-out solved", "gained, lost", "p", "rises",
)  # fmt: skip


def rate_text(item: Round) -> str:
    """The held-out rate with its interval; failures of ours beside it."""
    rate = item.rate
    said = f"{100 * rate.value:.1f} % [{100 * rate.low:.1f}, {100 * rate.high:.1f}]"
    return said + (f", {item.failed} failed" if item.failed else "")


def _row(item: Round) -> tuple[str, ...]:
    if not item.number:
        return ("0", "", "", "", "", "", rate_text(item), "", "", "")
    return (
        str(item.number),
        f"{item.solved_problems} of {item.problems}",
        f"{item.accepted} of {item.played}",
        str(item.episodes),
        str(item.rows),
        f"{item.training_tokens:,}",
        rate_text(item),
        f"+{item.gained} -{item.lost} to round {item.against}",
        f"{item.p_value:.3f}",
        "yes" if item.rose else "no",
    )


def markdown(rounds: Sequence[Round]) -> str:
    """The table in Markdown, with what its columns mean."""
    best = best_round(rounds)
    head = [f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}"]
    body = [f"| {' | '.join(_row(item))} |" for item in rounds]
    return "\n".join(
        [
            *head,
            *body,
            "",
            f"Best: round {best.number}. {rounds[0].measured} held-out starts; intervals are Wilson's, 95 %. "
            "Gained and lost are held-out starts against the last round that rose; p is McNemar's, exact and "
            "one-sided. The best round was picked by these figures, which flatters it: measure it on other "
            "problems with `coe evaluate`.",
            "",
        ]
    )


def write_summary(config: ImproveConfig, rounds: Sequence[Round]) -> None:
    """Write README.md and rounds.json into the folder of the run.

    Raises:
        OSError: one cannot be written.
    """
    settings = json.dumps(config.to_json(), indent=1)
    text = (
        f"# Self-improvement of {config.sft.model}\n\nEpisodes kept under feedback `{config.feedback}`.\n\n"
        f"{markdown(rounds)}\n## Settings\n\n```json\n{settings}\n```\n"
    )
    write_text(config.out / "README.md", text)
    record = json.dumps([asdict(item) for item in rounds], indent=1) + "\n"
    write_text(config.out / "rounds.json", record)


def write_best(folder: Path, adapter: Path, rounds: Sequence[Round]) -> None:
    """Put a copy of the best round's adapter into a folder, without the checkpoints of its training.

    Raises:
        OSError: it cannot be written.
    """
    part = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(adapter, part, ignore=shutil.ignore_patterns("checkpoint-*", "runs", ".*"))
    card = part / "README.md"
    text = card.read_text(encoding="utf-8") if card.exists() else ""
    write_text(card, f"{text}\n## Self-improvement\n\n{markdown(rounds)}")
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(part, folder)
