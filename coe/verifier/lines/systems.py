"""One line against a system of equations: it must be implied by the system, not be equivalent to it."""

from __future__ import annotations

from coe.verifier.algebra.nonlinear import Point, solution_points
from coe.verifier.algebra.polynomials import same_rational
from coe.verifier.algebra.realsets import EMPTY
from coe.verifier.algebra.solutions import is_value, links, solve
from coe.verifier.algebra.systems import Standing, linear_system, rows_of, standing, truth_at
from coe.verifier.expressions.contents import free_variables, is_constant
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation, Statement
from coe.verifier.lines import truth as t
from coe.verifier.lines.contradictions import of_no_solution
from coe.verifier.lines.rounding import rounding
from coe.verifier.problems.goals import Goal
from coe.verifier.report import LineVerdict
from coe.verifier.values.exact import Undefined
from coe.verifier.values.reals import real_value, same


def judge_system(goal: Goal, statement: Statement) -> LineVerdict:
    """The verdict on a line of a system's solution."""
    related = [chain for chain in statement.claims if chain.relations]
    if not related:
        pairs = _as_points(goal, statement)
        return t.NO_CLAIM if pairs is None else judge_system(goal, pairs)
    if any(chain.continued for chain in related):
        return t.worst([t.truth(chain) for chain in related])
    system = linear_system(goal.claims, goal.variables)
    linear = system is not None and system.consistent
    if all(is_constant(side) for chain in related for side in chain.sides):
        verdict = t.worst([t.truth(chain) for chain in related])
        impossible = verdict is t.FALSE and not linear and solution_points(goal.claims, goal.variables) == ()
        return of_no_solution(goal, tuple(related)) if impossible else verdict
    if any(t.false_link(chain) for chain in related):
        return t.FALSE
    if system is None or not linear:
        return _of_points(goal, related, statement.joiner)
    found = [standing(system, chain, goal.variables) for chain in related]
    if None in found and system.solution().keys() >= set(goal.variables):
        return by_points((system.solution(),), related, statement.joiner)
    if statement.joiner is Joiner.OR and len(found) > 1:
        return t.ADDS if Standing.IMPLIED in found else t.UNFOUNDED
    if Standing.CONTRADICTED in found:
        rounded = by_points((system.solution(),), related, statement.joiner)
        return rounded if rounded is t.ROUNDED else t.UNFOUNDED
    if None in found:
        return t.BEYOND
    if Standing.OPEN in found:
        return t.LOSES
    return t.TRUE if all(t.truth(chain) is t.TRUE for chain in related) else t.FOLLOWS


def judge_word(goal: Goal, none: bool) -> LineVerdict:
    """The verdict on "no solution" (none) or "all real numbers"."""
    system = linear_system(goal.claims, goal.variables)
    if none and system is not None:
        return t.UNFOUNDED if system.consistent else t.FOLLOWS
    points = solution_points(goal.claims, goal.variables)
    if points is None or (not none and not points):
        return t.BEYOND
    return t.FOLLOWS if none and not points else t.UNFOUNDED


def _of_points(goal: Goal, related: list[Chain], joiner: Joiner) -> LineVerdict:
    """Where the system is not linear, or has no solution."""
    if all(chain in goal.claims for chain in related):
        return t.FOLLOWS
    points = solution_points(goal.claims, goal.variables)
    if points:
        return by_points(points, related, joiner)
    if points is not None and joiner is Joiner.AND:
        parts = [(claim,) for claim in goal.claims]
        linear = tuple(claim for claim in goal.claims if rows_of(claim, goal.variables) is not None)
        if all(_has_no_solution(chain) or _implied(goal, chain, [*parts, linear]) for chain in related):
            return t.FOLLOWS
    return t.UNFOUNDED if _refuted(goal, related) else t.BEYOND


def _has_no_solution(chain: Chain) -> bool:
    names = sorted(frozenset().union(*(free_variables(side) for side in chain.sides)))
    return len(names) == 1 and solve((chain,), Joiner.AND, names[0]) == EMPTY


def _implied(goal: Goal, chain: Chain, parts: list[tuple[Chain, ...]]) -> bool:
    """Whether some of the problem's equations, without a contradiction among them, imply the chain."""
    for part in parts:
        system = linear_system(part, goal.variables)
        if system is None or not system.consistent:
            continue
        if standing(system, chain, goal.variables) is Standing.IMPLIED:
            return True
    return False


