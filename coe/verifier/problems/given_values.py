"""What a statement gives beside the equation asked: a : b = 3 : 4 and b = 8, solved for a."""

from __future__ import annotations

from coe.verifier.algebra.solutions import is_value, links
from coe.verifier.expressions.contents import is_constant
from coe.verifier.expressions.expr import Chain, Expr, Relation
from coe.verifier.expressions.substitution import substitute
from coe.verifier.values.exact import Undefined
from coe.verifier.values.points import identical


def is_false_of_numbers(chain: Chain) -> bool:
    """Whether two neighbours without letters in a statement's equation differ: given that 2 + 2 = 5."""
    for left, relation, right in links(chain):
        if relation is not Relation.EQ or not (is_constant(left) and is_constant(right)):
            continue
        try:
            if not identical(left, right):
                return True
        except Undefined:
            return True
    return False


def with_values(
    claims: tuple[Chain, ...], variable: str
) -> tuple[tuple[Chain, ...], tuple[tuple[str, Expr], ...]]:
    """a : b = 3 : 4 and b = 8, solved for a: a/8 = 3/4, and the values given; else the claims as they are."""
    claims = tuple(Chain(tuple(map(_quotient, chain.sides)), chain.relations) for chain in claims)
    if len(claims) < 2 or not variable:
        return claims, ()
    given = {
        chain.sides[0][1]: chain.sides[1]
        for chain in claims
        if chain.sides[0][0] == "var" and chain.sides[0][1] != variable and is_value(chain, chain.sides[0][1])
    }
    rest = [chain for chain in claims if chain.sides[0][0] != "var" or chain.sides[0][1] not in given]
    if not given or len(rest) != 1:
        return claims, ()
    known = tuple(substitute(side, given) for side in rest[0].sides)
    return (Chain(known, rest[0].relations),), tuple(given.items())


def _quotient(side: Expr) -> Expr:
    return ("/", *side[1]) if side[0] == "ratio" and len(side[1]) == 2 else side
