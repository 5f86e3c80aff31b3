"""The regression gate: whether a second run is worse than a first one on the same problems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import nan

from coe.errors import UsageError
from coe.evaluation.comparison import Comparison, binomial_tail, compare_runs
from coe.evaluation.facts import EpisodeFacts


@dataclass(frozen=True, slots=True)
class Regression:
    """Whether a second run is worse than a first one on the same problems, one sample each.

    Args:
        comparison: of the two.
        margin: a loss, as a share of problems, that is put up with.
        alpha: chance of an alarm where the second run is no worse than that.
        p_value: one-sided, of McNemar's exact test: the chance of so few gains among the changed problems,
            were gains and losses equally likely. NaN where nothing is paired.
        most_lost: the loss that the one-sided interval (1 - alpha) does not exclude.
        least_lost: the loss that it shows.
    """

    comparison: Comparison
    margin: float
    alpha: float
    p_value: float
    most_lost: float
    least_lost: float

    @property
    def worse(self) -> bool:
        """Whether the second run lost more than the margin, beyond chance."""
        if self.margin:
            return self.least_lost > self.margin
        return self.p_value < self.alpha

    @property
    def excluded(self) -> bool:
        """Whether a loss of more than the margin is excluded: the second run passes for certain."""
        return not self.worse and self.most_lost <= self.margin


def regression(
    first: Iterable[EpisodeFacts], second: Iterable[EpisodeFacts], *, margin: float = 0.0, alpha: float = 0.05
) -> Regression:
    """Whether the second run is worse than the first.

    Without a margin McNemar's exact test decides, one-sided; with one, Newcombe's interval does, of which
    each side is exceeded with the chance `alpha`.

    Args:
        first: its episodes, one a problem.
        second: its episodes, one a problem.
        margin: of the loss, 0 to 1.
        alpha: chance of a false alarm, below 0.5.

    Raises:
        UsageError: a value outside its range, or several samples of a problem.
    """
    check_gate(margin, alpha)
    comparison = compare_runs(first, second, confidence=1 - 2 * alpha)
    if comparison.test != "McNemar, exact":
        raise UsageError("whether a run is worse is tested with one sample a problem")
    gained = len(comparison.gained)
    changed = gained + len(comparison.lost)
    p_value = binomial_tail(gained, changed) if comparison.problems else nan
    return Regression(comparison, margin, alpha, p_value, -comparison.low, -comparison.high)


def check_gate(margin: float, alpha: float) -> None:
    """Nothing, if these can decide.

    Raises:
        UsageError: a value outside its range.
    """
    if not 0 <= margin < 1:
        raise UsageError(f"a margin is from 0 to 100 points, not {100 * margin:g}")
    if not 0 < alpha < 0.5:
        raise UsageError(f"alpha is between 0 and 0.5, not {alpha:g}")
