"""Drafts and their changes as coloured text for a person; nothing here reaches an agent or a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from rich.text import Text

from coe.verifier.report import LineStatus, LineVerdict, Reason

_COLOURS = {
    LineStatus.VALID: "green",
    LineStatus.INVALID: "red",
    LineStatus.UNCHECKED: "yellow",
    LineStatus.TIMEOUT: "yellow",
}
_MARKS = {
    LineStatus.VALID: "ok",
    LineStatus.INVALID: "wrong",
    LineStatus.UNCHECKED: "unchecked",
    LineStatus.TIMEOUT: "timeout",
}
_VERDICT_COLUMN = 36


def printable(text: str) -> str:
    """Text of strangers with control characters (terminal escapes among them) made visible as a box."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )


def verdict_words(verdict: LineVerdict) -> str:
    """A verdict in words: "ok", "wrong: does not follow", "rests on line 1"."""
    if verdict.reason is Reason.RESTS_ON:
        return f"rests on line {verdict.rests_on}"
    mark = _MARKS[verdict.status]
    if verdict.status in (LineStatus.VALID, LineStatus.TIMEOUT):
        return mark
    return f"{mark}: {verdict.reason.value}"


def verdict_colour(verdict: LineVerdict) -> str:
    """The colour of a verdict on a terminal."""
    return _COLOURS[verdict.status]


def needs_words(verdict: LineVerdict) -> bool:
    """Whether a person should read why: a line that is wrong, rounded, undecided or holds under a condition;
    prose aside."""
    if verdict.status is LineStatus.VALID:
        return verdict.reason is Reason.ROUNDED or bool(verdict.detail)
    return verdict.reason is not Reason.NO_CLAIM


def draft_rows(lines: Sequence[str], verdicts: Sequence[LineVerdict]) -> Iterator[Text]:
    """One row a line: number, text and verdict."""
    if not lines:
        yield Text("      (no lines yet)", style="dim")
    for number, (line, verdict) in enumerate(zip(lines, verdicts, strict=True), start=1):
        yield _row(" ", number, line, verdict)


def change_rows(
    before: Sequence[str], after: Sequence[str], verdicts: Sequence[LineVerdict]
) -> Iterator[Text]:
    """The draft after an edit, each changed line as a diff: the old line red, the new one green."""
    if not after and not before:
        yield from draft_rows(after, verdicts)
    matcher = SequenceMatcher(None, list(before), list(after), autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            for index in range(old_start, old_end):
                yield _row("-", index + 1, before[index], None)
        for index in range(new_start, new_end):
            yield _row(" " if tag == "equal" else "+", index + 1, after[index], verdicts[index])


def _row(sign: str, number: int, line: str, verdict: LineVerdict | None) -> Text:
    style = {"-": "red", "+": "bold green", " ": ""}[sign]
    row = Text("  ")
    row.append(f"{sign} {number:>2}  {printable(line)}", style=style)
    if verdict is not None:
        row.append(" " * max(2, _VERDICT_COLUMN - row.cell_len))
        row.append(verdict_words(verdict), style=_COLOURS[verdict.status])
    return row
