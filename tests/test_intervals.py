"""Wilson intervals against published values, and where there is nothing to say."""

from __future__ import annotations

from math import isnan

import pytest

from coe.intervals import wilson


def test_the_interval_of_a_known_example() -> None:
    rate = wilson(81, 263)
    assert (round(rate.low, 4), round(rate.high, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(("successes", "low", "high"), [(0, 0.0, 0.2775), (10, 0.7225, 1.0)])
def test_the_ends_stay_inside_0_and_1(successes: int, low: float, high: float) -> None:
    rate = wilson(successes, 10)
    assert (round(rate.low, 4), round(rate.high, 4)) == (low, high)


def test_no_trials_give_nan_and_not_a_rate() -> None:
    assert isnan(wilson(0, 0).value)


@pytest.mark.parametrize("arguments", [(3, 2), (-1, 2), (1, 2, 1.0)])
def test_values_that_make_no_sense_are_refused(arguments: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=r"successes of|not between"):
        wilson(*arguments)
