"""The model card of an adapter: README.md with the head that the Hugging Face hub reads."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from coe import __version__
from coe.agents.adapters import is_hub_name
from coe.environment import Method
from coe.files import write_text
from coe.training.sft.clock import Clock
from coe.training.sft.config import SftConfig
from coe.training.sft.run_folder import CONFIG_FILE, processes

_PACKAGES = ("torch", "transformers", "peft", "accelerate")


def write_card(config: SftConfig, clock: Clock, loss: float, about_data: str, device: str) -> None:
    """Writes README.md beside the adapter, with the figures of the run so far."""
    write_text(config.out / "README.md", card(config, clock, loss, about_data, device))


def card(config: SftConfig, clock: Clock, loss: float, about_data: str, device: str) -> str:
    """The card.

    Args:
        config: of the run.
        clock: what it took.
        loss: of the last updates.
        about_data: a line about the examples.
        device: that it ran on.
    """
    lines = [
        *card_head(config.model, "lora", "chain-of-edits", "mathematics", method=config.method),
        f"Data: {', '.join(map(str, config.data))}: {about_data}.", "",
        f"{clock.updates:,} updates on {clock.examples:,} examples: {clock.tokens:,} tokens of them, "
        f"{clock.learned:,} learned ({_LEARNS[config.method]} and the token that ends each); "
        f"{clock.seconds / 60:.1f} minutes on {processes()} x {device} ({platform.machine()}); "
        f"training loss of the last tenth of the updates {loss:.4f}.", "",
        f"Every setting is in {CONFIG_FILE}: `coe train sft --config {CONFIG_FILE}` trains it again. "
        f"Versions: coe {__version__}, {versions()}.", "",
        *_measured(config.out),
    ]  # fmt: skip
    return "\n".join(lines)


_LEARNS = {Method.COE: "the edit commands", Method.COT: "the solutions", Method.DIRECT: "the answers"}
_SOLVES = {
    Method.COE: "It mends and completes worked solutions by edit commands.",
    Method.COT: "It solves problems step by step in one reply.",
    Method.DIRECT: "It answers problems in one reply, without steps.",
}


def card_head(model: str, *tags: str, method: Method = Method.COE) -> list[str]:
    """The first lines of the card of an adapter, down to the heading over its training.

    Args:
        model: that it was trained for; named to the Hugging Face hub where it is from there.
        tags: on the hub.
        method: that it solves problems by.
    """
    head = {"library_name": "peft", "tags": list(tags)}
    if is_hub_name(model):
        head["base_model"] = model
    flag = "" if method is Method.COE else f" --method {method}"
    return [
        "---", *(f"{name}: {json.dumps(value)}" for name, value in head.items()), "---", "",
        f"# A LoRA adapter for {model}", "",
        f"{_SOLVES[method]} Use it with",
        f"`coe solve --model-type local --model {model} --adapter FOLDER{flag}`.", "",
        "## Training", "",
    ]  # fmt: skip


def _measured(out: Path) -> Sequence[str]:
    file = out / "evaluations.jsonl"
    if not file.exists():
        return ["## Figures", "", "Nothing was measured."]
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    table = [
        "## Figures", "",
        "Held-out problems of the validation split, seed and families as in the settings; 95 % intervals "
        "(Wilson); episodes that failed on our side are left out of the rate.", "",
        "| updates | tokens | solved | failed | loss | perplexity |", "|---|---|---|---|---|---|",
    ]  # fmt: skip
    return [*table, *map(_row, rows), ""]


def _row(row: dict[str, Any]) -> str:
    solved = row["solved"]
    rate = "" if solved is None else (
        f"{100 * solved['value']:.1f} % [{100 * solved['low']:.1f}, {100 * solved['high']:.1f}] "
        f"(n = {solved['n']})"
    )  # fmt: skip
    numbers = ["" if row[name] is None else f"{row[name]:.4f}" for name in ("loss", "perplexity")]
    return f"| {row['updates']} | {row['tokens']} | {rate} | {row['failed']} | {' | '.join(numbers)} |"


def versions(*more: str) -> str:
    """The versions of the packages that train, and of others."""
    from importlib.metadata import version

    return ", ".join(f"{name} {version(name)}" for name in (*_PACKAGES, *more))
