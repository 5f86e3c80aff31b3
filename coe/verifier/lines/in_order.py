"""Verdicts of the lines of a draft, in order: each against the problem, then against what came before.

What a line is by itself and against the problem is cached by its text, so an edit costs one line; the
notebook (`notebook.py`) adds what only the draft knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from coe.verifier.lines import truth as t
from coe.verifier.lines.alone import Line, line_alone
from coe.verifier.lines.calls import Calls
from coe.verifier.lines.notebook import Notebook
from coe.verifier.lines.rejections import Rejections
from coe.verifier.problems.choices import choices_of, in_words
from coe.verifier.problems.understanding import understand
from coe.verifier.report import LineStatus, LineVerdict
from coe.verifier.workers.late import WorkerTimeout


def judge_lines(problem: str, lines: Sequence[str]) -> tuple[LineVerdict, ...]:
    """One verdict for each line of the draft: TIMEOUT where the symbolic worker was asked and too slow."""
    try:
        return _judge_lines(problem, lines)
    except WorkerTimeout:
        # It was asked about the problem itself.
        return tuple(t.TIMEOUT for _ in lines)


@lru_cache(maxsize=1024)
def right_letter(problem: str) -> str:
    """The one option that answers an understood problem; "" where not exactly one is known to.

    Raises:
        WorkerTimeout
    """
    goal, choices = understand(problem), choices_of(problem)
    if goal is None or choices is None:
        return ""
    judged = {
        letter: _judge_lines(choices.asked, [f"Answer: {text}"])[0]
        for letter, text in choices.options.items()
    }
    if any(verdict is t.TIMEOUT for verdict in judged.values()):
        raise WorkerTimeout
    right = [letter for letter, verdict in judged.items() if verdict.status is LineStatus.VALID]
    return right[0] if len(right) == 1 else ""


def _judge_lines(problem: str, lines: Sequence[str]) -> tuple[LineVerdict, ...]:
    goal = understand(problem)
    calls = Calls(problem)
    read: list[tuple[Line, LineVerdict | None]] = []
    has_late_line = False
    chosen: set[int] = set()
    for number, text in enumerate(lines):
        named = in_words(problem, text)
        written, known = calls.read(named)
        if named != text:
            chosen.add(number)
            if goal is not None and not right_letter(problem):
                known = t.NO_CLAIM
        line = line_alone(problem, written)
        has_late_line = has_late_line or line.judged.verdict is t.TIMEOUT
        read.append((line, known))
    rejections = None if goal is None else Rejections.among(read, goal)
    notebook = Notebook(problem, goal, rejections, has_late_line)
    verdicts: list[LineVerdict] = []
    for number, (line, known) in enumerate(read):
        verdicts.append(notebook.judge(line, known, is_choice=number in chosen))
    return tuple(verdicts)
