"""What a loader is: how rows are read, and how one becomes a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coe.dsl.text import MARK, text_fault
from coe.errors import ProblemError
from coe.problem import Problem
from coe.tasks.loaders.spec import Spec

Record = Mapping[str, Any]

LONGEST_STATEMENT = 10_000
"""Characters; a longer text is no problem statement."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it was read.

    Args:
        place: file and line or row number.
        record: the row, None where it cannot be read.
        fault: why it cannot be read, "" where it can.
    """

    place: str
    record: Record | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Loader:
    """A data set of one shape.

    Args:
        name: as users type it.
        about: one line.
        rows: the rows of a data set, in order.
        problem: one row as a problem; raises ProblemError where it is none.
        files: the files that `rows` would read, for a fingerprint; none for a generated data set.
        worked: whether rows may hold worked solutions.
        endless: whether rows never end.
    """

    name: str
    about: str
    rows: Callable[[Spec], Iterator[RawRow]]
    problem: Callable[[Record, Spec], Problem]
    files: Callable[[Spec], list[str]]
    worked: bool = True
    endless: bool = False


def text_of(record: Record, *keys: str) -> str:
    """The first of these columns that holds text, on one line.

    Raises:
        ProblemError: none does.
    """
    for key in keys:
        value = record.get(key)
        if isinstance(value, str) and value.strip():
            return one_line(value)
    raise ProblemError(f"no text in {' or '.join(keys)}; columns: {', '.join(map(str, record))[:200]}")


def one_line(text: str) -> str:
    """The text on one line.

    Raises:
        ProblemError: it is too long to be a statement, or holds control characters or half characters.
    """
    line = " ".join(text.split())
    fault = text_fault(line.replace(MARK, ""))
    if fault is not None:
        raise ProblemError(f"the text holds {fault[1]}")
    if len(line) > LONGEST_STATEMENT:
        raise ProblemError(f"a text of {len(line)} characters; at most {LONGEST_STATEMENT} are a statement")
    return line


def plain_number(value: object) -> str:
    """A number or text as a short text: 5.0 is "5".

    Raises:
        ProblemError: it is neither.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ProblemError(f"an answer is a number or text, not {value!r:.60}")
    text = str(value).strip()
    whole, point, rest = text.partition(".")
    return whole if point and rest and not rest.strip("0") and whole.lstrip("-").isdecimal() else text
