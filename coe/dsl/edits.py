"""The five edits, and what each does to a draft.

An edit that exists can be printed and read back: construction refuses line numbers under 1 and text
that is no single line. Whether it fits a draft is known only when it is applied.
"""

from __future__ import annotations

from dataclasses import dataclass

from coe.dsl.draft import Draft, check_line
from coe.dsl.text import quote, text_fault
from coe.errors import EditApplyError

MAX_LINE_NUMBER = 999_999


@dataclass(frozen=True, slots=True)
class AddLine:
    """`ADDL line >>>text`: insert `text` as a new line; 1 <= line <= number of lines + 1."""

    line: int
    text: str

    def __post_init__(self) -> None:
        _check_number(self.line)
        check_line(self.text, self.line)


@dataclass(frozen=True, slots=True)
class ReplaceLine:
    """`REPL line >>>text`: replace a line."""

    line: int
    text: str

    def __post_init__(self) -> None:
        _check_number(self.line)
        check_line(self.text, self.line)


@dataclass(frozen=True, slots=True)
class DeleteLine:
    """`DELL line`: delete a line."""

    line: int

    def __post_init__(self) -> None:
        _check_number(self.line)


@dataclass(frozen=True, slots=True)
class ReplaceWord:
    """`REPW line >>>old >>>new`: replace the first occurrence of `old` in a line.

    `new` may be empty. Neither has blank space around it; where the replacement leaves blank space
    at an end of the line, it is dropped.
    """

    line: int
    old: str
    new: str

    def __post_init__(self) -> None:
        _check_number(self.line)
        if not self.old:
            raise EditApplyError("the text to replace is empty; expected a piece of the line")
        for part in (self.old, self.new):
            fault = text_fault(part)
            if fault is not None:
                raise EditApplyError(f"column {fault[0] + 1} of {quote(part)}: {fault[1]}")


@dataclass(frozen=True, slots=True)
class Exit:
    """`EXIT`: stop editing; the draft stays as it is."""


Edit = AddLine | ReplaceLine | DeleteLine | ReplaceWord | Exit


def apply_edit(draft: Draft, edit: Edit) -> Draft:
    """The draft after the edit.

    Raises:
        EditApplyError: the line does not exist, `old` is not in it, or the line would become one that
            a draft may not hold. The message says what would fit.
    """
    match edit:
        case AddLine(line, text):
            return draft.inserted(line, text)
        case ReplaceLine(line, text):
            return draft.replaced(line, text)
        case DeleteLine(line):
            return draft.deleted(line)
        case ReplaceWord():
            return _replace_word(draft, edit)
        case Exit():
            return draft


def _replace_word(draft: Draft, edit: ReplaceWord) -> Draft:
    before = draft.line(edit.line)
    if edit.old not in before:
        raise EditApplyError(
            f"line {edit.line} does not hold {quote(edit.old)}; expected a piece of that line"
        )
    return draft.replaced(edit.line, before.replace(edit.old, edit.new, 1).strip())


def _check_number(line: int) -> None:
    if not 1 <= line <= MAX_LINE_NUMBER:
        raise EditApplyError(f"line numbers go from 1 to {MAX_LINE_NUMBER}, not {line}")
