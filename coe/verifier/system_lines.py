"""One line against a system of equations: it must be implied by the system, not be equivalent to it."""

from __future__ import annotations

from coe.verifier import truth as t
from coe.verifier.expr import Chain, Joiner, Relation, Statement
from coe.verifier.problems import Goal
from coe.verifier.reals import real_value
from coe.verifier.report import LineVerdict
from coe.verifier.solutions import is_constant, is_value
from coe.verifier.systems import Standing, linear_system, standing, truth_at


def judge_system(goal: Goal, statement: Statement) -> LineVerdict:
    """The verdict on a line of a system's solution."""
    system = linear_system(goal.claims, goal.variables)
    related = [chain for chain in statement.claims if chain.relations]
    if not related:
        return _tuple_answer(goal, statement)
    if any(chain.continued for chain in related):
        return t.worst([t.truth(chain) for chain in related])
    if all(is_constant(side) for chain in related for side in chain.sides):
        return t.worst([t.truth(chain) for chain in related])
    if any(t.false_link(chain) for chain in related):
        return t.FALSE
    if system is None or not system.consistent:
        if all(chain in goal.claims for chain in related):
            return t.FOLLOWS
        return t.UNFOUNDED if _refuted(goal, related) else t.BEYOND
    found = [standing(system, chain, goal.variables) for chain in related]
    if statement.joiner is Joiner.OR and len(found) > 1:
        return t.ADDS if Standing.IMPLIED in found else t.UNFOUNDED
    if Standing.CONTRADICTED in found:
        return t.UNFOUNDED
    if None in found:
        return t.BEYOND
    if Standing.OPEN in found:
        return t.LOSES
    return t.TRUE if all(t.truth(chain) is t.TRUE for chain in related) else t.FOLLOWS


def _refuted(goal: Goal, claims: list[Chain]) -> bool:
    """Whether values for every unknown break one of the problem's equations."""
    values = {
        chain.sides[0][1]: real_value(chain.sides[1])
        for chain in claims
        if chain.sides[0][0] == "var" and is_value(chain, chain.sides[0][1])
    }
    point = {name: value for name, value in values.items() if value is not None}
    if set(goal.variables) - point.keys():
        return False
    return any(truth_at(chain, point) is Standing.CONTRADICTED for chain in goal.claims)


def _tuple_answer(goal: Goal, statement: Statement) -> LineVerdict:
    """ "(3, 1)" gives the variables in alphabetical order."""
    side = statement.claims[0].sides[0]
    if side[0] != "seq" or side[1] != "tuple" or len(side[2]) != len(goal.variables):
        return t.NO_CLAIM
    named = zip(sorted(goal.variables), side[2], strict=True)
    claims = tuple(Chain((("var", name), value), (Relation.EQ,)) for name, value in named)
    return judge_system(goal, Statement(claims))
