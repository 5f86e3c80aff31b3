"""One line against an equation or inequality in one unknown, with or without parameters."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from coe.verifier.algebra.periodic import (
    general_solution,
    is_trigonometric,
    over_one_period,
    same_general_solution,
    solve_within,
)
from coe.verifier.algebra.realsets import (
    ALL,
    EMPTY,
    Comparison,
    RealSet,
    compare,
    complement,
    intersection,
    is_subset,
)
from coe.verifier.algebra.solutions import is_value, solve
from coe.verifier.expressions.angles import from_degrees, in_radians
from coe.verifier.expressions.contents import free_variables, is_constant
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation, Statement
from coe.verifier.expressions.units import unit_names, without_units
from coe.verifier.lines import truth as t
from coe.verifier.lines.conditional import domain_of
from coe.verifier.lines.contradictions import of_no_solution
from coe.verifier.lines.judged import Judged
from coe.verifier.lines.literal import judge_literal
from coe.verifier.lines.rounding import rounding
from coe.verifier.lines.systems import by_points
from coe.verifier.problems.goals import Goal, Kind, is_region
from coe.verifier.report import LineVerdict
from coe.verifier.values.reals import real_value, same


@lru_cache(maxsize=4096)
def solution_set(goal: Goal) -> RealSet | None:
    """The set an EQUATION problem asks for; None where that is beyond or holds parameters."""
    if goal.kind is not Kind.EQUATION or len(goal.variables) != 1:
        return None
    found = solve(goal.claims, goal.joiner, goal.variables[0])
    if found is None and goal.domain and (allowed := allowed_set(goal)) is not None:
        found = solve_within(goal.claims, goal.joiner, goal.variables[0], allowed)
    if found is None:
        found = _symbolic_set(goal.claims, goal.variables[0])
    if found is None or not goal.domain:
        return found
    allowed = allowed_set(goal)
    return None if allowed is None else intersection(found, allowed)


def allowed_set(goal: Goal) -> RealSet | None:
    """Where the problem's conditions let the unknown lie; None where it states none, or beyond."""
    if not goal.domain or goal.kind is not Kind.EQUATION or len(goal.variables) != 1:
        return None
    return domain_of(goal.domain, goal.variables[0])


@lru_cache(maxsize=512)
def _symbolic_set(claims: tuple[Chain, ...], variable: str) -> RealSet | None:
    """The solution set by the symbolic worker; None where it does not know either."""
    from coe.verifier.algebra.realsets import finite

    if len(claims) != 1 or claims[0].relations != (Relation.EQ,):
        return None
    from coe.verifier.workers import symbolic

    roots = symbolic.solve(claims[0].sides[0], claims[0].sides[1], variable)
    if roots is None:
        return None
    values = [real_value(root) for root in roots]
    return None if None in values else finite(value for value in values if value is not None)


def relate(found: RealSet, wanted: RealSet) -> LineVerdict:
    """The verdict on a line with this solution set where the problem has that one."""
    relation = compare(found, wanted)
    if relation is Comparison.EQUAL:
        return t.FOLLOWS
    if relation is Comparison.SUBSET and not found.is_empty:
        return t.LOSES
    if relation is Comparison.SUPERSET and not wanted.is_empty:
        return t.ADDS
    return t.UNFOUNDED


