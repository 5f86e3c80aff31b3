"""Worked solutions of others as short lines, results that follow from arithmetic as calculator spans."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from coe.dsl.text import text_fault
from coe.errors import CalculatorError, ProblemError
from coe.problem import Problem
from coe.verifier import AnswerStatus, check_answer, fill_spans

LONGEST_LINE = 400
"""Characters of a line that an edit may write in the environment."""

MOST_LINES = 40
"""Lines of a worked solution."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z$\\])")


def worked_problem(statement: str, answer: str, derivation: Iterable[str], **about: object) -> Problem:
    """A problem with a worked solution.

    Args:
        statement: on one line.
        answer: the reference.
        derivation: lines, which may hold calculator spans.
        about: metadata.

    Raises:
        ProblemError: a line holds what no line may hold.
    """
    lines = [one for one in map(str.strip, derivation) if one]
    plain = [_filled(line) for line in lines]
    for number, line in enumerate(plain, start=1):
        fault = text_fault(line)
        if fault is not None:
            raise ProblemError(f"line {number} of the solution, column {fault[0] + 1}: {fault[1]}")
        if len(line) > LONGEST_LINE:
            raise ProblemError(
                f"line {number} of the solution has {len(line)} characters; at most {LONGEST_LINE}"
            )
    if len(plain) > MOST_LINES:
        raise ProblemError(f"the solution has {len(plain)} lines; at most {MOST_LINES}")
    spans = tuple(line if _fills(line) else done for line, done in zip(lines, plain, strict=True))
    return Problem(
        statement=statement,
        answer=answer,
        solution=tuple(plain),
        derivation=spans if spans != tuple(plain) else (),
        metadata=about,
    )


def stating_answer(problem: Problem) -> Problem:
    """The problem, with one more line where its solution does not state the answer so that it can be read."""
    if not problem.solution or problem.answer is None:
        return problem
    # The letter of an option is stated as a letter; the value that stands there is right too.
    statement = "" if len(problem.answer) == 1 and problem.answer.isalpha() else problem.statement
    if check_answer(problem.solution, problem.answer, statement) is AnswerStatus.RIGHT:
        return problem
    line = f"Answer: {problem.answer}"
    if text_fault(line) is not None:
        return problem
    derivation = (*problem.derivation, line) if problem.derivation else ()
    return replace(problem, solution=(*problem.solution, line), derivation=derivation)


def sentences(text: str) -> list[str]:
    """The lines of a text, and where a line is long, its sentences."""
    found: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        found += [line] if len(line) <= LONGEST_LINE // 2 else _SENTENCE.split(line)
    return found


def _filled(line: str) -> str:
    try:
        return fill_spans(line).strip() if "{" in line else line
    except CalculatorError:
        return line


def _fills(line: str) -> bool:
    try:
        fill_spans(line)
    except CalculatorError:
        return False
    return True
