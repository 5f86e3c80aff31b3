"""Commands a second of three loops on the same states, with the same number of new tokens a command.

    python benchmarks/rollouts.py --out docs/rollouts_table.md

- prototype: one prompt at a time, float16, `use_cache=False`: every token reads the whole text again. The
  time of a few tokens is measured and multiplied, which leaves out that the text grows: in its favour.
- generate: one prompt at a time through transformers' `generate`, with keys and values kept, in the faster of
  float32 and bfloat16.
- coe: `coe.rollout.run_episodes`, batched, with its agent's defaults.

`coe` runs whole episodes first; the other two answer states that it met, and write as many tokens to each.
Then, one prompt at a time: latency of a command, and tokens a second against what the memory allows if every
weight is read once a token. Last, the peak memory of `coe solve`. The processor's time leaves out what other
programs take; with one thread it is what a quiet machine would show.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers

from coe.agents import create_agent
from coe.agents.chat import encode
from coe.agents.model_store import SMOL, fetch_model
from coe.agents.protocol import Agent, Conversation
from coe.agents.tiny import MODEL_FOLDER
from coe.environment import EnvironmentConfig
from coe.environment.rendering import state_messages
from coe.messages import Reply, Sampling
from coe.rollout import run_episodes
from coe.tasks.catalogue import families_named
from coe.training.tiny.solved_rate import Setting, starts

PROTOTYPE_TOKENS = 3


@dataclass(frozen=True)
class Asked:
    """A state that was met, and how many tokens answered it."""

    conversation: Conversation
    tokens: int


@dataclass(frozen=True)
class Cost:
    """Seconds a command, by the clock and of the processor."""

    wall: float
    processor: float
    n: int


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of a piece of work, by the clock and of the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def coe_loop(agent: Agent, options: argparse.Namespace) -> tuple[Cost, list[Asked]]:
    """Whole episodes on a few problems of every family, batched."""
    families = families_named(["core"])
    queue = [
        start for family in families for start in starts(family, Setting(), options.n, seed=options.seed)
    ]
    config = EnvironmentConfig(max_steps=options.steps)
    sampling = Sampling(max_tokens=options.tokens)
    turns: list[Any] = []

    def work() -> None:
        for episode in run_episodes(agent, queue, config=config, sampling=sampling, seed=options.seed):
            turns.extend(episode.turns)

    wall, processor = timed(work)
    asked = [Asked(state_messages(turn.observation), turn.usage.completion_tokens) for turn in turns]
    return Cost(wall / len(turns), processor / len(turns), len(turns)), asked


def generate_loop(model: Any, tokenizer: Any, asked: Sequence[Asked], **options: object) -> Cost:
    """One prompt after another through `generate`; no token ends a reply before its number is reached."""
    pairs = []
    for each in asked:
        ids = torch.tensor([encode(tokenizer, each.conversation)])
        count = max(1, each.tokens)

        def work(ids: Any = ids, count: int = count) -> None:
            model.generate(
                ids, attention_mask=torch.ones_like(ids), max_new_tokens=count, min_new_tokens=count,
                do_sample=False, pad_token_id=0, **options,
            )  # fmt: skip

        pairs.append(timed(work))
    return Cost(*(statistics.mean(part) for part in zip(*pairs, strict=True)), n=len(pairs))


def prototype_loop(place: Path, tokenizer: Any, asked: Sequence[Asked]) -> Cost:
    """The prototype's loop: the time of a few tokens, scaled to the mean number of tokens of a command."""
    model = transformers.AutoModelForCausalLM.from_pretrained(place, dtype=torch.float16)
    few = [Asked(each.conversation, PROTOTYPE_TOKENS) for each in asked]
    cost = generate_loop(model, tokenizer, few, use_cache=False)
    scale = statistics.mean(max(1, each.tokens) for each in asked) / PROTOTYPE_TOKENS
    return Cost(cost.wall * scale, cost.processor * scale, cost.n)


def best_generate(place: Path, tokenizer: Any, asked: Sequence[Asked]) -> tuple[str, Cost]:
    """The cached loop in the faster dtype, chosen on one command after a first one to warm up."""
    models, costs = {}, {}
    for dtype in (torch.float32, torch.bfloat16):
        models[dtype] = transformers.AutoModelForCausalLM.from_pretrained(place, dtype=dtype)
        generate_loop(models[dtype], tokenizer, asked[:1])
        costs[dtype] = generate_loop(models[dtype], tokenizer, asked[:3]).processor
    best = min(costs, key=lambda dtype: costs[dtype])
    return str(best).removeprefix("torch."), generate_loop(models[best], tokenizer, asked)


