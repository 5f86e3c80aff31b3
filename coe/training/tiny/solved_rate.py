"""Solved rates on held-out problems, family by family: what the built-in model is judged by.

Problems come from the `test` split (no statement of it is ever trained on) and from a seed of their own; the
reference answer scores an episode after its end and, under `lines`, is never shown. Starts are a draft with
1 to 5 mistakes, or an empty one. Our own failures are counted apart and never as the model's mistakes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coe.agents.protocol import Agent
from coe.corruptions import CORE, CORE_MOST, corrupt
from coe.environment import EnvironmentConfig, Episode, EpisodeStatus, Feedback, is_solved
from coe.intervals import Rate, wilson
from coe.rollout import Start, run_episodes
from coe.seeding import derive_rng
from coe.tasks.catalogue import load_family, make_problem


class Draft(StrEnum):
    """What an episode starts from."""

    MISTAKEN = "mistaken"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Setting:
    """One condition of a measurement.

    Args:
        draft: what episodes start from.
        feedback: what the agent is told.
        scale: operands have this many times as many digits as in training.
        calculator: whether calculator spans are evaluated.
    """

    draft: Draft = Draft.MISTAKEN
    feedback: Feedback = Feedback.LINES
    scale: int = 1
    calculator: bool = True

    def __str__(self) -> str:
        parts = [f"{self.draft} draft", f"feedback {self.feedback}"]
        parts += [f"operands x{self.scale}"] if self.scale > 1 else []
        parts += [] if self.calculator else ["no calculator"]
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class FamilyRate:
    """How often one family was solved.

    Args:
        family: its name.
        readable: whether the verifier can check it from the statement alone.
        rate: solved of those that did not fail on our side.
        failed: episodes that failed on our side.
        commands: mean number of commands an episode.
        refused: share of commands that did not parse or fit.
    """

    family: str
    readable: bool
    rate: Rate
    failed: int
    commands: float
    refused: float


def starts(family: str, setting: Setting, n: int, *, split: str = "test", seed: int = 1) -> Iterator[Start]:
    """`n` held-out starts of a family; drafts that the mistakes left right are passed over."""
    made = index = 0
    while made < n:
        problem = make_problem(family, split, seed, index, scale=setting.scale)
        index += 1
        lines: tuple[str, ...] = ()
        if setting.draft is Draft.MISTAKEN:
            rng = derive_rng("measure", seed, family, index)
            corrupted = corrupt(problem, rng, rng.randint(1, CORE_MOST), CORE)
            if corrupted is None or is_solved(problem, corrupted.lines):
                continue
            lines = corrupted.lines
        made += 1
        yield Start(problem, lines)


def solved_rates(
    agent: Agent,
    families: Sequence[str],
    setting: Setting,
    n: int,
    *,
    split: str = "test",
    seed: int = 1,
    batch_size: int = 64,
    max_steps: int = 20,
) -> list[FamilyRate]:
    """Solved rate of each family, greedy with the temperature raised on a repeated draft."""
    config = EnvironmentConfig(setting.feedback, setting.calculator, max_steps)
    queue = (start for family in families for start in starts(family, setting, n, split=split, seed=seed))
    by_family: dict[str, list[Episode]] = {family: [] for family in families}
    for episode in run_episodes(agent, queue, config=config, batch_size=batch_size, seed=seed):
        by_family[episode.problem.family].append(episode)
    return [_family_rate(family, episodes) for family, episodes in by_family.items()]


def pooled(rates: Iterable[FamilyRate]) -> Rate:
    """Solved over several families together."""
    chosen = list(rates)
    return wilson(sum(r.rate.successes for r in chosen), sum(r.rate.n for r in chosen))


def _family_rate(family: str, episodes: Sequence[Episode]) -> FamilyRate:
    statuses = Counter(episode.status for episode in episodes)
    failed = statuses[EpisodeStatus.FAILED]
    turns = [turn for episode in episodes for turn in episode.turns]
    return FamilyRate(
        family,
        load_family(family).readable,
        wilson(statuses[EpisodeStatus.SOLVED], len(episodes) - failed),
        failed,
        len(turns) / max(1, len(episodes)),
        sum(turn.error is not None for turn in turns) / max(1, len(turns)),
    )
