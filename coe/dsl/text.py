"""What a line of a draft may hold.

A line is one line of visible text: not empty, no blank space around it, no `>>>` (the mark of the edit
language), no line breaks, control characters or lone surrogates. Edits and drafts both keep to it, so
every draft can be written as edits, printed to a terminal and stored as UTF-8.
"""

from __future__ import annotations

import re

MARK = ">>>"

# All that str.splitlines breaks on, the other C0 and C1 controls except tab, and lone surrogates.
_FORBIDDEN = re.compile(r">>>|[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def text_fault(text: str) -> tuple[int, str] | None:
    """Where (0-based) and why `text` cannot be part of a line, or None where it can.

    Emptiness is not looked at: the caller knows whether it is allowed.
    """
    found = _FORBIDDEN.search(text)
    if found is not None:
        return found.start(), _name(found.group())
    if text != text.strip():
        leading = len(text) - len(text.lstrip())
        return (0 if leading else len(text.rstrip())), "blank space around the text"
    return None


def quote(text: str, limit: int = 24) -> str:
    """`text` for an error message: escaped, quoted and cut."""
    shown = text if len(text) <= limit else text[: limit - 3] + "..."
    return repr(shown)


def _name(found: str) -> str:
    if found == MARK:
        return "'>>>' inside the text"
    if found.splitlines() != [found]:
        return "a line break"
    return f"the control character U+{ord(found):04X}"
