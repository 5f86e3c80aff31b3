"""Whether two meanings of answers are the same, under a policy: True, False, or None where that is beyond."""

from __future__ import annotations

from coe.verifier.algebra.literal import same_inequality, same_literal_equation
from coe.verifier.algebra.realsets import Comparison, RealSet, compare
from coe.verifier.algebra.solutions import set_of, solve
from coe.verifier.answers.meaning import Meaning, meaning_of
from coe.verifier.answers.same_value import all_of, same_collections, same_in_order, same_ratios, same_value
from coe.verifier.answers.words import letters_of, spelt
from coe.verifier.expressions.contents import free_variables, kinds_of
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation, Statement
from coe.verifier.lines import truth as t
from coe.verifier.policy import Colon, Policy
from coe.verifier.values.matrices import as_vector

_HALF_DAY = 720
_WITHOUT_VALUE = {"undefined", "diverges"}


def same_meaning(a: Meaning, b: Meaning, policy: Policy) -> bool | None:
    """Whether two answers mean the same."""
    if a.word or b.word:
        return _same_words(a, b)
    if a.inequality or b.inequality:
        return _same_inequalities(a, b)
    if a.equation or b.equation:
        return _same_equations(a, b, policy)
    if a.region is not None or b.region is not None:
        return _same_regions(a, b)
    if a.named or b.named:
        return _same_named(a, b, policy)
    if len(a.name) == 1 and len(b.name) == 1 and a.name != b.name:
        return False
    return _same_values(a, b, policy)


def _same_values(a: Meaning, b: Meaning, policy: Policy) -> bool | None:
    special = _same_special(a, b, policy)
    if special is not None:
        return special.decided
    if a.ordered != b.ordered:
        return False
    if a.ordered:
        return same_in_order(a.values, b.values, policy)
    return same_collections(a.values, b.values, policy)


class _Decided:
    """A verdict that is final, which may be None."""

    __slots__ = ("decided",)

    def __init__(self, decided: bool | None) -> None:
        self.decided = decided


def _same_special(a: Meaning, b: Meaning, policy: Policy) -> _Decided | None:
    """Matrices, choices, times and numbers in a base: kinds that are no values to calculate with."""
    for one, two in ((a, b), (b, a)):
        these, those = one.values, two.values
        if len(these) != 1:
            continue
        kind = these[0][0]
        if kind == "matrix":
            return _Decided(_same_matrices(these[0], two, policy))
        if kind == "choice":
            return _Decided(_same_choices(these[0], those, policy))
        if kind == "time":
            return _Decided(_same_times(these[0], those, policy))
        if kind == "based":
            other = those[0] if len(those) == 1 else None
            if other is not None and other[0] == "based":
                return _Decided(other[1] == these[0][1])
            same = other is not None and same_value(("num", these[0][1], None), other, policy)
            return _Decided(None if same else False)
    return None


def _same_matrices(matrix: Expr, other: Meaning, policy: Policy) -> bool | None:
    """A matrix beside another one; a single row or column also beside a tuple."""
    others = other.values
    if len(others) == 1 and others[0][0] == "matrix":
        other_columns, other_entries = others[0][1:]
        if matrix[1] != other_columns or len(matrix[2]) != len(other_entries):
            return False
        return all_of(same_value(a, b, policy) for a, b in zip(matrix[2], other_entries, strict=True))
    if len(matrix[2]) == len(others) == 1:
        return same_value(matrix[2][0], others[0], policy)
    vector = as_vector(matrix)
    if vector is None or not other.ordered or len(vector) != len(others):
        return False
    return all_of(same_value(a, b, policy) for a, b in zip(vector, others, strict=True))


def _same_choices(choice: Expr, others: tuple[Expr, ...], policy: Policy) -> bool | None:
    other = others[0] if len(others) == 1 else None
    if other is not None and other[0] == "choice":
        if choice[2] is not None and other[2] is not None and _differ(choice[2], other[2], policy):
            return False
        return bool(choice[1] == other[1])
    if other is not None and other[0] == "var" and len(other[1]) == 1:
        return bool(other[1].upper() == choice[1])
    if choice[2] is None:
        return False
    behind = meaning_of(choice[2])
    return None if behind is None else same_meaning(behind, Meaning(others), policy)


def _differ(a: Statement, b: Statement, policy: Policy) -> bool:
    first, second = meaning_of(a), meaning_of(b)
    return first is not None and second is not None and same_meaning(first, second, policy) is False


def _same_times(time: Expr, others: tuple[Expr, ...], policy: Policy) -> bool | None:
    other = others[0] if len(others) == 1 else None
    if other is None:
        return False
    if other[0] != "time":
        if time[3] is None or policy.colon is Colon.TIME or other[0] not in ("ratio", "num", "/"):
            return False
        return same_value(time[3], other, policy)
    as_times = _same_moment(time, other)
    if time[3] is None or other[3] is None or policy.colon is Colon.TIME:
        return as_times
    as_ratios = same_ratios(time[3], other[3], policy)
    if policy.colon is Colon.RATIO or as_ratios == as_times:
        return as_ratios
    return None if as_ratios else False


