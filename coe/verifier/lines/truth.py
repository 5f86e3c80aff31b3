"""Whether a chain is true by itself, with no problem and no other line in mind.

Layers, cheapest first: exact rationals, 60-digit reals, random points, solution sets; the symbolic
worker comes last and never for a line that these decide.

Rounding policy: `=` between a value and a decimal that is its rounding is ROUNDED when at least two
decimals are shown, or one where the value's own decimals never end; `≈` accepts any number of decimals.
Percent policy: "30/200 * 100 = 15%" says 15 = 0.15 but means the percentage, and so does
"100 - 85 = 15%": a calculation worth a hundred times the percentage is not decided (BEYOND), nor is
"3/12 * 100% = 25".
Unit policy: "2 hours * 60 = 120 minutes" is true, the factor stands for the conversion; where only one
side has units, the numbers are compared.
"""

from __future__ import annotations

from fractions import Fraction

from coe.verifier.algebra.polynomials import same_rational
from coe.verifier.algebra.solutions import holds, links, solve
from coe.verifier.expressions.angles import as_degrees, in_radians, shown_in_radians
from coe.verifier.expressions.binders import BINDERS, has_binder
from coe.verifier.expressions.contents import calls_of, free_variables, is_constant, kinds_of, subexpressions
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation
from coe.verifier.expressions.units import SCALES, Mixed, in_base_units, unit_names, unit_of, without_units
from coe.verifier.lines.entries import may_hold_other_matrices, pairs_of
from coe.verifier.lines.rounding import rounding
from coe.verifier.report import LineStatus, LineVerdict, Reason
from coe.verifier.sentences.valueless import DIVERGES, UNDEFINED
from coe.verifier.values.exact import Undefined, evaluate
from coe.verifier.values.of_calculus import resolved
from coe.verifier.values.points import differ_at_whole_numbers, identical
from coe.verifier.values.reals import Real, real_value

TRUE = LineVerdict(LineStatus.VALID, Reason.TRUE)
FOLLOWS = LineVerdict(LineStatus.VALID, Reason.FOLLOWS)
ROUNDED = LineVerdict(LineStatus.VALID, Reason.ROUNDED)
FALSE = LineVerdict(LineStatus.INVALID, Reason.FALSE)
UNFOUNDED = LineVerdict(LineStatus.INVALID, Reason.DOES_NOT_FOLLOW)
LOSES = LineVerdict(LineStatus.INVALID, Reason.LOSES_SOLUTIONS)
ADDS = LineVerdict(LineStatus.INVALID, Reason.ADDS_SOLUTIONS)
WRONG_ANSWER = LineVerdict(LineStatus.INVALID, Reason.WRONG_ANSWER)
NO_CLAIM = LineVerdict(LineStatus.UNCHECKED, Reason.NO_CLAIM)
UNREADABLE = LineVerdict(LineStatus.UNCHECKED, Reason.UNREADABLE)
BEYOND = LineVerdict(LineStatus.UNCHECKED, Reason.BEYOND)
TIMEOUT = LineVerdict(LineStatus.TIMEOUT, Reason.TIME)

EQUAL = (Relation.EQ, Relation.APPROX)
_HUNDRED_PERCENT = ("pct", ("num", Fraction(100), None))
_CALCULATIONS = frozenset({"+", "-", "*", "/"})


def worst(verdicts: list[LineVerdict]) -> LineVerdict:
    """The verdict on claims that must all hold: an invalid one first, then one that is not decided."""
    for status in (LineStatus.INVALID, LineStatus.TIMEOUT):
        for verdict in verdicts:
            if verdict.status is status:
                return verdict
    for verdict in verdicts:
        if verdict.status is LineStatus.UNCHECKED and verdict.reason is not Reason.NO_CLAIM:
            return verdict
    for reason in (Reason.ROUNDED, Reason.FOLLOWS, Reason.TRUE):
        for verdict in verdicts:
            if verdict.reason is reason:
                return verdict
    return verdicts[0] if verdicts else NO_CLAIM


