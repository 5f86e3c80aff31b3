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
- Conditions that the problem states ("for x > 0") hold for every line, those of a line for that line.
- Names that the problem does not hold are left to the notebook of `in_order.py`.
"""

from __future__ import annotations

from dataclasses import replace

from coe.verifier.algebra.realsets import (
    ALL,
    EMPTY,
    RealSet,
    intersection,
    is_subset,
    union,
)
from coe.verifier.algebra.solutions import solve
from coe.verifier.calculus.derivatives import differentiate
from coe.verifier.expressions.contents import free_variables
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation, Statement
from coe.verifier.lines import calculus as calculus_lines
from coe.verifier.lines import truth as t
from coe.verifier.lines.conditional import domain_of, link_under, truth_under
from coe.verifier.lines.equations import judge_equation, judge_general_solution, relate, solution_set
from coe.verifier.lines.judged import Judged
from coe.verifier.lines.quantities import settled
from coe.verifier.lines.systems import judge_system, judge_word
from coe.verifier.problems.goals import Goal, Kind
from coe.verifier.report import LineStatus, LineVerdict
from coe.verifier.syntax.printing import chain_text

_NOTHING: frozenset[str] = frozenset()


def names_of(statement: Statement) -> frozenset[str]:
    """Every variable and quantity name in a line."""
    claims = statement.claims
    if len(claims) == 1:
        return free_variables(*claims[0].sides)
    return free_variables(*(side for chain in claims for side in chain.sides))


def judge(goal: Goal, statement: Statement) -> Judged:
    """The verdict on a line against the problem alone."""
    if statement.error:
        return Judged(t.UNREADABLE)
    if statement.given:
        return _conditional(goal, statement)
    if statement.rejected:
        return _rejecting(goal, statement)
    if statement.word:
        return Judged(_word(goal, statement.word))
    if not statement.claims:
        return Judged(t.NO_CLAIM)
    if goal.names or goal.kind in (Kind.DERIVATIVE, Kind.INTEGRAL):
        statement = calculus_lines.with_value_asked(goal, statement)
    foreign = names_of(statement).difference(goal.variables)
    if foreign and goal.kind is Kind.INTEGRAL:
        foreign -= calculus_lines.constants(goal, statement)
    if foreign:
        general = judge_general_solution(goal, statement) if goal.kind is Kind.EQUATION else None
        return general or Judged(t.BEYOND, foreign)
    if statement.joiner is Joiner.THEN:
        parts = [
            judge(goal, Statement((claim,), is_answer=statement.is_answer)) for claim in statement.claims
        ]
        return together(parts)
    if goal.beside and calculus_lines.is_beside(goal, statement):
        return Judged(t.TRUE)
    if goal.kind is Kind.EQUATION:
        return judge_equation(goal, statement)
    if goal.kind is Kind.SYSTEM:
        return Judged(judge_system(goal, statement))
    return Judged(t.worst([_step(goal, claim) for claim in statement.claims]))


def _conditional(goal: Goal, statement: Statement) -> Judged:
    """A line that holds under conditions of its own: valid with them, and its verdict names them."""
    rest = replace(statement, given=())
    plain = judge(goal, rest)
    if rest.is_prose or plain.foreign or plain.verdict.status is LineStatus.VALID:
        return plain
    if names_of(Statement(statement.given)) - {*goal.variables}:
        return Judged(t.BEYOND)
    if goal.kind is not Kind.EXPRESSION and (goal.kind is not Kind.EQUATION or len(goal.variables) != 1):
        return Judged(t.BEYOND)
    words = " and ".join(chain_text(chain) for chain in statement.given)
    narrowed = replace(
        goal, read_as=f"{goal.read_as}, given {words}", domain=(*goal.domain, *statement.given)
    )
    found = judge(narrowed, rest)
    # What a case lets in beside its condition, the condition takes out again: "If x >= 1: x = -1".
    beside = found.verdict is t.ADDS and found.extra is not None and _outside(found.extra, goal, statement)
    return Judged(given(t.FOLLOWS if beside else found.verdict, words))


def _outside(extra: RealSet, goal: Goal, statement: Statement) -> bool:
    """Whether nothing of a set meets the line's own conditions."""
    case = domain_of(statement.given, goal.variables[0]) if goal.kind is Kind.EQUATION else None
    return case is not None and intersection(extra, case).is_empty


def given(verdict: LineVerdict, words: str) -> LineVerdict:
    """A valid verdict with the conditions that it needs, for people."""
    return replace(verdict, detail=f"given {words}") if verdict.status is LineStatus.VALID else verdict


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
    if not claimed.foreign:
        return together([back, claimed])
    # "LHS = 2, RHS = -2, so x = 1 is not a solution": names of its own, judged by what they calculate.
    return Judged(t.FALSE) if any(map(t.false_link, rest.claims)) else back


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


def _step(goal: Goal, chain: Chain) -> LineVerdict:
    """One chain of an expression, derivative or integral problem."""
    if chain.relations and not chain.continued:
        verdict = truth_under(chain, goal.domain)
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
    if first.status is LineStatus.INVALID and truth_under(chain, goal.domain) is t.FALSE:
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
    verdict = link_under(wanted, relation, side, goal.domain)
    if verdict is t.FALSE:
        return t.UNFOUNDED
    return t.FOLLOWS if verdict is t.TRUE else verdict
