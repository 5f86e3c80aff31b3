"""Solved rates of the built-in model on held-out problems of the families it is trained on (the
group `core`), with 95 % Wilson intervals.

    python benchmarks/builtin_model.py --n 200 --out docs/builtin_model.md
    python benchmarks/builtin_model.py --latency 8

The truth is hidden: under `lines` nothing depends on the reference answer, which scores an episode after its
end. Greedy, the temperature raised to 0.7 where a draft repeats. The last table times single commands of one
episode at a time on one thread.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from rich.progress import track

from coe.agents import create_agent
from coe.agents.protocol import Agent
from coe.agents.tiny import MODEL_FOLDER
from coe.agents.tiny_runtime import TinyRuntime
from coe.environment import EnvironmentConfig, Feedback
from coe.intervals import Rate
from coe.messages import Sampling
from coe.rollout import run_episodes
from coe.tasks.catalogue import families_named
from coe.training.tiny.solved_rate import Draft, FamilyRate, Setting, pooled, solved_rates, starts

SETTINGS = {
    "mistaken, lines": Setting(Draft.MISTAKEN, Feedback.LINES),
    "empty, lines": Setting(Draft.EMPTY, Feedback.LINES),
    "mistaken, outcome": Setting(Draft.MISTAKEN, Feedback.OUTCOME),
    "mistaken, lines, operands x2": Setting(Draft.MISTAKEN, Feedback.LINES, scale=2),
}


def cell(rate: Rate) -> str:
    """A rate in percent with its interval."""
    return f"{100 * rate.value:.1f} [{100 * rate.low:.1f}, {100 * rate.high:.1f}]"


def table(results: dict[str, list[FamilyRate]]) -> str:
    """Families down, settings across; pooled rows for the two groups of families at the end."""
    names = list(results)
    rows = ["| family | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for index, first in enumerate(results[names[0]]):
        kind = "" if first.readable else " (words)"
        rates = [results[name][index].rate for name in names]
        rows.append(f"| {first.family}{kind} | " + " | ".join(map(cell, rates)) + " |")
    for title, readable in (("readable families", True), ("families in words", False)):
        groups = [[r for r in results[name] if r.readable is readable] for name in names]
        if groups[0]:
            rows.append(
                f"| **{title}** | " + " | ".join(f"**{cell(pooled(group))}**" for group in groups) + " |"
            )
    return "\n".join(rows)


def notes(results: dict[str, list[FamilyRate]]) -> str:
    """What the rates do not say."""
    rows = [
        f"| {'setting'} | commands an episode | refused commands | failed on our side |",
        "|---|---|---|---|",
    ]
    for name, rates in results.items():
        commands = statistics.mean(rate.commands for rate in rates)
        refused = statistics.mean(rate.refused for rate in rates)
        failed = sum(rate.failed for rate in rates)
        rows.append(f"| {name} | {commands:.2f} | {100 * refused:.2f} % | {failed} |")
    return "\n".join(rows)


def latency(model: str | None, families: Sequence[str], seed: int, n: int = 8) -> str:
    """p50 and p95 of a command, one episode at a time; beside it the same with nothing known or guessed.

    The processor's time is that of a quiet machine: the model computes on one thread, and never waits.
    """
    folder = Path(model) if model else MODEL_FOLDER
    runtimes = {
        "as it runs": TinyRuntime(folder),
        "one token a pass, whole prompts": TinyRuntime(folder, remembered=0, guessing=False),
    }
    queue = (start for family in families for start in starts(family, Setting(), n, seed=seed))
    config = EnvironmentConfig(max_steps=20)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in runtimes}
    for episode in run_episodes(agent_of(model), queue, config=config, batch_size=1, seed=seed):
        for turn in episode.turns:
            for name, runtime in runtimes.items():
                wall, processor = time.perf_counter(), time.process_time()
                runtime.generate([runtime.encode_prompt(turn.observation)], [Sampling()])
                times[name].append((time.perf_counter() - wall, time.process_time() - processor))
    count = len(times["as it runs"])
    rows = [
        f"One command, batch of one, n = {count}, load {os.getloadavg()[0]:.1f}:",
        "",
        "| ms | p50 | p95 | p50, processor | p95, processor |\n|---|---|---|---|---|",
    ]
    for name, pairs in times.items():
        cuts = [statistics.quantiles(each, n=20) for each in zip(*pairs, strict=True)]
        cells = [f"{1e3 * cut[place]:.1f}" for cut in cuts for place in (9, 18)]
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


@cache
def agent_of(model: str | None) -> Agent:
    """The agent of this process."""
    return create_agent("tiny", **({"model": model} if model else {}))


def one(model: str | None, family: str, name: str, n: int, seed: int) -> FamilyRate:
    """One family under one setting."""
    return solved_rates(agent_of(model), [family], SETTINGS[name], n, seed=seed)[0]


def measure(options: argparse.Namespace) -> dict[str, list[FamilyRate]]:
    """Every chosen setting on every family, spread over processes; the figures do not depend on how many."""
    cells = [(family, name) for name in options.settings for family in options.families]
    found: dict[tuple[str, str], FamilyRate] = {}
    with ProcessPoolExecutor(options.workers, get_context("spawn")) as pool:
        futures = {
            pool.submit(one, options.model, family, name, options.n, options.seed): (family, name)
            for family, name in cells
        }
        for future in track(as_completed(futures), description="families x settings", total=len(futures)):
            found[futures[future]] = future.result()
    return {name: [found[family, name] for family in options.families] for name in options.settings}


def main() -> None:
    """Measure, print, and write the page where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", help="a model folder; the shipped one by default")
    parser.add_argument("--families", nargs="*", default=["core"], help="families, or groups of them")
    parser.add_argument("--settings", nargs="*", default=list(SETTINGS), choices=list(SETTINGS))
    parser.add_argument("--n", type=int, default=200, help="problems a family and setting")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--latency", type=int, help="only time commands, on so many problems a family")
    parser.add_argument("--out", type=Path, help="also write the tables to this Markdown file")
    options = parser.parse_args()
    options.families = families_named(options.families)
    if options.latency is not None:
        print(latency(options.model, options.families, options.seed, options.latency))
        return
    begun = time.perf_counter()
    results = measure(options)
    command = f"python benchmarks/builtin_model.py --n {options.n} --seed {options.seed}"
    page = "\n\n".join(
        (
            "# The built-in model on held-out problems",
            f"`{command}`; solved, % [95 % Wilson interval], n = {options.n} a family and setting; "
            f"{platform.machine()}, Python {platform.python_version()}, {time.perf_counter() - begun:.0f} s.",
            table(results),
            notes(results),
            latency(options.model, options.families, options.seed),
        )
    )
    print("\n" + page)
    if options.out:
        options.out.write_text(page + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
