"""Answers in words: yes and true, no solution, undefined, numbers in words, letters of choices, clock times.

Each reader takes the whole text of an answer, in plain characters, and gives its expression or None.
"""

from __future__ import annotations

import re
from fractions import Fraction

from coe.verifier.expressions.expr import Expr

_TRUTH = {
    "yes": "yes", "true": "yes", "correct": "yes", "no": "no", "false": "no", "incorrect": "no",
    "undefined": "undefined", "not defined": "undefined", "is undefined": "undefined", "dne": "undefined",
    "does not exist": "undefined", "doesn't exist": "undefined", "the limit does not exist": "undefined",
    "indeterminate": "undefined", "is not defined": "undefined", "no limit": "undefined",
    "diverges": "diverges", "divergent": "diverges", "the integral diverges": "diverges",
    "the series diverges": "diverges", "the sum diverges": "diverges", "the limit diverges": "diverges",
    "it diverges": "diverges", "does not converge": "diverges",
}  # fmt: skip
NO_SOLUTION = frozenset((
    "none", "no solution", "no solutions", "no real solution", "no real solutions", "no roots",
    "no real roots",
    "empty set", "the empty set", "{}", "{ }", "there is no solution", "there are no solutions", "null set",
    "there is no real solution", "there are no real solutions", "no values", "no such x", "no real number",
))  # fmt: skip
ALL_REALS = frozenset((
    "all real numbers", "all reals", "every real number", "any real number", "all numbers",
    "infinitely many solutions", "infinite solutions", "infinite number of solutions", "all values of x",
    "x ∈ all real numbers", "all x", "all real x", "the set of all real numbers",
))  # fmt: skip

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "twelfth": 12, "hundredth": 100,
}  # fmt: skip
_PARTS |= {word + "s": value for word, value in _PARTS.items() if word not in ("half", "halves")}
_NUMBER_WORDS = (
    frozenset(_SMALL) | frozenset(_SCALES) | {"hundred", "and", "a", "minus", "negative"} | set(_PARTS)
)

_CHOICE = re.compile(
    r"\(?\s*([A-Ja-j])\s*\)\.?"
    r"|(?:option|choice|letter)\s+\(?([A-Ja-j])\)?\.?"
    r"|(?:(?:option|choice)\s+)?(?:\(([A-J])\)|([A-J])[).:])\s+(.+)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?\s?m\b\.?|(\d{1,2})\s+o'\s?clock", re.IGNORECASE)
_COLON = re.compile(r"(\d{1,2}):([0-5]\d)(?:\s*(?:h|hrs|hours))?")
_BASED = re.compile(r"([0-9A-Fa-f]+)_\(?(\d{1,2})\)?")


def word_of(text: str) -> str:
    """The standard word of an answer in words ("no solution", "all real numbers", "yes"), or ""."""
    low = text.lower()
    if low in NO_SOLUTION:
        return "no real solution" if " real " in low else "no solution"
    return "all real numbers" if low in ALL_REALS else _TRUTH.get(low, "")


def number_in_words(text: str) -> Fraction | None:
    """ "twenty-five", "one hundred and five", "two thirds", "three and a half", "minus four"."""
    words = text.lower().replace("-", " ").split()
    if not words or len(words) > 20 or not _NUMBER_WORDS.issuperset(words):
        return None
    sign = 1
    if words[0] in ("minus", "negative"):
        sign, words = -1, words[1:]
    bottom = _PARTS.get(words[-1]) if words else None
    value = _whole(words) if bottom is None else _with_part(words[:-1], bottom)
    return None if value is None else sign * value


def with_number(text: str) -> str | None:
    """The text with the number in words at its start in digits: "twenty-five apples", "half a dollar"."""
    words = text.split()
    if not words or words[0].lower().partition("-")[0] not in _NUMBER_WORDS:
        return None
    if len(words) > 1 and words[0].lower() == "half" and words[1].lower() in ("a", "an"):
        return " ".join(["0.5", *words[2:]])
    for count in range(min(len(words) - 1, 8), 0, -1):
        if words[count - 1].lower() in ("and", "a"):
            continue
        value = number_in_words(" ".join(words[:count]))
        if value is not None and value.denominator == 1:
            return " ".join([str(value), *words[count:]])
    return None


