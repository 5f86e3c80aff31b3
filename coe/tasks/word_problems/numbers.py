"""Kinds of numbers in stories, their sizes by difficulty, and how they are printed."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from coe.tasks.numbers import draw
from coe.tasks.word_problems.expressions import Number
from coe.verifier.syntax.calculator import format_number

_COUNTS = (12, 30, 80, 200, 600)
_FEW = (5, 9, 12, 18, 30)
_SUMS = (30, 90, 300, 900, 4000)
_AGES = (9, 14, 20, 30, 40)
_MINUTES = (9, 25, 45, 80, 180)
_SPEEDS = (12, 30, 60, 75, 120)
_WAGES = (12, 20, 30, 45, 75)
_PRICES = (6, 12, 15, 20, 35)
_CHEAP = (1, 2, 4, 6, 9)
_PERCENTS = (
    (10, 20, 50),
    (10, 20, 25, 50),
    tuple(range(10, 80, 10)),
    tuple(range(5, 90, 5)),
    tuple(range(5, 90, 5)),
)
_FRACTIONS = (
    ("1/2", "1/3", "1/4"),
    ("1/2", "1/3", "1/4", "2/3", "3/4"),
    ("1/3", "2/3", "3/4", "1/5", "2/5", "3/5"),
    ("2/3", "3/4", "2/5", "4/5", "5/6", "3/8", "5/8", "3/10", "7/10"),
    ("3/4", "3/8", "5/8", "3/10", "7/10", "5/12", "7/12", "4/15", "11/15", "9/20", "13/20"),
)
_LONG_FRACTIONS = ("5/12", "7/12", "11/15", "13/20", "11/24", "17/24", "19/40")
_RATIOS = (
    ("2/3", "3/4", "2/5", "3/5"),
    ("2/3", "3/4", "2/5", "4/5", "2/7", "3/7", "5/6"),
    ("3/5", "4/5", "3/7", "5/7", "3/8", "5/8", "4/9", "7/9"),
    ("3/8", "5/9", "3/10", "7/10", "5/11", "6/11", "5/12", "7/12"),
    ("7/10", "9/11", "7/12", "11/12", "6/13", "12/13", "11/15", "13/16"),
)
_LONG_RATIOS = ("11/12", "12/13", "13/16", "17/24", "19/20", "23/36")
_RATES = ((5, 10), (5, 10, 20), (5, 10, 15, 20), (5, 10, 15, 20, 25, 30), (5, 10, 15, 20, 25, 30, 35, 40))
_CENTS = (25, 50, 75, 20, 40, 60, 80, 10, 5, 95)
_SHARE_OF_CENTS = (0.0, 0.0, 0.3, 0.5, 0.6)


def _up_to(low: int, highs: tuple[int, ...]) -> Callable[[Random, int, int], Number]:
    def drawn(rng: Random, difficulty: int, scale: int) -> Number:
        return draw(rng, low, highs[difficulty - 1], scale)

    return drawn


def _price(rng: Random, difficulty: int, scale: int) -> Number:
    dollars = draw(rng, 2, _PRICES[difficulty - 1], scale)
    if rng.random() >= _SHARE_OF_CENTS[difficulty - 1]:
        return dollars
    return dollars + Fraction(rng.choice(_CENTS[: 3 if difficulty < 5 else None]), 100)


def _cheap(rng: Random, difficulty: int, scale: int) -> Number:
    quarters = draw(rng, 2, 4 * _CHEAP[difficulty - 1], scale)
    return quarters if difficulty < 3 else Fraction(quarters, 4)


def _times(rng: Random, difficulty: int, scale: int) -> Number:
    return rng.randint(2, 3 + difficulty)


def _percent(rng: Random, difficulty: int, scale: int) -> Number:
    return rng.choice(_PERCENTS[difficulty - 1])


def _fraction(rng: Random, difficulty: int, scale: int) -> Number:
    return Fraction(rng.choice(_FRACTIONS[difficulty - 1] if scale == 1 else _LONG_FRACTIONS))


def _half(rng: Random, difficulty: int, scale: int) -> Number:
    value = draw(rng, 2, _FEW[difficulty - 1], scale)
    return value + Fraction(1, 2) if rng.random() < _SHARE_OF_CENTS[difficulty - 1] else value


def _ratio(rng: Random, difficulty: int, scale: int) -> Number:
    return Fraction(rng.choice(_RATIOS[difficulty - 1] if scale == 1 else _LONG_RATIOS))


def _rate(rng: Random, difficulty: int, scale: int) -> Number:
    rates = _RATES[difficulty - 1]
    return rng.choice(rates if scale == 1 else rates[1:])


def _tens(rng: Random, difficulty: int, scale: int) -> Number:
    return 10 * rng.randint(1, 2 + difficulty // 2)


_KINDS: dict[str, Callable[[Random, int, int], Number]] = {
    "count": _up_to(3, _COUNTS),
    "few": _up_to(2, _FEW),
    "age": _up_to(3, _AGES),
    "minutes": _up_to(3, _MINUTES),
    "speed": _up_to(4, _SPEEDS),
    "sum": _up_to(8, _SUMS),
    "wage": _up_to(6, _WAGES),
    "half": _half,
    "price": _price,
    "times": _times,
    "cheap": _cheap,
    "percent": _percent,
    "fraction": _fraction,
    "ratio": _ratio,
    "rate": _rate,
    "tens": _tens,
}


_MONEY = frozenset({"price", "cheap", ""})
# What is worked out from prices ("") has cents too.


def draw_kind(rng: Random, kind: str, difficulty: int, scale: int) -> Number:
    """A number of a kind.

    Args:
        kind: "count" (things), "few" (boxes, days: at least 2), "age", "minutes", "speed", "half" (hours: 2
            or 2.5), "sum" (of money), "wage" (an hour), "price" (from difficulty 3 on with cents), "cheap"
            (an egg), "times" (2 to 8 times as many), "percent", "rate" and "tens" (percent of growth),
            "fraction", "ratio" (a fraction without 1), or a range "3..9" that is the same at every difficulty
            and scale.

    Raises:
        KeyError: no such kind.
    """
    low, dots, high = kind.partition("..")
    if dots:
        return rng.randint(int(low), int(high))
    return _KINDS[kind](rng, difficulty, scale)


def printed_as(kind: str, value: Number) -> str:
    """A number of a kind as a statement gives it: "12", "3.50" (money), "2.5" (hours), "2/3"."""
    if value.denominator == 1 or kind == "fraction":
        return str(value)
    if kind in _MONEY:
        cents = int(value * 100)
        return f"{cents // 100}.{cents % 100:02d}"
    return printed(value)


def printed(value: Number) -> str:
    """A result as a calculator with decimals prints it: "12", "3.5", "2/3"."""
    return format_number(Fraction(value), decimal=True)
