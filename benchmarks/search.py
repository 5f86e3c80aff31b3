"""What search is worth to the built-in model where greedy edits often fail: operands twice as long.

    python benchmarks/search.py --n 25 --seed 1

Mistaken drafts of held-out problems, feedback `lines`: nothing depends on the reference answer, which scores
the chosen solution after its end. Greedy has its temperature raised to 0.7 where a draft repeats. Tokens and
replies are means a problem, those of solutions that were not chosen included; seconds are of the processor.
Each search is compared with greedy on the same problems, as `coe compare` does.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context

from rich.progress import track

from coe.agents import create_agent
from coe.agents.protocol import Agent
from coe.environment import EnvironmentConfig, Episode, EpisodeStatus
from coe.evaluation.comparison import compare_runs
from coe.evaluation.facts import EpisodeFacts, facts_of
from coe.intervals import wilson
from coe.messages import Sampling, Usage
from coe.rollout import Start, run_episodes
from coe.search import beam_search, best_of
from coe.training.tiny.solved_rate import Setting, starts

FAMILIES = ("linear_systems", "factor", "simplify", "pythagoras")
CONFIG = EnvironmentConfig(max_steps=20)
Found = tuple[Episode, Usage, int]


@dataclass
class Tally:
    """What a way of searching came to."""

    solved: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    tokens: int = 0
    replies: int = 0
    seconds: float = 0.0
    facts: list[EpisodeFacts] = field(default_factory=list)

    def add(self, episode: Episode, usage: Usage, replies: int) -> None:
        """One problem's outcome."""
        family = episode.problem.family
        self.tokens += usage.tokens
        self.replies += replies
        self.facts.append(facts_of(episode))
        if episode.status is EpisodeStatus.FAILED:
            self.failed += 1
            return
        self.asked[family] += 1
        self.solved[family] += episode.solved

    def merge(self, other: Tally) -> None:
        """Those of another family."""
        self.solved += other.solved
        self.asked += other.asked
        self.failed += other.failed
        self.tokens += other.tokens
        self.replies += other.replies
        self.seconds += other.seconds
        self.facts += other.facts


def greedy(agent: Agent, queue: Iterable[Start], options: argparse.Namespace) -> Iterator[Found]:
    """One episode a problem."""
    for episode in run_episodes(agent, queue, config=CONFIG, seed=options.seed):
        yield episode, episode.usage, episode.steps


def best(agent: Agent, queue: Iterable[Start], options: argparse.Namespace) -> Iterator[Found]:
    """The best of several."""
    how = Sampling(options.temperature)
    for found in best_of(agent, queue, options.samples, sampling=how, config=CONFIG, seed=options.seed):
        yield found.episode, found.usage, found.replies


def beam(agent: Agent, queue: Iterable[Start], options: argparse.Namespace) -> Iterator[Found]:
    """A beam of drafts."""
    how = Sampling(options.temperature)
    for found in beam_search(
        agent, queue, options.width, sampling=how, expand=options.expand, config=CONFIG, seed=options.seed
    ):
        yield found.episode, found.usage, found.replies


WAYS: dict[str, Callable[[Agent, Iterable[Start], argparse.Namespace], Iterator[Found]]] = {
    "greedy": greedy, "best": best, "beam": beam,
}  # fmt: skip


@cache
def built_in() -> Agent:
    """The agent of this process."""
    return create_agent("tiny", threads=1)


def one(way: str, family: str, options: argparse.Namespace) -> Tally:
    """One family, one way."""
    tally, begun = Tally(), time.process_time()
    queue = starts(family, Setting(scale=options.scale), options.n, seed=options.seed)
    for found in WAYS[way](built_in(), queue, options):
        tally.add(*found)
    tally.seconds = time.process_time() - begun
    return tally


def table(tallies: dict[str, Tally], families: list[str]) -> str:
    """A row a way, a column a family."""
    rows = ["| | " + " | ".join(families) + " | all | replies | tokens | s |"]
    rows.append("|---" * (len(families) + 5) + "|")
    for name, tally in tallies.items():
        cells = [f"{100 * tally.solved[f] / max(1, tally.asked[f]):.0f}" for f in families]
        n = tally.asked.total()
        problems = max(1, n + tally.failed)
        cells += [
            f"**{wilson(tally.solved.total(), n)}**",
            f"{tally.replies / problems:.1f}",
            f"{tally.tokens / problems:.0f}",
            f"{tally.seconds:.0f}",
        ]
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def beside_greedy(name: str, tally: Tally, first: Tally) -> str:
    """A search and greedy, problem by problem."""
    found = compare_runs(first.facts, tally.facts)
    return (
        f"{name} beside greedy: {100 * found.difference:+.1f} points [{100 * found.low:+.1f}, "
        f"{100 * found.high:+.1f}], {len(found.gained)} problems gained, {len(found.lost)} lost of "
        f"{found.problems}, p = {found.p_value:.2g} ({found.test})"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--families", nargs="*", default=list(FAMILIES))
    parser.add_argument("--n", type=int, default=25, help="problems a family")
    parser.add_argument(
        "--scale", type=int, default=2, help="operands are this many times as long as trained on"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--temperature", type=float, default=0.7)
    parser.add_argument("--samples", type=int, default=4)
    parser.add_argument("--width", type=int, default=4)
    parser.add_argument(
        "--expand", type=int, help="replies for each draft of the beam; as --width if not given"
    )
    parser.add_argument(
        "--workers", type=int, default=2, help="processes; the figures do not depend on how many"
    )
    parser.add_argument("--ways", nargs="*", default=list(WAYS)[1:], choices=list(WAYS)[1:])
    options = parser.parse_args()
    names = {"greedy": "greedy", "best": f"best of {options.samples}", "beam": f"beam of {options.width}"}
    names = {way: name for way, name in names.items() if way in ("greedy", *options.ways)}
    tallies = {name: Tally() for name in names.values()}
    with ProcessPoolExecutor(options.workers, get_context("spawn")) as pool:
        # The dearest first: nobody waits long for the last.
        futures = {
            pool.submit(one, way, family, options): names[way]
            for way in reversed(names)
            for family in options.families
        }
        for future in track(as_completed(futures), description="ways x families", total=len(futures)):
            tallies[futures[future]].merge(future.result())
    print(table(tallies, options.families))
    for way in options.ways:
        print(beside_greedy(names[way], tallies[names[way]], tallies["greedy"]))
    print(f"failed on our side: {', '.join(f'{name} {tally.failed}' for name, tally in tallies.items())}")


if __name__ == "__main__":
    main()
