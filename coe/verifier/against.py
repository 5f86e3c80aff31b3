"""One line against an understood problem, with no other line in mind.

Policy:
- A line of an equation's solution must have the problem's own solution set. Squaring that adds a root
  is ADDS_SOLUTIONS unless the draft rejects it (see `rejections.py`), and so is an extraneous root of a
  cleared denominator. "no real solution" and "all real numbers" are sets too.
- A line that only says where an equation's unknown may lie ("x >= 3", "x != 2") is TRUE where every
  solution lies there.
- An identity is TRUE as a remark ("(x + 1)^2 = x^2 + 2x + 1"), but one that has lost its variable's
  meaning ("0x = 0") is ADDS_SOLUTIONS; 0 = 0 is TRUE and no answer.
- A line of a system must be implied by it; it need not be equivalent to it.
- A line of an expression problem must equal the expression, or be true by itself.
- Names that the problem does not hold are left to the notebook of `lines.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from coe.verifier import truth as t
from coe.verifier.calculus import differentiate
from coe.verifier.expr import Chain, Expr, Joiner, Relation, Statement
from coe.verifier.goals import Goal, Kind
from coe.verifier.points import free_variables
from coe.verifier.quantities import settled
from coe.verifier.reals import real_value, same
from coe.verifier.realsets import (
    ALL,
    EMPTY,
    Comparison,
    RealSet,
    compare,
    complement,
    intersection,
    is_subset,
    union,
)
from coe.verifier.report import LineStatus, LineVerdict
from coe.verifier.solutions import is_constant, solve
from coe.verifier.system_lines import judge_system, judge_word
from coe.verifier.units import unit_names, without_units


@dataclass(frozen=True, slots=True)
class Judged:
    """What a line is by itself and against the problem.

    Args:
        verdict: the verdict; for a line with `foreign` names or a `continued` chain only provisional.
        foreign: names that the problem does not hold.
        solution: the line's own solution set (EQUATION), to find lines that rest on it.
        extra: what a line adds to the problem's solutions, where it only adds.
        rejected: values that the line takes back or leaves out, none of them a solution.
        exact: the line's own set is the problem's.
    """

    verdict: LineVerdict
    foreign: frozenset[str] = frozenset()
    solution: RealSet | None = None
    extra: RealSet | None = None
    rejected: RealSet | None = None
    exact: bool = False


_NOTHING: frozenset[str] = frozenset()


def names_of(statement: Statement) -> frozenset[str]:
    """Every variable and quantity name in a line."""
    return _NOTHING.union(*(free_variables(side) for chain in statement.claims for side in chain.sides))


def judge(goal: Goal, statement: Statement) -> Judged:
    """The verdict on a line against the problem alone."""
    if statement.error:
        return Judged(t.UNREADABLE)
    if statement.rejected:
        return _rejecting(goal, statement)
    if statement.word:
        return Judged(_word(goal, statement.word))
    if not statement.claims:
        return Judged(t.NO_CLAIM)
    foreign = names_of(statement).difference(goal.variables)
    if goal.kind is Kind.INTEGRAL:
        foreign -= {"C", "c"}
    if foreign:
        return Judged(t.BEYOND, foreign)
    if statement.joiner is Joiner.THEN:
        parts = [
            judge(goal, Statement((claim,), is_answer=statement.is_answer)) for claim in statement.claims
        ]
        return together(parts)
    if goal.kind is Kind.EQUATION:
        return _equation(goal, statement)
    if goal.kind is Kind.SYSTEM:
        return Judged(judge_system(goal, statement))
    return Judged(t.worst([_step(goal, claim) for claim in statement.claims]))


def together(parts: list[Judged]) -> Judged:
    """Claims that must all hold; the last one's set is the line's."""
    extra, rejected = None, None
    for part in parts:
        extra = _joined(extra, part.extra)
        rejected = _joined(rejected, part.rejected)
    wrong = [part for part in parts if part.verdict.status is LineStatus.INVALID]
    if any(part.extra is None for part in wrong):
        extra = None
    verdicts = [part.verdict for part in parts]
    if extra is not None and rejected is not None and is_subset(extra, rejected):
        verdicts = [t.FOLLOWS if part in wrong else part.verdict for part in parts]
        extra = None
    last = parts[-1]
    return Judged(t.worst(verdicts), _NOTHING, last.solution, extra, rejected, last.exact)


def _joined(a: RealSet | None, b: RealSet | None) -> RealSet | None:
    return b if a is None else a if b is None else union(a, b)


def _rejecting(goal: Goal, statement: Statement) -> Judged:
    """A line that takes values back: none of them may solve the problem."""
    rest = replace(statement, rejected=())
    if goal.kind is not Kind.EQUATION or len(goal.variables) != 1:
        return judge(goal, rest)
    wanted = solution_set(goal)
    taken = solve(statement.rejected, Joiner.OR, goal.variables[0])
    if wanted is None or taken is None or names_of(Statement(statement.rejected)) != {*goal.variables}:
        return Judged(t.BEYOND)
    if not intersection(taken, wanted).is_empty:
        return Judged(t.UNFOUNDED)
    back = Judged(t.FOLLOWS, rejected=taken)
    if rest.is_prose:
        return back
    claimed = judge(goal, rest)
    return replace(claimed, verdict=t.BEYOND) if claimed.foreign else together([back, claimed])


def _word(goal: Goal, word: str) -> LineVerdict:
    named = EMPTY if word.startswith("no ") else ALL if word.startswith("all ") else None
    if named is None:
        return t.BEYOND
    if goal.kind is Kind.SYSTEM:
        return judge_word(goal, named is EMPTY)
    wanted = solution_set(goal)
    if goal.kind is not Kind.EQUATION or wanted is None:
        return t.BEYOND
    return relate(named, wanted)


@lru_cache(maxsize=4096)
def solution_set(goal: Goal) -> RealSet | None:
    """The set an EQUATION problem asks for; None where that is beyond or holds parameters."""
    if goal.kind is not Kind.EQUATION or len(goal.variables) != 1:
        return None
    found = solve(goal.claims, goal.joiner, goal.variables[0])
    return found if found is not None else _symbolic_set(goal.claims, goal.variables[0])


@lru_cache(maxsize=512)
def _symbolic_set(claims: tuple[Chain, ...], variable: str) -> RealSet | None:
    """The solution set by the symbolic worker; None where it does not know either."""
    from coe.verifier.realsets import finite

    if len(claims) != 1 or claims[0].relations != (Relation.EQ,):
        return None
    from coe.verifier import symbolic
    from coe.verifier.workers import WorkerTimeout

    try:
        roots = symbolic.solve(claims[0].sides[0], claims[0].sides[1], variable)
    except WorkerTimeout:
        return None
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


def _equation(goal: Goal, statement: Statement) -> Judged:
    variable = goal.variables[0]
    claims, joiner = _as_values(statement, variable), statement.joiner
    if not claims:
        return Judged(t.NO_CLAIM)
    if any(chain.continued for chain in claims):
        return Judged(t.worst([t.truth(chain) for chain in claims]))
    constant = [t.truth(chain) for chain in claims if all(is_constant(side) for side in chain.sides)]
    if len(constant) == len(claims) and joiner is Joiner.AND:
        verdict = t.worst(constant)
        return Judged(t.FOLLOWS if verdict is t.FALSE and solution_set(goal) == EMPTY else verdict)
    if len(goal.variables) > 1:
        return Judged(_literal(goal, claims))
    if any(len(chain.sides) > 2 and t.false_link(chain) for chain in claims):
        return Judged(t.FALSE)
    wanted = solution_set(goal)
    if claims == goal.claims:
        return Judged(t.FOLLOWS, solution=wanted, exact=True)
    found = solve(claims, joiner, variable)
    if found is not None and wanted is not None and compare(found, wanted) is Comparison.EQUAL:
        return Judged(t.FOLLOWS, solution=found, exact=True)
    if wanted is not None and (found is None or found.points is not None):
        rounded = _rounded(claims, variable, wanted)
        if rounded is not None:
            return Judged(rounded)
    if found is None or wanted is None:
        return Judged(_same_equation(goal, claims))
    if found == ALL and wanted != ALL:
        return Judged(t.ADDS if any(_degenerate(chain) for chain in claims) else t.TRUE)
    verdict = relate(found, wanted)
    if not is_subset(wanted, found):
        return Judged(verdict, solution=found)
    if _is_domain(goal, claims):
        return Judged(t.TRUE, rejected=complement(found))
    return Judged(verdict, solution=found, extra=intersection(found, complement(wanted)))


def _is_domain(goal: Goal, claims: tuple[Chain, ...]) -> bool:
    """Whether a line says of an equation's unknown only where it may lie: x >= 3, x != 2."""
    if any(relation not in t.EQUAL for chain in goal.claims for relation in chain.relations):
        return False
    name = ("var", goal.variables[0])
    return all(
        name in chain.sides
        and all(side == name or is_constant(side) for side in chain.sides)
        and all(relation not in t.EQUAL and relation is not Relation.IN for relation in chain.relations)
        for chain in claims
    )


