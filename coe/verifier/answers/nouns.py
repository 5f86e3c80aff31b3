"""What an answer counts: 4 apples are not known to be 4 pears.

The nouns behind a number are labels, and a dropped one is taken as meant (72 is 72 clips). Where both
answers name what they count, with no word in common, it is not known whether they mean the same (4 girls,
4 students).
"""

from __future__ import annotations

import re

from coe.verifier.answers.candidates import find_answer
from coe.verifier.expressions.units import SCALES, SPELLINGS

_COUNTED = re.compile(r"\d[\d,.]*\s?((?:[A-Za-z]{2,20}[ -]?){1,5})[.!]?$")
_TEXT = re.compile(r"\\(?:text|mbox|mathrm|textrm)\s*\{([^{}]*)\}")
_SHORTEST = 3
_LONGEST_ENDING = 3
_REST_TEXT = (
    "in total altogether left remaining more less fewer each per of the a an and or is are was were "
    "will be been have has had he she it they there his her their its for from to at on by with all "
    "than that this these those people items things units objects pieces ones times percent points "
    "extra now still only just needed required used sold made bought earned spent given eaten away "
    "ways possible different exactly one two three four five six seven eight nine ten squared cubed "
    "square cubic base mod pi sin cos tan log ln exp sqrt am pm noon midnight st nd rd th "
)
_REST = frozenset(_REST_TEXT.split())


def nouns(text: str) -> frozenset[str]:
    """The words behind the last number of an answer, in the singular; none where it does not end in words."""
    candidate = find_answer(text)
    if candidate.wordless:
        return frozenset()
    plain = _TEXT.sub(r" \1 ", candidate.text).strip(" $*")
    found = _COUNTED.search(" ".join(plain.split()))
    if found is None:
        return frozenset()
    words = found[1].lower().replace("-", " ").split()
    return frozenset(
        _singular(word)
        for word in words
        if word not in _REST and word not in SPELLINGS and word not in SCALES
    )


def _singular(word: str) -> str:
    for plural, singular in (("ies", "y"), ("ves", "f"), ("es", ""), ("s", "")):
        if word.endswith(plural) and len(word) - len(plural) >= _SHORTEST:
            return word[: -len(plural)] + singular
    return word


def _same_word(one: str, two: str) -> bool:
    """Equal but for an ending: child and children."""
    return (one.startswith(two) or two.startswith(one)) and abs(len(one) - len(two)) <= _LONGEST_ENDING


def may_count_the_same(a: str, b: str) -> bool:
    """Whether neither answer names what it counts in words that the other one does not know."""
    if not (a[-1:].isalpha() or a[-1:] in "}.$!*") or not (b[-1:].isalpha() or b[-1:] in "}.$!*"):
        return True
    first = nouns(a)
    if not first:
        return True
    second = nouns(b)
    return not second or any(_same_word(one, two) for one in first for two in second)
