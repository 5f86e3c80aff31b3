"""Rewriting rules, tried only where one of their keys stands in the text.

To look for a plain string costs a small part of what a regular expression costs, and most texts need no rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

Replacement: TypeAlias = str | Callable[[re.Match[str]], str]
Rule: TypeAlias = tuple[re.Pattern[str], Replacement]
Keyed: TypeAlias = tuple[tuple[str, ...], tuple[Rule, ...]]
"""Keys, one of which stands in every text that the rules change, and the rules."""


def rules(*pairs: tuple[str, Replacement], flags: re.RegexFlag = re.NOFLAG) -> tuple[Rule, ...]:
    """Patterns and what takes the place of their matches, compiled."""
    return tuple((re.compile(pattern, flags), replacement) for pattern, replacement in pairs)


def rewritten(text: str, groups: tuple[Keyed, ...]) -> str:
    """The text after the rules of every group, in order."""
    for keys, group in groups:
        for key in keys:
            if key in text:
                for pattern, replacement in group:
                    text = pattern.sub(replacement, text)
                break
    return text
