"""Confidence intervals for rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Rate:
    """`successes` of `n`, with a two-sided interval; NaN where n is 0."""

    successes: int
    n: int
    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{100 * self.value:.1f} % [{100 * self.low:.1f}, {100 * self.high:.1f}] (n = {self.n})"


def wilson(successes: int, n: int, confidence: float = 0.95) -> Rate:
    """A rate with its Wilson score interval (Wilson 1927, JASA 22:209).

    Raises:
        ValueError: not 0 <= successes <= n, or confidence outside (0, 1).
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} successes of {n}")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence} is not between 0 and 1")
    if n == 0:
        return Rate(0, 0, nan, nan, nan)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    rate = successes / n
    centre = (rate + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    return Rate(successes, n, rate, max(0.0, centre - half), min(1.0, centre + half))


def bootstrap(
    clusters: Sequence[Sequence[bool]], confidence: float = 0.95, draws: int = 2000, seed: int = 0
) -> Rate:
    """A rate over all trials, with a percentile interval from a bootstrap over clusters (Field and Welsh
    2007, JRSS-B 69:369): trials of one cluster are not independent.

    Where all trials went the same way, which no resampling can tell from certainty, it is Wilson's interval
    for as many trials as there are clusters.

    Args:
        clusters: the trials of each.
        confidence: of the interval.
        draws: resamplings.
        seed: of the resampling; the same figures give the same interval.

    Raises:
        ValueError: confidence outside (0, 1).
    """
    import numpy as np

    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence} is not between 0 and 1")
    right = np.array([sum(cluster) for cluster in clusters], dtype=float)
    tried = np.array([len(cluster) for cluster in clusters], dtype=float)
    successes, n = int(right.sum()), int(tried.sum())
    if not n:
        return Rate(0, 0, nan, nan, nan)
    if successes in (0, n):
        size = int((tried > 0).sum())
        one_each = wilson(size if successes else 0, size, confidence)
        return Rate(successes, n, one_each.value, one_each.low, one_each.high)
    size, rng = len(clusters), np.random.default_rng(seed)
    rates = np.empty(draws)
    for index in range(draws):
        drawn = rng.integers(0, size, size)
        rates[index] = right[drawn].sum() / max(1.0, tried[drawn].sum())
    low, high = np.quantile(rates, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Rate(successes, n, successes / n, float(low), float(high))
