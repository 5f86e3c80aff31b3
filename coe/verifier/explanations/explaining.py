"""Why a line has its verdict, for people: the line, the reason and the two values or sets compared.

`explain` works from a finished report, so that verdicts, and what agents read, hold no values. Where two
values cannot be named in a few words only the reason is given; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coe.verifier.algebra.nonlinear import Point, solution_points
from coe.verifier.algebra.realsets import RealSet
from coe.verifier.algebra.solutions import links, solve
from coe.verifier.algebra.systems import linear_system
from coe.verifier.answers.checking import read_answer
from coe.verifier.answers.stated import stated_answer
from coe.verifier.explanations.comparing import compare_sides, value_at
from coe.verifier.explanations.describing import (
    describe_expression,
    describe_named,
    describe_point,
    describe_quantity,
    describe_set,
    describe_value,
)
from coe.verifier.expressions.contents import free_variables, is_constant
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation
from coe.verifier.expressions.substitution import substitute
from coe.verifier.expressions.units import without_units
from coe.verifier.lines import truth as t
from coe.verifier.lines.alone import Line, line_alone
from coe.verifier.lines.equations import solution_set
from coe.verifier.problems.choices import in_words
from coe.verifier.problems.goals import YES, Goal, Kind
from coe.verifier.problems.understanding import understand
from coe.verifier.report import LineStatus, LineVerdict, Reason, Report
from coe.verifier.syntax.printing import format_expression
from coe.verifier.values.exact import evaluate
from coe.verifier.verify import verify
from coe.verifier.workers.late import AskedOnce, WorkerTimeout

_ALONE = {
    Reason.NO_CLAIM: "it states nothing that can be checked",
    Reason.BEYOND: "it could be neither proven nor refuted",
    Reason.TIME: "it could not be decided in time",
}


def explain(
    statement: str, lines: str | Sequence[str], reference: str | None = None, report: Report | None = None
) -> tuple[str, ...]:
    """One sentence a line, such as "line 2: does not follow: x = 9, but line 1 gives x = 4".

    Args:
        statement: the problem; may be empty.
        lines: the draft, one step a line; a text is split into its lines.
        reference: the reference answer, where the report was made with one.
        report: what `verify` says of them; made here where it is not given.
    """
    lines = lines.splitlines() if isinstance(lines, str) else lines
    report = report or verify(statement, lines, reference)
    with AskedOnce():
        try:
            explainer = _Explainer(statement, lines, report, reference)
        except WorkerTimeout:
            # It was asked about the problem itself.
            return tuple(_sentence(*each, "") for each in enumerate(report.lines, start=1))
        return tuple(explainer.sentence(number) for number in range(1, len(lines) + 1))


def _sentence(number: int, verdict: LineVerdict, detail: str) -> str:
    words = f"line {number}: {verdict.reason.value}"
    if verdict.rests_on is not None:
        words = f"line {number}: rests on line {verdict.rests_on}, which is wrong"
    words = f"{words}: {detail}" if detail else words
    return f"{words}, {verdict.detail}" if verdict.detail else words


class _Explainer:
    """What the lines of one report say, looked up line by line."""

    def __init__(self, statement: str, lines: Sequence[str], report: Report, reference: str | None) -> None:
        self._statement = statement
        self._goal = understand(statement)
        self._verdicts = report.lines
        self._policy = report.policy
        self._read = [line_alone(statement, in_words(statement, text)) for text in lines]
        self._texts = lines
        self._reference = reference
        self._values: dict[str, tuple[Expr, int]] = {}
        self._solved: dict[str, tuple[RealSet, int]] = {}
        if self._goal is not None:
            self._values = {name: (value, 0) for name, value in self._goal.given}

    def sentence(self, number: int) -> str:
        """The explanation of a line; lines are asked in order."""
        verdict = self._verdicts[number - 1]
        try:
            detail = self._detail(number, self._read[number - 1], verdict)
        except WorkerTimeout:
            detail = ""
        if verdict.status is LineStatus.VALID or verdict.reason is Reason.NO_CLAIM:
            self._remember(number, self._read[number - 1])
        return _sentence(number, verdict, detail)

    def _detail(self, number: int, line: Line, verdict: LineVerdict) -> str:
        reason = verdict.reason
        if reason in _ALONE:
            return _ALONE[reason]
        if reason is Reason.UNREADABLE:
            return line.statement.error
        if reason is Reason.WRONG_ANSWER:
            return self._wrong_answer()
        if reason in (Reason.TRUE, Reason.FOLLOWS, Reason.RESTS_ON):
            return ""
        if reason in (Reason.FALSE, Reason.ROUNDED):
            by_zero = any(map(t.divides_by_zero, line.statement.claims))
            other = "it divides by zero" if by_zero else self._against_problem(number, line)
            return self._links(number, line, reason) or other
        return self._against_problem(number, line) or self._against_name(line)

    def _wrong_answer(self) -> str:
        stated = stated_answer(self._statement, self._texts, self._policy)
        if stated is None or self._reference is None:
            return ""
        statement = read_answer(self._reference)
        known = format_expression(statement.claims[-1].sides[-1]) if statement.claims else self._reference
        return f"the answer is {stated.answer.text}, but the reference is {known}"

    def _chains(self, number: int, line: Line) -> list[Chain]:
        """The chains of a line with names replaced by their values, and what a continued one continues."""
        values = {name: value for name, (value, _) in self._values.items()}
        before = self._read[number - 2].last if number > 1 else None
        chains = []
        for chain in line.statement.claims:
            sides = tuple(substitute(side, values) for side in chain.sides)
            if chain.continued and before is not None:
                chain = Chain((substitute(before, values), *sides), chain.relations)
            else:
                chain = Chain(sides, chain.relations, chain.continued)
            chains.append(chain)
        return chains

    def _links(self, number: int, line: Line, reason: Reason) -> str:
        """The first false or rounded link of a line."""
        pairs = [link for chain in self._chains(number, line) for link in links(chain)]
        # Constants first: the name in front of a calculation is no side of it.
        pairs.sort(key=lambda link: not (is_constant(link[0]) and is_constant(link[2])))
        return _compared(pairs, reason)

    def _against_problem(self, number: int, line: Line) -> str:
        goal = self._goal
        if goal is None:
            return ""
        if goal.kind is Kind.EQUATION:
            return self._sets(number, line, goal)
        if goal.kind is Kind.SYSTEM:
            return _points(line, goal)
        if goal.kind is Kind.CHOICE:
            return f"the answer is {'yes' if goal.expression == YES else 'no'}"
        if goal.kind is Kind.QUANTITY:
            return self._quantity(number, line, goal)
        return self._expression(number, line, goal)

    def _sets(self, number: int, line: Line, goal: Goal) -> str:
        """ "x = 9, but line 1 gives x = 4"."""
        wanted, found = solution_set(goal), line.judged.solution
        if wanted is None:
            return _with_letters(line, goal)
        name = goal.variables[0]
        source = self._source(number)
        if found is None:
            word = line.statement.word
            said = f"{word}, but " if word else ""
            return f"{said}{source} gives {describe_set(wanted, name)}"
        return f"{describe_set(found, name)}, but {source} gives {describe_set(wanted, name)}"

    def _source(self, number: int) -> str:
        """The line to compare with: the one before where it is valid, else the problem."""
        if number > 1 and self._verdicts[number - 2].reason is Reason.FOLLOWS:
            return f"line {number - 1}"
        return "the problem"

    def _expression(self, number: int, line: Line, goal: Goal) -> str:
        if goal.expression is None or not line.statement.claims:
            return ""
        named = line.statement.claims[-1].sides[0]
        if named[0] == "var" and named[1] in self._values:
            return self._against_name(line)
        side = line.statement.claims[-1].sides[-1]
        if goal.kind is Kind.EXPRESSION:
            if self._verdicts[number - 1].reason is Reason.ROUNDED:
                return compare_sides(goal.expression, Relation.EQ, side, rounded=True)
            return compare_sides(side, Relation.EQ, goal.expression, source=self._source(number))
        from coe.verifier.calculus.derivatives import differentiate

        derived = differentiate(side if goal.kind is Kind.INTEGRAL else goal.expression, goal.variables[0])
        if derived is None:
            return ""
        if goal.kind is Kind.INTEGRAL:
            wanted = describe_expression(goal.expression)
            return f"its derivative is {describe_expression(derived)}, not {wanted}"
        return compare_sides(side, Relation.EQ, derived, source="the derivative")

    def _quantity(self, number: int, line: Line, goal: Goal) -> str:
        chains = self._chains(number, line)
        if goal.expression is None or not chains:
            return ""
        chain, asked = chains[-1], chains[-1].sides[-1]
        named = line.statement.claims[-1].sides[0]
        asked_by_name = goal.names.union(name for name, _ in goal.either)
        on_the_way = named[0] == "var" and named[1] not in asked_by_name and not line.statement.is_answer
        if chain.relations and not chain.continued and on_the_way:
            return self._against_name(line)
        names = {each for side in chain.sides for each in free_variables(side)}
        if named[0] != "var" and names and names <= asked_by_name:
            # c^3 = 225, where c is asked.
            plain = without_units(goal.expression)
            exact = evaluate(plain)
            values = dict.fromkeys(names, plain if exact is None else ("num", exact, None))
            known = Chain(tuple(substitute(side, values) for side in chain.sides), chain.relations)
            gives = f"the problem gives {describe_quantity(goal.expression)}"
            return f"{gives}: {_compared(links(known), Reason.FALSE)}"
        said, value = describe_expression(asked), describe_quantity(asked)
        said = f"{said} {value}" if value.startswith("≈") else said
        return f"{said}, but the problem gives {describe_quantity(goal.expression)}"

    def _against_name(self, line: Line) -> str:
        """A name that an earlier line or the problem gave another value."""
        for chain in line.statement.claims:
            name = chain.sides[0]
            if len(chain.sides) < 2:
                continue
            if name[0] != "var":
                if said := self._against_equation(chain):
                    return said
                continue
            stated = f"{name[1]} = {describe_expression(chain.sides[-1])}"
            if name[1] in self._values:
                value, source = self._values[name[1]]
                where = f"line {source}" if source else "the problem"
                return f"{stated}, but {where} gives {name[1]} = {describe_quantity(value)}"
            if name[1] in self._solved:
                found, source = self._solved[name[1]]
                return f"{stated}, but line {source} gives {describe_set(found, name[1])}"
        return ""

    def _against_equation(self, chain: Chain) -> str:
        """c^2 = 100, where an earlier line says that c^2 is 25."""
        names = free_variables(chain.sides[0])
        if len(names) != 1 or not names <= self._solved.keys():
            return ""
        (name,) = names
        mine = solve((chain,), Joiner.AND, name)
        found, source = self._solved[name]
        if mine is None:
            return ""
        return f"{describe_set(mine, name)}, but line {source} gives {describe_set(found, name)}"

    def _remember(self, number: int, line: Line) -> None:
        """The value that a valid line gives a name, or those that its equation leaves."""
        if self._goal is not None and self._goal.binds_every_line:
            return
        for chain in line.statement.claims:
            name, last = chain.sides[0], chain.sides[-1]
            if not chain.relations or chain.continued or not is_constant(last):
                continue
            if name[0] == "var":
                self._values.setdefault(name[1], (last, number))
            elif len(names := free_variables(name)) == 1:
                (only,) = names
                found = solve((Chain((name, last), (Relation.EQ,)),), Joiner.AND, only)
                if found is not None:
                    self._solved.setdefault(only, (found, number))


def _compared(pairs: Iterable[tuple[Expr, Relation, Expr]], reason: Reason) -> str:
    """The first link that has a verdict with this reason, its two values."""
    for left, relation, right in pairs:
        if t.link_truth(left, relation, right).reason is reason:
            return compare_sides(left, relation, right, rounded=reason is Reason.ROUNDED)
    return ""


def _with_letters(line: Line, goal: Goal) -> str:
    """y = 2 - x tried in the problem's equation with small numbers for the other letters."""
    chain, wanted = line.statement.claims[-1] if line.statement.claims else None, goal.claims[0]
    if chain is None or len(chain.sides) != 2 or len(wanted.sides) != 2 or len(goal.claims) > 1:
        return ""
    name, value = chain.sides
    if name[0] != "var" or name[1] in free_variables(value):
        return ""
    tried = substitute(wanted.sides[0], {name[1]: value}), substitute(wanted.sides[1], {name[1]: value})
    found = compare_sides(tried[0], Relation.EQ, tried[1])
    return f"put into the problem, {found}" if found else ""


