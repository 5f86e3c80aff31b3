"""Multiple choice: the options at the end of a statement, and the letter that a line names.

Options are lettered from A without a gap, at least three of them, at the very end: "(A) 4 (B) 5 (C) 6",
"A) 4 B) 5 C) 6", "A. 4 B. 5 C. 6", "A: 4, B: 5, C: 6".
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from coe.verifier.expressions.limits import MAX_CHARS

_MARK = re.compile(r"(?<!\S)(?:\(([A-H])\)|([A-H])[).:](?=\s))")
_THIRD = ("C)", "C.", "C:")
_LETTERS = "ABCDEFGH"
_FEWEST = 3
_DECORATION = re.compile(r"\\(?:boxed|fbox|text|textbf|mathrm|mathbf)\b|[{}$*()\[\]]")
_NAMED = re.compile(
    r"(?:(?:so|thus|therefore|hence|then|and)\b,? )?(?:(?:the |my )?(?:final |correct |right )?"
    r"(?:answer|choice|option)(?: choice| option)?(?: is| was)?\b ?[:=]? ?|#{2,} ?)?"
    r"(?:option |choice )?([A-H])(?:[.:,]? (.+?))?[.!]?",
    re.IGNORECASE,
)


class Choices(NamedTuple):
    """A statement without its options, and the options' texts by letter."""

    asked: str
    options: MappingProxyType[str, str]


@lru_cache(maxsize=1024)
def choices_of(statement: str) -> Choices | None:
    """The options of a statement, None where it has none."""
    if len(statement) > MAX_CHARS or not any(mark in statement for mark in _THIRD):
        return None
    marks = list(_MARK.finditer(statement))
    letters = [match[1] or match[2] for match in marks]
    start = len(letters) - letters[::-1].index("A") - 1 if "A" in letters else len(letters)
    marks, found = marks[start:], letters[start:]
    if len(found) < _FEWEST or "".join(found) != _LETTERS[: len(found)]:
        return None
    ends = [*(match.start() for match in marks[1:]), len(statement)]
    texts = [statement[match.end() : end].strip(" \n,;") for match, end in zip(marks, ends, strict=True)]
    texts[-1] = texts[-1].removesuffix(".")
    asked = statement[: marks[0].start()].strip(" \n:")
    if not asked or not all(texts) or any("?" in text for text in texts):
        return None
    return Choices(asked, MappingProxyType(dict(zip(found, texts, strict=True))))


def letter_in(statement: str, line: str) -> str:
    """The letter of the option that a line states as its answer; "" where it states none.

    A line may repeat the option's text behind the letter, and no other.
    """
    choices = choices_of(statement)
    if choices is None or len(line) > MAX_CHARS:
        return ""
    match = _NAMED.fullmatch(" ".join(_DECORATION.sub(" ", line).split()))
    if match is None or not match[1].isupper():
        return ""
    text = choices.options.get(match[1], "")
    behind = "".join((match[2] or "").split()).removesuffix(".")
    return match[1] if text and behind in ("", _plain(text)) else ""


def _plain(text: str) -> str:
    return "".join(_DECORATION.sub(" ", text).split())


def in_words(statement: str, line: str) -> str:
    """A line that names an option by its letter as one that states the option; any other as it is."""
    choices = choices_of(statement)
    letter = "" if choices is None else letter_in(statement, line)
    return f"Answer: {choices.options[letter]}" if letter and choices is not None else line