def judge_equation(goal: Goal, statement: Statement) -> Judged:
    """The verdict on a line of the solution of one equation or inequality."""
    variable = goal.variables[0]
    claims, joiner = _as_values(goal, _with_angles(goal, statement)), statement.joiner
    if not claims:
        return Judged(t.NO_CLAIM)
    constant: list[LineVerdict] = []
    for chain in claims:
        if chain.continued:
            return Judged(t.worst([t.truth(each) for each in claims]))
        if is_constant(chain.sides[0]) and all(map(is_constant, chain.sides)):
            constant.append(t.truth(chain))
    if len(constant) == len(claims) and joiner is Joiner.AND:
        verdict = t.worst(constant)
        impossible = verdict is t.FALSE and solution_set(goal) == EMPTY
        return Judged(of_no_solution(goal, claims) if impossible else verdict)
    if len(goal.variables) > 1:
        if len(goal.claims) != 1:
            return Judged(t.BEYOND)
        if any(map(t.divides_by_zero, claims)):
            return Judged(t.FALSE)
        return Judged(judge_literal(goal.claims[0], claims, joiner, goal.variables))
    for chain in claims:
        if len(chain.sides) > 2 and t.false_link(chain):
            return Judged(t.FALSE)
    wanted = solution_set(goal)
    if claims == goal.claims:
        return Judged(t.FOLLOWS, solution=wanted, exact=True)
    allowed = allowed_set(goal)
    found = solve(claims, joiner, variable)
    if found is None and allowed is not None:
        found = solve_within(claims, joiner, variable, allowed)
    if (found is None or found.is_empty) and any(map(t.divides_by_zero, claims)):
        return Judged(t.FALSE)
    if found is not None and wanted is not None and compare(found, wanted) is Comparison.EQUAL:
        return Judged(t.FOLLOWS, solution=found, exact=True)
    if found is not None and wanted is not None and allowed is not None:
        inside = intersection(found, allowed)
        if compare(inside, wanted) is Comparison.EQUAL:
            # A step may leave the conditions to the end, but an alternative outside of them is none.
            if all(_meets(chain, variable, allowed, len(claims) > 1) for chain in claims):
                return Judged(t.FOLLOWS, solution=found)
            return Judged(t.ADDS, solution=found, extra=intersection(found, complement(wanted)))
    if wanted is not None and (found is None or found.points is not None):
        rounded = _rounded(claims, variable, wanted) or _shown(claims, joiner, variable, wanted, found)
        if rounded is not None:
            return Judged(rounded, solution=found)
    if found is None or wanted is None:
        periodic = over_one_period(goal.claims, claims, joiner, variable) if wanted is None else None
        return Judged(_same_equation(goal, claims) if periodic is None else relate(*periodic))
    if found == ALL and wanted != ALL:
        return Judged(t.ADDS if any(_degenerate(chain) for chain in claims) else t.TRUE)
    verdict = relate(found, wanted)
    if not is_subset(wanted, found):
        return Judged(verdict, solution=found)
    if _is_domain(goal, claims):
        return Judged(t.TRUE, rejected=complement(found))
    return Judged(verdict, solution=found, extra=intersection(found, complement(wanted)))


def _meets(chain: Chain, variable: str, allowed: RealSet, alternative: bool) -> bool:
    """Whether the values that a chain lists lie in the set; an alternative must have a solution there."""
    found = solve((chain,), Joiner.AND, variable)
    if found is None:
        return False
    if is_value(chain, variable) or Relation.IN in chain.relations:
        return is_subset(found, allowed)
    return not alternative or not intersection(found, allowed).is_empty


def judge_general_solution(goal: Goal, statement: Statement) -> Judged | None:
    """The verdict on "x = pi/6 + 2 pi k or x = 5pi/6 + 2 pi k"; None where the line is something else."""
    if not _is_of_angles(goal) or goal.domain or len(goal.claims) != 1 or len(goal.variables) != 1:
        return None
    if not is_trigonometric(goal.claims[0]):
        return None
    progressions = general_solution(statement, goal.variables[0])
    if progressions is None:
        return None
    found = same_general_solution(goal.claims[0], progressions, goal.variables[0])
    return Judged(t.BEYOND if found is None else relate(*found))


_FUNCTIONS_OF_ANGLES = re.compile("sin|cos|tan|sec|csc|cot")


@lru_cache(maxsize=512)
def _is_of_angles(goal: Goal) -> bool:
    if not _FUNCTIONS_OF_ANGLES.search(goal.read_as):
        return False
    return goal.in_degrees or any(map(is_trigonometric, goal.claims))


def _with_angles(goal: Goal, statement: Statement) -> Statement:
    """The line with its angles as the problem measures them: in degrees, or else in radians."""
    if not _is_of_angles(goal):
        return statement
    name = goal.variables[0]
    claims = []
    for chain in statement.claims:
        sides = from_degrees(chain.sides, name) if goal.in_degrees else tuple(map(in_radians, chain.sides))
        claims.append(Chain(sides, chain.relations, chain.continued))
    return replace(statement, claims=tuple(claims))


def _is_domain(goal: Goal, claims: tuple[Chain, ...]) -> bool:
    """Whether a line says of an equation's unknown only where it may lie: x >= 3, x - 2 != 0."""
    if any(relation not in t.EQUAL for chain in goal.claims for relation in chain.relations):
        return False
    relations = {relation for chain in claims for relation in chain.relations}
    return not relations & {Relation.EQ, Relation.APPROX, Relation.IN}


