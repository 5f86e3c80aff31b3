"""What a notebook asks of values and chains, with nothing else in mind."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from coe.verifier.algebra.realsets import RealSet, intersection, interval
from coe.verifier.algebra.solutions import links
from coe.verifier.expressions.building import number
from coe.verifier.expressions.contents import free_variables, is_constant
from coe.verifier.expressions.expr import Chain, Expr, Relation
from coe.verifier.lines import truth as t
from coe.verifier.lines.equations import relate
from coe.verifier.report import LineVerdict
from coe.verifier.values.exact import Undefined, evaluate


def worked_out(value: Expr) -> Expr:
    """A calculation replaced by its value, where that is rational; anything else as it is."""
    if value[0] not in ("+", "-", "*", "/", "^"):
        return value
    try:
        found = evaluate(value)
    except Undefined:
        return value
    return value if found is None else number(found)


def length(value: Expr) -> int:
    """Number of nodes."""
    return 1 + sum(length(part) for part in value if isinstance(part, tuple) and part)


def arithmetic(chain: Chain) -> LineVerdict | None:
    """The verdict on the links that hold only numbers ("c^2 = 3^2 + 4^2 = 25"); None without any."""
    found = [
        t.link_truth(left, relation, right)
        for left, relation, right in links(chain)
        if is_constant(left) and is_constant(right)
    ]
    return t.worst(found) if found else None


def names_a_quantity(chain: Chain) -> bool:
    """Whether the chain says what a name, or its square, is worth: "c^2 = 3^2 + 4^2 = 25".

    The name may be worth that by itself, and so may a part of what a word names ("half of the coins"),
    or a sum of such ("week 3 + week 4"); of "-c^2 = 25", "c^3 = 9 + 16 = 25", "2c = 3 + 4 = 7" only the
    story can tell. The name may stand at either end, and all sides may have one factor in front: "3 * c
    = 3 * (3 + 4) = 3 * 7".
    """
    sides = _without_common_factor(chain.sides)
    first, last = (sides[0], sides[-1]) if is_constant(sides[-1]) else (sides[-1], sides[0])
    if first[0] != "^" or first[2] != ("num", Fraction(2), None):
        return first[0] == "var" or _is_part_of_something(first) or _is_sum_of_things(first)
    return bool(
        first[1][0] == "var" and t.link_truth(last, Relation.GE, ("num", Fraction(0), None)) is t.TRUE
    )


def _without_common_factor(sides: tuple[Expr, ...]) -> tuple[Expr, ...]:
    factors = {side[1] if side[0] == "*" and side[1][0] == "num" else None for side in sides}
    return sides if len(factors) > 1 or None in factors else tuple(side[2] for side in sides)


def _is_sum_of_things(side: Expr) -> bool:
    if side[0] == "+":
        return _is_sum_of_things(side[1]) and _is_sum_of_things(side[2])
    return side[0] == "var" and len(side[1]) > 1


def _is_part_of_something(side: Expr) -> bool:
    """Whether a side is a fraction below 1 of what a word names; a letter is an unknown, not a thing."""
    if side[0] != "*" or side[1][0] not in ("num", "/") or side[2][0] != "var":
        return False
    share = worked_out(side[1])
    return share[0] == "num" and 0 < share[1] < 1 and len(side[2][1]) > 1


def among_given(mine: RealSet, wanted: RealSet) -> LineVerdict:
    """As `relate`, where only words can say which solution is meant: a length is positive."""
    verdict = relate(mine, wanted)
    if verdict is not t.LOSES:
        return verdict
    negative = interval(None, 0, False, False)
    return t.FOLLOWS if intersection(mine, negative).is_empty else t.BEYOND


def names_in(chains: Sequence[Chain]) -> set[str]:
    """Every name in the chains."""
    return {name for chain in chains for side in chain.sides for name in free_variables(side)}