def bandwidth() -> float:
    """Bytes a second that reading a large array reaches, the best of a few times, of processor time."""
    array = torch.ones(2**28 // 4)
    return float(array.nbytes / min(timed(array.sum)[1] for _ in range(8)) * torch.get_num_threads())


def answered(agent: Agent, asked: Asked, most: int) -> tuple[float, float, int]:
    """Seconds of one reply, by the clock and of the processor, and its tokens."""
    replies: list[Reply] = []
    wall, processor = timed(
        lambda: replies.extend(agent.act([asked.conversation], [Sampling(max_tokens=most)]))
    )
    return wall, processor, replies[0].usage.completion_tokens


def one_by_one(agent: Agent, asked: Sequence[Asked], tokens: int) -> tuple[str, float]:
    """p50 and p95 of a command, and tokens written a second of the processor."""
    walls, processors, _ = zip(*(answered(agent, each, tokens) for each in asked), strict=True)
    cells = []
    for part in (walls, processors):
        cuts = statistics.quantiles(part, n=20)
        cells += [f"{1e3 * cuts[9]:.0f}", f"{1e3 * cuts[18]:.0f}"]
    written, spent = 0, 0.0
    for each in asked[:12]:  # read already, so that the difference of the two is the writing
        _, whole, count = answered(agent, each, tokens)
        _, first, one = answered(agent, each, 1)
        written += count - one
        spent += whole - first
    return " | ".join(cells), written / spent


# A process of its own, because a child's peak begins with the memory of the process that started it.
_PEAK = """\
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
if status not in (0, 1):
    sys.exit(f"{sys.argv[1:]} failed")
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak_memory(flags: Sequence[str]) -> float:
    """MB that `coe solve` holds at its peak."""
    solve = [sys.executable, "-m", "coe", "solve", "linear", "--quiet", "--max-steps", "4", *flags]
    measured = subprocess.run(
        [sys.executable, "-c", _PEAK, *solve], stdout=subprocess.PIPE, text=True, check=True
    )
    return int(measured.stdout) / 1024


def measured(name: str, place: Path, agent: Agent, weights: int, options: argparse.Namespace) -> str:
    """The tables of one model."""
    agent.act([state_messages("Problem: 1 + 1")], [Sampling(max_tokens=2)])
    coe, asked = coe_loop(agent, options)
    tokens = statistics.mean(each.tokens for each in asked)
    tokenizer = transformers.AutoTokenizer.from_pretrained(place)
    step = max(1, len(asked) // options.sequential)
    dtype, plain = best_generate(place, tokenizer, asked[::step])
    few = asked[:: max(1, len(asked) // options.prototype)][: options.prototype]
    prototype = prototype_loop(place, tokenizer, few)
    rows = [
        f"### {name}: {tokens:.1f} new tokens a command",
        "",
        "| loop | n | commands/s | of the processor | coe is faster by (clock / processor) |",
        "|---|---|---|---|---|",
    ]
    for title, cost in (("prototype", prototype), (f"generate, {dtype}", plain), ("coe", coe)):
        faster = f"{cost.wall / coe.wall:.1f} / {cost.processor / coe.processor:.1f}"
        rows.append(f"| {title} | {cost.n} | {1 / cost.wall:.3g} | {1 / cost.processor:.3g} | {faster} |")
    cells, speed = one_by_one(agent, asked[1::step], options.tokens)
    limit = bandwidth()
    rows += [
        "",
        f"| one at a time, ms (n = {len(asked[1::step])}) | p50 | p95 | p50, processor | p95, processor |",
        "|---|---|---|---|---|",
        f"| coe | {cells} |",
        "",
        f"Writing one reply: {speed:.0f} tokens/s. Memory reads {limit / 1e9:.1f} GB/s and a token reads "
        f"{weights / 1e6:.0f} MB of weights, so {limit / weights:.0f} tokens/s if each is read once a token: "
        f"{100 * speed * weights / limit:.0f} % of that.",
    ]
    return "\n".join(rows)


def main() -> None:
    """Measure, print, and write the tables where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", nargs="*", default=["tiny", "smol"], choices=["tiny", "smol"])
    parser.add_argument("--n", type=int, default=2, help="problems a family")
    parser.add_argument("--steps", type=int, default=4, help="most commands an episode")
    parser.add_argument("--tokens", type=int, default=20, help="most tokens a command")
    parser.add_argument("--sequential", type=int, default=12, help="about how many states `generate` answers")
    parser.add_argument("--prototype", type=int, default=3, help="states that the prototype's loop answers")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="also write the tables to this Markdown file")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
    begun, parts = time.perf_counter(), []
    for kind in options.models:
        if kind == "tiny":
            agent = create_agent("tiny")
            weights = 4 * sum(v.numel() for v in _weights(MODEL_FOLDER))
            parts.append(measured("built-in model", MODEL_FOLDER, agent, weights, options))
            flags = ["--model-type", "tiny"]
        else:
            place = fetch_model(SMOL)
            agent = create_agent("local", model=SMOL)
            weights = 2 * sum(v.numel() for v in _weights(place))
            parts.append(measured("SmolLM2-135M-Instruct", place, agent, weights, options))
            flags = ["--model-type", "local", "--model", SMOL]
        parts.append(f"Peak memory of `coe solve linear {' '.join(flags)}`: {peak_memory(flags):.0f} MB.")
        print("\n".join(parts[-2:]), flush=True)
    command = " ".join(["python benchmarks/rollouts.py", *sys.argv[1:]])
    head = (
        f"`{command}`; {platform.processor() or platform.machine()}, {options.threads} thread(s), load "
        f"{os.getloadavg()[0]:.1f}, {time.perf_counter() - begun:.0f} s."
    )
    print(head)
    if options.out:
        options.out.write_text("\n\n".join([head, *parts]) + "\n", encoding="utf-8")


def _weights(place: Path) -> list[Any]:
    from safetensors.torch import load_file

    return [value for file in place.glob("*.safetensors") for value in load_file(file).values()]


if __name__ == "__main__":
    main()
