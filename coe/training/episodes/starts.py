"""Where episodes to learn from start: training problems, each once, each with one draft.

Drafts are those of demonstrations (`coe.demonstrations.generate.starting_draft`): a worked solution with
mistakes, its first lines, or nothing. A problem that brings a wrong draft of its own starts from that, and
one without a worked solution from nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from coe.corruptions import Mistake
from coe.demonstrations.generate import DemonstrationConfig, StartKind, starting_draft
from coe.environment import Recorder
from coe.errors import UsageError
from coe.problem import Problem
from coe.rollout import Start
from coe.seeding import derive_rng
from coe.tasks.catalogue import SPLITS, split_of
from coe.tasks.sources import load_problems

# Draws a problem wanted: small families repeat statements, and some mistakes change nothing.
_MOST_DRAWS = 20


@dataclass(frozen=True, slots=True)
class StartConfig:
    """Which problems, and from which drafts.

    Args:
        tasks: see `coe.tasks.sources.load_problems`.
        n: problems; fewer where the files hold no more.
        split: of the problems. One of a file that names none is in that of its statement.
        seed: of the problems and the drafts.
        empty: share that starts from nothing.
        partial: share that starts from the first lines of the worked solution.
        mistakes: the mixture of mistakes in the others, as `coe.corruptions.mixtures` reads it.
        most_mistakes: most of them in a draft.
    """

    tasks: str = "core"
    n: int = 200
    split: str = "train"
    seed: int = 0
    empty: float = 0.25
    partial: float = 0.1
    mistakes: str = "full"
    most_mistakes: int = 6

    def __post_init__(self) -> None:
        if self.n < 1:
            raise UsageError(f"the number of problems must be at least 1, not {self.n}")
        if self.split not in SPLITS:
            raise UsageError(f"unknown split {self.split!r}; known: {', '.join(SPLITS)}")
        self.demonstrated()

    def demonstrated(self) -> DemonstrationConfig:
        """The same shares and mistakes, for `starting_draft`; nothing starts from a right draft, which an
        agent could leave without having shown anything.

        Raises:
            UsageError: shares or mistakes that are none.
        """
        return DemonstrationConfig(
            seed=self.seed, split=self.split, empty=self.empty, partial=self.partial, right=0.0,
            mistakes=self.mistakes, most_mistakes=self.most_mistakes,
        )  # fmt: skip


def training_starts(config: StartConfig) -> Iterator[Start]:
    """The starts, whose problems' metadata name the kind of start and the mistakes. The k-th does not depend
    on `n`.

    Raises:
        UsageError: an unknown task, or none of its problems is in the split.
        ProblemError: a file cannot be read.
    """
    problems = load_problems(config.tasks, config.n * _MOST_DRAWS, config.seed, config.split)
    count = 0
    for start in islice(_started(problems, config), config.n):
        count += 1
        yield start
    if not count:
        raise UsageError(f"{config.tasks} holds no problem of the {config.split} split to start from")


def repeated(starts: Iterable[Start], samples: int) -> Iterator[Start]:
    """Every start so many times, numbered: the samples of a problem stand together."""
    return (replace(start, sample=sample) for start in starts for sample in range(samples))


def start_of(problem: Problem) -> tuple[StartKind, tuple[Mistake, ...]]:
    """The kind of start, and the mistakes, that `training_starts` wrote into the problem's metadata.

    Raises:
        KeyError, ValueError, TypeError: it did not.
    """
    kinds, lines = problem.metadata["mistakes"], problem.metadata["mistake_lines"]
    mistakes = tuple(Mistake(str(kind), int(line)) for kind, line in zip(kinds, lines, strict=True))
    return StartKind(problem.metadata["start"]), mistakes


def _started(problems: Iterable[Problem], config: StartConfig) -> Iterator[Start]:
    seen: set[str] = set()
    demonstrated = config.demonstrated()
    for problem in problems:
        if problem.id in seen or (problem.split or split_of(problem.statement)) != config.split:
            continue
        seen.add(problem.id)
        kind, lines, mistakes = _draft(problem, demonstrated)
        if lines and Recorder(problem, lines).done:
            continue  # mistakes that left the draft right
        about = {
            "start": kind.value,
            "mistakes": [mistake.kind for mistake in mistakes],
            "mistake_lines": [mistake.line for mistake in mistakes],
        }
        metadata = {**problem.metadata, **about}
        yield Start(replace(problem, split=config.split, metadata=metadata), lines)


def _draft(
    problem: Problem, config: DemonstrationConfig
) -> tuple[StartKind, tuple[str, ...], tuple[Mistake, ...]]:
    if problem.drafts:
        return StartKind.MODEL, problem.drafts[0], ()
    if not problem.solution:
        return StartKind.EMPTY, (), ()
    return starting_draft(problem, derive_rng("training draft", config.seed, problem.id), config)
