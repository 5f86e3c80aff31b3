"""Final answers, and whether two answers mean the same.

`equivalent` compares meanings, never text: 1/2, 0.5 and 50%; "x = 4" and 4; lists of roots in any
order; intervals and inequalities; money and units by value, dropped units by their number; pairs in
order, named values by name; matrices, times, choices, answers in words. A rounded value is not the exact one;
"4 or 5" is not 4; an undefined value, and an empty text, equal nothing. What differs between schools is a
`Policy`. Forms (expanded, lowest terms) are compared in `check_answer` and `verify` alone, where the problem
is understood and asks for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coe.verifier.answers.compare import same_meaning
from coe.verifier.answers.meaning import meaning_of
from coe.verifier.answers.nouns import may_count_the_same
from coe.verifier.answers.reading import read_answer
from coe.verifier.answers.stated import Answer, stated_answer
from coe.verifier.expressions.expr import Statement
from coe.verifier.expressions.kept import kept
from coe.verifier.policy import DEFAULT, Percent, Policy
from coe.verifier.problems.choices import in_words
from coe.verifier.report import AnswerStatus
from coe.verifier.sentences.phrases import asks_percent
from coe.verifier.workers.late import WorkerTimeout

__all__ = [
    "check_answer",
    "equivalent",
    "final_answer",
    "policy_for",
    "read_answer",
    "same_answer",
    "status_of",
]


def final_answer(lines: Sequence[str], statement: str = "", policy: Policy = DEFAULT) -> str | None:
    """The answer that the lines state, in plain text, or None.

    Args:
        lines: the draft.
        statement: the problem; where it is understood, the answer must have the form asked.
        policy: see `Policy`.
    """
    try:
        stated = stated_answer(statement, lines, policy)
    except WorkerTimeout:
        return None
    return None if stated is None else stated.answer.text


def check_answer(
    lines: Sequence[str], reference: str, statement: str = "", policy: Policy = DEFAULT
) -> AnswerStatus:
    """The draft's final answer against a reference answer; UNKNOWN where none is stated."""
    try:
        stated = stated_answer(statement, lines, policy)
        if stated is None:
            return AnswerStatus.UNKNOWN
        policy = policy_for(statement, policy)
        same = same_answer(
            read_reference(statement, reference, stated.answer, policy), stated.answer.statement, policy
        )
        return status_of(None if same and not may_count_the_same(reference, stated.source[0]) else same)
    except WorkerTimeout:
        return AnswerStatus.UNKNOWN


def read_reference(problem: str, reference: str, stated: Answer, policy: Policy) -> Statement:
    """The reference answer; of a letter what the option says, where the draft states a value."""
    side = stated.statement.claims[0].sides[0] if stated.statement.claims else None
    by_letter = side is not None and side[0] == "choice"
    return read_answer(reference if by_letter else in_words(problem, reference), policy)


def status_of(same: bool | None) -> AnswerStatus:
    """RIGHT, WRONG or UNKNOWN."""
    return AnswerStatus.UNKNOWN if same is None else AnswerStatus.RIGHT if same else AnswerStatus.WRONG


@kept(1024)
def policy_for(statement: str, policy: Policy) -> Policy:
    """The policy with the choices that depend on the problem made: 15 is 15% where a percentage is asked."""
    if policy.percent is not Percent.ASKED:
        return policy
    return replace(policy, percent=Percent.NUMBER if asks_percent(statement) else Percent.VALUE)


def equivalent(a: str, b: str, policy: Policy = DEFAULT) -> bool | None:
    """Whether two answers mean the same; None where that is beyond the verifier.

    Each text may be an answer alone or a text that ends with one ("... so the answer is 4.", a box). Not
    promised: that two ways to write the same thing are always recognised (None or False is then said), or
    that the form is the one that a problem asks for.
    """
    try:
        return _equivalent(a, b, policy)
    except WorkerTimeout:
        return None


@kept(8192)
def _equivalent(a: str, b: str, policy: Policy) -> bool | None:
    same = same_answer(read_answer(a, policy), read_answer(b, policy), policy)
    return None if same and not may_count_the_same(a, b) else same


def same_answer(a: Statement, b: Statement, policy: Policy = DEFAULT) -> bool | None:
    """Whether two statements of an answer mean the same; None where that is beyond."""
    if a.error or b.error:
        return False if a.hostile or b.hostile else None
    first, second = meaning_of(a), meaning_of(b)
    if first is None or second is None:
        return False if _is_empty(a) or _is_empty(b) else None
    return same_meaning(first, second, policy)


def _is_empty(statement: Statement) -> bool:
    return not statement.claims and not statement.word
