"""How much of a family is one wording with other numbers in it.

The template of a statement is what is left of it when numbers, units, letters, signs, drawn words (names,
things, places) and punctuation are masked. "Sam has 3 apples." and "Mia has 12 pens." have one template.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from coe.tasks.phrasing import DRAWN_WORDS
from coe.tasks.word_problems.words import STORY_WORDS

MOST_OF_A_FAMILY = 0.05
"""No template gives a larger share of a family."""

_DRAWN = DRAWN_WORDS | STORY_WORDS
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:/\d+)?")
_LETTERS = re.compile(r"(?<![a-z])[a-z](?![a-z])|(?<=#)[a-z]{2}(?![a-z])")
_WORD = re.compile(r"[a-z]+")
_SIGN = re.compile(r"[-+]")
_SPACED_PERCENT = re.compile(r"\s+%")
_PUNCTUATION = re.compile(r"[.,:;?]")


def template_of(statement: str) -> str:
    """The statement with everything masked that numbers and drawn words may change."""
    text = _SPACED_PERCENT.sub("%", _NUMBER.sub("#", statement)).lower()
    text = _WORD.sub(lambda word: "~" if word[0] in _DRAWN else word[0], text)
    text = _LETTERS.sub("v", text)
    return " ".join(_SIGN.sub("±", _PUNCTUATION.sub(" ", text)).split())


def commonest_template(statements: Iterable[str]) -> tuple[str, float]:
    """The template that most of the statements have, and its share of them.

    Raises:
        ValueError: there is no statement.
    """
    counts = Counter(map(template_of, statements))
    if not counts:
        raise ValueError("no statement to take a template of")
    template, count = counts.most_common(1)[0]
    return template, count / counts.total()
