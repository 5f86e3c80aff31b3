"""Time of one pass of a local model on a CPU: as transformers loads it, and as `LocalAgent` answers with it.

    python benchmarks/local_passes.py --adapter smollm2-coe

The rows are shapes of passes: so many sequences at once, so many new tokens of each after `--context` others.
The columns add one thing after another: the LoRA merged into the weights (with `--adapter`), attention in
groups, weights laid out for oneDNN. All models are in memory at once and take turns. A cell is the median
of `--rounds` of the processor's time, of all threads, and how many times faster it is than the first column.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import torch
import transformers

from coe.agents.grouped_attention import group_attention
from coe.agents.merging import merged
from coe.agents.model_store import SMOL, fetch_model
from coe.agents.packing import pack_linears
from coe.agents.pretrained import DTYPES, Pretrained, check_request, pick_dtype
from coe.errors import CoeError

SHAPES = ((1, 1), (1, 4), (8, 1), (32, 1), (8, 60))


def models(options: argparse.Namespace) -> dict[str, Any]:
    """The models by what was done to them."""
    adapter = check_request(options.model, options.adapter, "cpu", None)
    place = fetch_model(options.model)
    wanted = Pretrained(place, "cpu", pick_dtype(torch, options.dtype, "cpu", place), adapter)

    def merge() -> Any:
        model = wanted.load()[1]
        return model if adapter is None else merged(model, adapter)

    found = {} if adapter is None else {"adapter": wanted.load()[1]}
    found |= {"plain": merge(), "grouped": merge(), "packed": merge()}
    for name in ("grouped", "packed"):
        group_attention(found[name])
    pack_linears(found["packed"])
    return found


def passes(model: Any, rows: int, tokens: int, context: int) -> Callable[[], None]:
    """A pass over `tokens` new tokens of each of `rows` sequences, some of them a little shorter."""
    seen = torch.randint(100, 1000, (rows, context))
    mask = torch.ones(rows, context + tokens, dtype=torch.int64)
    for row in range(rows - 1):
        mask[row, : min(1 + row % 20, context - 1)] = 0
    positions = (mask.cumsum(1) - 1).clamp(min=0)
    cache = transformers.DynamicCache(config=model.config)
    model(seen, attention_mask=mask[:, :context], position_ids=positions[:, :context], past_key_values=cache)
    new = torch.randint(100, 1000, (rows, tokens))

    def work() -> None:
        model(
            new, attention_mask=mask, position_ids=positions[:, context:], past_key_values=cache,
            logits_to_keep=tokens if rows == 1 else 1,
        )  # fmt: skip
        cache.crop(-tokens)

    return work


def compare(options: argparse.Namespace) -> None:
    """Prints the table."""
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    found = models(options)
    print(f"| sequences x new tokens | {' | '.join(found)} |\n|---|{'---|' * len(found)}")
    with torch.inference_mode():
        for rows, tokens in SHAPES:
            work = {name: passes(model, rows, tokens, options.context) for name, model in found.items()}
            spent: dict[str, list[float]] = {name: [] for name in work}
            for number in range(options.rounds + 1):
                for name, once in work.items():
                    begun = time.process_time()
                    once()
                    if number:  # the first round fills caches
                        spent[name].append(1e3 * (time.process_time() - begun))
            medians = {name: statistics.median(times) for name, times in spent.items()}
            first = next(iter(medians.values()))
            cells = " | ".join(f"{each:.0f} ms, {first / each:.1f} x" for each in medians.values())
            print(f"| {rows} x {tokens} | {cells} |", flush=True)
    print(f"{options.threads} threads, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")


def positive(text: str) -> int:
    """A whole number from 1, of the command line."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1")
    return int(text)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default=SMOL)
    parser.add_argument("--adapter", help="folder or name of a LoRA")
    parser.add_argument("--dtype", default="auto", choices=DTYPES)
    parser.add_argument("--context", type=positive, default=170, help="tokens that were read before")
    parser.add_argument("--rounds", type=positive, default=15)
    parser.add_argument("--threads", type=positive, default=1)
    try:
        compare(parser.parse_args())
    except CoeError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
