"""Verdicts of the lines of a draft, in order: each against the problem, then against what came before.

What a line is by itself and against the problem is cached by its text, so an edit costs one line; the
notebook (`notebook.py`) adds what only the draft knows.
"""

from __future__ import annotations

from collections.abc import Sequence

from coe.verifier.lines import truth as t
from coe.verifier.lines.alone import Line, line_alone
from coe.verifier.lines.calls import Calls
from coe.verifier.lines.notebook import Notebook
from coe.verifier.lines.rejections import Rejections
from coe.verifier.problems.understanding import understand
from coe.verifier.report import LineVerdict
from coe.verifier.workers.late import WorkerTimeout


def judge_lines(problem: str, lines: Sequence[str]) -> tuple[LineVerdict, ...]:
    """One verdict for each line of the draft: TIMEOUT where the symbolic worker was asked and too slow."""
    try:
        return _judge_lines(problem, lines)
    except WorkerTimeout:
        # It was asked about the problem itself.
        return tuple(t.TIMEOUT for _ in lines)


def _judge_lines(problem: str, lines: Sequence[str]) -> tuple[LineVerdict, ...]:
    goal = understand(problem)
    calls = Calls(problem)
    read: list[tuple[Line, LineVerdict | None]] = []
    has_late_line = False
    for text in lines:
        written, known = calls.read(text)
        line = line_alone(problem, written)
        has_late_line = has_late_line or line.judged.verdict is t.TIMEOUT
        read.append((line, known))
    rejections = None if goal is None else Rejections.among(read, goal)
    notebook = Notebook(problem, goal, rejections, has_late_line)
    verdicts: list[LineVerdict] = []
    for line, known in read:
        verdicts.append(notebook.judge(line, known))
    return tuple(verdicts)
