"""`verify`: every line judged, and the answer where something can tell.

Where the problem is understood and no reference is given, the problem itself decides the answer; the
answer must then have the form asked (see `forms.py`), and a rounded one is WRONG. With a reference,
the reference decides, and a line that states a wrong final answer is INVALID (WRONG_ANSWER) even if it
is true by itself. Without both the answer is UNKNOWN.

Everything is pure: the same text gives the same report, from any thread. Results are cached, but for those
that a time limit left open.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from coe.verifier.answers.candidates import is_marked
from coe.verifier.answers.checking import policy_for, read_reference, same_answer, status_of
from coe.verifier.answers.conclusions import is_last_word
from coe.verifier.answers.nouns import may_count_the_same
from coe.verifier.answers.stated import Stated, answer_in, stated_answer
from coe.verifier.lines.against import equals_goal, judge
from coe.verifier.lines.alone import line_in_time
from coe.verifier.lines.in_order import judge_lines, right_letter
from coe.verifier.lines.truth import FOLLOWS, TRUE, WRONG_ANSWER
from coe.verifier.policy import DEFAULT, Policy
from coe.verifier.problems.choices import letter_in
from coe.verifier.problems.goals import Kind
from coe.verifier.problems.understanding import understand, understood
from coe.verifier.report import AnswerStatus, LineStatus, LineVerdict, Reason, Report
from coe.verifier.workers.late import AskedOnce, WorkerTimeout

_LONGEST_KEPT = 10_000
"""Characters of a draft whose report is kept."""


def verify(
    statement: str, lines: str | Sequence[str], reference: str | None = None, policy: Policy = DEFAULT
) -> Report:
    """Verdicts on a draft.

    Not promised: that a draft without an invalid line is right. A line is valid when it is true and follows,
    whether or not it helps; UNCHECKED lines were not judged at all; and where neither a reference nor the
    problem's own words decide the answer, it is UNKNOWN.

    Args:
        statement: the problem; may be empty.
        lines: the draft, one step a line; a text is split into its lines.
        reference: the reference answer. Without it nothing in the report depends on it.
        policy: what counts as the same answer; the report shows it.
    """
    lines = lines.splitlines() if isinstance(lines, str) else lines
    try:
        judged = _verify if sum(map(len, lines)) <= _LONGEST_KEPT else _verify.__wrapped__
        return judged(statement, tuple(lines), reference, policy)
    except _Late as late:
        return late.report


class _Late(Exception):
    """A report with something that was not found in time: not to be kept."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


@lru_cache(maxsize=4096)
def _verify(
    statement: str, lines: tuple[str, ...], reference: str | None, policy: Policy = DEFAULT
) -> Report:
    with AskedOnce():
        verdicts = judge_lines(statement, lines)
        try:
            report = _with_answer(statement, lines, reference, policy, verdicts)
        except WorkerTimeout:
            report = Report(verdicts, AnswerStatus.UNKNOWN, None, _read_as(statement), policy)
            raise _Late(report) from None
    for verdict in verdicts:
        if verdict.status is LineStatus.TIMEOUT:
            raise _Late(report)
    return report


def _read_as(statement: str) -> str:
    """How the problem was read; "" where it was not, or not in time."""
    goal = understood(statement)
    return "" if goal is None else goal.read_as


def _with_answer(
    statement: str,
    lines: tuple[str, ...],
    reference: str | None,
    policy: Policy,
    verdicts: tuple[LineVerdict, ...],
) -> Report:
    goal = understand(statement)
    stated = stated_answer(statement, lines, policy)
    answer = AnswerStatus.UNKNOWN
    if stated is not None and reference is not None:
        answer = _by_reference(statement, stated.source, reference, policy)
        if answer is AnswerStatus.WRONG and goal is None and not _is_final(lines, stated):
            # The draft goes on with what was not read, which may be the answer.
            answer = AnswerStatus.UNKNOWN
        if answer is AnswerStatus.WRONG:
            verdicts = _with_wrong_answer(verdicts, stated.line)
    elif stated is not None and goal is not None:
        answer = _by_problem(statement, stated.source, policy)
    text = None if stated is None else stated.answer.text
    return Report(verdicts, answer, text, _read_as(statement), policy)


def _is_final(lines: tuple[str, ...], stated: Stated) -> bool:
    return is_marked(stated.source[0]) or is_last_word(lines, stated.line, stated.answer.text)


def _with_wrong_answer(verdicts: tuple[LineVerdict, ...], line: int) -> tuple[LineVerdict, ...]:
    verdict = verdicts[line - 1]
    if verdict.status is LineStatus.INVALID or verdict.reason is Reason.RESTS_ON:
        return verdicts
    return (*verdicts[: line - 1], WRONG_ANSWER, *verdicts[line:])


@lru_cache(maxsize=4096)
def _by_reference(problem: str, source: tuple[str, ...], reference: str, policy: Policy) -> AnswerStatus:
    answer, _ = answer_in(problem, source, policy)
    if answer is None:
        return AnswerStatus.UNKNOWN
    policy = policy_for(problem, policy)
    same = same_answer(read_reference(problem, reference, answer, policy), answer.statement, policy)
    return status_of(None if same and not may_count_the_same(reference, source[0]) else same)


@lru_cache(maxsize=4096)
def _by_problem(problem: str, source: tuple[str, ...], policy: Policy) -> AnswerStatus:
    goal, (answer, _) = understand(problem), answer_in(problem, source, policy)
    if goal is None or answer is None:
        return AnswerStatus.UNKNOWN
    statement = answer.statement
    if statement.error:
        return AnswerStatus.WRONG
    letter = letter_in(problem, source[0])
    if letter:
        right = right_letter(problem)
        return status_of(letter == right if right else None)
    line = line_in_time(problem, source[0])
    if not goal.binds_every_line and statement.claims:
        return status_of(equals_goal(goal, statement.claims[-1].sides[-1]))
    if goal.kind not in (Kind.EQUATION, Kind.SYSTEM) and not statement.word:
        chain = line.statement.claims[-1]
        if line.judged.verdict is FOLLOWS and (chain.continued or not chain.relations):
            # Every side of such a line equals what is asked.
            return AnswerStatus.RIGHT
        return status_of(equals_goal(goal, statement.claims[-1].sides[-1]))
    known = line.statement.claims == statement.claims and line.statement.joiner is statement.joiner
    known = known and not line.statement.given
    judged = line.judged if known else judge(goal, statement)
    verdict = judged.verdict
    if verdict.status is LineStatus.INVALID or verdict.reason is Reason.ROUNDED:
        return AnswerStatus.WRONG
    if verdict is TRUE and goal.kind is Kind.EQUATION and (len(goal.variables) == 1 or goal.beside):
        # True of the solutions, and not the solutions: x > 3 where x is 4.
        return AnswerStatus.WRONG
    if goal.domain and goal.kind is Kind.EQUATION and not (judged.exact or statement.word):
        # Right only with the conditions put in: -3 < x < 3 where x > 0.
        return AnswerStatus.UNKNOWN if verdict.status is LineStatus.UNCHECKED else AnswerStatus.WRONG
    return AnswerStatus.RIGHT if verdict.status is LineStatus.VALID else AnswerStatus.UNKNOWN
