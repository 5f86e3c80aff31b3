"""What a bare number in a sentence counts, and which sides of a chain can be compared.

"8 batches = 5.5 * 8 = 44 cups" says that eight batches come to 44 cups: batches are not cups, so the first sign is a
correspondence and no equation. "16 pounds = 16 * 16 = 256 ounces" is a conversion: the calculation in the middle
is one of ounces.
"""

from __future__ import annotations

from dataclasses import dataclass

from coe.verifier.expr import Chain, Expr
from coe.verifier.units import Mixed, in_base_units, unit_names, unit_of
from coe.verifier.words import Kind, Tagged

_LINKING = frozenset({"of", "the", "a", "an", "is", "are", "was", "were", "has", "have", "per", "each"})


@dataclass(frozen=True, slots=True)
class Label:
    """What stands beside a number that is a whole side.

    Args:
        unit: name of its unit, "%" or ""; scales (dozen) are left out.
        words: the words beside it, lower case.
        is_part: the number is a fraction or percentage, and the words are "of" something named.
    """

    unit: str
    words: str
    is_part: bool = False


def label_of(tagged: list[Tagged]) -> Label | None:
    """The label of a side that is only a number, fraction or percentage, with or without words; else None."""
    words: list[str] = []
    shape = ""
    unit = ""
    for token, kind in tagged:
        if kind is Kind.WORD:
            words.append(token.lower())
        elif token[0] in "@$%":
            if token[0] != "@" or _dimension(token[1:]):
                unit = token.removeprefix("@")
        elif token[0].isdigit() or (token[0] == "." and len(token) > 1):
            shape += "1/" if "/" in token else "1"
        elif token == "/":
            shape += "/"
        elif token not in "()":
            return None
    if shape not in ("1", "1/1", "1/"):
        return None
    is_part = bool(words) and words[0] == "of" and len(words) > 1 and (shape != "1" or unit == "%")
    if is_part and unit not in ("", "%"):
        is_part = False
    return Label(unit, " ".join(words), is_part)


def corresponds(labels: list[Label | None], index: int) -> bool:
    """Whether the sign in front of side `index` joins numbers of different things."""
    left = labels[index - 1]
    if left is None or (left.is_part and index == 1):
        return False
    right = next((label for label in labels[index:] if label is not None and (label.unit or label.words)), None)
    if right is None or left == right:
        return False
    if left.unit and right.unit:
        one, two = _dimension(left.unit), _dimension(right.unit)
        return one != two or (left.unit == right.unit and _differ(left.words, right.words))
    if left.unit or right.unit:
        # 5 apples = $10, but 5 = $5; and 15% = 0.15.
        return bool(right.words if left.unit else left.words)
    return _differ(left.words, right.words)


def _differ(first: str, second: str) -> bool:
    if not first or not second:
        return False
    return _stem(first) != _stem(second)


def _stem(words: str) -> str:
    return " ".join(word.rstrip("s") for word in words.split() if word not in _LINKING)


def _dimension(name: str) -> tuple[tuple[str, int], ...]:
    unit = unit_of(name)
    return () if unit is None else unit.dimension


def converting(chain: Chain) -> Chain:
    """A chain from one unit to another with each calculation in between given the unit that it arrives at."""
    if len(chain.sides) < 3 or chain.sides[0][0] not in ("unit", "+"):
        return chain
    last = chain.sides[-1]
    if last[0] != "unit" or any(unit_names(side) for side in chain.sides[1:-1]):
        return chain
    names = unit_names(chain.sides[0])
    if not names or last[2] in names and len(names) == 1:
        return chain
    try:
        if in_base_units(chain.sides[0])[1] != in_base_units(last)[1]:
            return chain
    except Mixed:
        return chain
    middle: list[Expr] = [("unit", side, last[2]) for side in chain.sides[1:-1]]
    return Chain((chain.sides[0], *middle, last), chain.relations, chain.continued)
