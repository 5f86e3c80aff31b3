"""The grammar for constrained decoding: one Lark file, for Lark and for llguidance."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

_ANY_LINE = "/[1-9][0-9]{0,5}/"
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


def _numbers(last: int) -> str:
    # Longest first, because Python takes the first alternative that fits.
    return "/(?:" + "|".join(str(number) for number in range(last, 0, -1)) + ")/"