def truth(chain: Chain) -> LineVerdict:
    """TRUE, ROUNDED, FALSE, BEYOND (not decided) or NO_CLAIM (nothing is related to anything).

    A relation between expressions with variables is TRUE where it holds for all their values, FALSE
    where it is an equation that does not; an inequality or a disequality that holds only sometimes
    is BEYOND. A chain that is `continued` is judged without its missing left side.
    """
    verdicts = [link_truth(*link) for link in links(chain)]
    if FALSE in verdicts and len(verdicts) > 1 and (kinds_of(chain.sides[0]) & BINDERS):
        from coe.verifier.calculus.binder_values import same_antiderivatives

        verdicts = [
            TRUE if verdict is FALSE and same_antiderivatives(chain, left, right) else verdict
            for verdict, (left, _, right) in zip(verdicts, links(chain), strict=True)
        ]
    return worst(verdicts) if verdicts else NO_CLAIM


def settled(chain: Chain) -> LineVerdict | None:
    """TRUE, or what is claimed of an integral, a limit or a sum; None where a chain may be an equation.

    FALSE where a side divides by zero.

    A side without the letters of the other, "d/dx (x^2) = 6", is one, unless it is said of an antiderivative.
    """
    verdict = truth(chain)
    if verdict is TRUE:
        return verdict
    kinds = frozenset().union(*(kinds_of(side) for side in chain.sides))
    if "/" in kinds and divides_by_zero(chain):
        return FALSE
    kinds &= BINDERS
    if not kinds or (verdict is FALSE and "anti" not in kinds and not _share_letters(chain)):
        return None
    return verdict


def _share_letters(chain: Chain) -> bool:
    names = [free_variables(side) for side in chain.sides]
    return not any(names) or bool(frozenset.intersection(*names))


def false_link(chain: Chain) -> bool:
    """Whether two constant neighbours in a chain differ: x = 8/2 = 5."""
    return any(
        is_constant(left) and is_constant(right) and link_truth(left, relation, right) is FALSE
        for left, relation, right in links(chain)
    )


def divides_by_zero(chain: Chain) -> bool:
    """Whether a side divides by a constant that is zero: it is worth nothing, whatever its letters are."""
    return any(
        node[0] == "/" and is_constant(node[2]) and _is_zero(node[2])
        for side in chain.sides
        for node in subexpressions(side)
    )


def _is_zero(constant: Expr) -> bool:
    try:
        value = real_value(constant)
    except Undefined:
        return False
    return value is not None and holds(value, Relation.EQ, 0)


def link_truth(left: Expr, relation: Relation, right: Expr) -> LineVerdict:
    """The verdict on one link of a chain."""
    if right[0] == "word":
        return _with_word(left, right)
    if left[0] != "var":
        try:
            a = evaluate(left)
            b = None if a is None else evaluate(right)
        except Undefined:
            return _undefined(left, right)
        if a is not None and b is not None:
            return TRUE if relation in EQUAL and a == b else _values(left, a, relation, right, b)
    if unit_names(left) or unit_names(right):
        return _with_units(left, relation, right)
    if is_constant(left) and is_constant(right):
        return _constant_link(left, relation, right)
    if relation is Relation.EQ:
        return _equality(left, right)
    if relation is Relation.APPROX:
        return BEYOND
    return _always(Chain((left, right), (relation,)))


def _with_word(left: Expr, word: Expr) -> LineVerdict:
    """The verdict on "left is undefined" and "left diverges"; of other words nothing is known."""
    if left == word:
        return TRUE
    if word not in (UNDEFINED, DIVERGES) or not is_constant(left) or left[0] == "word":
        return BEYOND
    try:
        known = resolved(left)
        if known in _INFINITE:
            # Some say of an infinite limit that it does not exist.
            return TRUE if word == DIVERGES else BEYOND
        return BEYOND if real_value(known) is None else FALSE
    except Undefined:
        return TRUE


def _undefined(left: Expr, right: Expr) -> LineVerdict:
    """The verdict on an equality with a side that has no real value: two limits may both have none."""
    kinds = kinds_of(left) | kinds_of(right)
    if "const i" in kinds and (parts := _parts(left, right, kinds)) is not None:
        return parts
    if not (has_binder(left) and has_binder(right)):
        return FALSE
    verdicts = [_with_word(side, UNDEFINED) for side in (left, right)]
    return BEYOND if verdicts == [TRUE, TRUE] else FALSE


