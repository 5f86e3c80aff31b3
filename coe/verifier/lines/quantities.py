"""Problems that ask for one quantity, and yes-or-no questions: what a line says of what is asked.

Policy: a line that gives the value asked its name ("area = 8 * 5 = 40", where the area is asked) or states
the answer must be worth that value; every other line is on the way, and is judged by itself and by the
names that the lines so far and the problem have given values. A line is never wrong for calculating
something else.
"""

from __future__ import annotations

import re
from functools import lru_cache

from coe.verifier.expressions.contents import free_variables, is_constant
from coe.verifier.expressions.expr import Chain, Expr, Relation, Statement
from coe.verifier.expressions.substitution import substitute
from coe.verifier.expressions.units import without_units
from coe.verifier.lines import truth as t
from coe.verifier.problems.goals import NO, Goal, Kind
from coe.verifier.report import LineStatus, LineVerdict

_EQUAL = (Relation.EQ, Relation.APPROX)


def settled(goal: Goal, side: Expr, relation: Relation = Relation.EQ) -> LineVerdict:
    """FOLLOWS where the side is worth what is asked, ROUNDED, UNFOUNDED where it is not, else BEYOND."""
    wanted = goal.expression
    if wanted is None:
        return t.BEYOND
    found = [_compared(value, relation, side) for value in (wanted, *goal.also)]
    if t.TRUE in found:
        return t.FOLLOWS
    if t.ROUNDED in found:
        return t.ROUNDED
    if any(verdict is not t.FALSE for verdict in found):
        return t.BEYOND
    if any(_compared(value, relation, side) is not t.FALSE for value in goal.unsure):
        return t.BEYOND
    return t.UNFOUNDED


def _compared(wanted: Expr, relation: Relation, side: Expr) -> LineVerdict:
    """As `link_truth`, for pairs, lists, sets and ratios too."""
    if wanted[0] == "seq":
        return _collections(wanted, relation, side)
    if wanted[0] == "word":
        return t.TRUE if side == wanted else t.FALSE
    if wanted[0] == "ratio":
        return _ratios(wanted, side)
    if side[0] in ("seq", "ratio", "word"):
        return t.FALSE
    return t.link_truth(wanted, relation, side)


def _collections(wanted: Expr, relation: Relation, side: Expr) -> LineVerdict:
    if side[0] != "seq":
        return t.FALSE if is_constant(side) else t.BEYOND
    if len(side[2]) != len(wanted[2]):
        return t.FALSE
    items, others = list(side[2]), list(wanted[2])
    if wanted[1] == "set":
        # In any order: each wanted value takes the first item equal to it.
        for value in others:
            match = next((item for item in items if t.link_truth(value, relation, item) is t.TRUE), None)
            if match is None:
                return t.FALSE if all(map(is_constant, items)) else t.BEYOND
            items.remove(match)
        return t.TRUE
    return t.worst([_compared(*pair) for pair in zip(others, [relation] * len(others), items, strict=True)])


def _ratios(wanted: Expr, side: Expr) -> LineVerdict:
    if side[0] == "ratio" and len(side[1]) == len(wanted[1]):
        first, mine = wanted[1][0], side[1][0]
        products = [
            t.link_truth(("*", theirs, mine), Relation.EQ, ("*", own, first))
            for theirs, own in zip(wanted[1], side[1], strict=True)
        ]
        return t.worst(products)
    if len(wanted[1]) == 2 and is_constant(side) and side[0] not in ("seq", "ratio", "word"):
        return t.link_truth(("/", *wanted[1]), Relation.EQ, side)
    return t.FALSE if is_constant(side) else t.BEYOND


def about(goal: Goal, chain: Chain, known: Chain, statement: Statement) -> LineVerdict | None:
    """The verdict on a chain that speaks of the value asked; None where it speaks of something else.

    Args:
        chain: as written, not continued.
        known: the same with every name that has a value replaced by it.
        statement: the line it stands in.
    """
    if not chain.relations:
        verdict = settled(goal, known.sides[0])
        return verdict if statement.is_answer or verdict is t.FOLLOWS else None
    if any(relation not in _EQUAL for relation in chain.relations):
        return None
    if goal.expression is not None and goal.expression[0] == "ratio" == chain.sides[0][0]:
        # 12:18 = 2:3
        same = settled(goal, chain.sides[0]) is t.FOLLOWS
        return t.worst([settled(goal, side) for side in chain.sides]) if same else None
    named = chain.sides[0][0] == "var" and chain.sides[0][1] in goal.names
    if goal.either and chain.sides[0][0] == "var" and chain.sides[0][1] not in goal.names:
        return around_the_name(goal, _without_any_unit(chain))
    several = goal.expression is not None and goal.expression[0] == "seq"
    if several and any(chain.sides[0] == ("var", name) for name, _ in goal.given):
        # One of the values asked: "Answer: gcd = 6, lcm = 36".
        return None
    if not named and not (statement.is_answer and chain.sides[0][0] == "var"):
        return None
    return _value_named(goal, Chain(known.sides[1:], known.relations[1:]), known.relations[0])