def _as_values(goal: Goal, statement: Statement) -> tuple[Chain, ...]:
    """The claims with an answer's bare value read as the variable's value; bare scratch work dropped."""
    claims = []
    for chain in statement.claims:
        if chain.relations:
            if any(map(unit_names, chain.sides)):
                sides = tuple(without_units(side) for side in chain.sides)
                chain = Chain(sides, chain.relations, chain.continued)
            claims.append(chain)
        elif is_constant(chain.sides[0]) and (statement.is_answer or is_region(goal, chain.sides[0])):
            value = without_units(chain.sides[0])
            relation = Relation.IN if is_region(goal, value) else Relation.EQ
            claims.append(Chain((("var", goal.variables[0]), value), (relation,)))
    return tuple(claims)


def _degenerate(chain: Chain) -> bool:
    """An identity with a side that does not depend on its variable: 0x = 0, x - x = 0."""
    from coe.verifier.algebra.polynomials import Algebra, Beyond

    names = tuple(sorted(set().union(*(free_variables(side) for side in chain.sides))))
    for side in chain.sides:
        try:
            top, _ = Algebra(names).ratio(side)
        except Beyond:
            continue
        if not top or set(top) == {0}:
            return True
    return False


def _rounded(claims: tuple[Chain, ...], variable: str, wanted: RealSet) -> LineVerdict | None:
    """ROUNDED where decimals, one for each solution, are the solutions rounded; None if they are not."""
    roots = wanted.points
    if roots is None or not claims or not roots:
        return None
    shown: list[tuple[Expr, bool]] = []
    for chain in claims:
        if len(chain.sides) != 2 or chain.sides[0] != ("var", variable) or not is_constant(chain.sides[1]):
            return None
        if chain.relations[0] not in t.EQUAL:
            return None
        items = chain.sides[1][2] if chain.sides[1][0] == "seq" else (chain.sides[1],)
        shown += [(item, chain.relations[0] is Relation.APPROX) for item in items]
    matched = [
        [index for index, root in enumerate(roots) if _shows(root, item, loose)] for item, loose in shown
    ]
    if not all(matched):
        return None
    return t.ROUNDED if len({index for found in matched for index in found}) == len(roots) else t.LOSES


def _shown(
    claims: tuple[Chain, ...], joiner: Joiner, variable: str, wanted: RealSet, found: RealSet | None
) -> LineVerdict | None:
    """Whether decimals are right at the solutions: 2x ≈ 6.67 where x is 10/3; None for exact claims."""
    roots = wanted.points
    loose = any(Relation.APPROX in chain.relations for chain in claims)
    if not roots or not (loose or (found is not None and len(found.points or ()) == len(roots))):
        return None
    if not loose and not any(decimals(side) for chain in claims for side in chain.sides):
        return None
    verdict = by_points(tuple({variable: root} for root in roots), list(claims), joiner)
    return verdict if verdict is t.ROUNDED or loose else None


def decimals(side: Expr) -> bool:
    """True for a number written with a decimal point."""
    while side[0] in ("neg", "pct"):
        side = side[1]
    return side[0] == "num" and side[2] is not None


def _shows(root: object, item: Expr, loose: bool) -> bool:
    from coe.verifier.values.exact import Undefined

    try:
        value = real_value(item)
    except Undefined:
        return False
    if value is None:
        return False
    return same(value, root) or rounding(root, item, loose)  # type: ignore[arg-type]


def _same_equation(goal: Goal, claims: tuple[Chain, ...]) -> LineVerdict:
    """Where sets are beyond: the claims in other words, else the claim's values tried in the problem."""
    if (
        len(claims) == 1
        and len(goal.claims) == 1
        and _same_difference(claims[0], goal.claims[0], goal.variables)
    ):
        return t.FOLLOWS
    return t.BEYOND


def _same_difference(a: Chain, b: Chain, names: tuple[str, ...]) -> bool:
    """Whether left - right of two equations are equal, up to a number."""
    if a.relations != (Relation.EQ,) or b.relations != (Relation.EQ,):
        return False
    from coe.verifier.values.points import identical

    first, second = ("-", *a.sides), ("-", *b.sides)
    return identical(first, second) is True or identical(first, ("neg", second)) is True