def _with_part(words: list[str], bottom: int) -> Fraction | None:
    """Halves and thirds: the whole number in front of "and", then how many of them."""
    if "and" in words:
        place = len(words) - 1 - words[::-1].index("and")
        whole, words = _whole(words[:place]), words[place + 1 :]
        if whole is None:
            return None
    else:
        whole = Fraction(0)
    count = Fraction(1) if words in ([], ["a"]) else _whole(words)
    return None if count is None else whole + count / bottom


def _whole(words: list[str]) -> Fraction | None:
    total, group, last = 0, 0, 10**13
    seen = False
    for position, word in enumerate(words):
        if word == "and":
            if not seen or position == len(words) - 1:
                return None
            continue
        if word == "a" and position + 1 < len(words) and words[position + 1] in ("hundred", *_SCALES):
            group, seen = 1, True
        elif word in _SMALL:
            value = _SMALL[word]
            # twenty five and two hundred five, not five twenty and not two three.
            if group % 100 and not (group % 100 >= 20 and group % 10 == 0 and 0 < value < 10):
                return None
            if seen and value == 0:
                return None
            group, seen = group + value, True
        elif word == "hundred" and 0 < group < 100:
            group *= 100
        elif word in _SCALES and group and _SCALES[word] < last:
            last = _SCALES[word]
            total, group = total + group * last, 0
        else:
            return None
    return Fraction(total + group) if seen else None


def choice_of(text: str) -> tuple[str, str] | None:
    """The letter of a choice, and the text that stands behind it: (B), "B) 12", "option B"."""
    match = _CHOICE.fullmatch(text)
    if match is None:
        return None
    letter = match[1] or match[2] or match[3] or match[4]
    if match[5] is not None and (not letter.isupper() or match[5].split()[0].lower() in ("and", "or")):
        return None
    return letter.upper(), (match[5] or "").strip()


def time_of(text: str) -> Expr | None:
    """A clock time, ("time", minutes, half, ratio).

    The half of the day is "am", "pm" or ""; the ratio is the other reading of 3:30, or None.
    """
    low = text.lower()
    if low in ("noon", "midday", "12 noon", "midnight", "12 midnight"):
        return ("time", 0 if "night" in low else 720, "am" if "night" in low else "pm", None)
    match = _COLON.fullmatch(text)
    if match is not None:
        hours, minutes = int(match[1]), int(match[2])
        if hours > 24:
            return None
        ratio = ("ratio", (("num", Fraction(hours), None), ("num", Fraction(minutes), None)))
        return ("time", 60 * hours + minutes, "", ratio)
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hours, minutes, half = int(match[1] or match[4]), int(match[2] or 0), (match[3] or "").lower()
    if not 1 <= hours <= 12 or minutes > 59:
        return None
    if not half:
        return ("time", 60 * hours, "", None)
    return ("time", 60 * (hours % 12) + minutes + (720 if half == "p" else 0), half + "m", None)


def based_number(text: str) -> Expr | None:
    """204_5: ("based", value, base)."""
    match = _BASED.fullmatch(text)
    if match is None or not 2 <= int(match[2]) <= 16 or len(match[1]) > 60:
        return None
    try:
        return ("based", Fraction(int(match[1], int(match[2]))), int(match[2]))
    except ValueError:
        return None


def spelt(word: str) -> str:
    """A word to compare: lower case, without articles and marks."""
    words = [part for part in word.lower().replace("-", " ").split() if part not in ("the", "a", "an")]
    return " ".join(words).strip(".!\"'")


def letters_of(node: Expr) -> str:
    """The word that a product of letters spells."""
    if node[0] == "var":
        return str(node[1]).lower()
    if node[0] == "const":
        return str(node[1])
    return letters_of(node[1]) + letters_of(node[2]) if node[0] == "*" else "?"
