"""The figures of a cell, read from its stored run.

`right` is the study's measure, the same for the three methods: the final answer is right by the verifier's
comparison with the reference, whatever the lines before it are worth. `solved` also asks that no line is
invalid, which is what the environment calls solved. Episodes that failed on our side enter no rate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import nan
from pathlib import Path

from benchmarks.study.cells import Cell
from coe.environment import Episode, EpisodeStatus
from coe.evaluation import open_run
from coe.evaluation.comparison import Comparison, compare_runs
from coe.evaluation.facts import EpisodeFacts, facts_of
from coe.evaluation.metrics import solved_rate
from coe.evaluation.provenance import Provenance
from coe.intervals import Rate
from coe.verifier import check_answer
from coe.verifier.report import AnswerStatus


@dataclass(frozen=True, slots=True)
class Result:
    """What a stored run says.

    Args:
        cell: that was run.
        facts: of its episodes, as the environment scored them.
        scored: the same, where SOLVED means that the final answer is right and nothing more.
        made_with: provenances of its sessions, each once.
    """

    cell: Cell
    facts: tuple[EpisodeFacts, ...]
    scored: tuple[EpisodeFacts, ...]
    made_with: tuple[Provenance, ...]

    @property
    def n(self) -> int:
        """Episodes that did not fail on our side."""
        return len(self.rows)

    @property
    def rows(self) -> list[EpisodeFacts]:
        """Those episodes."""
        return [row for row in self.scored if not row.failed]

    @property
    def failed(self) -> int:
        """Those that failed on our side."""
        return len(self.scored) - self.n

    @property
    def right(self) -> Rate:
        """The final answer is right: Wilson, or a bootstrap over problems with several episodes."""
        return solved_rate(self.rows)

    @property
    def solved(self) -> Rate:
        """The final answer is right and no line is invalid."""
        return solved_rate([row for row in self.facts if not row.failed])

    def per_right(self, what: Callable[[EpisodeFacts], float]) -> float:
        """The sum over all episodes for each right answer; NaN where there is none."""
        right = sum(row.solved for row in self.rows)
        return sum(map(what, self.rows)) / right if right else nan

    def mean(self, what: Callable[[EpisodeFacts], float]) -> float:
        """The mean over all episodes."""
        return sum(map(what, self.rows)) / self.n if self.n else nan

    def share(self, part: Callable[[EpisodeFacts], float], whole: Callable[[EpisodeFacts], float]) -> float:
        """A share over all episodes."""
        total = sum(map(whole, self.rows))
        return sum(map(part, self.rows)) / total if total else nan


def read_cell(cell: Cell, out: Path) -> Result | None:
    """The stored run of a cell; None where there is none, or no episode in it.

    Raises:
        UsageError, RunStoreError, ProblemError: it cannot be read.
    """
    if not cell.file(out).is_file():
        return None
    facts, scored, made_with = [], [], []
    for record, made in open_run(str(cell.file(out))).records():
        episode = Episode.from_dict(record)
        row = facts_of(episode)
        facts.append(row)
        scored.append(_scored(row, episode))
        if made not in made_with:
            made_with.append(made)
    return Result(cell, tuple(facts), tuple(scored), tuple(made_with)) if facts else None


def _scored(row: EpisodeFacts, episode: Episode) -> EpisodeFacts:
    if row.failed:
        return row
    problem = episode.problem
    answer = AnswerStatus.UNKNOWN
    if problem.answer is not None and episode.lines:
        answer = check_answer(episode.lines, problem.answer, problem.statement)
    right = answer is AnswerStatus.RIGHT
    return replace(row, status=EpisodeStatus.SOLVED if right else EpisodeStatus.UNSOLVED)


def beside(first: Result, second: Result) -> Comparison:
    """The second less the first, paired by problem, by the study's measure."""
    return compare_runs(first.scored, second.scored)


def seconds_an_episode(results: Sequence[Result], cell: Cell) -> float:
    """What an episode of a cell takes by what is measured: its own, else those of the same method, model type
    and suite, else of the same method and model type; NaN where nothing is."""
    alike = [r for r in results if (r.cell.method, r.cell.model.model_type) == _kind(cell) and r.n]
    for group in (
        [r for r in alike if r.cell.name == cell.name],
        [r for r in alike if r.cell.suite == cell.suite],
        alike,
    ):
        if group:
            episodes = sum(r.n for r in group)
            return sum(row.seconds for r in group for row in r.rows) / episodes
    return nan


def _kind(cell: Cell) -> tuple[str, str]:
    return cell.method, cell.model.model_type
