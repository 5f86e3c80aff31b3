"""What the lines of a draft have said so far: names, equations taken as given, invalid lines.

Policy where the problem is not understood:
- a name defined by a number is remembered; stating another value for it later DOES_NOT_FOLLOW. A bare
  definition ("n = 3") makes no claim; one that calculates ("n = 1 + 2 = 3") is true or false;
- an equation that is no identity is taken as given the first time and not judged (UNCHECKED); lines in
  the same unknowns must follow from what is given. With no statement at all, an equation with unknowns
  on both sides is read as an identity and is FALSE where it is none;
- conditions ("assume x > 0", "for x > 0") hold as `assumed.py` says;
- calls of functions that the problem or a line defines are written out first (see `calls.py`);
- "Answer: 72" FOLLOWS where an earlier line arrives at 72, else it makes no claim.
"""

from __future__ import annotations

from collections.abc import Iterable

from coe.verifier.expressions.contents import free_variables, is_constant
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation, Statement
from coe.verifier.expressions.substitution import substitute
from coe.verifier.expressions.units import in_one_unit, unit_names
from coe.verifier.lines import quantities
from coe.verifier.lines import truth as t
from coe.verifier.lines.against import judge
from coe.verifier.lines.alone import Claim, Line, claim_of, side_names
from coe.verifier.lines.assumed import Assumed
from coe.verifier.lines.chains import arithmetic, length, names_a_quantity, names_in, worked_out
from coe.verifier.lines.conditional import reads_as_identity
from coe.verifier.lines.matrix_names import may_be_matrices, speaks_of_matrices, with_products
from coe.verifier.lines.rejections import Rejections
from coe.verifier.lines.resting import rests_on
from coe.verifier.lines.suppositions import Suppositions, names_anew, several_values, speaks_of_complex
from coe.verifier.lines.taken_as_given import TakenAsGiven
from coe.verifier.problems.goals import Goal
from coe.verifier.report import LineStatus, LineVerdict, Reason
from coe.verifier.workers.late import WorkerTimeout

# Of the invalid lines only so many are asked whether a later one rests on them: a long draft stays linear.
_REMEMBERED = 8
# Nodes of a value that is put in place of its name: definitions by definitions must not grow without bound.
_LONGEST_VALUE = 80
_CONGRUENT = ("\\equiv", "≡")


