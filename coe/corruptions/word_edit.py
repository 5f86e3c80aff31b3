"""REPW where it is the shorter command: one piece of a line replaced instead of the whole line.

The rule reads the line and the text that it should hold, so equal observations still get equal edits. The
pieces that both begin and end with are kept; what is left between them is replaced, made longer to the left
until it is the first of its kind in the line. The edit is given only if it makes the line that REPL would
store, and if it is written in fewer characters.
"""

from __future__ import annotations

import re

from coe.dsl import Edit, ReplaceLine, ReplaceWord, format_edit
from coe.errors import CalculatorError, EditError
from coe.verifier import fill_spans

_PIECE = re.compile(r"\{[^{}]*\}|\d+(?:\.\d+)?|[A-Za-z]+|\s+|.")


def shorter_edit(edit: ReplaceLine, line: str, stored: str) -> Edit:
    """The REPW that does what a REPL does, if it is shorter; else the REPL.

    Args:
        edit: puts a text, with or without calculator spans, in place of `line`.
        line: the line as it is.
        stored: the line as it should be: the text of `edit` with its spans filled.
    """
    word = _word_edit(edit.line, line, edit.text)
    if word is None or len(format_edit(word)) >= len(format_edit(edit)):
        return edit
    changed = line.replace(word.old, word.new, 1).strip()
    try:
        made = fill_spans(changed) if "{" in word.new else changed
    except CalculatorError:
        return edit
    return word if made.strip() == stored else edit


def _word_edit(number: int, line: str, text: str) -> ReplaceWord | None:
    old, new = _PIECE.findall(line), _PIECE.findall(text)
    shortest = min(len(old), len(new))
    start = end = 0
    while start < shortest and old[start] == new[start]:
        start += 1
    while end < shortest - start and old[-1 - end] == new[-1 - end]:
        end += 1
    while start > 0 and not _is_first("".join(old[start : len(old) - end]), line, len("".join(old[:start]))):
        start -= 1
    piece, other = ("".join(pieces[start : len(pieces) - end]).strip() for pieces in (old, new))
    if not piece or (start == 0 and end == 0):
        return None
    try:
        return ReplaceWord(number, piece, other)
    except EditError:
        return None


def _is_first(piece: str, line: str, place: int) -> bool:
    """Whether the piece, without the blank space around it, is first found in the line at this place."""
    bare = piece.strip()
    return bool(bare) and line.find(bare) == place + piece.index(bare)
