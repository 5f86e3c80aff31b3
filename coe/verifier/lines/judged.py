"""What one line is against a problem, with no other line in mind."""

from __future__ import annotations

from typing import NamedTuple

from coe.verifier.algebra.realsets import RealSet
from coe.verifier.report import LineVerdict


class Judged(NamedTuple):
    """What a line is by itself and against the problem.

    Args:
        verdict: the verdict; for a line with `foreign` names or a `continued` chain only provisional.
        foreign: names that the problem does not hold.
        solution: the line's own solution set (EQUATION), to find lines that rest on it.
        extra: what a line adds to the problem's solutions, where it only adds.
        rejected: values that the line takes back or leaves out, none of them a solution.
        exact: the line's own set is the problem's.
    """

    verdict: LineVerdict
    foreign: frozenset[str] = frozenset()
    solution: RealSet | None = None
    extra: RealSet | None = None
    rejected: RealSet | None = None
    exact: bool = False
