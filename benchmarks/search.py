"""What search is worth to the built-in model where greedy edits often fail: operands twice as long.

    python benchmarks/search.py --n 30 --seed 1

Mistaken drafts of held-out problems, feedback `lines`: nothing depends on the reference answer, which scores
the chosen solution after its end. Greedy has its temperature raised to 0.7 where a draft repeats. Tokens and
replies are means a problem, those of solutions that were not chosen included; seconds are of the processor.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from rich.progress import Progress

from coe.agents import create_agent
from coe.environment import EnvironmentConfig, Episode, EpisodeStatus
from coe.intervals import wilson
from coe.messages import Sampling, Usage
from coe.rollout import Start, run_episodes
from coe.search import beam_search, best_of
from coe.training.tiny.solved_rate import Setting, starts

FAMILIES = ("linear_systems", "factor", "simplify", "pythagoras")
Run = Callable[[Iterable[Start]], Iterator[tuple[Episode, Usage, int]]]


@dataclass
class Tally:
    """What a way of searching came to."""

    solved: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    tokens: int = 0
    replies: int = 0
    seconds: float = 0.0

    def add(self, episode: Episode, usage: Usage, replies: int) -> None:
        """One problem's outcome."""
        family = episode.problem.family
        self.tokens += usage.tokens
        self.replies += replies
        if episode.status is EpisodeStatus.FAILED:
            self.failed += 1
            return
        self.asked[family] += 1
        self.solved[family] += episode.solved


def ways(options: argparse.Namespace) -> dict[str, Run]:
    """The ways that are compared, by name."""
    agent = create_agent("tiny")
    config = EnvironmentConfig(max_steps=20)
    drawn, seed, k, width = Sampling(options.temperature), options.seed, options.samples, options.width

    def greedy(queue: Iterable[Start]) -> Iterator[tuple[Episode, Usage, int]]:
        for episode in run_episodes(agent, queue, config=config, seed=seed):
            yield episode, episode.usage, episode.steps

    def best(queue: Iterable[Start]) -> Iterator[tuple[Episode, Usage, int]]:
        for found in best_of(agent, queue, k, sampling=drawn, config=config, seed=seed):
            yield found.episode, found.usage, found.replies

    def beam(queue: Iterable[Start]) -> Iterator[tuple[Episode, Usage, int]]:
        for found in beam_search(
            agent, queue, width, sampling=drawn, expand=options.expand, config=config, seed=seed
        ):
            yield found.episode, found.usage, found.replies

    return {"greedy": greedy, f"best of {k}": best, f"beam of {width}": beam}


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


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--families", nargs="*", default=list(FAMILIES))
    parser.add_argument("--n", type=int, default=30, help="problems a family")
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
    options = parser.parse_args()
    setting = Setting(scale=options.scale)
    tallies: dict[str, Tally] = {}
    with Progress() as progress:
        for name, run in ways(options).items():
            tally = tallies[name] = Tally()
            begun = time.process_time()
            queue = (s for f in options.families for s in starts(f, setting, options.n, seed=options.seed))
            for found in progress.track(
                run(queue), total=options.n * len(options.families), description=name
            ):
                tally.add(*found)
            tally.seconds = time.process_time() - begun
    print(table(tallies, options.families))
    print(f"failed on our side: {', '.join(f'{name} {tally.failed}' for name, tally in tallies.items())}")


if __name__ == "__main__":
    main()
