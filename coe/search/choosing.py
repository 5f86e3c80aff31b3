"""Which of several solutions of one problem is the best, by the verifier alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coe.environment import Episode, rank
from coe.errors import UsageError
from coe.verifier import AnswerStatus, Outcome, check_answer, verify
from coe.verifier.report import Report


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen.

    Args:
        index: of the chosen one.
        why: in words, for people.
    """

    index: int
    why: str


def choose(episodes: Sequence[Episode]) -> Choice:
    """The best of several episodes on one problem.

    By these, in this order: one that did not fail on our side; what the verifier says of its last draft
    without the reference answer (`coe.environment.rank`: solved, consistent, unsolved); among consistent
    drafts, whose answers nothing can check, the answer that most of them give (self-consistency, Wang et al.
    2022, arXiv 2203.11171); the number of valid lines less invalid ones; fewer turns; the earlier place. The
    episodes' statuses are not looked at: the reference answer scores them.

    Raises:
        UsageError: there is none.
    """
    if not episodes:
        raise UsageError("there is no episode to choose from")
    reports = [verify(episode.problem.statement, episode.lines) for episode in episodes]
    votes = _votes(episodes, reports)

    def merit(index: int) -> tuple[bool, int, int, int, int, int]:
        outcome, standing = rank(reports[index])
        episode = episodes[index]
        return episode.failure is None, outcome, votes[index], standing, -episode.steps, -index

    best = max(range(len(episodes)), key=merit)
    return Choice(best, _why(episodes, reports, votes, best))


def _votes(episodes: Sequence[Episode], reports: Sequence[Report]) -> list[int]:
    """For each consistent draft the number of consistent ones with its answer, 0 for the others."""
    voting = [
        index
        for index, report in enumerate(reports)
        if report.outcome is Outcome.CONSISTENT and episodes[index].failure is None
    ]
    votes = [0] * len(episodes)
    for index in voting:
        votes[index] = sum(_agrees(episodes[index], reports[other]) for other in voting)
    return votes


def _agrees(episode: Episode, other: Report) -> bool:
    answer, statement = other.answer_text or "", episode.problem.statement
    return check_answer(episode.lines, answer, statement) is AnswerStatus.RIGHT


def _why(episodes: Sequence[Episode], reports: Sequence[Report], votes: Sequence[int], best: int) -> str:
    if episodes[best].failure is not None:
        return f"every one failed; the last: {episodes[-1].failure}"
    report, of = reports[best], len(episodes)
    if report.outcome is Outcome.SOLVED:
        solved = sum(other.outcome is Outcome.SOLVED for other in reports)
        return f"the verifier calls it solved, as {solved} of {of}"
    if report.outcome is Outcome.CONSISTENT:
        return f"no line is wrong, and {votes[best]} of {of} give its answer"
    return f"none of {of} is solved or consistent; it has the most valid lines less invalid ones"