def _constant_link(left: Expr, relation: Relation, right: Expr) -> LineVerdict:
    if left[0] in _MANY or right[0] in _MANY:
        return TRUE if relation is Relation.EQ and left == right else _not_real(left, relation, right)
    try:
        a, b = real_value(left), real_value(right)
    except Undefined:
        return FALSE
    if a is None or b is None:
        return _not_real(left, relation, right)
    verdict = _values(left, a, relation, right, b)
    if verdict is FALSE and _means_degrees(left, relation, right):
        return BEYOND
    return verdict


def _not_real(left: Expr, relation: Relation, right: Expr) -> LineVerdict:
    """The verdict on two values that are no real numbers; of AB ≠ BA, that on matrices."""
    if relation is Relation.EQ:
        return _equality(left, right)
    if relation is Relation.NE and "matrix" in kinds_of(left) | kinds_of(right):
        return _OPPOSITE.get(_equality(left, right), BEYOND)
    return BEYOND


def _means_degrees(left: Expr, relation: Relation, right: Expr) -> bool:
    """sin 30 = 0.5: false of 30 radians, and true of 30 degrees."""
    first, second = as_degrees(left), as_degrees(right)
    if (first, second) == (left, right):
        return False
    try:
        a, b = real_value(first), real_value(second)
    except Undefined:
        return False
    if a is None or b is None:
        return False
    return _values(first, a, relation, second, b).status is LineStatus.VALID


def _values(left: Expr, a: Real, relation: Relation, right: Expr, b: Real) -> LineVerdict:
    """The verdict on a link between expressions worth a and b."""
    if relation in EQUAL:
        if holds(a, Relation.EQ, b):
            return TRUE
        loose = relation is Relation.APPROX
        if rounding(a, right, loose) or rounding(b, left, loose):
            return ROUNDED
        return BEYOND if _means_percent(left, a, right, b) or _means_percent(right, b, left, a) else FALSE
    if relation is Relation.IN:
        return BEYOND
    return TRUE if holds(a, relation, b) else FALSE


_INFINITE = (("const", "oo"), ("neg", ("const", "oo")))
_MANY = frozenset({"seq", "interval", "union", "ratio", "word", "matrix"})
_OF_MATRICES = frozenset({"det", "tr", "transpose"})
_COMPOSED = frozenset({"seq", "matrix", "const i"})
_OPPOSITE = {TRUE: FALSE, FALSE: TRUE}


def _means_percent(left: Expr, a: Real, right: Expr, b: Real) -> bool:
    """A calculation worth 15 on the left, 15% on the right; or 3/12 * 100% on the left, 25 on the right."""
    if left[0] not in _CALCULATIONS:
        return False
    if right[0] == "pct":
        return holds(a, Relation.EQ, b * 100)
    return _HUNDRED_PERCENT in left and (holds(a * 100, Relation.EQ, b) or rounding(a * 100, right, False))


def _equality(left: Expr, right: Expr) -> LineVerdict:
    many = left[0] in _MANY or right[0] in _MANY
    try:
        same = None if many else same_rational(left, right)
        if same is None:
            kinds = kinds_of(left) | kinds_of(right)
            parts = _parts(left, right, kinds) if kinds & _COMPOSED else None
            if parts is not None:
                return parts
            if "call" in kinds and _OF_MATRICES & {*calls_of(left), *calls_of(right)}:
                # Of matrices that have no values: no rule for numbers holds.
                return TRUE if left == right else BEYOND
        if many:
            return BEYOND
        if same is None:
            same = identical(left, right)
    except Undefined:
        return FALSE
    if same is None:
        from coe.verifier.algebra.rewriting import same_after_rewriting

        if same_after_rewriting(left, right):
            return TRUE
        return FALSE if differ_at_whole_numbers(left, right) else _symbolic(left, right)
    return TRUE if same else FALSE


def _parts(left: Expr, right: Expr, kinds: frozenset[str]) -> LineVerdict | None:
    """The verdict on an equality of tuples, matrices or complex numbers; None where it has no parts."""
    pairs = pairs_of(left, right, kinds)
    if pairs is None:
        return BEYOND if "matrix" in kinds else None
    verdict = worst([link_truth(a, Relation.EQ, b) for a, b in pairs]) if pairs else FALSE
    return BEYOND if verdict is FALSE and may_hold_other_matrices(left, right, kinds) else verdict


