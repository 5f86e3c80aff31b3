"""The final answer that a draft states, found without knowing what the answer should be.

The last "Answer: ..." line, else the last line that states a value. A number with something left to
calculate ("= 51 - 4") states none yet, and the lines before it no longer count. Where the problem is
understood, the answer has its shape: values of the unknown, of every unknown of a system, or the
expression in the form asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from coe.verifier.answers.candidates import find_answer, is_guess, is_marked
from coe.verifier.answers.conclusions import concluded, is_asked
from coe.verifier.answers.reading import HEDGED, read_answer
from coe.verifier.expressions.contents import free_variables, is_constant
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation, Statement
from coe.verifier.expressions.kept import kept
from coe.verifier.expressions.units import unit_names
from coe.verifier.lines.alone import line_alone
from coe.verifier.lines.equations import judge_general_solution
from coe.verifier.lines.quantities import says, settled
from coe.verifier.policy import DEFAULT, Policy
from coe.verifier.problems.choices import letter_in
from coe.verifier.problems.forms import is_finished, is_number
from coe.verifier.problems.goals import NO, YES, Form, Goal, Kind, is_region
from coe.verifier.problems.understanding import understand
from coe.verifier.report import LineStatus
from coe.verifier.syntax.printing import chain_text
from coe.verifier.values.vectors import entries_of


class Answer(NamedTuple):
    """An answer as claims about the unknowns, or as a bare value; and the same in plain text."""

    statement: Statement
    text: str


class Stated(NamedTuple):
    """An answer as the draft states it.

    Args:
        answer: the answer.
        line: number (from 1) of the line that states it (the last of them for a system).
        source: the texts that it was read from; with the problem they are a key for `answer_in`.
    """

    answer: Answer
    line: int
    source: tuple[str, ...]


def stated_answer(problem: str, lines: Sequence[str], policy: Policy = DEFAULT) -> Stated | None:
    """The answer that the draft states, or None."""
    goal = understand(problem)
    read = [line_alone(problem, text) for text in lines]
    for number in range(len(read), 0, -1):
        stating = read[number - 1].statement.is_answer or bool(letter_in(problem, lines[number - 1]))
        if stating or (goal is None and is_marked(lines[number - 1])):
            return _found(problem, number, (lines[number - 1],), policy)[0]
    if goal is not None and goal.kind is Kind.SYSTEM:
        giving = [number for number, text in enumerate(lines, start=1) if _gives(problem, text)]
        source = tuple(lines[number - 1] for number in giving)
        return _found(problem, giving[-1], source, policy)[0] if giving else None
    for number in range(len(read), 0, -1):
        line = read[number - 1]
        claims = line.statement.claims
        continued = number > 1 and line.needs_context and bool(claims) and claims[-1].continued
        source = (line.text, lines[number - 2]) if continued else (line.text,)
        stated, unfinished = _found(problem, number, source, policy)
        if stated is not None or unfinished:
            return stated
    return None


class _Unfinished(Exception):
    """A line that is on the way to an answer: the draft states none yet."""


def _found(problem: str, number: int, source: tuple[str, ...], policy: Policy) -> tuple[Stated | None, bool]:
    answer, unfinished = answer_in(problem, source, policy)
    return (None if answer is None else Stated(answer, number, source)), unfinished


@kept(8192)
def answer_in(problem: str, source: tuple[str, ...], policy: Policy = DEFAULT) -> tuple[Answer | None, bool]:
    """The answer that these lines state; True where they are on the way to one.

    Args:
        problem: the statement.
        source: one line, or a line and the one that it continues, or the lines that give the unknowns
            of a system their values.
        policy: decides whether an answer must be worked out and have the form asked.
    """
    goal = understand(problem)
    letter = letter_in(problem, source[0])
    if letter:
        return Answer(_bare(("choice", letter, None)), letter), False
    marked = is_marked(source[0])
    if marked:
        answer = read_answer(source[0], policy)
        if answer is HEDGED or (goal is None and answer.error):
            return Answer(answer, find_answer(source[0]).text.strip()), False
    statements = [line_alone(problem, text).statement for text in source]
    try:
        if goal is None:
            found = (
                _marked(problem, answer, source[0])
                if marked
                else _in_story(problem, statements[0], source[0], policy)
            )
        elif goal.kind is Kind.SYSTEM:
            found = _system_values(goal, statements)
        elif not goal.binds_every_line:
            found = _asked(goal, statements, source[0])
        elif goal.kind is Kind.EQUATION:
            found = _roots(goal, statements[0], statements[1:])
            if found is None and goal.beside and statements[0].claims:
                # A tangent need not be solved for y.
                found = Statement(statements[0].claims[-1:]) if statements[0].claims[-1].relations else None
            if found is None and judge_general_solution(goal, statements[0]) is not None:
                found = Statement(statements[0].claims, statements[0].joiner)
        else:
            found = _form(goal, statements[0])
    except _Unfinished:
        if policy.form:
            return None, True
        chain = statements[0].claims[-1]
        named = len(chain.sides) > 1 and chain.sides[0][0] == "var"
        found = (
            Statement((Chain((chain.sides[0], chain.sides[-1]), (Relation.EQ,)),))
            if named
            else _bare(chain.sides[-1])
        )
    if found is not None and is_guess(source[0]):
        return None, True
    return (None if found is None else Answer(found, _text(found))), False


def _text(statement: Statement) -> str:
    if statement.word:
        return statement.word
    joint = " or " if statement.joiner is Joiner.OR else ", "
    return joint.join(chain_text(chain) for chain in statement.claims)


def _bare(side: Expr) -> Statement:
    return Statement((Chain((side,)),))


def _stated(statement: Statement) -> Statement | None:
    return statement if statement.claims or statement.word else None


def _marked(problem: str, answer: Statement, text: str) -> Statement | None:
    found = _value(answer) or _stated(answer)
    chain = found.claims[0] if found is not None and len(found.claims) == 1 else None
    if chain is None or len(chain.sides) < 2 or chain.sides[0][0] == "var" or is_constant(chain.sides[0]):
        return found
    last = chain.sides[-1]
    return _bare(last) if is_number(last) and is_asked(problem, find_answer(text).text) else found


def _in_story(problem: str, statement: Statement, text: str, policy: Policy) -> Statement | None:
    """The value a line states where the problem is not understood; in LaTeX the one that it ends with."""
    last = concluded(problem, text, policy) if "$" in text or "\\" in text else None
    if last is not None and (not statement.claims or statement.claims[-1].sides[-1] != last):
        return _bare(last)
    found = _value(statement)
    return found if found is not None or last is None else _bare(last)


def _value(statement: Statement) -> Statement | None:
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
            return Statement((Chain((first, _finished(last)), (chain.relations[-1],)),))
        if last[0] != "var" and first != last and is_number(first) and chain.sides[1][0] == "var":
            return Statement((Chain((chain.sides[1], first), (chain.relations[0],)),))
        if not is_constant(first):
            return None
    return _bare(_finished(last))


def _finished(side: Expr) -> Expr:
    """The number that this is; what is left to calculate is no answer yet."""
    if not is_number(side):
        raise _Unfinished
    return side


def _asked(goal: Goal, statements: list[Statement], text: str) -> Statement | None:
    """The value a line states where a quantity is asked; a quantity of another name and value is none."""
    said = says(goal, text)
    if goal.kind is Kind.CHOICE:
        return None if said is None else _bare(YES if said else NO)
    if said and goal.expression is not None:
        return _bare(goal.expression)
    if goal.form is Form.PRIMES and statements[0].claims:
        product = statements[0].claims[-1].sides[-1]
        if not is_finished(product, goal.form):
            raise _Unfinished
        return _bare(product)
    if goal.asked is not None and statements[0].claims:
        chain = statements[0].claims[-1]
        if chain.sides[0] == goal.asked and set(chain.relations) == {Relation.EQ}:
            return _bare(_finished(chain.sides[-1]))
        if all(each.relations and each.sides[0][1] in dict(goal.given) for each in statements[0].claims):
            return None
    found = _in_order(goal, statements[0]) or _value(statements[0])
    if found is None or found.word or len(found.claims) != 1:
        return found
    last = found.claims[0].sides[-1]
    if goal.expression is not None and goal.expression[0] == "seq" != last[0] and not statements[0].is_answer:
        # One of several values asked: on the way.
        return None
    if goal.unit and unit_names(last) - {goal.unit}:
        raise _Unfinished
    equal = settled(goal, last).status is not LineStatus.INVALID
    if equal and goal.form.binds_values and not is_finished(last, goal.form) and not _is_also(goal, last):
        raise _Unfinished
    if not equal and not statements[0].is_answer and _names_another(goal, statements):
        return None
    if equal and not is_constant(last) and not is_finished(last, goal.form):
        raise _Unfinished
    return found


def _is_also(goal: Goal, side: Expr) -> bool:
    """Whether this is another value that is as right, which needs no form: 25 where 25% is asked."""
    return side[0] == "num" and any(other[0] == "num" and side[1] == other[1] for other in goal.also)


def _in_order(goal: Goal, statement: Statement) -> Statement | None:
    """ "gcd = 6, lcm = 36" as the two values asked, in the order of the questions."""
    asked = goal.expression[2] if goal.expression is not None and goal.expression[0] == "seq" else ()
    given, values = dict(goal.given), {}
    for chain in statement.claims:
        name = chain.sides[0][1] if chain.sides[0][0] == "var" else ""
        if len(chain.sides) < 2 or given.get(name) not in asked:
            return None
        values[asked.index(given[name])] = chain.sides[-1]
    if len(values) < len(asked) or not asked:
        return None
    return _bare(("seq", "tuple", tuple(values[place] for place in range(len(asked)))))


def _names_another(goal: Goal, statements: list[Statement]) -> bool:
    """Whether the line, or the one that it continues, gives its value to another name."""
    chain = statements[0].claims[-1]
    if chain.continued:
        chain = statements[1].claims[-1] if len(statements) > 1 and statements[1].claims else chain
    return chain.sides[0][0] == "var" and chain.sides[0][1] not in goal.names


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
            region = is_region(goal, chain.sides[0])
            if not statement.is_answer and not region:
                return None
            chain = Chain((name, chain.sides[0]), (Relation.IN if region else Relation.EQ,))
        shown = _solved(chain, name, len(goal.variables) > 1)
        if shown is None:
            return None
        found.append(shown)
    return Statement(tuple(found), statement.joiner if len(found) > 1 else Joiner.AND) if found else None


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
    value = _finished(last)
    return Chain((name, value), relations[-1:]) if len(sides) > 2 else chain


@kept(8192)
def _gives(problem: str, text: str) -> bool:
    """Whether a line gives an unknown of a system a value, or says that there is none."""
    goal, statement = understand(problem), line_alone(problem, text).statement
    if goal is None:
        return False
    if statement.word.startswith("no ") or _lists_points(statement):
        return True
    return any(_assigned(goal, chain) for chain in statement.claims)


def _lists_points(statement: Statement) -> bool:
    """Several pairs: "(3, 4), (4, 3)" or "(x, y) = (3, 4) or (x, y) = (4, 3)"."""
    last = [chain.sides[-1] for chain in statement.claims]
    if len(last) == 1 and last[0][0] == "seq" and last[0][1] in ("list", "set"):
        last = list(last[0][2])
    return len(last) > 1 and all(side[:2] == ("seq", "tuple") for side in last)


def _system_values(goal: Goal, statements: list[Statement]) -> Statement | None:
    """The last value stated for every unknown."""
    values: dict[str, Expr] = {}
    if _lists_points(statements[-1]):
        points = Statement(statements[-1].claims, statements[-1].joiner)
        return points if all(is_number(chain.sides[-1]) for chain in points.claims) else None
    for statement in statements:
        if statement.word.startswith("no "):
            return Statement(word=statement.word)
        for chain in statement.claims:
            values.update(_assigned(goal, chain))
    if len(values) < len(goal.variables) or not all(map(is_number, values.values())):
        return None
    return Statement(tuple(Chain((("var", name), values[name]), (Relation.EQ,)) for name in goal.variables))


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
    last = _pair(goal, statement) or statement.claims[-1].sides[-1]
    if goal.kind is Kind.EXPRESSION and not is_finished(last, goal.form):
        raise _Unfinished
    if goal.kind is Kind.EXPRESSION and goal.form is Form.VALUE and not is_constant(last):
        raise _Unfinished
    return _bare(last)


def _pair(goal: Goal, statement: Statement) -> Expr | None:
    """(x, y) = (1, 2), read as x = 1 and y = 2, as the pair, where a pair is asked."""
    if goal.expression is None or len(statement.claims) < 2:
        return None
    asked = entries_of(goal.expression)
    named = [chain for chain in statement.claims if len(chain.sides) == 2 and chain.sides[0][0] == "var"]
    if asked is None or not len(asked) == len(named) == len(statement.claims):
        return None
    return ("seq", "tuple", tuple(chain.sides[1] for chain in named))