class Notebook:
    """What the lines so far have said; lives for one draft."""

    def __init__(
        self, problem: str, goal: Goal | None, rejections: Rejections | None, has_late_line: bool
    ) -> None:
        self._problem = problem
        # A quantity that is asked binds only the lines that name it; the others are judged as in any story.
        self._asked = None if goal is None or goal.binds_every_line else goal
        self._goal = None if self._asked else goal
        self._rejections = rejections
        self._assumed = Assumed(problem, goal)
        self._number = 0
        self._is_choice = False
        self._late: set[str] = set()
        self._has_late_line = has_late_line
        self._values: dict[str, Expr] = dict(goal.given) if goal is not None else {}
        self._wrong_values: dict[str, tuple[Expr, int]] = {}
        self._rounded: dict[str, Expr] = {}
        self._wrong: list[tuple[int, str]] = []
        self._previous: tuple[Expr, bool] | None = None
        self._given = TakenAsGiven(over_the_reals=not speaks_of_complex(problem))
        self._of_matrices = speaks_of_matrices(problem)
        # A line that was not read stands in front: one that goes on from it says nothing known.
        self._has_gap = False
        self._suppositions = Suppositions(problem) if goal is None else None
        self._unit: frozenset[str] = frozenset()
        self._results: list[Expr] = []

    def judge(self, line: Line, known: LineVerdict | None, *, is_choice: bool = False) -> LineVerdict:
        """The verdict on the next line.

        Args:
            line: the line.
            known: its verdict where it defines a function.
            is_choice: it names an option by its letter.
        """
        self._number += 1
        self._is_choice = is_choice
        try:
            late = bool(self._late) and self._needs_late_line(line)
            verdict = t.TIMEOUT if late else self._judge(line, known)
        except WorkerTimeout:
            verdict = t.TIMEOUT
        if verdict is t.TIMEOUT:
            self._late |= names_in(line.statement.claims)
            self._previous = None if line.last is None else (line.last, False)
        return verdict

    def _needs_late_line(self, line: Line) -> bool:
        """Whether an earlier line that was not judged in time may say something of this one."""
        if not line.needs_context:
            return False
        return any(chain.continued for chain in line.statement.claims) or not self._late.isdisjoint(
            names_in(line.statement.claims)
        )

    def _judge(self, line: Line, known: LineVerdict | None) -> LineVerdict:
        verdict = known or self._assumed.judged(line, self._goal, self._known)
        if verdict is None:
            verdict = self._with_context(line) if line.needs_context else line.judged.verdict
        extra = line.judged.extra
        if extra is not None:
            if self._rejections is not None and self._rejections.cover(self._number - 1, extra):
                verdict = t.FOLLOWS
            elif self._has_late_line and verdict is t.ADDS:
                # What that line says may reject them.
                return t.TIMEOUT
        if verdict.status is LineStatus.INVALID and any(sign in line.text for sign in _CONGRUENT):
            # Equal up to a multiple of what only an earlier line may name.
            verdict = t.BEYOND
        if self._suppositions is not None:
            verdict = self._suppositions.softened(verdict, line)
        if verdict.status is LineStatus.INVALID:
            resting = self._resting(line.text) if self._wrong else None
            if resting is not None:
                return LineVerdict(LineStatus.UNCHECKED, Reason.RESTS_ON, resting)
            self._wrong.append((self._number, line.text))
        if line.last is not None:
            self._previous = (line.last, verdict.status is LineStatus.VALID)
            if verdict.status is LineStatus.VALID:
                self._results.append(line.last)
        self._has_gap = bool(line.statement.error)
        if self._has_gap:
            self._previous = None
        return verdict

    def _with_context(self, line: Line) -> LineVerdict:
        statement = line.statement
        if self._goal is not None and not line.judged.foreign:
            return self._continued(line)
        if self._has_gap and any(chain.continued for chain in statement.claims):
            return t.BEYOND
        chosen = None if self._asked is None else quantities.chosen(self._asked, line.text)
        if chosen is not None:
            return chosen
        if statement.error:
            return t.UNREADABLE
        if statement.joiner is Joiner.OR:
            return self._alternatives(statement)
        claims = line.claims
        if names_anew(line.text):
            self._forget({claim.defines for claim in claims if claim.defines and len(claim.defines) == 1})
        if len(claims) > 1 and (several := several_values(statement)):
            claims = tuple(claim for claim in claims if claim.defines not in several)
            return t.worst([t.BEYOND, *(self._claim(claim, statement) for claim in claims)])
        return t.worst([self._claim(claim, statement) for claim in claims])

    def _forget(self, names: set[str]) -> None:
        """Letters that a line names anew have no value and no equation from before, but for the problem's."""
        names -= set() if self._goal is None else {*self._goal.variables, *dict(self._goal.given)}
        for known in (self._values, self._wrong_values, self._rounded):
            for name in names & known.keys():
                del known[name]
        self._given.forget(names)

    def _continued(self, line: Line) -> LineVerdict:
        """A continued line of an understood problem: of the expression asked, else of the line before."""
        verdict = line.judged.verdict
        by_goal = self._goal is not None and self._goal.expression is not None
        if (by_goal and verdict.status is not LineStatus.INVALID) or self._previous is None:
            return verdict
        joined = [self._joined(chain) for chain in line.statement.claims]
        found = t.worst([t.truth(chain) for chain in joined])
        if by_goal and (found.status is not LineStatus.VALID or not self._previous[1]):
            return verdict
        return found

    def _joined(self, chain: Chain) -> Chain:
        """A continued chain with the side that it continues in front."""
        if not chain.continued or self._previous is None:
            return chain
        return Chain((self._previous[0], *chain.sides), chain.relations)

    def _claim(self, claim: Claim, statement: Statement) -> LineVerdict:
        """One chain where the problem is not understood, or one with names the problem does not hold."""
        if self._asked is not None:
            verdict = self._of_asked(self._asked, claim.chain, statement)
            if verdict is not None:
                return verdict
        if claim.chain.continued:
            if self._previous is None:
                return t.truth(claim.chain)
            claim = claim_of(self._joined(claim.chain))
        spelt = with_products(claim.chain, self._values) if self._values else claim.chain
        claim = claim if spelt is claim.chain else claim_of(spelt)
        chain = claim.chain
        if not chain.relations:
            return self._value(chain, statement)
        if statement.is_definition and chain.sides[-1][0] == "var":
            # "Let x be the number of apples": words for the unknown, no equation.
            return t.NO_CLAIM
        if claim.defines is not None and self._may_define(claim, claim.defines):
            return self._definition(claim, claim.defines)
        if statement.is_definition and self._substitution(chain):
            return t.NO_CLAIM
        if not claim.names:
            return claim.truth or t.truth(chain)
        known = self._known(chain)
        left = side_names(known)
        if not left:
            return self._constant_claim(chain, known)
        if self._of_matrices and may_be_matrices(known):
            return t.BEYOND
        if self._goal is not None:
            if left <= set(self._goal.variables):
                return judge(self._goal, Statement((known,), is_answer=statement.is_answer)).verdict
            return t.settled(known) or t.BEYOND
        return self._relation(known, left)

    def _of_asked(self, asked: Goal, chain: Chain, statement: Statement) -> LineVerdict | None:
        """The verdict on a chain that speaks of the quantity asked; None where it is only on the way."""
        if not chain.continued:
            verdict = quantities.about(asked, chain, self._known(chain), statement)
            if verdict is not None and verdict.status is LineStatus.VALID and len(chain.sides) > 1:
                self._values.setdefault(chain.sides[0][1], self._known(chain).sides[-1])
            return verdict
        verdict = quantities.continued(asked, chain)
        if self._previous is None or verdict.status is LineStatus.VALID:
            return verdict
        goes_on = t.truth(self._joined(chain)).status is LineStatus.VALID
        was_wrong = bool(self._wrong) and self._wrong[-1][0] == self._number - 1
        return verdict if goes_on and was_wrong else None

    def _known(self, chain: Chain) -> Chain:
        """The chain with every name defined so far replaced by its value."""
        if not self._values:
            return chain
        return Chain(
            tuple(substitute(side, self._values) for side in chain.sides), chain.relations, chain.continued
        )

    def _value(self, chain: Chain, statement: Statement) -> LineVerdict:
        if not statement.is_answer:
            return t.NO_CLAIM
        side = self._known(chain).sides[0]
        # Options are what comes out on the way, or by a mistake: only where the lines have ended counts.
        results = self._results[-1:] if self._is_choice else self._results
        reached = any(t.link_truth(result, Relation.EQ, side) is t.TRUE for result in results)
        return t.FOLLOWS if reached else t.NO_CLAIM

    def _may_define(self, claim: Claim, name: str) -> bool:
        """Whether the name is free to be defined, and every name behind it has a value, if a wrong one."""
        if self._goal is not None and name in self._goal.variables:
            return False
        if name in self._given.names():
            return False
        if not claim.rest_names:
            return True
        left = side_names(self._known(claim.rest))
        return left <= self._wrong_values.keys()

    def _substitution(self, chain: Chain) -> bool:
        """Remember "let u = x^2" for an unknown of the problem."""
        if self._goal is None or len(chain.sides) != 2 or chain.relations != (Relation.EQ,):
            return False
        left, right = chain.sides
        names = free_variables(right)
        if left[0] != "var" or left[1] in self._values or not names or not names <= set(self._goal.variables):
            return False
        if length(right) > _LONGEST_VALUE:
            return False
        self._values[left[1]] = right
        return True

    def _definition(self, claim: Claim, name: str) -> LineVerdict:
        chain, rest = claim.chain, claim.rest
        known = self._known(rest) if claim.rest_names else rest
        last = worked_out(known.sides[-1])
        if claim.rest_names and not all(is_constant(side) for side in known.sides):
            return self._believed(name, known)
        verdict = claim.truth or t.truth(known)
        if verdict.status is LineStatus.INVALID and self._rounded:
            verdict = self._carried(rest) or verdict
        if verdict.status is LineStatus.INVALID:
            if length(last) <= _LONGEST_VALUE:
                self._wrong_values[name] = (last, self._number)
            return self._wrong_name(rest) or verdict
        before = self._values.get(name)
        if before is not None:
            again = t.link_truth(before, chain.relations[0], known.sides[0])
            return t.worst(
                [t.FOLLOWS if again is t.TRUE else t.UNFOUNDED if again is t.FALSE else again, verdict]
            )
        wrong = self._wrong_values.get(name)
        if wrong is not None and t.link_truth(wrong[0], Relation.EQ, last) is t.TRUE:
            return LineVerdict(LineStatus.UNCHECKED, Reason.RESTS_ON, wrong[1])
        if verdict is t.ROUNDED:
            # Later lines may go on with the value itself or with the digits shown.
            self._rounded[name] = last
            last = known.sides[0]
        if length(last) <= _LONGEST_VALUE:
            self._values[name] = last
        return verdict if rest.relations else t.NO_CLAIM

    def _believed(self, name: str, rest: Chain) -> LineVerdict:
        """A definition by names that only invalid lines gave values."""
        resting = self._wrong_name(rest)
        if resting is None:
            return t.FALSE if is_constant(rest.sides[-1]) else t.BEYOND
        if is_constant(rest.sides[-1]) and resting.rests_on is not None:
            self._wrong_values[name] = (worked_out(rest.sides[-1]), resting.rests_on)
        return resting

    def _constant_claim(self, chain: Chain, known: Chain) -> LineVerdict:
        verdict = t.truth(known)
        if verdict.status is LineStatus.INVALID and self._rounded:
            verdict = self._carried(chain) or verdict
        if verdict.status is LineStatus.INVALID:
            return self._wrong_name(chain) or verdict
        return t.FOLLOWS if verdict is t.TRUE and known != chain else verdict

    def _carried(self, chain: Chain) -> LineVerdict | None:
        """ROUNDED where the chain is true with the digits shown for names that were rounded."""
        if not self._rounded.keys() & side_names(chain):
            return None
        values = {**self._values, **self._rounded}
        shown = Chain(tuple(substitute(side, values) for side in chain.sides), chain.relations)
        return t.ROUNDED if t.truth(shown).status is LineStatus.VALID else None

    def _wrong_name(self, chain: Chain) -> LineVerdict | None:
        """RESTS_ON where the chain is true with the values that invalid lines gave its names."""
        names = [
            name for name in self._wrong_values if any(name in free_variables(side) for side in chain.sides)
        ]
        if not names:
            return None
        values = {**self._values, **{name: value for name, (value, _) in self._wrong_values.items()}}
        believed = Chain(tuple(substitute(side, values) for side in chain.sides), chain.relations)
        if believed.relations and t.truth(believed).status is not LineStatus.VALID:
            return None
        return LineVerdict(LineStatus.UNCHECKED, Reason.RESTS_ON, self._wrong_values[names[0]][1])

    def _relation(self, chain: Chain, names: Iterable[str]) -> LineVerdict:
        """An equation or inequality in unknowns: an identity, something given, or what follows from that."""
        if (settled := t.settled(chain)) is not None:
            return settled
        sides, self._unit = in_one_unit(chain.sides, self._unit)
        chain = Chain(sides, chain.relations)
        calculated = arithmetic(chain)
        if calculated is not None and calculated.status is LineStatus.INVALID:
            return calculated
        if not names_a_quantity(chain):
            # The arithmetic behind it is true; whether the equation is, is not known.
            calculated = None
        if self._unit and any(map(unit_names, sides)):
            # 3x = 1 hour, then 3x = 60 minutes: not the number that x stood for.
            return calculated or t.BEYOND
        around = None if self._asked is None else quantities.around_the_name(self._asked, chain)
        if around is not None:
            return around
        ordered = tuple(sorted(names))
        if not self._problem.strip() and not self._given and reads_as_identity(chain):
            return t.truth(chain)
        if self._wrong_values.keys() & set(ordered):
            return self._wrong_name(chain) or t.BEYOND
        verdict = self._given.verdict(chain, ordered)
        if verdict is not None:
            return verdict
        self._given.add(chain)
        if calculated is not None:
            return calculated
        return t.BEYOND if chain.relations[0] in t.EQUAL else t.NO_CLAIM

    def _alternatives(self, statement: Statement) -> LineVerdict:
        """ "x = 2 or x = -2" where the problem is not understood, or with names defined earlier."""
        claims = tuple(self._known(chain) for chain in statement.claims)
        names = frozenset().union(*(side_names(chain) for chain in claims))
        if self._goal is not None and names <= set(self._goal.variables):
            return judge(self._goal, Statement(claims, statement.joiner, statement.is_answer)).verdict
        return self._given.alternatives(claims, *names) if len(names) == 1 else t.BEYOND

    def _resting(self, text: str) -> int | None:
        """The number of the invalid line that this one follows from, or None."""
        for number, wrong in self._wrong[-_REMEMBERED:]:
            if rests_on(self._problem, text, wrong):
                return number
        return None
