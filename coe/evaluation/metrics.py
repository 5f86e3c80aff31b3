"""Figures of a run, over all its episodes or by family and difficulty.

Episodes that failed on our side are counted apart and enter no rate. Rates over one sample a problem carry
Wilson intervals; over several samples the problems are the clusters of a bootstrap, because samples of one
problem are not independent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb, nan
from statistics import fmean

import numpy as np

from coe.evaluation.facts import EpisodeFacts
from coe.intervals import Rate, bootstrap, wilson

_KS = (1, 2, 4, 8, 16, 32, 64)


@dataclass(frozen=True, slots=True)
class Metrics:
    """Figures of a group of episodes; a mean of nothing is NaN.

    Args:
        problems: different ones.
        episodes: that did not fail on our side.
        failed: that did.
        solved: rate over `episodes`, with its 95 % interval.
        consistent: share that ended with no wrong line and an answer that could not be checked.
        pass_at: k -> probability that one of k samples is right, unbiased (Chen et al. 2021,
            arXiv 2107.03374); NaN where a problem has fewer than k samples.
        pass_all: k -> probability that all of k samples are right, pass^k (Yao et al. 2024,
            arXiv 2406.12045); NaN likewise.
        steps: mean commands an episode.
        excess_edits: edits made beside the fewest that lead from the first to the last draft, of solved
            episodes: 1 wastes none.
        refused: share of commands that did not parse or did not fit.
        breaking: share of commands after which more lines were invalid than before.
        unchecked: share of the last drafts' lines that the verifier cannot judge.
        tokens: mean read and written, an episode.
        completion_tokens: mean written.
        seconds_p50: of an episode.
        seconds_p95: of an episode.
        cost_usd: of all episodes, failed ones too; None where a price is unknown.
        cost_per_solved: None where a price is unknown or nothing was solved.
    """

    problems: int
    episodes: int
    failed: int
    solved: Rate
    consistent: float
    pass_at: Mapping[int, float]
    pass_all: Mapping[int, float]
    steps: float
    excess_edits: float
    refused: float
    breaking: float
    unchecked: float
    tokens: float
    completion_tokens: float
    seconds_p50: float
    seconds_p95: float
    cost_usd: float | None
    cost_per_solved: float | None


def measure(facts: Iterable[EpisodeFacts]) -> Metrics:
    """The figures of these episodes."""
    everything = list(facts)
    rows = [row for row in everything if not row.failed]
    by_problem = _grouped(rows, lambda row: row.problem_id)
    tries = {problem: (len(own), sum(row.solved for row in own)) for problem, own in by_problem.items()}
    # A problem all of whose episodes failed has no samples: pass@k is then not known.
    for row in everything:
        tries.setdefault(row.problem_id, (0, 0))
    most = max((n for n, _ in tries.values()), default=0)
    seconds = [row.seconds for row in rows]
    solved = [row for row in rows if row.solved]
    cost = _sum_known(row.cost_usd for row in everything)
    return Metrics(
        problems=len(by_problem),
        episodes=len(rows),
        failed=len(everything) - len(rows),
        solved=solved_rate(rows),
        consistent=_share(sum(row.status == "consistent" for row in rows), len(rows)),
        pass_at={k: _mean(pass_at_k(n, c, k) for n, c in tries.values()) for k in _KS if k <= most},
        pass_all={k: _mean(pass_all_k(n, c, k) for n, c in tries.values()) for k in _KS if k <= most},
        steps=_mean(row.steps for row in rows),
        excess_edits=_share(sum(row.edits for row in solved), sum(row.minimal_edits for row in solved)),
        refused=_share(sum(row.refused for row in rows), sum(row.steps for row in rows)),
        breaking=_share(sum(row.breaking for row in rows), sum(row.steps for row in rows)),
        unchecked=_share(sum(row.unchecked for row in rows), sum(row.lines for row in rows)),
        tokens=_mean(row.tokens for row in rows),
        completion_tokens=_mean(row.completion_tokens for row in rows),
        seconds_p50=float(np.percentile(seconds, 50)) if seconds else nan,
        seconds_p95=float(np.percentile(seconds, 95)) if seconds else nan,
        cost_usd=cost,
        cost_per_solved=cost / len(solved) if cost is not None and solved else None,
    )


def measure_by(facts: Iterable[EpisodeFacts], key: Callable[[EpisodeFacts], object]) -> dict[str, Metrics]:
    """The figures of each group, in the order of their names.

    Args:
        facts: episodes.
        key: the group of an episode; None is shown as "-".
    """
    groups = _grouped(facts, lambda row: "-" if key(row) is None else str(key(row)))
    return {name: measure(groups[name]) for name in sorted(groups)}


def solved_rate(rows: Sequence[EpisodeFacts]) -> Rate:
    """Solved of these, which did not fail on our side: Wilson, or cluster bootstrap over problems."""
    by_problem = _grouped(rows, lambda row: row.problem_id)
    if len(by_problem) == len(rows):
        return wilson(sum(row.solved for row in rows), len(rows))
    return bootstrap([[row.solved for row in own] for own in by_problem.values()])


def pass_at_k(n: int, c: int, k: int) -> float:
    """Probability that one of k of n samples, c of them right, is right; NaN with fewer than k samples."""
    if n < k:
        return nan
    return 1.0 - comb(n - c, k) / comb(n, k)


def pass_all_k(n: int, c: int, k: int) -> float:
    """Probability that all of k of n samples, c of them right, are right; NaN with fewer than k samples."""
    if n < k:
        return nan
    return comb(c, k) / comb(n, k)


def _grouped(
    rows: Iterable[EpisodeFacts], key: Callable[[EpisodeFacts], str]
) -> dict[str, list[EpisodeFacts]]:
    groups: dict[str, list[EpisodeFacts]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return fmean(known) if known else nan


def _share(part: float, whole: float) -> float:
    return part / whole if whole else nan


def _sum_known(costs: Iterable[float | None]) -> float | None:
    total = 0.0
    for cost in costs:
        if cost is None:
            return None
        total += cost
    return total
