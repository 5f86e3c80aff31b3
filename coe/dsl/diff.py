"""The shortest edit script between two drafts.

Every ADDL, REPL and DELL costs 1, so the script is a Levenshtein alignment of the lines (Wagner and Fischer
1974). REPW is never needed: it changes one line, as REPL does. Time and memory are the product of the
lengths of what is left between the common beginning and the common end.
"""

from __future__ import annotations

from collections.abc import Sequence

from coe.dsl.draft import Draft
from coe.dsl.edits import AddLine, DeleteLine, Edit, ReplaceLine


def edit_script(before: Draft, after: Draft) -> tuple[Edit, ...]:
    """The fewest edits that turn `before` into `after`, to be applied in order, first line first.

    >>> edit_script(Draft(("a", "b")), Draft(("b",)))
    (DeleteLine(line=1),)
    """
    old, new, start = _differing_part(before.lines, after.lines)
    costs = _costs(old, new)
    script: list[Edit] = []
    i = j = 0
    while i < len(old) or j < len(new):
        line = start + j + 1
        if i < len(old) and j < len(new) and old[i] == new[j] and costs[i][j] == costs[i + 1][j + 1]:
            i, j = i + 1, j + 1
        elif i < len(old) and j < len(new) and costs[i][j] == costs[i + 1][j + 1] + 1:
            script.append(ReplaceLine(line, new[j]))
            i, j = i + 1, j + 1
        elif i < len(old) and costs[i][j] == costs[i + 1][j] + 1:
            script.append(DeleteLine(line))
            i += 1
        else:
            script.append(AddLine(line, new[j]))
            j += 1
    return tuple(script)


def _differing_part(old: Sequence[str], new: Sequence[str]) -> tuple[Sequence[str], Sequence[str], int]:
    """Both without their common beginning and end, and the length of the beginning."""
    shortest = min(len(old), len(new))
    start = 0
    while start < shortest and old[start] == new[start]:
        start += 1
    end = 0
    while end < shortest - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return old[start : len(old) - end], new[start : len(new) - end], start


def _costs(old: Sequence[str], new: Sequence[str]) -> list[list[int]]:
    """costs[i][j]: fewest edits that turn old[i:] into new[j:]."""
    rows, columns = len(old) + 1, len(new) + 1
    costs = [[0] * columns for _ in range(rows)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            if i == rows - 1 or j == columns - 1:
                costs[i][j] = (rows - 1 - i) + (columns - 1 - j)
            elif old[i] == new[j]:
                costs[i][j] = costs[i + 1][j + 1]
            else:
                costs[i][j] = 1 + min(costs[i + 1][j + 1], costs[i + 1][j], costs[i][j + 1])
    return costs
