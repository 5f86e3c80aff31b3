"""What the readers of statements share: numbers, lists and questions as patterns, and goals made of values.

A pattern is written with slots: `{n}` a number, `{n*}` a list of numbers ("3, 4 and 5"), `{n#}` a whole
number in digits or in words, `{ask}` the words that ask ("find", "what is"). It must match a whole statement,
so that no number and no clause is left out of a reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from coe.verifier.expressions.expr import Expr
from coe.verifier.problems.goals import Goal, Kind
from coe.verifier.syntax.printing import format_expression

_PLAIN = r"\d+(?:\.\d+)?"
# Over zero there is no number, so a statement that holds one is none of these readers'.
_FRACTION = r"\d+/0*[1-9]\d*"
NUMBER = rf"(?:\d\d?\d?(?:,\d\d\d)+(?:\.\d+)?|\d+ {_FRACTION}|{_FRACTION}|{_PLAIN})"
_SIGNED = rf"-?{NUMBER}"
_LIST = rf"{_SIGNED}(?:(?:,? and |, ?|; ?){_SIGNED})+"
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
"""Whole numbers in words, as they count things."""
_COUNT = rf"(?:\d+|{'|'.join(COUNTS)})"
ASK = (
    r"(?:please )?(?:what is|what's|what are|find|calculate|compute|work out|determine|evaluate|give|state"
    r"|write down|tell me)"
)
_SLOT = re.compile(r"\{(\w+)([*#]?)\}")


def template(pattern: str) -> re.Pattern[str]:
    """The pattern with its slots filled in, case ignored."""
    return re.compile(_SLOT.sub(_slot, pattern), re.IGNORECASE)


def _slot(match: re.Match[str]) -> str:
    if match[1] == "ask":
        return ASK
    return rf"(?P<{match[1]}>{ {'*': _LIST, '#': _COUNT}.get(match[2], _SIGNED) })"


def number(text: str) -> Expr:
    """The number that a `{n}` slot matched."""
    whole, _, rest = text.replace(",", "").partition(" ")
    if rest:
        mixed = number(rest)
        value = abs(Fraction(whole)) + Fraction(mixed[1][1] / mixed[2][1])
        return ("num", -value if whole.startswith("-") else value, None)
    top, _, bottom = whole.partition("/")
    if bottom:
        return ("/", number(top), number(bottom))
    return ("num", Fraction(whole), len(whole.partition(".")[2]) if "." in whole else None)


def numbers(text: str) -> list[Expr]:
    """The numbers that a `{n*}` slot matched."""
    return [number(part) for part in re.findall(_SIGNED, text)]


def value_of(part: Expr) -> Fraction:
    """The value of a number made by `number`."""
    return Fraction(part[1]) if part[0] == "num" else Fraction(part[1][1] / part[2][1])


def count(text: str) -> int:
    """The whole number that a `{n#}` slot matched."""
    return COUNTS[text.lower()] if text.lower() in COUNTS else int(text)


def exact(value: Fraction | int) -> Expr:
    """A rational value as an expression."""
    return ("num", Fraction(value), None)


def listed(parts: Iterable[str]) -> str:
    """Words in a row: "3", "3 and 4", "3, 4 and 5"."""
    items = list(parts)
    return " and ".join((", ".join(items[:-1]), items[-1])) if len(items) > 1 else "".join(items)


def shown(parts: Iterable[Expr]) -> str:
    """Expressions in a row, in plain text."""
    return listed(map(format_expression, parts))


def quantity(words: str, value: Expr | Fraction | int, names: Iterable[str] = (), **more: object) -> Goal:
    """A goal that asks for one value (or a "seq" of them), under these names in lines."""
    expression = value if isinstance(value, tuple) else exact(value)
    return Goal(Kind.QUANTITY, words, expression=expression, names=frozenset(names), **more)  # type: ignore[arg-type]


def several(kind: str, values: Iterable[Expr | Fraction | int]) -> Expr:
    """Values as one expression: kind "set" in any order, "tuple" in this order."""
    return ("seq", kind, tuple(value if isinstance(value, tuple) else exact(value) for value in values))
