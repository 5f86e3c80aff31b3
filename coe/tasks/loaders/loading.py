"""Problems of a data set, one after the other, with an account of the rows that are none.

    for problem in load("gsm8k:train.jsonl?bad_rows=skip", counts := LoadCounts()): ...

`NAME:PATH` is described in `coe.tasks.loaders.spec`. Rows are streamed: memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import cast

from coe.errors import ProblemError, UsageError
from coe.problem import Problem
from coe.seeding import derive_rng
from coe.tasks.catalogue import split_of
from coe.tasks.loaders.loader import Loader, RawRow
from coe.tasks.loaders.spec import LOADERS, BadRows, Spec, read_spec
from coe.tasks.loaders.worked import stating_answer

_SHOWN = 5


@dataclass(slots=True)
class LoadCounts:
    """Rows so far.

    Args:
        problems: rows that are problems.
        worked: those of them with a worked solution.
        bad: rows that are not.
        faults: places and reasons of the first bad ones.
    """

    problems: int = 0
    worked: int = 0
    bad: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        text = f"{self.problems} problems, {self.worked} with a worked solution, {self.bad} bad rows"
        return text + ("; " + "; ".join(self.faults) if self.faults else "")


def load(text: str, counts: LoadCounts | None = None) -> Iterator[Problem]:
    """The problems of a data set.

    Raises:
        UsageError: an unknown data set or option, or no such file (at once).
        ProblemError: a file cannot be read, or a row is bad and bad rows stop the run; names the place.
    """
    spec = read_spec(text)
    loader = loader_of(spec.name)
    loader.files(spec)  # a missing file is told at once, not when the first problem is drawn
    return map(stating_answer, _problems(loader, spec, counts or LoadCounts()))


def loader_of(name: str) -> Loader:
    """The loader with this name.

    Raises:
        UsageError: there is none.
    """
    return cast(Loader, LOADERS.load(name))


def _problems(loader: Loader, spec: Spec, counts: LoadCounts) -> Iterator[Problem]:
    for row in islice(loader.rows(spec), spec.first - 1, spec.last):
        try:
            problem = _problem(loader, spec, row)
        except ProblemError as error:
            if spec.bad_rows is BadRows.STOP:
                raise ProblemError(
                    f"{row.place}: {error}; to pass over such rows: --bad-rows skip, ?bad_rows=skip; before "
                    f"it {counts.problems} problems, {counts.bad} bad rows"
                ) from error
            counts.bad += 1
            if len(counts.faults) < _SHOWN:
                counts.faults.append(f"{row.place}: {error}")
        else:
            counts.problems += 1
            counts.worked += bool(problem.solution)
            yield problem


def _problem(loader: Loader, spec: Spec, row: RawRow) -> Problem:
    if row.record is None:
        raise ProblemError(row.fault)
    problem = loader.problem(row.record, spec)
    return replace(
        problem,
        family=problem.family or loader.name,
        source=problem.source or Path(spec.path).name,
        split=split_of(problem.statement),
    )


def fingerprint(text: str) -> str:
    """A hash of the files of a data set: the same files give the same problems."""
    spec = read_spec(text)
    digest = blake2b(digest_size=16)
    for name in loader_of(spec.name).files(spec):
        digest.update(Path(name).name.encode() + b"\0")
        with open(name, "rb") as stream:
            for block in iter(lambda: stream.read(1 << 20), b""):
                digest.update(block)
    return digest.hexdigest()


def draw_worked(text: str, split: str, seed: int, index: int) -> Problem:
    """Problem number `index` drawn from those of a data set that have a worked solution and belong to a
    split.

    They are kept in memory, once a process.

    Raises:
        UsageError: there are none.
        ProblemError: the data set cannot be read.
    """
    pool = worked_problems(text, split)
    return stating_answer(pool[derive_rng("loaded", split, seed, index).randrange(len(pool))])


@lru_cache(maxsize=8)
def worked_problems(text: str, split: str) -> tuple[Problem, ...]:
    """The problems of a data set with a worked solution whose statements belong to a split, as they are read.

    Raises:
        UsageError: there are none, or the data set is for evaluation only.
        ProblemError: the data set cannot be read.
    """
    problems = _for_demonstrations(text, LoadCounts())
    found = tuple(problem for problem in problems if problem.solution and problem.split == split)
    if not found:
        raise UsageError(f"{text} has no problem with a worked solution in the {split} split")
    return found


def count_worked(text: str) -> LoadCounts:
    """Rows of a data set that is to be demonstrated.

    Raises:
        UsageError: it has no worked solution, or is for evaluation only.
        ProblemError: it cannot be read, or a row is bad and bad rows stop the run.
    """
    counts = LoadCounts()
    for _ in _for_demonstrations(text, counts):
        pass
    if not counts.worked:
        raise UsageError(f"{text}: {counts}; demonstrations need worked solutions")
    return counts


def _for_demonstrations(text: str, counts: LoadCounts) -> Iterator[Problem]:
    spec = read_spec(text)
    loader = loader_of(spec.name)
    if not loader.worked:
        from coe.tasks.loaders.reasoning_gym import refuse_demonstrations

        refuse_demonstrations(spec)
    loader.files(spec)
    return _problems(loader, spec, counts)
