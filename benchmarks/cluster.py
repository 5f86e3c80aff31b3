"""Efficiency of a local Ray cluster from one worker to two, with the built-in model.

    python benchmarks/cluster.py -n 200

Printed for each number of workers: seconds from the first to the last episode, episodes a second, start-up;
and how many episodes a second one store takes.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from functools import partial
from pathlib import Path

from coe.agents import create_agent
from coe.environment import Episode
from coe.evaluation import RunConfig, evaluation_starts, open_store
from coe.evaluation.ray_engine import evaluate_on_ray

TASKS = "linear_equations,quadratics,fractions,simplify"


def one_thread() -> object:
    """The built-in model on one core: two workers then share nothing."""
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    return create_agent("tiny")


def measure(folder: Path, n: int, workers: int) -> tuple[float, float, list[Episode]]:
    """(start-up, episodes a second after it, episodes)."""
    config = RunConfig(TASKS, {"name": "tiny"})
    run = open_store(str(folder / f"{workers}.sqlite"), create=True).begin("main", config)
    starts = list(evaluation_starts(TASKS, n, mistakes="core"))
    times: list[float] = []
    episodes: list[Episode] = []

    def note(episode: Episode) -> None:
        times.append(time.perf_counter())
        episodes.append(episode)

    begun = time.perf_counter()
    evaluate_on_ray(partial(one_thread), run, config, starts, workers=workers, batch_size=8, on_episode=note)
    return times[0] - begun, (len(times) - 1) / (times[-1] - times[0]), episodes


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one_start, one, episodes = measure(folder, options.n, 1)
        two_start, two, _ = measure(folder, options.n, 2)
        run = open_store(str(folder / "store.sqlite"), create=True).begin("main", RunConfig("", {}))
        begun = time.perf_counter()
        for episode in episodes:
            run.add(episode)
        stored = len(episodes) / (time.perf_counter() - begun)
    print("| workers | start-up, s | episodes a second | efficiency |\n|---|---|---|---|")
    print(f"| 1 | {one_start:.1f} | {one:.1f} | |")
    print(f"| 2 | {two_start:.1f} | {two:.1f} | {two / (2 * one):.0%} |")
    print(f"\none SQLite file takes {stored:.0f} episodes a second")


if __name__ == "__main__":
    main()
