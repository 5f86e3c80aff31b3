"""The expert's next edit: a function of what an agent sees.

The rule reads the statement, the lines and their verdicts, and the worked solution that the statement
alone determines, so equal observations always get equal edits:

1.  Walk the lines beside the solution. A line that is the expected one is kept. Where the verifier can read
    the problem, a valid line is kept however it is written; elsewhere only the plan tells.
2.  The first line that is not kept is mended, flagged or not: deleted where the solution is done, or where
    the draft is too long and the next line has the shape of the expected one; pushed down by a new line
    where the draft is too short and this line is sound with the shape of the step after; else replaced.
3.  Nothing to mend and steps missing: the next step is appended. Nothing missing: EXIT, or, where a
    readable problem is still not solved, the last line goes (it is not the one that answers), or a step that
    was passed over is put in its place.

The rule compares shapes (a line with its numbers and signs struck out), never values, so a model can
follow it without knowing the result of a calculation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from coe.corruptions.word_edit import shorter_edit
from coe.dsl import AddLine, DeleteLine, Edit, Exit, ReplaceLine
from coe.problem import Problem
from coe.verifier.report import LineStatus, LineVerdict

_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:/\d+)?")
_SIGN = re.compile(r"[+-]")


@lru_cache(maxsize=65_536)
def shape(line: str) -> str:
    """The line with numbers as `#` and signs as `~`: what kind of step it is, whatever its values."""
    return _SIGN.sub("~", _NUMBER.sub("#", line)).replace(" ", "")


def repair_edit(
    problem: Problem,
    lines: Sequence[str],
    verdicts: Sequence[LineVerdict],
    *,
    readable: bool,
    calculator: bool = True,
    replace_word: bool = False,
) -> Edit:
    """The expert's edit for this state.

    Args:
        problem: with a worked solution.
        lines: the draft.
        verdicts: one a line, as the agent sees them.
        readable: whether the verifier understood the statement (then its verdicts decide what is kept).
        calculator: write results as calculator spans where the derivation has them.
        replace_word: say REPW for REPL where that is the shorter command (`coe.corruptions.word_edit`).
    """
    solution = problem.solution
    texts = problem.derivation if calculator and problem.derivation else solution
    done = 0
    for index, (line, verdict) in enumerate(zip(lines, verdicts, strict=True)):
        expected = _position(line, solution, done, skip=readable and verdict.status is LineStatus.VALID)
        if expected is not None:
            done = expected + 1
        elif not (readable and verdict.status is LineStatus.VALID):
            edit = _mend(lines, index, verdict, solution, texts, done)
            if replace_word and isinstance(edit, ReplaceLine):
                return shorter_edit(edit, line, solution[done])
            return edit
    if done < len(solution):
        return AddLine(len(lines) + 1, texts[done])
    if readable and lines:
        if lines[-1] != solution[-1]:
            return DeleteLine(len(lines))
        return _passed_over(lines, verdicts, solution, texts)
    return Exit()


def _passed_over(
    lines: Sequence[str], verdicts: Sequence[LineVerdict], solution: Sequence[str], texts: Sequence[str]
) -> Edit:
    """The first step that is not there, after the step before it. Where all are, a line that is true by
    itself and gives a name another value than the solution does goes; EXIT where none does harm."""
    for index, step in enumerate(solution):
        if step not in lines:
            return AddLine(lines.index(solution[index - 1]) + 2 if index else 1, texts[index])
    if any(verdict.status is LineStatus.INVALID for verdict in verdicts):
        for number, line in enumerate(lines, 1):
            if line not in solution:
                return DeleteLine(number)
    return Exit()


def _position(line: str, solution: Sequence[str], done: int, *, skip: bool) -> int | None:
    """Index in the solution of this line, from `done` on; only the very next one unless `skip`."""
    last = len(solution) if skip else min(done + 1, len(solution))
    return next((index for index in range(done, last) if solution[index] == line), None)


def _mend(
    lines: Sequence[str],
    index: int,
    verdict: LineVerdict,
    solution: Sequence[str],
    texts: Sequence[str],
    done: int,
) -> Edit:
    number, left_over = index + 1, (len(lines) - index) - (len(solution) - done)
    if done == len(solution):
        return DeleteLine(number)
    if left_over > 0 and index + 1 < len(lines) and shape(lines[index + 1]) == shape(solution[done]):
        return DeleteLine(number)
    sound = verdict.status is LineStatus.VALID
    if left_over < 0 and sound and shape(lines[index]) == shape(solution[done + 1]):
        return AddLine(number, texts[done])
    return ReplaceLine(number, texts[done])