def _as_values(statement: Statement, variable: str) -> tuple[Chain, ...]:
    """The claims with an answer's bare value read as the variable's value; bare scratch work dropped."""
    claims = []
    for chain in statement.claims:
        if chain.relations:
            if any(unit_names(side) for side in chain.sides):
                sides = tuple(without_units(side) for side in chain.sides)
                chain = Chain(sides, chain.relations, chain.continued)
            claims.append(chain)
        elif statement.is_answer and is_constant(chain.sides[0]):
            value = without_units(chain.sides[0])
            relation = Relation.IN if value[0] in ("interval", "union") else Relation.EQ
            claims.append(Chain((("var", variable), value), (relation,)))
    return tuple(claims)


def _degenerate(chain: Chain) -> bool:
    """An identity with a side that does not depend on its variable: 0x = 0, x - x = 0."""
    from coe.verifier.polynomials import Algebra, Beyond

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


def _shows(root: object, item: Expr, loose: bool) -> bool:
    from coe.verifier.exact import Undefined

    try:
        value = real_value(item)
    except Undefined:
        return False
    if value is None:
        return False
    return same(value, root) or t.rounding(root, item, loose)  # type: ignore[arg-type]


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
    from coe.verifier.points import identical

    first, second = ("-", *a.sides), ("-", *b.sides)
    return identical(first, second) is True or identical(first, ("neg", second)) is True


