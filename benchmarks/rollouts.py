"""Commands a second of three loops on the same states, with the same number of new tokens a command.

    python benchmarks/rollouts.py --out docs/rollouts_table.md

- prototype: one prompt at a time, float16, `use_cache=False`: every token reads the whole text again. The
  time of a few tokens is measured and multiplied, which leaves out that the text grows: in its favour.
- generate: one prompt at a time through transformers' `generate`, with keys and values kept, in the faster of
  float32 and bfloat16.
- coe: `coe.rollout.run_episodes`, batched, with its agent's defaults, after a few episodes to warm up; the
  built-in model also in `--workers` processes, which are ready before.

Each of the first two takes one thread or all it may (`--threads`), whichever is faster by the clock.
`coe` runs whole episodes first; the other two answer states that it met, and write as many tokens to each.
Then, one prompt at a time: latency of a command, and tokens a second against what the memory allows if every
weight is read once a token. Last, the peak memory of `coe solve`. The processor's time is that of all threads
together and leaves out what other programs take.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from coe.agents import create_agent
from coe.agents.chat import encode
from coe.agents.model_store import SMOL, fetch_model
from coe.agents.protocol import Agent, Conversation
from coe.agents.tiny import MODEL_FOLDER
from coe.environment import EnvironmentConfig, Episode, Turn
from coe.environment.rendering import state_messages
from coe.messages import Reply, Sampling
from coe.processes import usable_cores
from coe.rollout import Start, run_episodes
from coe.tasks.catalogue import families_named
from coe.training.tiny.solved_rate import Setting, starts
from coe.workers import AHEAD, Crew, Work, played_by

if __name__ != "__mp_main__":  # a worker process reads this file too, and needs neither
    import torch
    import transformers

PROTOTYPE_TOKENS = 3
BUILT_IN = "built-in model"
PROBLEMS = {"tiny": 20, "smol": 2}


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
    how: str = ""


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of a piece of work, by the clock and of the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def player(options: argparse.Namespace) -> Callable[..., Iterator[Episode]]:
    """The rollout loop under the settings of the benchmark."""
    return partial(
        run_episodes, config=EnvironmentConfig(max_steps=options.steps),
        sampling=Sampling(max_tokens=options.tokens), seed=options.seed, batch_size=options.batch,
    )  # fmt: skip


def coe_loop(
    play: Callable[[Sequence[Start]], Iterator[Episode]],
    clock: Callable[[], float],
    n: int,
    options: argparse.Namespace,
    processes: int = 1,
) -> tuple[Cost, list[Turn]]:
    """Whole episodes on `n` problems of every family, and their turns; `clock` is that of the processor."""
    families = families_named(["core"])
    warm = [start for family in families for start in starts(family, Setting(), 1, seed=options.seed + 1)]
    list(play(warm * processes))
    queue = [start for family in families for start in starts(family, Setting(), n, seed=options.seed)]
    random.Random(options.seed).shuffle(queue)
    begun, before = time.perf_counter(), clock()
    turns = [turn for episode in play(queue) for turn in episode.turns]
    wall, processor = time.perf_counter() - begun, clock() - before
    how = f"{options.batch} episodes in flight"
    return Cost(wall / len(turns), processor / len(turns), len(turns), how), turns


def coe_in_processes(n: int, options: argparse.Namespace) -> Cost:
    """The same, by the built-in model in several processes."""
    crew = Crew(
        Work(partial(create_agent, "tiny"), player(options)), options.workers, places=options.batch + AHEAD
    )
    try:
        crew.wait_until_ready()
        clock = partial(processor_of, crew.pids)
        cost, _ = coe_loop(lambda queue: played_by(crew, queue), clock, n, options, options.workers)
        memory = sum(psutil.Process(pid).memory_info().rss for pid in crew.pids) / len(crew.pids) / 2**20
    finally:
        crew.close()
    return replace(cost, how=f"{cost.how} in each of {options.workers} processes of {memory:.0f} MB")


def processor_of(processes: Sequence[int]) -> float:
    """Seconds that this process and others have computed."""
    times = (psutil.Process(process).cpu_times() for process in processes)
    return time.process_time() + sum(each.user + each.system for each in times)


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
    wall, processor = (statistics.mean(part) for part in zip(*pairs, strict=True))
    return Cost(wall, processor, len(pairs))


def fastest(ways: Mapping[str, Callable[[], Cost]]) -> str:
    """The way that is fastest by the clock, each tried twice, the first time to warm up."""
    for work in ways.values():
        work()
    return min(ways, key=lambda name: ways[name]().wall)


def threaded(threads: int, work: Callable[[], Cost]) -> Cost:
    """What the work costs with so many threads of PyTorch."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        return work()
    finally:
        torch.set_num_threads(before)


def prototype_loop(place: Path, tokenizer: Any, asked: Sequence[Asked], threads: int) -> Cost:
    """The prototype's loop: the time of a few tokens, scaled to the mean number of tokens of a command."""
    model = transformers.AutoModelForCausalLM.from_pretrained(place, dtype=torch.float16)
    few = [Asked(each.conversation, PROTOTYPE_TOKENS) for each in asked]
    one = [Asked(asked[0].conversation, 1)]

    def loop(states: Sequence[Asked], count: int) -> Cost:
        return threaded(count, lambda: generate_loop(model, tokenizer, states, use_cache=False))

    best = int(fastest({str(count): partial(loop, one, count) for count in sorted({1, threads})}))
    cost = loop(few, best)
    scale = statistics.mean(max(1, each.tokens) for each in asked) / PROTOTYPE_TOKENS
    return Cost(cost.wall * scale, cost.processor * scale, cost.n, f"float16, threads: {best}")


