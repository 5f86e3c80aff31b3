"""Time of the verifier: lines with cold caches, drafts with warm ones. Answers: see `answers.py`.

Run: python benchmarks/verifier.py [--repeat 20]. "Cold" clears every cache that is keyed by a text, an
expression or a problem before each measurement; what is built once a process (a random prime, compiled
patterns) stays. Medians in microseconds; the machine's load moves all of them together, so trust the ratios.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

from coe.verifier import understand, verify
from coe.verifier.expressions.kept import text_caches
from coe.verifier.lines.equations import solution_set
from coe.verifier.verify import _verify

LINES = [
    ("Solve for x: 5x + 3 = 2x + 15", "3x = 12"),
    ("Solve for x: 5x + 3 = 2x + 15", "x = 4"),
    ("Solve for x: 5x + 3 = 2x + 15", "3x = 18"),
    ("Solve for x: 2x^2 + 4x - 6 = 0", "(x + 1)^2 = 4"),
    ("Solve for x: 2x^2 + 4x - 6 = 0", "x = 1 or x = -3"),
    ("Calculate (12 + 5) * 3 - 4", "= 17 * 3 - 4"),
    ("What is 15% of 200?", "= 30"),
    ("Expand (x + 2)(x - 5)", "= x^2 - 3x - 10"),
    ("Simplify 3x + 5 + 2x", "= 5x + 5"),
    ("How many clips in all?", "total = 48 + 24 = 72"),
    ("", "1/2 + 1/3 = 5/6"),
    ("", "10/3 = 3.33"),
]
DRAFTS = [
    ("Solve for x: 2x^2 + 4x - 6 = 0", ("x^2 + 2x - 3 = 0", "(x + 1)^2 = 5", "x = 1 or x = -3")),
    ("Calculate (12 + 5) * 3 - 4", ("= 17 * 3 - 4", "= 51 - 4", "= 47")),
    ("How many clips in all?", ("may = 48 / 2 = 24", "total = 48 + may = 72", "Answer: 72")),
    ("Solve the system: 2x + y = 7, x - y = 2", ("3x = 12", "x = 4", "y = -1")),
]


def microseconds(call: Callable[[], object], prepare: Callable[[], object], repeat: int) -> float:
    """The median time of a call, each time after `prepare`."""
    times = []
    for _ in range(repeat):
        prepare()
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


def cold(problem: str) -> Callable[[], object]:
    """Clears the caches and reads the problem again: a draft's problem does not change."""
    caches = text_caches()

    def prepare() -> None:
        for cache in caches:
            cache.cache_clear()
        goal = understand(problem)
        if goal is not None:
            solution_set(goal)

    return prepare


def show_lines(repeat: int) -> None:
    print("one line of a draft, caches cold, problem read (us)")
    medians = []
    for problem, line in LINES:
        taken = microseconds(lambda p=problem, x=line: verify(p, [x]), cold(problem), repeat)
        medians.append(taken)
        print(f"  {taken:8.1f}  {problem[:32]:32}  {line}")
    print(f"  {statistics.median(medians):8.1f}  median")
    read = [microseconds(lambda p=p: understand(p), text_clear, repeat) for p in {p for p, _ in LINES if p}]
    print(f"  {statistics.median(read):8.1f}  reading a problem, median\n")


def text_clear() -> None:
    for cache in text_caches():
        cache.cache_clear()


def show_drafts(repeat: int) -> None:
    print("drafts of three lines a second, caches warm")
    for problem, lines in DRAFTS:
        verify(problem, lines)
        counts = []
        for call in (
            lambda p=problem, d=lines: verify(p, d),
            lambda p=problem, d=lines: _verify.__wrapped__(p, d, None),
        ):
            rounds = 200 * repeat
            start = time.perf_counter()
            for _ in range(rounds):
                call()
            counts.append(rounds / (time.perf_counter() - start))
        print(f"  {counts[0]:10,.0f} seen before  {counts[1]:10,.0f} new draft of known lines  {problem}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeat", type=int, default=20)
    rounds = parser.parse_args().repeat
    show_lines(rounds)
    show_drafts(rounds)
