"""Drafts: immutable numbered lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coe.dsl.text import text_fault
from coe.errors import EditApplyError


@dataclass(frozen=True, slots=True)
class Draft:
    """A worked solution, line by line; lines are numbered from 1.

    Args:
        lines: each as `coe.dsl.text` allows. `from_text` and `from_lines` clean text that comes from
            people and files.

    Raises:
        EditApplyError: a line is empty or holds what a line may not hold.
    """

    lines: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for number, line in enumerate(self.lines, start=1):
            check_line(line, number)

    @classmethod
    def from_text(cls, text: str) -> Draft:
        """The draft with one line a line of text; blank lines and blank space around lines are dropped.

        Raises:
            EditApplyError: a line holds `>>>` or a control character.
        """
        return cls(tuple(line for line in map(str.strip, text.splitlines()) if line))

    @classmethod
    def from_lines(cls, lines: Iterable[str]) -> Draft:
        """The draft of these lines, cleaned as by `from_text`.

        Raises:
            EditApplyError: a line holds `>>>` or a control character.
        """
        return cls.from_text("\n".join(lines))

    @classmethod
    def _checked(cls, lines: tuple[str, ...]) -> Draft:
        # Only the line that an edit changed needs checking: this keeps an edit cheap in a long draft.
        draft = object.__new__(cls)
        object.__setattr__(draft, "lines", lines)
        return draft

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    def line(self, number: int) -> str:
        """Line `number`, from 1.

        Raises:
            EditApplyError: there is no such line.
        """
        self.check_number(number, len(self.lines))
        return self.lines[number - 1]

    @property
    def text(self) -> str:
        """The lines joined by newlines."""
        return "\n".join(self.lines)

    def check_number(self, number: int, last: int) -> None:
        """Nothing, if 1 <= number <= last.

        Raises:
            EditApplyError: the number is outside; the message says what fits.
        """
        if 1 <= number <= last:
            return
        count = len(self.lines)
        have = "the draft is empty" if count == 0 else f"the draft has {count} line{'s' if count > 1 else ''}"
        if last == 0:
            fits = "only ADDL 1 and EXIT"
        else:
            fits = "line number 1" if last == 1 else f"a line number from 1 to {last}"
        raise EditApplyError(f"there is no line {number}: {have}; expected {fits}")

    def inserted(self, number: int, text: str) -> Draft:
        """The draft with `text` as its new line `number`.

        Raises:
            EditApplyError: the number or the text does not fit.
        """
        self.check_number(number, len(self.lines) + 1)
        check_line(text, number)
        return Draft._checked((*self.lines[: number - 1], text, *self.lines[number - 1 :]))

    def replaced(self, number: int, text: str) -> Draft:
        """The draft with line `number` replaced by `text`.

        Raises:
            EditApplyError: the number or the text does not fit.
        """
        self.check_number(number, len(self.lines))
        check_line(text, number)
        return Draft._checked((*self.lines[: number - 1], text, *self.lines[number:]))

    def deleted(self, number: int) -> Draft:
        """The draft without line `number`.

        Raises:
            EditApplyError: there is no such line.
        """
        self.check_number(number, len(self.lines))
        return Draft._checked(self.lines[: number - 1] + self.lines[number:])


def check_line(text: str, number: int) -> None:
    """Nothing, if `text` may be a line.

    Raises:
        EditApplyError: it may not; the message names the line and the column.
    """
    if not text:
        raise EditApplyError(f"line {number} would be empty; to delete it use DELL {number}")
    fault = text_fault(text)
    if fault is not None:
        raise EditApplyError(f"line {number}, column {fault[0] + 1}: {fault[1]}")
