"""Two runs on the same problems: the difference in solved rate, paired, and what it costs.

Pairs are problems that both runs tried without a failure of ours. With one sample a problem the test is
McNemar's, exact (McNemar 1947, Psychometrika 12:153), and the interval Newcombe's for paired proportions
(Newcombe 1998, Statistics in Medicine 17:2635, method 10); with several it is a bootstrap over problems.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb, nan, sqrt
from statistics import fmean

from coe.evaluation.facts import EpisodeFacts
from coe.intervals import wilson

_DRAWS = 5000


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a second run stands beside a first one.

    Args:
        problems: pairs.
        unpaired: problems that only one of the runs has, or where one failed on our side.
        first: share solved by the first run over the pairs.
        second: by the second.
        difference: second less first.
        low: end of the interval of the difference, of 95 % unless another confidence was asked.
        high: its other end.
        p_value: two-sided; of the test named in `test`.
        test: "McNemar, exact" or "bootstrap over problems".
        gained: problems that the second solves more often than the first.
        lost: less often.
    """

    problems: int
    unpaired: int
    first: float
    second: float
    difference: float
    low: float
    high: float
    p_value: float
    test: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def worse(self) -> bool:
        """Whether the second run is worse beyond chance: the whole interval lies below 0."""
        return self.high < 0


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Problems a month at which a machine of one's own costs as much as a paid service.

    Args:
        first_usd: what the first run's agent costs a problem.
        second_usd: the second's.
        hardware_usd: a month, of the machine that runs the cheaper agent.
        problems: a month; NaN where the two cost the same.
    """

    first_usd: float
    second_usd: float
    hardware_usd: float
    problems: float


def compare_runs(
    first: Iterable[EpisodeFacts], second: Iterable[EpisodeFacts], *, seed: int = 0, confidence: float = 0.95
) -> Comparison:
    """The second run beside the first.

    Args:
        first: its episodes.
        second: its episodes.
        seed: of the bootstrap.
        confidence: of the interval of the difference.
    """
    one, other = _by_problem(first), _by_problem(second)
    shared = sorted(one.keys() & other.keys())
    pairs = [(fmean(one[problem]), fmean(other[problem])) for problem in shared]
    single = all(len(one[problem]) == len(other[problem]) == 1 for problem in shared)
    low, high, p_value = _mcnemar(pairs, confidence) if single else _bootstrap(pairs, seed, confidence)
    rates = [fmean(side) if pairs else nan for side in zip(*pairs, strict=True)] or [nan, nan]
    return Comparison(
        problems=len(shared),
        unpaired=len(one.keys() ^ other.keys()),
        first=rates[0],
        second=rates[1],
        difference=rates[1] - rates[0],
        low=low,
        high=high,
        p_value=p_value,
        test="McNemar, exact" if single else "bootstrap over problems",
        gained=tuple(problem for problem, (a, b) in zip(shared, pairs, strict=True) if b > a),
        lost=tuple(problem for problem, (a, b) in zip(shared, pairs, strict=True) if b < a),
    )


def break_even(
    first: Sequence[EpisodeFacts], second: Sequence[EpisodeFacts], hardware_usd: float
) -> BreakEven | None:
    """Where the cheaper of two agents, on hardware at a monthly price, costs as much as the dearer.

    None where a price is unknown or a run is empty.
    """
    costs = [_cost_a_problem(rows) for rows in (first, second)]
    if costs[0] is None or costs[1] is None:
        return None
    saved = abs(costs[0] - costs[1])
    return BreakEven(costs[0], costs[1], hardware_usd, hardware_usd / saved if saved else nan)


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values adjusted for their number (Holm 1979, Scandinavian Journal of Statistics 6:65)."""
    adjusted, highest = [nan] * len(p_values), 0.0
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    for place, index in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - place) * p_values[index]))
        adjusted[index] = highest
    return adjusted


def binomial_tail(heads: int, tosses: int) -> float:
    """The probability of at most so many heads of a fair coin."""
    return float(sum(comb(tosses, k) for k in range(heads + 1)) / 2**tosses)


def _by_problem(facts: Iterable[EpisodeFacts]) -> Mapping[str, list[bool]]:
    solved: dict[str, list[bool]] = defaultdict(list)
    for row in facts:
        if not row.failed:
            solved[row.problem_id].append(row.solved)
    return solved


def _mcnemar(pairs: Sequence[tuple[float, float]], confidence: float) -> tuple[float, float, float]:
    """Ends of Newcombe's interval and the exact p-value."""
    n = len(pairs)
    if not n:
        return nan, nan, nan
    both = sum(a == b == 1 for a, b in pairs)
    neither = sum(a == b == 0 for a, b in pairs)
    gained = sum(b > a for a, b in pairs)
    lost = n - both - neither - gained
    changed = gained + lost
    tail = binomial_tail(min(gained, lost), changed)
    low, high = _newcombe((both, gained, lost, neither), confidence)
    return low, high, min(1.0, 2 * tail)


def _newcombe(counts: tuple[int, int, int, int], confidence: float) -> tuple[float, float]:
    both, gained, lost, neither = counts
    n = sum(counts)
    second, first = wilson(both + gained, n, confidence), wilson(both + lost, n, confidence)
    product = (both + gained) * (lost + neither) * (both + lost) * (gained + neither)
    covariance = float(both * neither - gained * lost)
    if covariance > 0:
        covariance = max(covariance - n / 2, 0.0)
    phi = covariance / sqrt(product) if product else 0.0

    def reach(up: float, down: float) -> float:
        return sqrt(max(0.0, up * up - 2 * phi * up * down + down * down))

    difference = second.value - first.value
    low = difference - reach(second.value - second.low, first.high - first.value)
    high = difference + reach(second.high - second.value, first.value - first.low)
    return max(-1.0, low), min(1.0, high)


def _bootstrap(
    pairs: Sequence[tuple[float, float]], seed: int, confidence: float
) -> tuple[float, float, float]:
    import numpy as np

    if not pairs:
        return nan, nan, nan
    differences = np.array([b - a for a, b in pairs])
    rng = np.random.default_rng(seed)
    means = np.array([differences[rng.integers(0, len(pairs), len(pairs))].mean() for _ in range(_DRAWS)])
    low, high = np.quantile(means, [(1 - confidence) / 2, (1 + confidence) / 2])
    beyond = min((means <= 0).sum(), (means >= 0).sum())
    return float(low), float(high), float(min(1.0, 2 * (beyond + 1) / (_DRAWS + 1)))


def _cost_a_problem(rows: Sequence[EpisodeFacts]) -> float | None:
    costs = [row.cost_usd for row in rows]
    known = [cost for cost in costs if cost is not None]
    if not costs or len(known) < len(costs):
        return None
    return sum(known) / len({row.problem_id for row in rows})