def _same_moment(a: Expr, b: Expr) -> bool:
    if a[1] == b[1]:
        return True
    # A bare 3:30 beside 3:30 pm leaves out which half of the day is meant.
    bare, told = (a, b) if not a[2] else (b, a)
    return not bare[2] and bool(told[2]) and bare[1] < 13 * 60 and (told[1] - bare[1]) % _HALF_DAY == 0


def _same_words(a: Meaning, b: Meaning) -> bool | None:
    if a.word and b.word:
        same_set = a.region is not None and b.region is not None and a.region == b.region
        return spelt(a.word) == spelt(b.word) or same_set or {a.word, b.word} == _WITHOUT_VALUE
    if a.region is not None and b.region is not None:
        return compare(a.region, b.region) is Comparison.EQUAL
    word, other = (a, b) if a.word else (b, a)
    if word.word == "diverges" and len(other.values) == 1 and "const oo" in kinds_of(other.values[0]):
        # What grows over every bound does diverge, and so does what oscillates.
        return None
    if len(other.values) == 1 and other.values[0][0] in ("var", "*"):
        # "even" is an answer in words where the other side was read as letters.
        return spelt(word.word) == letters_of(other.values[0])
    if len(other.values) == 1 and other.values[0][0] == "choice" and other.values[0][2] is not None:
        behind = meaning_of(other.values[0][2])
        return None if behind is None else bool(behind.word) and _same_words(word, behind)
    return False


def _same_inequalities(a: Meaning, b: Meaning) -> bool | None:
    if a.inequality is None or b.inequality is None:
        return False
    names = tuple(sorted(_names(a.inequality) | _names(b.inequality)))
    return same_inequality(a.inequality, b.inequality, names)


def _names(chain: Chain) -> frozenset[str]:
    return frozenset().union(*(free_variables(side) for side in chain.sides))


def _same_equations(a: Meaning, b: Meaning, policy: Policy) -> bool | None:
    for one, two in ((a, b), (b, a)):
        if one.equation is not None and one.values and two.equation is None and not two.name:
            return _same_values(Meaning(one.values), two, policy)
    first, second = _as_equation(a), _as_equation(b)
    if first is None or second is None:
        return _same_solutions(a, b)
    names = tuple(sorted(_names(first) | _names(second)))
    same = same_literal_equation(first, second, names)
    return _proportional_sides(first, second) if same is None else same


def _proportional_sides(a: Chain, b: Chain) -> bool | None:
    """Equations beyond polynomials: True where left minus right agree up to the sign, else not known."""
    if len(a.sides) != 2 or len(b.sides) != 2:
        return None
    first, second = ("-", *a.sides), ("-", *b.sides)
    for sign in (second, ("neg", second)):
        if t.link_truth(first, Relation.EQ, sign) is t.TRUE:
            return True
    return None


def _same_solutions(a: Meaning, b: Meaning) -> bool | None:
    """An equation in one unknown against the values or region that solve it."""
    equation, other = (a, b) if a.equation is not None else (b, a)
    if equation.equation is None or not (other.name or len(other.values) > 1 or other.region is not None):
        return False
    names = _names(equation.equation)
    if len(names) != 1 or (other.name and {other.name} != names):
        return False
    solved, region = solve((equation.equation,), Joiner.AND, next(iter(names))), _as_region(other)
    if solved is None or region is None:
        return None
    return compare(solved, region) is Comparison.EQUAL


def _as_equation(meaning: Meaning) -> Chain | None:
    if meaning.equation is not None:
        return meaning.equation
    if len(meaning.values) == 1 and meaning.name:
        return Chain((("var", meaning.name), meaning.values[0]), (Relation.EQ,))
    return None


def _same_regions(a: Meaning, b: Meaning) -> bool | None:
    if len(a.name) == 1 and len(b.name) == 1 and a.name != b.name:
        return False
    first, second = _as_region(a), _as_region(b)
    if first is None or second is None:
        return False
    return compare(first, second) is Comparison.EQUAL


def _as_region(meaning: Meaning) -> RealSet | None:
    if meaning.region is not None:
        return meaning.region
    if meaning.named:
        return None
    kind = "tuple" if meaning.ordered else "set"
    return set_of(("seq", kind, meaning.values))


def _same_named(a: Meaning, b: Meaning, policy: Policy) -> bool | None:
    if a.named and b.named:
        first, second = dict(a.named), dict(b.named)
        if first.keys() != second.keys():
            return False
        return all_of(same_value(first[name], second[name], policy) for name in first)
    named, other = (a, b) if a.named else (b, a)
    if len(other.values) != len(named.named) or other.name:
        return False
    # A pair is in the order of the names, (x, y); a list is in the order in which they are stated.
    values = sorted(named.named) if other.ordered else named.named
    return all_of(
        same_value(value, given, policy) for (_, value), given in zip(values, other.values, strict=True)
    )