def best_generate(place: Path, tokenizer: Any, asked: Sequence[Asked], threads: int) -> Cost:
    """The cached loop in the fastest of two dtypes and two numbers of threads, chosen on three commands."""
    ways: dict[str, Callable[[Sequence[Asked]], Cost]] = {}

    def loop(model: Any, count: int, states: Sequence[Asked]) -> Cost:
        return threaded(count, lambda: generate_loop(model, tokenizer, states))

    for dtype in (torch.float32, torch.bfloat16):
        model = transformers.AutoModelForCausalLM.from_pretrained(place, dtype=dtype)
        for count in sorted({1, threads}):
            ways[f"{str(dtype).removeprefix('torch.')}, threads: {count}"] = partial(loop, model, count)
    best = fastest({name: partial(way, asked[:3]) for name, way in ways.items()})
    return replace(ways[best](asked), how=best)


def bandwidth() -> float:
    """Bytes a second that reading a large array reaches by the clock, the best of a few times."""
    array = torch.ones(2**28 // 4)
    return float(array.nbytes / min(timed(array.sum)[0] for _ in range(8)))


def answered(agent: Agent, asked: Asked, most: int) -> tuple[float, float, int]:
    """Seconds of one reply, by the clock and of the processor, and its tokens."""
    replies: list[Reply] = []
    wall, processor = timed(
        lambda: replies.extend(agent.act([asked.conversation], [Sampling(max_tokens=most)]))
    )
    return wall, processor, replies[0].usage.completion_tokens


def one_by_one(agent: Agent, asked: Sequence[Asked], tokens: int) -> tuple[str, float]:
    """p50 and p95 of a command, and tokens written a second."""
    walls, processors, _ = zip(*(answered(agent, each, tokens) for each in asked), strict=True)
    cells = []
    for part in (walls, processors):
        cuts = statistics.quantiles(part, n=20)
        cells += [f"{1e3 * cuts[9]:.0f}", f"{1e3 * cuts[18]:.0f}"]
    written, spent = 0, 0.0
    for each in asked[:12]:  # read already, so that the difference of the two is the writing
        whole, _, count = answered(agent, each, tokens)
        first, _, one = answered(agent, each, 1)
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


def measured(name: str, place: Path, agent: Agent, weights: int, n: int, options: argparse.Namespace) -> str:
    """The tables of one model."""
    coe, turns = coe_loop(partial(player(options), agent), time.process_time, n, options)
    asked = [Asked(state_messages(turn.observation), turn.usage.completion_tokens) for turn in turns]
    ways, faster = [coe], ["coe is faster by"]
    if name == BUILT_IN and options.workers > 1:
        ways.append(coe_in_processes(n, options))
        faster = ["one process is faster by", f"{options.workers} processes are"]
    tokens = statistics.mean(each.tokens for each in asked)
    tokenizer = transformers.AutoTokenizer.from_pretrained(place)
    step = max(1, len(asked) // options.sequential)
    plain = best_generate(place, tokenizer, asked[::step], options.threads)
    few = asked[:: max(1, len(asked) // options.prototype)][: options.prototype]
    prototype = prototype_loop(place, tokenizer, few, options.threads)
    rows = [
        f"### {name}: {tokens:.1f} new tokens a command",
        "",
        "| loop | n | commands/s | of the processor |"
        + "".join(f" {way} (clock / processor) |" for way in faster),
        "|---|---|---|---|" + len(ways) * "---|",
    ]
    for title, cost in (("prototype", prototype), ("generate", plain), *(("coe", way) for way in ways)):
        by = [f" {cost.wall / way.wall:.1f} / {cost.processor / way.processor:.1f} |" for way in ways]
        rows.append(
            f"| {title} ({cost.how}) | {cost.n} | {1 / cost.wall:.3g} | {1 / cost.processor:.3g} |"
            + "".join(by)
        )
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
    parser.add_argument("--n", type=int, help=f"problems a family; by default {PROBLEMS}")
    parser.add_argument("--batch", type=int, default=64, help="episodes in flight")
    parser.add_argument("--steps", type=int, default=4, help="most commands an episode")
    parser.add_argument("--tokens", type=int, default=20, help="most tokens a command")
    parser.add_argument("--sequential", type=int, default=12, help="about how many states `generate` answers")
    parser.add_argument("--prototype", type=int, default=3, help="states that the prototype's loop answers")
    parser.add_argument("--threads", type=int, default=usable_cores(), help="most that any of them may use")
    parser.add_argument("--workers", type=int, default=usable_cores(), help="processes, also for `tiny`")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="also write the tables to this Markdown file")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
    begun, parts = time.perf_counter(), []
    for kind in options.models:
        if kind == "tiny":
            agent = create_agent("tiny", threads=options.threads)
            weights = 4 * sum(v.numel() for v in _weights(MODEL_FOLDER))
            n = options.n or PROBLEMS[kind]
            parts.append(measured(BUILT_IN, MODEL_FOLDER, agent, weights, n, options))
            flags = ["--model-type", "tiny"]
        else:
            place = fetch_model(SMOL)
            agent = create_agent("local", model=SMOL)
            weights = 2 * sum(v.numel() for v in _weights(place))
            n = options.n or PROBLEMS[kind]
            parts.append(measured("SmolLM2-135M-Instruct", place, agent, weights, n, options))
            flags = ["--model-type", "local", "--model", SMOL]
        parts.append(f"Peak memory of `coe solve linear {' '.join(flags)}`: {peak_memory(flags):.0f} MB.")
        print("\n".join(parts[-2:]), flush=True)
    command = " ".join(["python benchmarks/rollouts.py", *sys.argv[1:]])
    head = (
        f"`{command}`; {platform.processor() or platform.machine()}, {options.threads} cores, load "
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
