"""The final answer that a draft states, found without knowing what the answer should be.

The last "Answer: ..." line, else the last line that states a value. A number with something left to
calculate ("= 51 - 4") states none yet, and the lines before it no longer count. Where the problem is
understood, the answer has its shape: values of the unknown, of every unknown of a system, or the
expression in the form asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from coe.verifier.expr import Chain, Expr, Joiner, Relation, Statement
from coe.verifier.forms import is_finished, is_number
from coe.verifier.lines import line_alone
from coe.verifier.points import free_variables
from coe.verifier.problems import Form, Goal, Kind, chain_text, understand
from coe.verifier.solutions import is_constant

_Reader: TypeAlias = Callable[[Statement, list[Statement]], Statement | None]


@dataclass(frozen=True, slots=True)
class Stated:
    """An answer as the draft states it.

    Args:
        statement: the answer as claims about the unknowns, or a bare value.
        line: number (from 1) of the line that states it (the last of them for a system).
    """

    statement: Statement
    line: int

    @property
    def text(self) -> str:
        """The answer in plain text."""
        if self.statement.word:
            return self.statement.word
        joint = " or " if self.statement.joiner is Joiner.OR else ", "
        return joint.join(chain_text(chain) for chain in self.statement.claims)


def stated_answer(problem: str, lines: Sequence[str]) -> Stated | None:
    """The answer that the draft states, or None."""
    goal = understand(problem)
    statements = [line_alone(problem, text).statement for text in lines]
    for number in range(len(statements), 0, -1):
        if statements[number - 1].is_answer:
            return _answer_line(goal, statements[number - 1], number)
    if goal is None:
        return _last(statements, _value)
    if goal.kind is Kind.SYSTEM:
        return _system_values(goal, statements)
    if goal.kind is Kind.EQUATION:
        return _last(statements, lambda statement, before: _roots(goal, statement, before))
    return _last(statements, lambda statement, before: _form(goal, statement))


class _Unfinished(Exception):
    """A line that is on the way to an answer: the draft states none yet."""


def _last(statements: list[Statement], read: _Reader) -> Stated | None:
    for number in range(len(statements), 0, -1):
        try:
            found = read(statements[number - 1], statements[: number - 1])
        except _Unfinished:
            return None
        if found is not None:
            return Stated(found, number)
    return None


def _answer_line(goal: Goal | None, statement: Statement, number: int) -> Stated | None:
    try:
        if goal is None:
            found = _value(statement, [])
        elif goal.kind is Kind.EQUATION:
            found = _roots(goal, statement, [])
        elif goal.kind is Kind.SYSTEM:
            return _system_values(goal, [statement], number)
        else:
            found = _form(goal, statement)
    except _Unfinished:
        return None
    return None if found is None else Stated(found, number)


def _bare(side: Expr) -> Statement:
    return Statement((Chain((side,)),))


def _value(statement: Statement, before: list[Statement]) -> Statement | None:
    """The value a line states where the problem is not understood."""
    if statement.word:
        return Statement(word=statement.word)
    if not statement.claims:
        return None
    if statement.joiner is not Joiner.THEN and len(statement.claims) > 1:
        return (
            Statement(statement.claims, statement.joiner)
            if all(map(_is_named_value, statement.claims))
            else None
        )
    chain = statement.claims[-1]
    last = chain.sides[-1]
    if not is_constant(last):
        named = len(chain.sides) < 3 and chain.sides[0][0] == "var" and bool(chain.relations)
        return Statement((chain,)) if named else _bare(last)
    if chain.relations and chain.relations[-1] not in (Relation.EQ, Relation.APPROX):
        return Statement((chain,)) if _is_named_value(chain) else None
    if chain.relations and not chain.continued:
        first = chain.sides[0]
        if first[0] == "var":
            if not is_number(last):
                raise _Unfinished
            return Statement((Chain((first, last), (chain.relations[-1],)),))
        if last[0] != "var" and first != last and is_number(first) and chain.sides[1][0] == "var":
            return Statement((Chain((chain.sides[1], first), (chain.relations[0],)),))
        if not is_constant(first):
            return None
    if not is_number(last):
        raise _Unfinished
    return _bare(last)


def _is_named_value(chain: Chain) -> bool:
    """x = 3, x > 3 or x in (1, 2): a name, and a finished value."""
    if len(chain.sides) != 2:
        return len(chain.sides) == 3 and chain.sides[1][0] == "var" and all(map(is_number, chain.sides[::2]))
    left, right = chain.sides
    return (left[0] == "var" and is_number(right)) or (right[0] == "var" and is_number(left))


def _roots(goal: Goal, statement: Statement, before: list[Statement]) -> Statement | None:
    """Values of the unknown of an equation."""
    if statement.word:
        return Statement(word=statement.word)
    name: Expr = ("var", goal.variables[0])
    claims = statement.claims if statement.joiner is not Joiner.THEN else statement.claims[-1:]
    found = []
    for chain in claims:
        if chain.continued and before and before[-1].claims and len(claims) == 1:
            previous = before[-1].claims[-1]
            if len(previous.sides) > 1 and not previous.continued:
                chain = Chain((*previous.sides, *chain.sides), (*previous.relations, *chain.relations))
        if not chain.relations:
            if not statement.is_answer:
                return None
            chain = Chain((name, chain.sides[0]), (_belongs(chain.sides[0]),))
        shown = _solved(chain, name, len(goal.variables) > 1)
        if shown is None:
            return None
        found.append(shown)
    return Statement(tuple(found), statement.joiner if len(found) > 1 else Joiner.AND) if found else None


def _belongs(side: Expr) -> Relation:
    return Relation.IN if side[0] in ("interval", "union") else Relation.EQ


def _solved(chain: Chain, name: Expr, literal: bool) -> Chain | None:
    """The chain as name and value, or None where the unknown does not stand alone.

    Raises:
        _Unfinished: it does, but the value is still to be worked out.
    """
    sides, relations = chain.sides, chain.relations
    if len(sides) == 3 and sides[1] == name:
        return chain if is_number(sides[0]) and is_number(sides[2]) else None
    if sides[-1] == name and len(sides) == 2:
        if is_number(sides[0]):
            return chain
        return None
    if sides[0] != name or len(sides) < 2:
        return None
    last = sides[-1]
    if literal and not is_constant(last):
        return Chain((name, last), relations[-1:]) if name[1] not in free_variables(last) else None
    if not all(is_constant(side) for side in sides[1:]):
        return None
    if not is_number(last):
        raise _Unfinished
    return Chain((name, last), relations[-1:]) if len(sides) > 2 else chain


def _system_values(goal: Goal, statements: list[Statement], number: int = 0) -> Stated | None:
    """The last value stated for every unknown."""
    values: dict[str, Expr] = {}
    for index, statement in enumerate(statements, start=1):
        if statement.word.startswith("no "):
            return Stated(Statement(word=statement.word), number or index)
        for chain in statement.claims:
            for name, side in _assigned(goal, chain):
                values[name] = side
                last = index
    if len(values) < len(goal.variables) or not all(map(is_number, values.values())):
        return None
    claims = tuple(Chain((("var", name), values[name]), (Relation.EQ,)) for name in goal.variables)
    return Stated(Statement(claims), number or last)


def _assigned(goal: Goal, chain: Chain) -> list[tuple[str, Expr]]:
    sides = chain.sides
    if len(sides) == 1:
        pair = sides[0][0] == "seq" and sides[0][1] == "tuple" and len(sides[0][2]) == len(goal.variables)
        return list(zip(sorted(goal.variables), sides[0][2], strict=True)) if pair else []
    if chain.continued or any(relation is not Relation.EQ for relation in chain.relations):
        return []
    for name, last in ((sides[0], sides[-1]), (sides[-1], sides[0])):
        if name[0] == "var" and name[1] in goal.variables and is_constant(last):
            return [(name[1], last)]
    return []


def _form(goal: Goal, statement: Statement) -> Statement | None:
    """The expression a line arrives at, in the form asked."""
    if not statement.claims:
        return Statement(word=statement.word) if statement.word else None
    last = statement.claims[-1].sides[-1]
    if goal.kind is Kind.EXPRESSION and not is_finished(last, goal.form):
        raise _Unfinished
    if goal.kind is Kind.EXPRESSION and goal.form is Form.VALUE and not is_constant(last):
        raise _Unfinished
    return _bare(last)
