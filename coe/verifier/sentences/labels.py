"""What a bare number in a sentence counts, and which sides of a chain can be compared.

"8 batches = 5.5 * 8 = 44 cups" says that eight batches come to 44 cups: batches are not cups, so the first
sign is a correspondence and no equation. "16 pounds = 16 * 16 = 256 ounces" is a conversion: the calculation
in the middle is one of ounces.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from coe.verifier.expressions.expr import Chain, Expr
from coe.verifier.expressions.units import SCALES, Mixed, in_base_units, unit_names, unit_of
from coe.verifier.sentences.words import Kind, Tagged
from coe.verifier.values.exact import Undefined, evaluate

_SHARES = frozenset({"part", "parts", "share", "shares", "portion", "portions", "unit", "units"})
# Cups are measured in ounces that are no mass, and flour by the cup.
_KITCHEN = frozenset({(("cups", 1),), (("mass", 1),), (("length", 3),)})
_LINKING = frozenset({"of", "the", "a", "an", "is", "are", "was", "were", "has", "have", "per", "each"})


@dataclass(frozen=True, slots=True)
class Label:
    """What stands beside a number that is a whole side.

    Args:
        unit: name of its unit, "%" or ""; scales (dozen) are left out.
        words: the words beside it, lower case.
        is_fraction: the number is a proper fraction.
        is_small: the number is less than one.
        is_part: the number is a fraction or percentage, and the words are "of" something named.
    """

    unit: str
    words: str
    is_fraction: bool = False
    is_small: bool = False
    is_part: bool = False


def label_of(tagged: list[Tagged]) -> Label | None:
    """The label of a side that is a number, percentage or proper fraction with words behind it, or None."""
    if tagged and tagged[0][0] == "-":
        tagged = tagged[1:]
    if not tagged or tagged[0][1] is Kind.WORD:
        return None
    words: list[str] = []
    number: list[str] = []
    unit = ""
    ended = False
    for token, kind in tagged:
        if kind is Kind.WORD:
            words.append(token.lower())
            ended = True
        elif token[0] in "@$%":
            ended = token[0] != "$"
            if token[1:] not in SCALES:
                unit = token.removeprefix("@")
        elif ended or (token[0] not in "()/." and not token[0].isdigit()):
            return None
        elif token not in "()":
            number.append(token)
    if len(number) not in (1, 3) or not _is_number(number):
        return None
    is_part = len(words) > 1 and words[0] == "of" and (len(number) == 3 or unit == "%") and unit in ("", "%")
    is_fraction = len(number) == 3
    return Label(unit, " ".join(words), is_fraction, is_fraction or number[0][0] in "0.", is_part)


def part_of(tagged: list[Tagged]) -> str:
    """The words that name what a side is a fraction or percentage of, "" where it is none."""
    start = next((index for index, (_, kind) in enumerate(tagged) if kind is not Kind.WORD), 0)
    label = label_of(tagged[start:])
    return label.words if label is not None and label.is_part else ""


def _is_number(tokens: list[str]) -> bool:
    """5, 0.5 or a proper fraction; 84/2 is a calculation."""
    if len(tokens) == 1:
        return tokens[0][-1].isdigit()
    top, slash, bottom = tokens
    return slash == "/" and top.isdigit() and bottom.isdigit() and (len(top), top) < (len(bottom), bottom)


def corresponds(labels: list[Label | None], index: int) -> bool:
    """Whether the sign in front of side `index` joins numbers of different things."""
    left = labels[index - 1]
    if left is None or (left.is_part and index == 1) or (left.is_fraction and index > 1):
        return False
    if left.words in _SHARES:
        # "2 parts are equal to 8".
        return True
    right = next(
        (label for label in labels[index:] if label is not None and (label.unit or label.words)), None
    )
    if right is None:
        # 3 pens = 6: pens are not what is counted.
        bare = index == len(labels) - 1 and labels[index] is not None
        return bare and bool(left.words) and not left.unit
    if left == right:
        return False
    if left.unit and right.unit:
        one, two = _dimension(left.unit), _dimension(right.unit)
        if one != two:
            # 8 cups of milk = 2 kg, 3 kg = $12, 1/2 cup = 4 ounces; but 20 m = 20 m^2 is false.
            worded = bool(left.words or right.words)
            return worded or "$" in (left.unit, right.unit) or (one in _KITCHEN and two in _KITCHEN)
        return left.unit == right.unit and _differ(left.words, right.words)
    if left.unit or right.unit:
        # 5 apples = $10 and 4/7 = $24, but 5 = $5, 30/60 = 0.5 hours and 15% = 0.15.
        return (left.is_fraction and not right.is_small) or bool(right.words if left.unit else left.words)
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
    first, last = chain.sides[0], chain.sides[-1]
    if len(chain.sides) < 3 or last[0] != "unit" or any(unit_names(side) for side in chain.sides[1:-1]):
        return chain
    if first[0] == "num":
        # 672 eggs = 672 / 12 = 56 dozen: so many dozen, where the numbers themselves differ.
        scaled = last[2] in SCALES and _value(chain.sides[1]) != first[1]
        return _given_unit(chain, last[2]) if scaled else chain
    names = unit_names(first)
    if not names or (last[2] in names and len(names) == 1):
        return chain
    try:
        same = in_base_units(first)[1] == in_base_units(last)[1]
    except Mixed:
        return chain
    return _given_unit(chain, last[2]) if same else chain


def _value(side: Expr) -> Fraction | None:
    try:
        return evaluate(side)
    except Undefined:
        return None


def _given_unit(chain: Chain, unit: str) -> Chain:
    middle: list[Expr] = [("unit", side, unit) for side in chain.sides[1:-1]]
    return Chain((chain.sides[0], *middle, chain.sides[-1]), chain.relations, chain.continued)
