"""What a tutor says of an attempt: the first wrong line, why, a hint, and skills to practise.

Nothing here holds a value that the student should find: reasons come without the values compared, and hints
speak of the step, not of its result. The mended solution is a field of its own, for after the student tried.
"""

from __future__ import annotations

from dataclasses import dataclass

from coe.verifier import AnswerStatus, Outcome, Reason, Report, final_answer, understand, verify
from coe.verifier.problems.goals import Form, Goal, Kind

_HINTS = {
    Reason.FALSE: "Work out both sides of line {line} once more; they are not equal.",
    Reason.DOES_NOT_FOLLOW: "Compare line {line} with {before}: "
    "do the same to both sides, and watch the signs.",
    Reason.LOSES_SOLUTIONS: "Line {line} leaves out a solution that {before} still has: "
    "did you divide by an unknown or take only one root?",
    Reason.ADDS_SOLUTIONS: "Line {line} lets in a solution that {before} does not have: "
    "put each one into the problem.",
    Reason.WRONG_ANSWER: "Put your answer back into the problem and see whether it fits.",
}
_FALLBACK = "Look at line {line} again, step by step."
_UNFINISHED = "Your lines are right so far; go on until the last line states the answer."
_WRONG_PLAN = (
    "Each line is right by itself, but the answer is not: read again what is asked, "
    "and what each number means."
)

_SKILLS = {
    Kind.EQUATION: "solving equations",
    Kind.SYSTEM: "solving systems of equations",
    Kind.DERIVATIVE: "differentiation",
    Kind.INTEGRAL: "integration",
    Kind.QUANTITY: "formulas and their units",
    Kind.CHOICE: "comparing values",
}
_FORMS = {
    Form.VALUE: "order of operations",
    Form.SIMPLIFIED: "collecting like terms",
    Form.EXPANDED: "multiplying out brackets",
    Form.FACTORED: "factoring",
    Form.PRIMES: "prime factors",
    Form.LOWEST: "reducing fractions",
    Form.DECIMAL: "writing numbers as decimals",
    Form.PERCENT: "writing numbers as percentages",
    Form.FRACTION: "writing numbers as fractions",
    Form.IMPROPER: "writing numbers as fractions",
    Form.MIXED: "mixed numbers",
}
_BY_REASON = {
    Reason.FALSE: "arithmetic",
    Reason.DOES_NOT_FOLLOW: "doing the same to both sides",
    Reason.LOSES_SOLUTIONS: "keeping every solution",
    Reason.ADDS_SOLUTIONS: "checking solutions",
    Reason.WRONG_ANSWER: "checking the answer",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """What is said of an attempt.

    Args:
        right: whether it is solved; None where nothing can tell.
        first_wrong: number (from 1) of the first wrong line.
        why: the reason, without values.
        hint: what to look at.
        skills: to practise.
    """

    right: bool | None
    first_wrong: int | None
    why: str
    hint: str
    skills: tuple[str, ...]


def advise(problem: str, attempt: tuple[str, ...], truth: str | None = None) -> Advice:
    """What to say of an attempt.

    Args:
        problem: the statement.
        attempt: the student's lines.
        truth: the right answer, where the problem's own words do not tell it.
    """
    report = verify(problem, attempt, truth)
    goal = understand(problem)
    line = report.first_invalid
    if line is not None:
        reason = report.lines[line - 1].reason
        before = "the problem" if line == 1 else "the line before it"
        hint = _HINTS.get(reason, _FALLBACK).format(line=line, before=before)
        return Advice(False, line, f"Line {line}: {reason.value}.", hint, _skills(goal, reason))
    if report.answer_text is None:
        return Advice(None, None, "No line is wrong, and no answer is stated.", _UNFINISHED, _skills(goal))
    return _of_answer(report, goal)


def answer_of(rationale: str) -> str | None:
    """The answer that a rationale states, None where it states none."""
    return final_answer(rationale)


def _of_answer(report: Report, goal: Goal | None) -> Advice:
    if report.outcome is Outcome.SOLVED:
        return Advice(True, None, "Every line and the answer are right.", "", ())
    if report.answer is AnswerStatus.WRONG:
        return Advice(False, None, "No line is wrong by itself, but the answer is.", _WRONG_PLAN, _plan(goal))
    return Advice(None, None, "No line is wrong; nothing could check the answer.", "", _skills(goal))


def _plan(goal: Goal | None) -> tuple[str, ...]:
    return ("reading the problem", *_skills(goal))


def _skills(goal: Goal | None, reason: Reason | None = None) -> tuple[str, ...]:
    named = []
    if goal is None:
        named.append("word problems")
    elif goal.kind is Kind.EXPRESSION or goal.form.binds_values:
        named.append(_FORMS[goal.form])
    else:
        named.append(_SKILLS[goal.kind])
    if reason in _BY_REASON:
        named.append(_BY_REASON[reason])
    return tuple(dict.fromkeys(named))
