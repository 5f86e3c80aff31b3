"""The grammar for constrained decoding: one Lark file, for Lark and for llguidance."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from coe.messages import Outline

_ANY_LINE = "/[1-9][0-9]{0,5}/"
_ANY_OLD = '"REPW " OLD_LINE " >>>" TEXT " >>>" TEXT?'
_LONGEST_OLD = 24
_ALL_COMMANDS = "start: ADDL | REPL | DELL | REPW | EXIT"


@lru_cache(maxsize=256)
def edit_grammar(line_count: int | None = None) -> str:
    """Lark text that accepts exactly the canonical commands.

    Args:
        line_count: lines of the draft; then only line numbers that fit are accepted. Whether the old text
            of REPW is in the line is not checked.

    Raises:
        ValueError: a negative count.
    """
    text = files("coe.dsl").joinpath("grammar.lark").read_text(encoding="utf-8")
    if line_count is None:
        return text
    if line_count < 0:
        raise ValueError(f"a draft cannot have {line_count} lines")
    text = text.replace(f"NEW_LINE: {_ANY_LINE}", f"NEW_LINE: {_numbers(line_count + 1)}")
    if line_count:
        return text.replace(f"OLD_LINE: {_ANY_LINE}", f"OLD_LINE: {_numbers(line_count)}")
    return text.replace(_ALL_COMMANDS, "start: ADDL | EXIT")


def draft_grammar(lines: Sequence[str]) -> str:
    """Text that accepts exactly the canonical commands that fit a draft of these lines.

    As `edit_grammar`, with the old text of REPW a part of its line, of at most 24 characters: a model that
    copied a whole long line could run out of tokens before the mark that makes the command one (REPL replaces
    more). Only llguidance reads it: Lark has no `%regex` with substrings, and no intersections.
    """
    if not lines:
        return edit_grammar(0)
    choices = " | ".join(
        f'"{number} >>>" (TEXT & SHORT & LINE_{number})' for number in range(1, len(lines) + 1)
    )
    rules = [
        f'LINE_{number}: %regex {{"substring_chars": {json.dumps(line)}}}'
        for number, line in enumerate(lines, start=1)
    ]
    text = edit_grammar(len(lines)).replace(_ANY_OLD, f'"REPW " ({choices}) " >>>" TEXT?')
    return "\n".join([text, f"SHORT: /.{{1,{_LONGEST_OLD}}}/", *rules, ""])


_OPENING = "REPW "


@lru_cache(maxsize=256)
def draft_outline(line_count: int) -> Outline:
    """What `draft_grammar` shares among all drafts of so many lines: everything but what follows `REPW `."""
    if not line_count:
        return Outline(edit_grammar(0))
    text = edit_grammar(line_count).replace(f"REPW: {_ANY_OLD}", f'REPW: "{_OPENING}"')
    return Outline(text, (_OPENING,))


def _numbers(last: int) -> str:
    # Longest first, because Python takes the first alternative that fits.
    return "/(?:" + "|".join(str(number) for number in range(last, 0, -1)) + ")/"
