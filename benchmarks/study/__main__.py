"""What edits buy a small model: train the arms, play the cells, write docs/study.md.

    python -m benchmarks.study --out runs/study                  everything that is missing
    python -m benchmarks.study list                              the cells and the command of each
    python -m benchmarks.study train --out runs/study --tokens 300000
    python -m benchmarks.study run --out runs/study --cells 'sft-*' --n 100
    python -m benchmarks.study status --out runs/study
    python -m benchmarks.study page --out runs/study --to docs/study.md

Each cell is one stored run of `coe evaluate`; ended at any moment, the same command goes on. A cell is made
longer by a larger --n. Tables and pictures are written from the stored runs alone.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.study.cells import chosen
from benchmarks.study.page import write_page
from benchmarks.study.play import print_list, print_status, run_cells
from benchmarks.study.train import SAMPLED, TOKENS, train_arms
from coe.errors import CoeError

ACTIONS = ("all", "list", "train", "run", "status", "page")


def main() -> int:
    """The exit code: 0 done, 1 something did not end well, 2 wrong usage."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.study",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("action", nargs="?", default="all", choices=ACTIONS)
    parser.add_argument("--out", type=Path, default=Path("runs/study"), help="folder of the study")
    parser.add_argument("--cells", nargs="*", default=[], help="names or patterns such as 'sft-coe-*'")
    parser.add_argument("--n", type=int, help="problems a cell; by default what the cell says")
    parser.add_argument("--arms", nargs="*", default=[], help="arms to train; by default all")
    parser.add_argument("--tokens", type=int, default=TOKENS, help="training tokens of each arm")
    parser.add_argument(
        "--sampled", type=int, default=SAMPLED, help="tokens that each arm trained by reward draws"
    )
    parser.add_argument(
        "--gsm8k", type=Path, default=Path("../shared/data/gsm8k_train.jsonl"), help="file of GSM8K"
    )
    parser.add_argument("--to", type=Path, default=Path("docs/study.md"), help="the page")
    parser.add_argument("--list", dest="action", action="store_const", const="list", help="as action list")
    asked = parser.parse_args()
    try:
        return _act(asked)
    except CoeError as error:
        print(f"study: {error}", file=sys.stderr)
        return 2


def _act(asked: argparse.Namespace) -> int:
    cells, out, bad = chosen(asked.cells), asked.out, 0
    if asked.n is not None and asked.n < 1:
        print("study: --n must be at least 1", file=sys.stderr)
        return 2
    if asked.action == "list":
        print_list(cells, out)
    if asked.action == "status":
        print_status(cells, out, asked.n)
    if asked.action in ("train", "all"):
        bad += train_arms(asked.arms, out, asked.tokens, asked.gsm8k, sampled=asked.sampled)
    if asked.action in ("run", "all"):
        bad += run_cells(cells, out, asked.n, asked.gsm8k)
    if asked.action in ("page", "all"):
        write_page(out, asked.to)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
