"""What a problem asks, as the readers of statements find it: the contract between them and the judges."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation

YES: Expr = ("word", "yes")
NO: Expr = ("word", "no")


class Kind(StrEnum):
    """What a line is compared with."""

    EQUATION = "equation"
    SYSTEM = "system"
    EXPRESSION = "expression"
    DERIVATIVE = "derivative"
    INTEGRAL = "integral"
    QUANTITY = "quantity"
    CHOICE = "choice"


class Form(StrEnum):
    """The form in which the answer is asked. Lines before it may have any form."""

    VALUE = "calculate"
    SIMPLIFIED = "simplify"
    EXPANDED = "expand"
    FACTORED = "factor"
    PRIMES = "factor into primes"
    LOWEST = "reduce"
    DECIMAL = "write as a decimal"
    PERCENT = "write as a percentage"
    FRACTION = "write as a fraction"
    IMPROPER = "write as an improper fraction"
    MIXED = "write as a mixed number"

    @property
    def binds_values(self) -> bool:
        """Whether a value that is right may be in another form than the one asked."""
        return self is Form.LOWEST or self.is_of_number

    @property
    def is_of_number(self) -> bool:
        """Whether a number is asked as it is written: a decimal, a percentage, a fraction of some kind."""
        return self in (Form.DECIMAL, Form.PERCENT, Form.FRACTION, Form.IMPROPER, Form.MIXED)


@dataclass(frozen=True, slots=True)
class Goal:
    """A problem that the verifier can decide by itself.

    Args:
        kind: what is asked.
        read_as: the problem in canonical words, for people.
        claims: the equations or inequalities to solve (EQUATION, SYSTEM).
        joiner: how they belong together.
        variables: the unknowns, in order of appearance; the one to solve for is first.
        expression: what every step must equal (EXPRESSION), the function to differentiate or integrate, the
            value asked (QUANTITY; several values are a "seq"), or the word "yes" or "no" (CHOICE).
        form: the form of the answer.
        names: what a line may call the value asked, so that its value is compared (QUANTITY).
        given: names that the problem itself gives a value (QUANTITY).
        also: other values that are as right (25 where 25% is asked).
        unsure: values that are neither right nor wrong without more words (20 for a change of -20%).
        either: letters that stand for the value asked, or for this one that the problem gives: "b" is one leg
            or the other (QUANTITY).
        unit: the unit that the answer must have, if it has any.
        approximate: a rounded answer is neither right nor wrong; else it is wrong.
        domain: conditions on the unknowns that the problem states: "for x > 0".
        asked: an expression in letters that `given` fixes, whose value is asked (QUANTITY): "4x = 16" states
            it, "x = 4" does not.
        sentences: patterns of the sentences that say yes and that say no (CHOICE); of those that state the
            right answer, and nothing (QUANTITY).
    """

    kind: Kind
    read_as: str
    claims: tuple[Chain, ...] = ()
    joiner: Joiner = Joiner.AND
    variables: tuple[str, ...] = ()
    expression: Expr | None = None
    form: Form = Form.VALUE
    names: frozenset[str] = frozenset()
    given: tuple[tuple[str, Expr], ...] = ()
    also: tuple[Expr, ...] = ()
    unsure: tuple[Expr, ...] = ()
    either: tuple[tuple[str, Expr], ...] = ()
    unit: str = ""
    approximate: bool = False
    sentences: tuple[str, str] = ("", "")
    domain: tuple[Chain, ...] = ()
    beside: tuple[tuple[str, Expr], ...] = ()
    in_degrees: bool = False
    asked: Expr | None = None

    @property
    def binds_every_line(self) -> bool:
        """Whether each line must follow from the problem; else lines on the way are judged by themselves."""
        return self.kind not in (Kind.QUANTITY, Kind.CHOICE)

    def __hash__(self) -> int:
        """By the words alone: expressions are slow to hash, and goals are looked up for every line."""
        return hash(self.read_as)


def is_region(goal: Goal, side: Expr) -> bool:
    """Whether a bare value is an interval: (1, 3) is one where an inequality is to be solved."""
    if side[0] in ("interval", "union"):
        return True
    relations = {relation for chain in goal.claims for relation in chain.relations}
    pair = side[0] == "seq" and side[1] == "tuple" and len(side[2]) == 2
    return pair and bool(relations) and not relations & {Relation.EQ, Relation.APPROX}
