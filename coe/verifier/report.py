"""Verdicts: what the verifier says of each line, of the answer and of the whole draft."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coe.verifier.policy import DEFAULT, Policy


class LineStatus(StrEnum):
    """Verdict on one line. Only INVALID says that the line is wrong."""

    VALID = "valid"
    INVALID = "invalid"
    UNCHECKED = "unchecked"
    TIMEOUT = "timeout"


class Reason(StrEnum):
    """Why a line has its verdict; safe for agents, it never holds a value."""

    TRUE = "true"
    FOLLOWS = "follows"
    ROUNDED = "true to the digits shown"
    FALSE = "false statement"
    DOES_NOT_FOLLOW = "does not follow"
    LOSES_SOLUTIONS = "loses solutions"
    ADDS_SOLUTIONS = "adds solutions"
    WRONG_ANSWER = "wrong answer"
    NO_CLAIM = "no claim"
    UNREADABLE = "not readable"
    BEYOND = "beyond the verifier"
    RESTS_ON = "rests on an invalid line"
    TIME = "time limit"


@dataclass(frozen=True, slots=True)
class LineVerdict:
    """Verdict on one line. The values compared are no part of it: `explanations.explain` names them.

    Args:
        status: the verdict.
        reason: why.
        rests_on: number (from 1) of the invalid line that this one rests on, for RESTS_ON.
        detail: for people only, never shown to agents: the condition under which the line holds.
    """

    status: LineStatus
    reason: Reason
    rests_on: int | None = None
    detail: str = ""


class AnswerStatus(StrEnum):
    """Verdict on the final answer."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What the verifier says of a whole draft."""

    SOLVED = "solved"
    CONSISTENT = "consistent"
    UNSOLVED = "unsolved"


@dataclass(frozen=True, slots=True)
class Report:
    """Verdicts on a draft.

    Args:
        lines: one verdict a line.
        answer: verdict on the final answer, UNKNOWN where there is none to check it against.
        answer_text: the final answer as the draft states it, or None.
        read_as: how the problem was understood ("solve 2x + 5 = 13 for x"), "" if it was not.
        policy: the choices under which answers were compared.
    """

    lines: tuple[LineVerdict, ...]
    answer: AnswerStatus
    answer_text: str | None
    read_as: str
    policy: Policy = DEFAULT

    @property
    def first_invalid(self) -> int | None:
        """Number (from 1) of the first invalid line."""
        for number, verdict in enumerate(self.lines, start=1):
            if verdict.status is LineStatus.INVALID:
                return number
        return None

    @property
    def outcome(self) -> Outcome:
        """SOLVED: the answer is right and no line is invalid. CONSISTENT: an answer is stated, no line
        is invalid, and nothing could tell whether the answer is right."""
        if self.first_invalid is not None or self.answer_text is None:
            return Outcome.UNSOLVED
        if self.answer is AnswerStatus.RIGHT:
            return Outcome.SOLVED
        return Outcome.UNSOLVED if self.answer is AnswerStatus.WRONG else Outcome.CONSISTENT
