"""The starts of a run: each problem once, in a fixed order, with its draft, as many samples as asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from coe.corruptions import corrupt, mixture
from coe.environment import is_solved
from coe.errors import UsageError
from coe.problem import Problem
from coe.rollout import Start
from coe.seeding import derive_rng
from coe.tasks.sources import load_problems

MOST_MISTAKES = 6
"""Most mistakes in a draft; their number is drawn evenly from 1."""

# Draws a problem wanted: small families repeat statements, and some mistakes change nothing.
_MOST_DRAWS = 20


class Draft(StrEnum):
    """What an episode starts from.

    MISTAKEN: the worked solution with 1 to 6 mistakes; the problem's own wrong draft where it brings one.
    EMPTY: no lines.
    """

    MISTAKEN = "mistaken"
    EMPTY = "empty"


def evaluation_starts(
    tasks: str,
    n: int,
    *,
    samples: int = 1,
    draft: Draft = Draft.MISTAKEN,
    mistakes: str = "full",
    split: str = "test",
    seed: int = 1,
) -> Iterator[Start]:
    """Starts on `n` different problems, all samples of a problem after each other.

    The k-th problem does not depend on `n`, so a longer run holds the shorter one. A run may get fewer than
    `n` problems where a file has no more.

    Args:
        tasks: see `coe.tasks.sources.load_problems`.
        n: problems.
        samples: episodes a problem, all from the same draft.
        draft: what they start from.
        mistakes: the mixture (`coe.corruptions.mixtures`); the problem's metadata names those of its draft.
        split: of generated problems.
        seed: of the problems and the drafts.

    Raises:
        UsageError: an unknown task or mistake, or a mistaken draft of a problem without a worked solution.
        ProblemError: a file cannot be read.
    """
    problems = load_problems(tasks, n * _MOST_DRAWS, seed, split)
    make = _Drafts(draft, mixture(mistakes), seed)
    for problem, lines in islice(_distinct(problems, make), n):
        for sample in range(samples):
            yield Start(problem, lines, sample)


@dataclass(frozen=True, slots=True)
class _Drafts:
    draft: Draft
    weights: Mapping[str, float]
    seed: int

    def start(self, problem: Problem) -> tuple[Problem, tuple[str, ...]] | None:
        """The problem and its draft; None where the mistakes left the draft right."""
        if self.draft is Draft.EMPTY:
            return problem, ()
        if problem.drafts:
            return problem, problem.drafts[0]
        if not problem.solution:
            raise UsageError(
                f"no worked solution to make mistakes in: {problem.statement[:60]!r}; use --start empty"
            )
        rng = derive_rng("evaluation draft", self.seed, problem.id)
        corrupted = corrupt(problem, rng, rng.randint(1, MOST_MISTAKES), self.weights)
        if corrupted is None or is_solved(problem, corrupted.lines):
            return None
        mistakes = [mistake.kind for mistake in corrupted.mistakes]
        return replace(problem, metadata={**problem.metadata, "mistakes": mistakes}), corrupted.lines


def _distinct(problems: Iterable[Problem], make: _Drafts) -> Iterator[tuple[Problem, tuple[str, ...]]]:
    seen: set[str] = set()
    for problem in problems:
        if problem.id in seen:
            continue
        seen.add(problem.id)
        started = make.start(problem)
        if started is not None:
            yield started
