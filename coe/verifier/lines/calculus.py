"""What only lines of calculus have: a name for what is asked, constants of integration, facts of a tangent.

Policy: "f'(x) = 2x", "y' = 2x" and "dy/dx = 2x" state the derivative asked, "F(x) = x^2 + C" and "I = ..."
the integral, unless the problem or a line gives the name another meaning. An antiderivative may end in a
constant of any usual name, or in none. Where a tangent is asked, what holds at its point ("x = 3", "y = 9")
and the curve itself are true, and no answer.
"""

from __future__ import annotations

from dataclasses import replace

from coe.verifier.expressions.expr import Chain, Relation, Statement
from coe.verifier.lines import truth as t
from coe.verifier.problems.forms import terms
from coe.verifier.problems.goals import Goal, Kind

_CONSTANTS = frozenset({"C", "c", "K", "k", "D", "A", "C_1", "c_1", "C_0", "const"})
_INTEGRALS = frozenset({"F(x)", "F(t)", "F(u)", "I", "F"})


def with_value_asked(goal: Goal, statement: Statement) -> Statement:
    """The statement with a name for what is asked taken off, so that what stands behind it is compared."""
    if not any(_names_it(goal, chain) for chain in statement.claims):
        return statement
    claims = tuple(
        Chain(chain.sides[1:], chain.relations, continued=True) if _names_it(goal, chain) else chain
        for chain in statement.claims
    )
    return replace(statement, claims=claims)


def _names_it(goal: Goal, chain: Chain) -> bool:
    if chain.continued or len(chain.sides) < 2 or chain.sides[0][0] != "var":
        return False
    if goal.kind is Kind.EXPRESSION:
        return chain.sides[0][1] in goal.names and chain.relations[0] in t.EQUAL
    if chain.relations[0] is not Relation.EQ or goal.variables == (chain.sides[0][1],):
        return False
    name, variable = chain.sides[0][1], goal.variables[0]
    if goal.kind is Kind.INTEGRAL:
        return name in _INTEGRALS
    return name in {f"{letter}'({variable})" for letter in "fghy"} | {
        "f'",
        "y'",
        f"dy/d{variable}",
        f"y_d{variable}",
    }


def constants(goal: Goal, statement: Statement) -> frozenset[str]:
    """Names that stand in the line as a constant of integration: a term of its own."""
    found = {
        term[1]
        for chain in statement.claims
        for side in chain.sides
        for term in terms(side)
        if term[0] == "var" and term[1] in _CONSTANTS
    }
    return frozenset(found - set(goal.variables))


def is_beside(goal: Goal, statement: Statement) -> bool:
    """Whether every claim repeats what the problem says beside what it asks."""
    return bool(statement.claims) and all(_is_said(goal, chain) for chain in statement.claims)


def _is_said(goal: Goal, chain: Chain) -> bool:
    if (
        chain.continued
        or len(chain.sides) < 2
        or any(relation not in t.EQUAL for relation in chain.relations)
    ):
        return False
    values = [value for name, value in goal.beside if ("var", name) == chain.sides[0]]
    return any(
        all(t.link_truth(value, Relation.EQ, side) is t.TRUE for side in chain.sides[1:]) for value in values
    )