def by_points(points: tuple[Point, ...], claims: list[Chain], joiner: Joiner) -> LineVerdict:
    """The verdict on claims about a system with these solutions, at least one.

    Claims joined by "and" must hold at every solution. Of alternatives each must hold at one, and every
    solution at one of them.
    """
    rounded = False
    covered: list[set[int]] = []
    for alternative in _alternatives(claims, joiner):
        places = set()
        for index, point in enumerate(points):
            found = [_at(chain, point) for chain in alternative]
            if None in found:
                return t.BEYOND
            if t.FALSE not in found:
                places.add(index)
                rounded = rounded or t.ROUNDED in found
        covered.append(places)
    reached = set().union(*covered)
    if not reached or not all(covered):
        return t.ADDS if len(reached) == len(points) else t.UNFOUNDED
    if len(reached) < len(points):
        return t.LOSES
    if rounded:
        return t.ROUNDED
    return t.TRUE if all(map(_is_identity, claims)) else t.FOLLOWS


def _is_identity(chain: Chain) -> bool:
    """Whether a chain holds for all values; only what needs no worker is asked."""
    pairs = [(left, right) for left, relation, right in links(chain) if relation is Relation.EQ]
    return len(pairs) == len(chain.relations) and all(same_rational(*pair) for pair in pairs)


def _alternatives(claims: list[Chain], joiner: Joiner) -> list[list[Chain]]:
    """The claims as alternatives, each a list of claims that hold together."""
    several = joiner is Joiner.OR or _lists_roots(claims)
    groups = [[chain] for chain in claims] if several else [claims]
    if len(claims) == 1 and claims[0].relations == (Relation.EQ,) and _is_list(claims[0].sides[1]):
        left, right = claims[0].sides
        return [[Chain((left, item), (Relation.EQ,))] for item in right[2]]
    return groups


def _lists_roots(claims: list[Chain]) -> bool:
    """ "x = 3 and x = 4": school's list of values."""
    names = {chain.sides[0] for chain in claims}
    return len(claims) > 1 and len(names) == 1 and all(is_value(chain, chain.sides[0][1]) for chain in claims)


def _is_list(side: Expr) -> bool:
    return bool(side[0] == "seq" and side[1] in ("list", "set"))


def _at(chain: Chain, point: Point) -> LineVerdict | None:
    """TRUE, ROUNDED or FALSE at a solution; None beyond."""
    left, right = chain.sides[0], chain.sides[-1]
    if len(chain.sides) == 2 and (left[0] == "seq" or right[0] == "seq"):
        if left[:2] == right[:2] == ("seq", "tuple") and len(left[2]) == len(right[2]):
            parts = [_at(Chain(pair, chain.relations), point) for pair in zip(left[2], right[2], strict=True)]
            return None if None in parts else t.worst([part for part in parts if part is not None])
        return None
    found = truth_at(chain, point)
    if found is Standing.IMPLIED:
        return t.TRUE
    if any(relation not in t.EQUAL for relation in chain.relations):
        return None if found is None else t.FALSE
    verdicts = [_link_at(*link, point) for link in links(chain)]
    return None if None in verdicts else t.worst([verdict for verdict in verdicts if verdict is not None])


def _link_at(left: Expr, relation: Relation, right: Expr, point: Point) -> LineVerdict | None:
    """One equality at a solution: a decimal may be the other side rounded."""
    try:
        a, b = real_value(left, point), real_value(right, point)
    except Undefined:
        return t.FALSE
    if a is None or b is None:
        return None
    if same(a, b):
        return t.TRUE
    loose = relation is Relation.APPROX
    return t.ROUNDED if rounding(a, right, loose) or rounding(b, left, loose) else t.FALSE


def _refuted(goal: Goal, claims: list[Chain]) -> bool:
    """Whether values for every unknown break one of the problem's equations."""
    try:
        values = {
            chain.sides[0][1]: real_value(chain.sides[1])
            for chain in claims
            if chain.sides[0][0] == "var" and is_value(chain, chain.sides[0][1])
        }
    except Undefined:
        # x = sqrt(-1) is no solution of anything.
        return True
    point = {name: value for name, value in values.items() if value is not None}
    if set(goal.variables) - point.keys():
        return False
    return any(truth_at(chain, point) is Standing.CONTRADICTED for chain in goal.claims)


def _as_points(goal: Goal, statement: Statement) -> Statement | None:
    """ "(3, 1)" and "(3, 4), (4, 3)" give the variables in alphabetical order."""
    side = statement.claims[0].sides[0]
    if len(statement.claims) != 1 or side[0] != "seq":
        return None
    pairs = (side,) if side[1] == "tuple" else side[2]
    if any(pair[:2] != ("seq", "tuple") or len(pair[2]) != len(goal.variables) for pair in pairs):
        return None
    names = tuple(("var", name) for name in sorted(goal.variables))
    if len(pairs) == 1:
        values = zip(names, pairs[0][2], strict=True)
        return Statement(tuple(Chain(pair, (Relation.EQ,)) for pair in values))
    claims = tuple(Chain((("seq", "tuple", names), pair), (Relation.EQ,)) for pair in pairs)
    return Statement(claims, Joiner.OR)
