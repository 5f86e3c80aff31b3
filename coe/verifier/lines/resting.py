"""Whether a line that does not follow from the problem follows from an earlier invalid line.

Equations: both have the same solution set. Systems: the line follows from the wrong one and at most
one equation of the problem. Quantities: it gives the name a root of the wrong equation. Expressions:
the line goes on with the value that the wrong one arrived at.
"""

from __future__ import annotations

from functools import lru_cache

from coe.verifier.algebra.realsets import ALL, Comparison, RealSet, compare, is_subset
from coe.verifier.algebra.solutions import solve
from coe.verifier.algebra.systems import LinearSystem, Standing, linear_system, rows_of, standing
from coe.verifier.expressions.expr import Chain, Joiner, Relation, Statement
from coe.verifier.lines import truth as t
from coe.verifier.lines.against import names_of
from coe.verifier.lines.alone import Line, line_in_time
from coe.verifier.problems.goals import Goal, Kind
from coe.verifier.problems.understanding import understand
from coe.verifier.report import LineStatus


@lru_cache(maxsize=16384)
def rests_on(problem: str, text: str, wrong: str) -> bool:
    """Whether the line `text` follows from the invalid line `wrong`."""
    goal = understand(problem)
    if goal is None:
        return False
    mine, theirs = line_in_time(problem, text), line_in_time(problem, wrong)
    if goal.kind is Kind.EQUATION:
        return _same_set(mine.judged.solution, theirs.judged.solution)
    if goal.kind is Kind.SYSTEM:
        return _rests_in_system(goal, mine.statement, theirs.statement)
    if goal.kind is Kind.QUANTITY and _gives_a_root(mine.statement, theirs.statement):
        return True
    return _same_value(mine, theirs)


def _same_set(mine: RealSet | None, theirs: RealSet | None) -> bool:
    if mine is None or theirs is None or mine.is_empty or theirs == ALL:
        return False
    return compare(mine, theirs) is Comparison.EQUAL


def _rests_in_system(goal: Goal, statement: Statement, wrong: Statement) -> bool:
    """Whether the line follows from the wrong line and one equation of the problem, or from it alone."""
    rows = [row for chain in wrong.claims for row in rows_of(chain, goal.variables) or []]
    if not rows or not statement.claims:
        return False
    for kept in ((), *((claim,) for claim in goal.claims)):
        system: LinearSystem | None = linear_system(tuple(kept), goal.variables)
        if system is None:
            return False
        for row in rows:
            system = system.extended(row)
        if system.consistent and all(
            standing(system, chain, goal.variables) is Standing.IMPLIED for chain in statement.claims
        ):
            return True
    return False


def _gives_a_root(statement: Statement, wrong: Statement) -> bool:
    """Whether a line gives a name values that a wrong equation in that name has: c = 5 behind c^2 = 25."""
    names = names_of(wrong)
    if len(names) != 1 or names_of(statement) != names:
        return False
    (name,) = names
    if any(map(t.false_link, statement.claims)):
        return False
    # What stands behind the first value only rounds or writes it otherwise.
    values = tuple(Chain(chain.sides[:2], chain.relations[:1]) for chain in statement.claims)
    mine, theirs = solve(values, Joiner.AND, name), solve(wrong.claims, Joiner.AND, name)
    return bool(mine and theirs and not mine.is_empty and theirs != ALL and is_subset(mine, theirs))


def _same_value(line: Line, wrong: Line) -> bool:
    """Whether a step continues the value that a wrong step arrived at."""
    if line.last is None or wrong.last is None or not line.statement.claims:
        return False
    chain = line.statement.claims[0]
    if not chain.continued and chain.relations:
        return False
    return all(t.link_truth(wrong.last, Relation.EQ, side).status is LineStatus.VALID for side in chain.sides)
