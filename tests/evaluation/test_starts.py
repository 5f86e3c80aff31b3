"""Starts are a function of tasks and seed, each problem once."""

from __future__ import annotations

from coe.environment import EpisodeStatus, Recorder
from coe.evaluation import Draft, evaluation_starts


def test_a_longer_run_holds_the_shorter_one() -> None:
    short = list(evaluation_starts("percent,expand", 6))
    long = list(evaluation_starts("percent,expand", 12))
    assert long[:6] == short
    assert len({start.problem.id for start in long}) == 12


def test_drafts_are_wrong_and_name_their_mistakes() -> None:
    for start in evaluation_starts("linear_equations", 10):
        assert Recorder(start.problem, start.draft_lines).environment.status() is not EpisodeStatus.SOLVED
        assert 1 <= len(start.problem.metadata["mistakes"]) <= 6


def test_samples_share_their_draft() -> None:
    starts = list(evaluation_starts("percent", 3, samples=2))
    assert [start.sample for start in starts] == [0, 1] * 3
    assert all(a.draft_lines == b.draft_lines for a, b in zip(starts[::2], starts[1::2], strict=True))


def test_an_example_starts_from_its_own_draft_and_empty_is_empty() -> None:
    (start,) = evaluation_starts("example:linear", 1)
    assert start.draft_lines == start.problem.drafts[0]
    assert all(start.draft_lines == () for start in evaluation_starts("percent", 3, draft=Draft.EMPTY))


def test_mistakes_are_of_the_mixture() -> None:
    for start in evaluation_starts("linear_equations", 5, mistakes="sign_flip,delete_line"):
        assert set(start.problem.metadata["mistakes"]) <= {"sign_flip", "delete_line"}
