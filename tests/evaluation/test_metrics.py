"""Figures that are known from elsewhere or from counting by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import isnan

import pytest

from coe.environment import EpisodeStatus
from coe.errors import UsageError
from coe.evaluation import EpisodeFacts, Run, compare_runs, measure, regression
from coe.evaluation.comparison import break_even, holm
from coe.evaluation.metrics import measure_by, pass_all_k, pass_at_k
from coe.intervals import bootstrap, wilson


def fact(problem: str, status: str, sample: int = 0, **changes: object) -> EpisodeFacts:
    row = EpisodeFacts(
        problem_id=problem, sample=sample, family="f", difficulty=1, mistakes=1, status=EpisodeStatus(status),
        steps=2, refused=0, edits=2, minimal_edits=1, breaking=0, lines=3, unchecked=0, prompt_tokens=10,
        completion_tokens=5, seconds=0.5, cost_usd=0.0, solved_turn=None,
    )  # fmt: skip
    return replace(row, **changes)  # type: ignore[arg-type]


def rows(*outcomes: str, first: int = 0) -> list[EpisodeFacts]:
    return [fact(f"p{index}", status) for index, status in enumerate(outcomes, start=first)]


@pytest.mark.parametrize("n", [1, 3, 6])
def test_pass_at_k_is_the_mean_over_all_draws(n: int) -> None:
    for c in range(n + 1):
        samples = [True] * c + [False] * (n - c)
        for k in range(1, n + 1):
            draws = list(combinations(samples, k))
            assert pass_at_k(n, c, k) == pytest.approx(sum(map(any, draws)) / len(draws))
            assert pass_all_k(n, c, k) == pytest.approx(sum(map(all, draws)) / len(draws))


def test_missing_samples_are_nan() -> None:
    assert isnan(pass_at_k(2, 1, 3))
    assert isnan(pass_all_k(2, 1, 3))
    mixed = [fact("a", "solved", 0), fact("a", "solved", 1), fact("b", "solved", 0), fact("b", "failed", 1)]
    metrics = measure(mixed)
    assert metrics.pass_at[1] == 1
    assert isnan(metrics.pass_at[2])


def test_failures_of_ours_enter_no_rate() -> None:
    metrics = measure(rows("solved", "unsolved", "failed", "failed"))
    assert (metrics.episodes, metrics.failed) == (2, 2)
    assert metrics.solved == wilson(1, 2)


def test_nothing_is_nan_and_no_error() -> None:
    metrics = measure([])
    assert isnan(metrics.solved.value)
    assert isnan(metrics.seconds_p95)
    assert metrics.cost_per_solved is None


def test_an_unknown_price_makes_the_cost_unknown() -> None:
    assert measure([fact("a", "solved", cost_usd=None), fact("b", "solved", cost_usd=1.0)]).cost_usd is None
    known = measure([fact("a", "solved", cost_usd=2.0), fact("b", "unsolved", cost_usd=1.0)])
    assert known.cost_per_solved == 3.0


def test_groups() -> None:
    groups = measure_by(
        [fact("a", "solved", family="x"), fact("b", "solved", family="y")], lambda row: row.family
    )
    assert list(groups) == ["x", "y"]
    assert list(measure_by([fact("a", "solved", difficulty=None)], lambda row: row.difficulty)) == ["-"]


def test_shares(run: Run) -> None:
    metrics = measure(run.facts())
    assert metrics.solved.value == 1
    assert metrics.excess_edits == 1
    assert metrics.steps == 1
    assert measure(rows("solved")).excess_edits == 2


def test_samples_of_one_problem_are_one_cluster() -> None:
    """Ten equal samples of each of ten problems say no more than one of each."""
    clusters = [[index % 2 == 0] * 10 for index in range(10)]
    wide, narrow = bootstrap(clusters), wilson(50, 100)
    assert wide.value == narrow.value == 0.5
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)
    assert wide == bootstrap(clusters)


def test_all_right_is_no_certainty() -> None:
    rate = bootstrap([[True, True]] * 10)
    assert (rate.low, rate.high) == (wilson(10, 10).low, 1.0)
    assert rate.n == 20
    assert isnan(bootstrap([]).value)


def table(both: int, gained: int, lost: int, neither: int) -> tuple[list[EpisodeFacts], list[EpisodeFacts]]:
    outcomes = (
        [("solved", "solved")] * both + [("unsolved", "solved")] * gained
        + [("solved", "unsolved")] * lost + [("unsolved", "unsolved")] * neither
    )  # fmt: skip
    return rows(*(a for a, _ in outcomes)), rows(*(b for _, b in outcomes))


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        # The worked example of Newcombe (1998), Statistics in Medicine 17:2635, method 10, second less first.
        ((36, 2, 12, 0), -0.3404, -0.0569),
        # Nothing changed: z^2 / (n + z^2), Wilson's end for 0 of 54.
        ((54, 0, 0, 0), -0.0664, 0.0664),
    ],
)
def test_newcombes_interval(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    comparison = compare_runs(*table(*counts))
    assert (comparison.low, comparison.high) == (pytest.approx(low, abs=6e-4), pytest.approx(high, abs=6e-4))


def test_mcnemar_is_the_exact_binomial_test() -> None:
    stats = pytest.importorskip("scipy.stats")
    for gained, lost in ((1, 8), (5, 5), (0, 3), (12, 2)):
        comparison = compare_runs(*table(20, gained, lost, 5))
        assert comparison.p_value == pytest.approx(stats.binomtest(gained, gained + lost).pvalue)
        assert (len(comparison.gained), len(comparison.lost)) == (gained, lost)


@pytest.mark.parametrize(("gained", "lost"), [(1, 8), (5, 5), (0, 4), (0, 5), (12, 2)])
def test_a_regression_is_the_one_sided_exact_test(gained: int, lost: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    found = regression(*table(20, gained, lost, 5))
    expected = stats.binomtest(gained, gained + lost, alternative="less").pvalue
    assert found.p_value == pytest.approx(expected)
    assert found.worse == (expected < 0.05)


def test_a_margin_is_a_loss_that_is_put_up_with() -> None:
    runs = table(20, 0, 8, 72)  # 8 points lost: the interval is 3.2 to 13.0
    assert regression(*runs).worse
    assert regression(*runs, margin=0.03).worse
    assert not regression(*runs, margin=0.08).worse
    assert not regression(*runs, margin=0.08).excluded
    assert regression(*runs, margin=0.2).excluded
    assert regression(*table(90, 0, 0, 10), margin=0.05).excluded


def test_a_regression_needs_pairs_and_one_sample() -> None:
    nothing = regression([], [])
    assert isnan(nothing.p_value)
    assert not nothing.worse
    twice = [fact("p", "solved", 0), fact("p", "solved", 1)]
    with pytest.raises(UsageError, match="one sample a problem"):
        regression(twice, twice)
    for wrong in ({"margin": 1.0}, {"margin": -0.1}, {"alpha": 0.5}, {"alpha": 0.0}):
        with pytest.raises(UsageError, match=r"margin is from 0|alpha is between"):
            regression([], [], **wrong)


def test_unpaired_and_failed_problems_are_counted_apart() -> None:
    first, second = rows("solved", "solved", "failed"), rows("solved", "unsolved", "solved", "solved")
    comparison = compare_runs(first, second)
    assert (comparison.problems, comparison.unpaired) == (2, 2)
    assert comparison.lost == ("p1",)
    assert compare_runs([], first).problems == 0


def test_several_samples_are_compared_by_problem() -> None:
    first = [fact(f"p{i}", "unsolved", sample) for i in range(30) for sample in range(2)]
    second = [
        fact(f"p{i}", "solved" if i % 3 else "unsolved", sample) for i in range(30) for sample in range(2)
    ]
    comparison = compare_runs(first, second)
    assert comparison.test == "bootstrap over problems"
    assert comparison.low > 0.4
    assert not comparison.worse
    assert compare_runs(second, first).worse


def test_holm() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_break_even() -> None:
    paid = [fact(f"p{i}", "solved", cost_usd=0.002) for i in range(10)]
    free = [fact(f"p{i}", "solved", cost_usd=0.0) for i in range(10)]
    costs = break_even(paid, free, 50.0)
    assert costs is not None
    assert costs.problems == pytest.approx(25_000)
    assert break_even(free, [fact("a", "solved", cost_usd=None)], 1.0) is None
