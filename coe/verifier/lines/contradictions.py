"""False equations of numbers in the solution of a problem that has none: 2x + 3 = 2x + 8, then 3 = 8.

Such a line shows the contradiction where it is one of bare numbers, or of zero and a calculation, or what is
left of the problem's own numbers (3 - 3 = 8 - 3). Any other calculation is judged by itself: from nothing
does 2 + 2 = 5 follow. Where roots or absolute values may lead to it (sqrt(4) = -2), it is left open.
"""

from __future__ import annotations

from fractions import Fraction

from coe.verifier.algebra.polynomials import Algebra, Beyond
from coe.verifier.expressions.contents import subexpressions
from coe.verifier.expressions.expr import Chain, Expr, Relation
from coe.verifier.lines import truth as t
from coe.verifier.problems.goals import Goal
from coe.verifier.report import LineVerdict
from coe.verifier.values.exact import Undefined, evaluate


def of_no_solution(goal: Goal, claims: tuple[Chain, ...]) -> LineVerdict:
    """The verdict on false equations of numbers, where the problem has no solution."""
    left_over = [constant for chain in goal.claims if (constant := _left_over(goal, chain)) is not None]
    known = {node[1] for chain in goal.claims for side in chain.sides for node in _numbers(side)}
    for chain in claims:
        if t.truth(chain) is not t.FALSE or all(map(_is_bare, chain.sides)) or _is_of_zero(chain):
            continue
        of_problem = {node[1] for side in chain.sides for node in _numbers(side)} <= known
        difference = _difference(chain)
        if of_problem and difference is not None and {difference, -difference} & set(left_over):
            continue
        return t.FALSE if len(left_over) == len(goal.claims) else t.BEYOND
    return t.FOLLOWS


def _numbers(side: Expr) -> list[Expr]:
    return [node for node in subexpressions(side) if node[0] == "num"]


def _is_bare(side: Expr) -> bool:
    """A number without a calculation: 5, -5, 5/2."""
    inner = side[1] if side[0] == "neg" else side
    return bool(inner[0] == "num" or (inner[0] == "/" and inner[1][0] == inner[2][0] == "num"))


def _is_of_zero(chain: Chain) -> bool:
    return len(chain.sides) == 2 and any(side[0] == "num" and not side[1] for side in chain.sides)


def _difference(chain: Chain) -> Fraction | None:
    """Left minus right of an equation of numbers; None where it is not rational."""
    if chain.relations != (Relation.EQ,):
        return None
    try:
        return evaluate(("-", *chain.sides))
    except Undefined:
        return None


def _left_over(goal: Goal, chain: Chain) -> Fraction | None:
    """Left minus right of one of the problem's equations, where its letters cancel; else None."""
    if chain.relations != (Relation.EQ,):
        return None
    try:
        top, bottom = Algebra(goal.variables).ratio(("-", *chain.sides))
    except Beyond:
        return None
    return Fraction(top[0]) if bottom is None and set(top) == {0} else None