def around_the_name(goal: Goal, chain: Chain) -> LineVerdict | None:
    """The verdict on an equation that holds the value asked by its name ("c^2 = 9 + 16 = 25").

    None where other names stand in it too, or where the value asked is not one number for sure.
    """
    names = {name for side in chain.sides for name in free_variables(side)}
    if goal.expression is None or goal.also or goal.unsure:
        return None
    other = _other_value(goal, names)
    if other is None and not names <= goal.names:
        return None
    verdict = _with_value(chain, names, goal.expression)
    if other is not None and verdict is t.FALSE and _with_value(chain, names, other) is not t.FALSE:
        # "b = 9": the leg that is given.
        return None
    if verdict is t.ROUNDED:
        return verdict
    wrong = t.FALSE if t.false_link(chain) else t.UNFOUNDED
    return t.FOLLOWS if verdict is t.TRUE else wrong if verdict is t.FALSE else None


def _without_any_unit(chain: Chain) -> Chain:
    return Chain(tuple(map(without_units, chain.sides)), chain.relations)


def _other_value(goal: Goal, names: set[str]) -> Expr | None:
    """The value that the one name may stand for beside the one asked."""
    return next((value for name, value in goal.either if names == {name}), None)


def _with_value(chain: Chain, names: set[str], value: Expr) -> LineVerdict:
    values = dict.fromkeys(names, without_units(value))
    return t.truth(Chain(tuple(substitute(side, values) for side in chain.sides), chain.relations))


def _value_named(goal: Goal, rest: Chain, relation: Relation) -> LineVerdict:
    """The verdict on what stands behind the name of the value asked."""
    unknown = [side for side in rest.sides if not free_variables(side) <= set(goal.variables)]
    if len(unknown) == len(rest.sides):
        # A formula in letters that have no value yet.
        return t.NO_CLAIM
    relations = (relation, *rest.relations)
    pairs = [pair for pair in zip(rest.sides, relations, strict=True) if pair[0] not in unknown]
    verdict = t.worst([settled(goal, side, how) for side, how in pairs])
    if verdict.status is LineStatus.INVALID and rest.relations and not unknown and t.truth(rest) is t.FALSE:
        return t.FALSE
    return verdict


def continued(goal: Goal, chain: Chain) -> LineVerdict:
    """The verdict on a continued chain as a value of what is asked."""
    if any(relation not in _EQUAL for relation in chain.relations):
        return t.BEYOND
    return t.worst(
        [settled(goal, side, relation) for side, relation in zip(chain.sides, chain.relations, strict=True)]
    )


_LEAD = r"(?:(?:so|thus|therefore|hence|then|and|(?:the |final )*answer(?: is)?)\s*[,:]?\s*)*"
_YES = r"(?:yes|true)"
_NO = r"(?:no|false)"
_REASON = r"(?:[,;.:]?\s*(?:because|since|as|for)\b.*)?"


@lru_cache(maxsize=256)
def _sentence(own: str, word: str) -> re.Pattern[str]:
    return re.compile(rf"{_LEAD}(?:{word}(?:[,;.:]\s*(?:{own})?{_REASON})?|{own}{_REASON})", re.IGNORECASE)


@lru_cache(maxsize=256)
def _statement(own: str) -> re.Pattern[str]:
    return re.compile(rf"{_LEAD}(?:{own})", re.IGNORECASE)


def says(goal: Goal, text: str) -> bool | None:
    """What a line answers in a sentence of its own: True for yes, or for the quantity asked, False for no;
    None where it answers nothing."""
    line = " ".join(text.split()).strip(" *.!#")
    affirms, denies = goal.sentences
    if goal.kind is Kind.QUANTITY:
        return True if affirms and _statement(affirms).fullmatch(line) else None
    if _sentence(affirms, _YES).fullmatch(line):
        return True
    return False if _sentence(denies, _NO).fullmatch(line) else None


def chosen(goal: Goal, text: str) -> LineVerdict | None:
    """The verdict on a line that answers in a sentence of its own; None where it does not."""
    answer = says(goal, text)
    if answer is None:
        return None
    return t.FOLLOWS if answer == (goal.expression != NO) else t.UNFOUNDED