def _literal(goal: Goal, claims: tuple[Chain, ...]) -> LineVerdict:
    """An equation with parameters, solved for one letter: the same equation up to a factor."""
    if len(claims) != 1 or len(goal.claims) != 1 or claims[0].relations != (Relation.EQ,):
        return t.BEYOND
    from coe.verifier.literal import same_literal_equation

    if all(is_constant(side) for side in claims[0].sides):
        return t.truth(claims[0])
    known = same_literal_equation(claims[0], goal.claims[0], goal.variables)
    if known is None:
        return t.TRUE if t.truth(claims[0]) is t.TRUE else t.BEYOND
    return t.FOLLOWS if known else t.TRUE if t.truth(claims[0]) is t.TRUE else t.UNFOUNDED


def _step(goal: Goal, chain: Chain) -> LineVerdict:
    """One chain of an expression, derivative or integral problem."""
    if chain.relations and not chain.continued:
        verdict = t.truth(chain)
        if verdict.status is not LineStatus.VALID:
            return verdict
        return t.FOLLOWS if any(equals_goal(goal, side) is True for side in chain.sides) else verdict
    if chain.continued and any(relation not in t.EQUAL for relation in chain.relations):
        return t.BEYOND
    verdicts = [
        _equals(goal, side, relation)
        for side, relation in zip(chain.sides, chain.relations or (Relation.EQ,), strict=False)
    ]
    first = t.worst(verdicts)
    if first.status is LineStatus.INVALID and t.truth(chain) is t.FALSE:
        return t.FALSE
    return first


def equals_goal(goal: Goal, side: Expr) -> bool | None:
    """Whether a side is exactly what the problem asks for; None where that is beyond."""
    verdict = _equals(goal, side, Relation.EQ)
    if verdict is t.FOLLOWS:
        return True
    if verdict is t.ROUNDED:
        return None if goal.approximate else False
    return False if verdict.status is LineStatus.INVALID else None


def _equals(goal: Goal, side: Expr, relation: Relation) -> LineVerdict:
    if goal.expression is None:
        return t.BEYOND
    if not goal.binds_every_line:
        return settled(goal, side, relation)
    wanted: Expr | None = goal.expression
    if goal.kind is not Kind.EXPRESSION:
        names = free_variables(side).difference(goal.variables)
        if goal.kind is Kind.INTEGRAL:
            derived = differentiate(side, goal.variables[0])
            if derived is None:
                return t.BEYOND
            side = derived
        elif names:
            return t.BEYOND
        else:
            wanted = differentiate(goal.expression, goal.variables[0])
    if wanted is None:
        return t.BEYOND
    verdict = t.link_truth(wanted, relation, side)
    if verdict is t.FALSE:
        return t.UNFOUNDED
    return t.FOLLOWS if verdict is t.TRUE else verdict