def _symbolic(left: Expr, right: Expr) -> LineVerdict:
    if is_constant(left) and is_constant(right) and "call" not in kinds_of(left) | kinds_of(right):
        # 0^0 and (-8)^(1/3): more than one value is taught, so none is used.
        return BEYOND
    from coe.verifier.workers import symbolic

    same = symbolic.equal(left, right)
    return BEYOND if same is None else TRUE if same else FALSE


def _always(chain: Chain) -> LineVerdict:
    names = sorted(set().union(*(free_variables(side) for side in chain.sides)))
    if len(names) != 1:
        return BEYOND
    found = solve((chain,), Joiner.AND, names[0])
    return TRUE if found is not None and all(found.member) else BEYOND


def _with_units(left: Expr, relation: Relation, right: Expr) -> LineVerdict:
    if not unit_names(left) or not unit_names(right):
        scaled = _scaled_link(left, relation, right)
        if scaled is not None:
            return scaled
        verdict = link_truth(without_units(left), relation, without_units(right))
        if verdict is FALSE and unit_names(left) | unit_names(right) == {"degree"}:
            return link_truth(in_radians(left), relation, in_radians(right))
        return verdict
    if relation is not Relation.EQ and relation is not Relation.APPROX:
        return _ordered_quantities(left, relation, right)
    first, second = shown_in_radians(left), shown_in_radians(right)
    if (first or second) and unit_names(left) | unit_names(right) == {"degree"}:
        verdict = link_truth(first or in_radians(left), relation, second or in_radians(right))
        if verdict is not FALSE:
            return verdict
    same = identical(left, right)
    if same is not True and (_in_unit_behind(left, right) or _in_unit_behind(right, left)):
        return TRUE
    if same is None:
        return BEYOND
    if same:
        return TRUE
    return ROUNDED if _rounded_quantity(left, relation, right) else FALSE


def _in_unit_behind(left: Expr, right: Expr) -> bool:
    """72 km/h = 72 * 1000 / 3600 m/s: the unit stands behind the last number and is one of the whole."""
    names, side = unit_names(right), right
    while side[0] in ("*", "/"):
        if unit_names(side[1]):
            return False
        side = side[2]
    if side is right or side[0] != "unit" or len(names) != 1:
        return False
    whole: Expr = ("unit", without_units(right), side[2])
    try:
        (a, first), (b, second) = in_base_units(left), in_base_units(whole)
    except Mixed:
        return False
    return first == second and identical(a, b) is True


def _scaled_link(left: Expr, relation: Relation, right: Expr) -> LineVerdict | None:
    """The verdict where a scale is the only unit: 3 dozen = 36; None where the numbers may be compared bare.

    In a calculation, or beside one, the scale may be a label (24/12 = 2 dozen, 12 * 3 dozen = 36).
    """
    quantity, other = (left, right) if unit_names(left) else (right, left)
    if not unit_names(quantity) <= SCALES:
        return _part_of_quantity(quantity, other)
    try:
        base, _ = in_base_units(quantity)
    except Mixed:
        return None
    verdict = link_truth(base, relation, other) if quantity is left else link_truth(other, relation, base)
    counts = quantity[0] == "unit" and other[0] == "num"
    return verdict if verdict.status is LineStatus.VALID or counts else None


def _part_of_quantity(quantity: Expr, other: Expr) -> LineVerdict | None:
    """3/3 - 2/3 = 1/3 of $150: the part, with what it is a part of named."""
    if quantity[0] != "*" or unit_names(quantity[1]):
        return None
    return BEYOND if identical(quantity[1], other) else None


def _ordered_quantities(left: Expr, relation: Relation, right: Expr) -> LineVerdict:
    try:
        a, first = in_base_units(left)
        b, second = in_base_units(right)
    except Mixed:
        return BEYOND
    return link_truth(a, relation, b) if first == second else BEYOND


def _rounded_quantity(left: Expr, relation: Relation, right: Expr) -> bool:
    """$10 / 3 = $3.33: the value in the unit shown, rounded."""
    unit = unit_of(right[2]) if right[0] == "unit" else None
    try:
        base, dimension = in_base_units(left)
        value = real_value(base)
    except (Mixed, Undefined):
        return False
    if unit is None or value is None or dimension != unit.dimension:
        return False
    return rounding(Fraction(value) / unit.factor, right[1], relation is Relation.APPROX)
