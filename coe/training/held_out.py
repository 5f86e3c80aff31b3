"""Solved rates on a fixed set of held-out problems: what models are judged by while they are trained.

Problems come from a split that is never trained on and from a seed of their own, so that the same set is
measured every time; the reference answer scores an episode after its end and, under `lines`, is never shown.
Our own failures are counted apart and never as the model's mistakes. Figures to publish come from the stored
runs of `coe evaluate`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coe.agents.protocol import Agent
from coe.corruptions import CORE, CORE_MOST, corrupt
from coe.environment import EnvironmentConfig, Episode, EpisodeStatus, Feedback, Method, Rendering, is_solved
from coe.errors import UsageError
from coe.intervals import Rate, wilson
from coe.problem import Problem
from coe.rollout import Start, run_episodes
from coe.seeding import derive_rng
from coe.tasks.catalogue import load_family, make_problem
from coe.tasks.loaders.loading import draw_worked
from coe.tasks.loaders.spec import is_spec


class Draft(StrEnum):
    """What an episode starts from: 1 to 5 mistakes, nothing, or each of the two in turn."""

    MISTAKEN = "mistaken"
    EMPTY = "empty"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A fixed set of starts, and how they are played.

    Args:
        tasks: families, and data sets with worked solutions (`coe.tasks.loaders.spec`).
        n: starts of each.
        seed: of the problems, the mistakes and the replies.
        split: of the problems.
        draft: what episodes start from.
        feedback: what the agent is told.
        calculator: whether calculator spans are evaluated.
        max_steps: most commands of an episode.
        method: edits, or one reply.
        scale: operands have this many times as many digits as in training.
    """

    tasks: tuple[str, ...]
    n: int = 20
    seed: int = 1
    split: str = "test"
    draft: Draft = Draft.MIXED
    feedback: Feedback = Feedback.LINES
    calculator: bool = True
    max_steps: int = 20
    method: Method = Method.COE
    scale: int = 1

    def __post_init__(self) -> None:
        if self.n < 1 or not self.tasks:
            raise UsageError("a held-out set needs at least one task and one problem of it")

    @property
    def environment(self) -> EnvironmentConfig:
        """The settings of its episodes."""
        return EnvironmentConfig(self.feedback, self.calculator, self.max_steps, method=self.method)

    def starts(self, task: str) -> Iterator[Start]:
        """The starts of a task; drafts that the mistakes left right are passed over."""
        made = index = 0
        while made < self.n:
            problem = self._problem(task, index)
            index += 1
            lines: tuple[str, ...] = ()
            if self.draft is Draft.MISTAKEN or (self.draft is Draft.MIXED and made % 2 == 0):
                rng = derive_rng("measure", self.seed, task, index)
                corrupted = corrupt(problem, rng, rng.randint(1, CORE_MOST), CORE)
                if corrupted is None or is_solved(problem, corrupted.lines):
                    continue
                lines = corrupted.lines
            made += 1
            yield Start(problem, lines)

    def _problem(self, task: str, index: int) -> Problem:
        if is_spec(task):
            return draw_worked(task, self.split, self.seed, index)
        return make_problem(task, self.split, self.seed, index, scale=self.scale)


@dataclass(frozen=True, slots=True)
class FamilyRate:
    """How often one family was solved.

    Args:
        family: its name, or that of the data set.
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


def solved_rates(
    agent: Agent,
    held_out: HeldOut,
    *,
    batch_size: int = 64,
    rendering: Rendering = Rendering.STATE,
    solution_tokens: int = 1024,
    on_episode: Callable[[Episode], None] | None = None,
) -> list[FamilyRate]:
    """Solved rate of each task, greedy with the temperature raised on a repeated draft.

    Args:
        agent: answers.
        held_out: the set.
        batch_size: episodes in flight.
        rendering: fresh conversations, or one that grows.
        solution_tokens: most tokens of a reply that is a whole solution.
        on_episode: called with every finished one.
    """
    task_of: dict[str, str] = {}

    def queue() -> Iterator[Start]:
        for task in held_out.tasks:
            for start in held_out.starts(task):
                task_of[start.problem.id] = task
                yield start

    by_task: dict[str, list[Episode]] = {task: [] for task in held_out.tasks}
    for episode in run_episodes(
        agent, queue(), config=held_out.environment, batch_size=batch_size, seed=held_out.seed,
        rendering=rendering, solution_tokens=solution_tokens, on_episode=on_episode,
    ):  # fmt: skip
        by_task[task_of[episode.problem.id]].append(episode)
    return [_family_rate(task, episodes) for task, episodes in by_task.items()]


def solved_rate(
    agent: Agent,
    held_out: HeldOut,
    *,
    batch_size: int = 64,
    rendering: Rendering = Rendering.STATE,
    solution_tokens: int = 1024,
) -> Rate:
    """Solved over the whole set, of the episodes that did not fail on our side; NaN where all did."""
    return pooled(
        solved_rates(
            agent, held_out, batch_size=batch_size, rendering=rendering, solution_tokens=solution_tokens
        )
    )


def pooled(rates: Iterable[FamilyRate]) -> Rate:
    """Solved over several families together."""
    chosen = list(rates)
    return wilson(sum(r.rate.successes for r in chosen), sum(r.rate.n for r in chosen))


def _family_rate(task: str, episodes: Sequence[Episode]) -> FamilyRate:
    statuses = Counter(episode.status for episode in episodes)
    failed = statuses[EpisodeStatus.FAILED]
    turns = [turn for episode in episodes for turn in episode.turns]
    return FamilyRate(
        task,
        not is_spec(task) and load_family(task).readable,
        wilson(statuses[EpisodeStatus.SOLVED], len(episodes) - failed),
        failed,
        len(turns) / max(1, len(episodes)),
        sum(turn.error is not None for turn in turns) / max(1, len(turns)),
    )
