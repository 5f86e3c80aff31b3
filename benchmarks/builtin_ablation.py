"""What the calculator and the tokenizer buy the built-in model: small models, equal tokens, side by side.

    python benchmarks/builtin_ablation.py --out runs/ablation --tokens 3000000

Three runs differ in one thing each from the first: digit tokens with calculator spans (as shipped), numbers
up to 999 as single tokens, and no spans. Same families, seed, optimizer and number of training tokens; the
models are smaller than the shipped one so that it takes minutes. A run that was cut short goes on.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch

from coe.agents import create_agent
from coe.intervals import Rate
from coe.training.tiny.config import TrainConfig
from coe.training.tiny.demonstration_source import DemonstrationSource, demonstrated
from coe.training.tiny.solved_rate import Draft, Setting, pooled, solved_rates
from coe.training.tiny.train import train_tiny

FAMILIES = ("integer_arithmetic", "linear_equations", "expand", "word_two_step")


@dataclass(frozen=True, slots=True)
class Variant:
    """One run of the comparison."""

    name: str
    numbers: Literal["digits", "whole"] = "digits"
    calculator: bool = True


VARIANTS = {
    "spans": Variant("digit tokens, calculator spans"),
    "whole": Variant("whole-number tokens, calculator spans", numbers="whole"),
    "plain": Variant("digit tokens, no spans", calculator=False),
}


def train(variant: Variant, folder: Path, options: argparse.Namespace) -> None:
    """Train one variant, or go on training it."""
    config = TrainConfig(
        out=folder, minutes=None, tokens=options.tokens, width=options.width, heads=4, inner=352,
        vocab_size=2048 if variant.numbers == "whole" else 768, numbers=variant.numbers, eval_minutes=0,
        threads=options.threads, seed=options.seed,
    )  # fmt: skip
    shown = demonstrated(FAMILIES, seed=options.seed, calculator=variant.calculator)
    train_tiny(config, DemonstrationSource(shown))


def rate(variant: Variant, folder: Path, draft: Draft, options: argparse.Namespace) -> Rate:
    """Solved rate over the families, truth hidden."""
    agent = create_agent("tiny", model=str(folder))
    setting = Setting(draft, calculator=variant.calculator)
    return pooled(solved_rates(agent, FAMILIES, setting, options.n, seed=options.seed + 1))


def main() -> None:
    """Train and measure the variants; print a Markdown table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True, help="folder of the runs")
    parser.add_argument("--variants", nargs="*", default=list(VARIANTS), choices=list(VARIANTS))
    parser.add_argument("--tokens", type=int, default=3_000_000, help="training tokens of each run")
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--n", type=int, default=100, help="problems a family and draft")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=0)
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    rows = ["| variant | mistaken drafts | empty drafts |", "|---|---|---|"]
    for key in options.variants:
        variant, folder = VARIANTS[key], options.out / key
        train(variant, folder, options)
        cells = [str(rate(variant, folder, draft, options)) for draft in (Draft.MISTAKEN, Draft.EMPTY)]
        rows.append(f"| {variant.name} | " + " | ".join(cells) + " |")
        print(rows[-1], flush=True)
    print("\n" + "\n".join(rows))


if __name__ == "__main__":
    main()
