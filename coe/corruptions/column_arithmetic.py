"""Buggy algorithms of written arithmetic: the columns, carries, borrows and points of two numbers.

Each works one calculation of two unsigned numbers out by a procedure that is known to be wrong, so its
result is wrong for a reason and not by chance.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from coe.corruptions.kind import Corruption, carried_mistake
from coe.corruptions.spans import change_result, whole_pair

Columns = list[tuple[int, int]]
"""(digit above, digit below), units first."""


def _point(digits: int, places: int) -> str:
    if not places:
        return str(digits)
    text = str(digits).rjust(places + 1, "0")
    return f"{text[:-places]}.{text[-places:]}"


def _places(number: str) -> int:
    return len(number.partition(".")[2])


def _columns(left: str, right: str) -> tuple[Columns, int]:
    """The columns of two numbers with their points aligned, and the decimal places."""
    places = max(_places(left), _places(right))
    above, below = (
        (number.replace(".", "") + "0" * (places - _places(number)))[::-1] for number in (left, right)
    )
    width = max(len(above), len(below))
    pairs = zip(above.ljust(width, "0"), below.ljust(width, "0"), strict=True)
    return [(int(a), int(b)) for a, b in pairs], places


def _without_carry(columns: Columns) -> int:
    *lower, (a, b) = columns
    digits = "".join(str((x + y) % 10) for x, y in lower)[::-1]
    return int(f"{a + b}{digits}")


def _smaller_from_larger(columns: Columns) -> int:
    return int("".join(str(abs(x - y)) for x, y in columns)[::-1])


def _unpaid_borrow(columns: Columns) -> int:
    return int("".join(str((x - y) % 10) for x, y in columns)[::-1])


def _by_columns(operator: str, work: Callable[[Columns], int]) -> Callable[[str, Random], str | None]:
    def change(content: str, rng: Random) -> str | None:
        pair = whole_pair(content, operator)
        if pair is None:
            return None
        columns, places = _columns(pair[0], pair[2])
        above, below = (sum(digit[row] * 10**place for place, digit in enumerate(columns)) for row in (0, 1))
        right = above + below if operator == "+" else above - below
        wrong = work(columns)
        # A borrow is needed only where the smaller number is taken from the larger one.
        return None if wrong == right or right < 0 else _point(wrong, places)

    return lambda derivation, rng: change_result(derivation, rng, change)


def _unshifted(content: str, rng: Random) -> str | None:
    pair = whole_pair(content, "*")
    if pair is None or "." in content or len(pair[2]) < 2:
        return None
    wrong = int(pair[0]) * sum(map(int, pair[2]))
    return None if wrong == int(pair[0]) * int(pair[2]) else str(wrong)


def _right_aligned(content: str, rng: Random) -> str | None:
    pair = whole_pair(content, "+-")
    if pair is None or _places(pair[0]) == _places(pair[2]):
        return None
    left, right = (int(number.replace(".", "")) for number in (pair[0], pair[2]))
    wrong = left + right if pair[1] == "+" else left - right
    return _point(wrong, max(_places(pair[0]), _places(pair[2]))) if wrong > 0 else None


def _kept_places(content: str, rng: Random) -> str | None:
    pair = whole_pair(content, "*")
    if pair is None or not (_places(pair[0]) and _places(pair[2])):
        return None
    digits = int(pair[0].replace(".", "")) * int(pair[2].replace(".", ""))
    return _point(digits, max(_places(pair[0]), _places(pair[2])))


def _kind(
    name: str, rule: str, change: Callable[[str, Random], str | None], where: str, *sources: str
) -> Corruption:
    return carried_mistake(name, rule, change, where=where, sources=sources)


CARRY_FORGOTTEN = _kind(
    "carry_forgotten",
    "the columns of a sum are added and no carry is passed on",
    _by_columns("+", _without_carry),
    "a sum of two numbers with a carry",
    "Ashlock 2010",
    "Brown & Burton 1978",
)
SMALLER_FROM_LARGER = _kind(
    "smaller_from_larger",
    "in each column the smaller digit is taken from the larger one",
    _by_columns("-", _smaller_from_larger),
    "a difference of two numbers with a borrow",
    "Brown & Burton 1978",
    "VanLehn 1990",
)
BORROW_UNPAID = _kind(
    "borrow_unpaid",
    "ten is borrowed and the next column is not made one less",
    _by_columns("-", _unpaid_borrow),
    "a difference of two numbers with a borrow",
    "Brown & Burton 1978",
    "VanLehn 1990",
)
UNSHIFTED_PRODUCT = _kind(
    "unshifted_product",
    "the partial products of a long multiplication are not shifted",
    lambda derivation, rng: change_result(derivation, rng, _unshifted),
    "a product whose second factor has two digits or more",
    "Ashlock 2010",
)
DECIMAL_ALIGNMENT = _kind(
    "decimal_alignment",
    "decimals are lined up at their last digits instead of at the point",
    lambda derivation, rng: change_result(derivation, rng, _right_aligned),
    "a sum or difference of two numbers with different numbers of decimals",
    "Hiebert & Wearne 1985",
    "Stacey & Steinle 2004",
)
DECIMAL_PLACES = _kind(
    "decimal_places",
    "a product of decimals gets as many decimals as its longer factor",
    lambda derivation, rng: change_result(derivation, rng, _kept_places),
    "a product of two decimals",
    "Hiebert & Wearne 1985",
)
