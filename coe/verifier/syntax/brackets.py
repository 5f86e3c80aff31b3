"""Brackets of plain text that belong together, of any kind: ( with ), [ or ( with ] alike."""

from __future__ import annotations

_OPENING, _CLOSING = "([{", ")]}"


def closing(text: str, opening: int) -> int | None:
    """Where the bracket that stands at `opening` closes, or None."""
    depth = 0
    for place in range(opening, len(text)):
        depth += (text[place] in _OPENING) - (text[place] in _CLOSING)
        if depth == 0:
            return place
    return None


def opening(text: str, closing: int) -> int | None:
    """Where the bracket that closes at `closing` opens, or None."""
    depth = 0
    for place in range(closing, -1, -1):
        depth += (text[place] in _CLOSING) - (text[place] in _OPENING)
        if depth == 0:
            return place
    return None
