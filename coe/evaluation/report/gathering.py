"""Everything that a report says, read from the runs once: the page, the Markdown and the CSV agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coe.errors import UsageError
from coe.evaluation.comparison import Comparison, compare_runs, holm
from coe.evaluation.facts import EpisodeFacts
from coe.evaluation.metrics import Metrics, measure, measure_by
from coe.evaluation.provenance import Provenance
from coe.evaluation.run import Run


@dataclass(frozen=True, slots=True)
class RunData:
    """One run of a report.

    Args:
        run: to read its episodes from.
        name: in tables and legends.
        facts: of its episodes.
        whole: figures of all of them.
        families: by family.
        difficulties: by difficulty.
        mistakes: by number of mistakes in the starting draft.
        by_turn: share solved after turn 0, 1, 2, ...
        provenance: what its first episode was made with; empty without one.
    """

    run: Run
    name: str
    facts: Sequence[EpisodeFacts]
    whole: Metrics
    families: Mapping[str, Metrics]
    difficulties: Mapping[str, Metrics]
    mistakes: Mapping[str, Metrics]
    by_turn: Sequence[float]
    provenance: Provenance

    @property
    def revealed(self) -> bool:
        """Whether its agent was shown the reference answers."""
        return self.run.revealed

    @property
    def method(self) -> str:
        """How it solved: coe, cot or direct."""
        environment = self.run.config.get("environment")
        return str(environment.get("method", "coe")) if isinstance(environment, Mapping) else "coe"

    @property
    def agent(self) -> str:
        """Name of the agent."""
        agent = self.run.config.get("agent")
        return str(agent.get("name", "")) if isinstance(agent, Mapping) else ""


@dataclass(frozen=True, slots=True)
class ReportData:
    """A report.

    Args:
        runs: in the order given.
        comparisons: of each run after the first with the first.
        adjusted: their p-values by Holm's method.
    """

    runs: Sequence[RunData]
    comparisons: Sequence[Comparison]
    adjusted: Sequence[float]


def gather(runs: Sequence[Run]) -> ReportData:
    """The report of these runs.

    Raises:
        UsageError: no run, or one without an episode.
        RunStoreError: a store does not answer.
    """
    if not runs:
        raise UsageError("a report needs a run")
    data = [_read(run, name) for run, name in zip(runs, _names(runs), strict=True)]
    comparisons = [compare_runs(data[0].facts, other.facts) for other in data[1:]]
    return ReportData(data, comparisons, holm([comparison.p_value for comparison in comparisons]))


def _read(run: Run, name: str) -> RunData:
    facts = run.facts()
    if not facts:
        raise UsageError(f"{run.label} holds no episode yet")
    _, made_with = next(run.records(page=1))
    return RunData(
        run=run,
        name=name,
        facts=facts,
        whole=measure(facts),
        families=measure_by(facts, lambda row: row.family or None),
        difficulties=measure_by(facts, lambda row: row.difficulty),
        mistakes=measure_by(facts, lambda row: row.mistakes),
        by_turn=_by_turn(facts),
        provenance=made_with,
    )


def _by_turn(facts: Sequence[EpisodeFacts]) -> list[float]:
    rows = [row for row in facts if not row.failed]
    turns = [row.solved_turn for row in rows if row.solved_turn is not None]
    most = max((row.steps for row in rows), default=0)
    return [sum(turn <= limit for turn in turns) / len(rows) for limit in range(most + 1)] if rows else []


def _names(runs: Sequence[Run]) -> list[str]:
    """Short names that tell the runs apart: the run's, the file's, or the whole label."""
    for short in (
        [run.store.place.rpartition("/")[2].partition(".")[0] for run in runs],
        [run.name for run in runs],
    ):
        if len(set(short)) == len(runs) and all(short):
            return short
    return [run.label for run in runs]
