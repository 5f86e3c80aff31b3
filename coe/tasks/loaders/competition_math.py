"""MATH (Hendrycks et al. 2021): {"problem", "solution", "level", "type"}, one JSON file a problem or rows.

The level is "Level 3", or 3 as in sets made from it; "Level ?" is none. The reference is the last
\\boxed{...} of the solution, or the column "answer" where there is one. A solution that no draft can hold (a
line or more lines than fit) is left out: the problem has no worked solution.
"""

from __future__ import annotations

import re

from coe.errors import ProblemError
from coe.problem import Problem
from coe.tasks.loaders.files import file_names, read_rows
from coe.tasks.loaders.latex_lines import solution_lines
from coe.tasks.loaders.loader import Loader, Record, one_line, text_of
from coe.tasks.loaders.spec import Spec
from coe.tasks.loaders.worked import LONGEST_LINE, MOST_LINES, worked_problem

_BOX = re.compile(r"\\(?:boxed|fbox)\s*")
_WORD = re.compile(r"[^\s${}\\]+")
_PICTURE = re.compile(r"\[asy\].*?\[/asy\]", re.DOTALL)
# With its pictures, whose code is no line.
_LONGEST_SOLUTION = 2 * LONGEST_LINE * MOST_LINES
_LEVEL = re.compile(r"(?:Level )?([1-5])")


def problem_of(record: Record, spec: Spec) -> Problem:
    """A row as a problem.

    Raises:
        ProblemError: it has no problem or solution, or the solution has no boxed answer.
    """
    statement = text_of(record, "problem", "question")
    solution = record.get("solution")
    if not isinstance(solution, str):
        raise ProblemError("solution must be text")
    given = record.get("answer")
    answer = one_line(given) if isinstance(given, str) and given.strip() else last_boxed(solution)
    if answer is None:
        raise ProblemError("the solution has no \\boxed{answer}")
    level = _LEVEL.fullmatch(str(record.get("level", "")).strip())
    about = {"subject": str(record.get("type") or record.get("subject") or "")}
    if level:
        about["difficulty"] = int(level[1])  # type: ignore[assignment]
    return worked_problem(statement, answer, _lines(solution), **about)


def _lines(solution: str) -> list[str]:
    """The lines of a solution; none where they are too many or too long for a draft."""
    text = _without_boxes(_PICTURE.sub("", solution[: _LONGEST_SOLUTION + 1]))
    lines = solution_lines(text) if len(solution) <= _LONGEST_SOLUTION else []
    return lines if len(lines) <= MOST_LINES and max(map(len, lines), default=0) <= LONGEST_LINE else []


def last_boxed(text: str) -> str | None:
    """The content of the last box; None where there is none that is closed."""
    boxes = _boxes(text)
    return " ".join(text[boxes[-1][1] : boxes[-1][2]].split()) or None if boxes else None


def _boxes(text: str) -> list[tuple[int, int, int, int]]:
    """(start, start of the content, its end, end) of every closed box; `\\boxed 5` holds a word."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for place, character in enumerate(text):
        if character == "{":
            opened.append(place)
        elif character == "}" and opened:
            closing[opened.pop()] = place
    found = []
    for match in _BOX.finditer(text):
        start = match.end()
        if start in closing:
            found.append((match.start(), start + 1, closing[start], closing[start] + 1))
        elif not text.startswith("{", start) and (word := _WORD.match(text, start)):
            found.append((match.start(), start, word.end(), word.end()))
    return found


def _without_boxes(text: str) -> str:
    """The text with the contents of its boxes in their places."""
    cuts = [cut for start, inner, end, stop in _boxes(text) for cut in ((start, inner), (end, stop))]
    parts, place = [], 0
    for start, stop in sorted(cuts):
        parts.append(text[place : max(start, place)])
        place = max(stop, place)
    return "".join(parts) + text[place:]


LOADER = Loader(
    "math", "MATH: problem, level, solution with a boxed answer", read_rows, problem_of, file_names
)
