"""How far a draft has come, by the verifier alone.

A rank is a function of the report, which is made without the reference answer: what is chosen or passed on by
ranks tells nobody what the answer is.
"""

from __future__ import annotations

from coe.verifier.report import LineStatus, Outcome, Report

Rank = tuple[int, int]
"""(outcome, standing); higher is further."""

_OUTCOMES = {Outcome.UNSOLVED: 0, Outcome.CONSISTENT: 1, Outcome.SOLVED: 2}


def rank(report: Report) -> Rank:
    """Solved before consistent before unsolved; among equals, valid lines less invalid ones."""
    statuses = [verdict.status for verdict in report.lines]
    standing = statuses.count(LineStatus.VALID) - statuses.count(LineStatus.INVALID)
    return _OUTCOMES[report.outcome], standing
