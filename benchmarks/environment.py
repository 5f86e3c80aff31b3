"""Steps a second of the environment, one core, every line of every state judged.

    python benchmarks/environment.py [--seconds 3]

Drafts: the five examples that ship by name. Two loads each:

fresh   every command stores a line that has never been read before, so one line a step is parsed anew
        (an agent's usual turn);
known   the same few lines come back, as in a search or a group of samples on one problem.

The last row replaces the verifier by a constant: what parsing, storing, rewarding and observing cost.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import count, cycle

from coe.environment import Environment, EnvironmentConfig
from coe.environment import environment as environment_module
from coe.problem import Problem
from coe.tasks.examples import EXAMPLES
from coe.verifier import verify

# Long episodes, so that resets do not count as steps.
CONFIG = EnvironmentConfig(max_steps=100)


def fresh_commands(problem: Problem) -> Iterator[str]:
    """Commands that keep the draft's length and never store the same line twice, spans included."""
    lines = problem.drafts[0]
    for number in count(1):
        line = number % len(lines) + 1
        start, _, _ = lines[line - 1].rpartition(" ")
        yield f"REPL {line} >>>{start} {{{number} + {number % 7}}}"


def known_commands(problem: Problem) -> Iterator[str]:
    """A few commands over and over: wrong and right lines, a deletion, one that does not parse."""
    wrong, right = problem.drafts[0], problem.derivation
    script = [
        f"REPL 1 >>>{wrong[0]}",
        f"REPW 1 >>>{wrong[0][-1]} >>>{{3 + 4}}",
        f"ADDL 1 >>>{right[0]}",
        "DELL 1",
        "replace the first line",
    ]
    return cycle(script)


def measure(problem: Problem, commands: Iterator[str], seconds: float) -> list[float]:
    """Seconds of each step."""
    environment = Environment(CONFIG)
    environment.reset(problem, problem.drafts[0])
    times: list[float] = []
    end = time.perf_counter() + seconds
    while (before := time.perf_counter()) < end:
        if environment.done:
            environment.reset(problem, problem.drafts[0])
            before = time.perf_counter()
        environment.step(next(commands))
        times.append(time.perf_counter() - before)
    return times


def row(name: str, times: list[float]) -> str:
    ordered = sorted(times)
    median, p95 = statistics.median(ordered), ordered[int(0.95 * len(ordered))]
    rate = len(times) / sum(times)
    return f"{name:<24}{rate:>10,.0f} steps/s{median * 1e6:>10.1f} us median{p95 * 1e6:>10.1f} us p95"


def overhead(seconds: float) -> list[float]:
    problem = EXAMPLES["linear"]
    report = verify(problem.statement, problem.drafts[0])
    environment_module.verify = lambda *_: report  # type: ignore[assignment]
    try:
        return measure(problem, fresh_commands(problem), seconds)
    finally:
        environment_module.verify = verify


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3.0, help="for each of the three loads")
    seconds = parser.parse_args().seconds
    loads: dict[str, Callable[[Problem], Iterator[str]]] = {"fresh": fresh_commands, "known": known_commands}
    for load, commands in loads.items():
        everything: list[float] = []
        for name, problem in EXAMPLES.items():
            times = measure(problem, commands(problem), seconds / len(EXAMPLES))
            everything += times
            print(row(f"{load} {name}", times))
        print(row(f"{load}, all examples", everything))
    print(row("without the verifier", overhead(seconds)))


if __name__ == "__main__":
    main()