def _points(line: Line, goal: Goal) -> str:
    """A line of a system at the system's solution."""
    system = linear_system(goal.claims, goal.variables)
    points: tuple[Point, ...] | None
    if system is not None and system.consistent and system.solution().keys() >= set(goal.variables):
        points = ({name: system.solution()[name] for name in goal.variables},)
    else:
        points = solution_points(goal.claims, goal.variables)
    if points is None:
        return ""
    if not points:
        return "the problem has no solution"
    listed = [describe_point({name: point[name] for name in goal.variables}) for point in points]
    gives = " or ".join(f"({text})" for text in listed) if len(points) > 1 else listed[0]
    if len(points) == 1:
        for chain in line.statement.claims:
            for left, relation, right in links(chain):
                if relation is not Relation.EQ or _same_at(left, right, points[0]):
                    continue
                named = left[0] == "var" and is_constant(right)
                said = _at_point(left, right, points[0], named=named)
                if said:
                    return f"{said}; the problem gives {gives}"
    return f"the problem gives {gives}"


def _same_at(left: Expr, right: Expr, point: Point) -> bool:
    a, b = value_at(left, point), value_at(right, point)
    return a is None or b is None or a == b


def _at_point(left: Expr, right: Expr, point: Point, *, named: bool) -> str:
    """A false equation at a point: "x = 9", or "there x + y is 4, not 5"."""
    a, b = value_at(left, point), value_at(right, point)
    if a is None or b is None:
        return ""
    if named:
        return describe_named(left[1], b)
    if is_constant(right):
        return f"{describe_expression(left)} is {describe_value(a)}, not {describe_value(b)}"
    return f"the left side is {describe_value(a)}, the right side {describe_value(b)}"
