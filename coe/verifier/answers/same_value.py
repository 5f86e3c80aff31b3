"""Whether two values are equal, under a policy: True, False, or None where that is beyond."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from itertools import chain

from coe.verifier.algebra.half_angles import has_trigonometry, without_trigonometry
from coe.verifier.expressions.contents import kinds_of
from coe.verifier.expressions.expr import Expr, Relation
from coe.verifier.expressions.units import glued_unit, unit_names, without_scales
from coe.verifier.lines import truth as t
from coe.verifier.policy import Percent, Policy
from coe.verifier.report import LineStatus
from coe.verifier.values.complexes import complex_parts, has_negative_root
from coe.verifier.values.exact import Undefined, rounds_to
from coe.verifier.values.points import identical
from coe.verifier.values.reals import real_value

_HALF_TURN: Expr = ("num", Fraction(180), None)


def all_of(found: Iterable[bool | None]) -> bool | None:
    """True where all are, False where one is, else None; no more are asked for behind a False."""
    unknown = False
    for each in found:
        if each is False:
            return False
        unknown = unknown or each is None
    return None if unknown else True


def any_of(found: Iterable[bool | None]) -> bool | None:
    """True where one is, False where all are, else None; no more are asked for behind a True."""
    inverted = all_of(None if each is None else not each for each in found)
    return None if inverted is None else not inverted


def same_in_order(a: tuple[Expr, ...], b: tuple[Expr, ...], policy: Policy) -> bool | None:
    """Whether lists of values are equal, each to each."""
    if len(a) != len(b):
        return False
    return all_of(same_value(first, second, policy) for first, second in zip(a, b, strict=True))


def same_collections(a: tuple[Expr, ...], b: tuple[Expr, ...], policy: Policy) -> bool | None:
    """Whether each value of one list is in the other."""
    if len(a) == len(b) == 1:
        return same_value(a[0], b[0], policy)

    @cache
    def same(one: int, two: int) -> bool | None:
        return same_value(a[one], b[two], policy)

    rows, columns = range(len(a)), range(len(b))
    return all_of(
        chain(
            (any_of(same(row, column) for column in columns) for row in rows),
            (any_of(same(row, column) for row in rows) for column in columns),
        )
    )


def same_value(a: Expr, b: Expr, policy: Policy) -> bool | None:
    """Whether two values are equal; a rounded value is not, unless the policy says so."""
    if a[0] == b[0] == "num":
        return bool(a[1] == b[1]) or (policy.rounded is not None and _is_rounding(a, b, policy.rounded))
    if a[0] == "ratio" or b[0] == "ratio":
        return same_ratios(a, b, policy)
    if a[0] == "seq" and b[0] == "seq":
        return _same_sequences(a, b, policy)
    if a[0] == "seq" or b[0] == "seq":
        return False
    kinds = kinds_of(a) | kinds_of(b)
    if "unit" in kinds:
        a, b = without_scales(glued_unit(a, b)), without_scales(glued_unit(b, a))
        a, b = _in_degrees(a, b), _in_degrees(b, a)
        names = unit_names(a), unit_names(b)
        if bool(names[0]) != bool(names[1]):
            if policy.units_required:
                return False
            if len(names[0] | names[1]) > 1:
                # 5 feet 6 inches is not 11, and whether 66 means inches is not told.
                return None
    if policy.percent is Percent.NUMBER and (a[0] == "pct") != (b[0] == "pct"):
        inner = t.link_truth(a[1] if a[0] == "pct" else a, Relation.EQ, b[1] if b[0] == "pct" else b)
        if inner is t.TRUE:
            return True
    verdict = _equality(a, b, kinds)
    if verdict is not True and policy.rounded is not None and _is_rounding(a, b, policy.rounded):
        return True
    return verdict


def _in_degrees(angle: Expr, other: Expr) -> Expr:
    """An angle in radians beside one in degrees, in degrees."""
    if angle[0] != "unit" or angle[2] != "rad" or "degree" not in unit_names(other):
        return angle
    return ("unit", ("/", ("*", angle[1], _HALF_TURN), ("const", "pi")), "degree")


def _same_sequences(a: Expr, b: Expr, policy: Policy) -> bool | None:
    if a[1] != b[1]:
        return False
    if a[1] == "tuple":
        return same_in_order(a[2], b[2], policy)
    return same_collections(a[2], b[2], policy)


def _equality(a: Expr, b: Expr, kinds: frozenset[str]) -> bool | None:
    """Whether two values are equal; `kinds` are those of their nodes."""
    if "const i" in kinds or ("call" in kinds and (has_negative_root(a) or has_negative_root(b))):
        first, second = complex_parts(a), complex_parts(b)
        if first is None or second is None:
            return None
        return all_of(_equality(*pair, kinds - {"const i"}) for pair in zip(first, second, strict=True))
    if "call" in kinds:
        if has_trigonometry(a) or has_trigonometry(b):
            same = _same_trigonometry(a, b)
            if same is not None:
                return same
        for root, size in ((a, b), (b, a)):
            if root[:2] == ("call", "sqrt") and size[:2] == ("call", "abs"):
                # sqrt(P) is |Q| where P is the square of Q.
                return _equality(root[2][0], ("^", size[2][0], ("num", Fraction(2), None)), kinds)
    verdict = t.link_truth(a, Relation.EQ, b)
    if verdict is t.TRUE:
        return True
    return False if verdict.status is LineStatus.INVALID or verdict is t.ROUNDED else None


def _same_trigonometry(a: Expr, b: Expr) -> bool | None:
    pair = without_trigonometry(a, b)
    if pair is None:
        return None
    try:
        return identical(*pair)
    except Undefined:
        return False


def _is_rounding(a: Expr, b: Expr, places: int) -> bool:
    """Whether one is a decimal with at least so many digits that the other rounds to."""
    for shown, exact in ((a, b), (b, a)):
        negative = shown[0] == "neg"
        number = shown[1] if negative else shown
        if number[0] != "num" or number[2] is None or number[2] < places:
            continue
        try:
            value = real_value(exact)
        except Undefined:
            continue
        if value is not None and rounds_to(Fraction(value), -number[1] if negative else number[1], number[2]):
            return True
    return False


def same_ratios(a: Expr, b: Expr, policy: Policy) -> bool | None:
    """Whether two ratios, or a ratio and a value, are equal."""
    if a[0] != "ratio" or b[0] != "ratio":
        ratio, other = (a, b) if a[0] == "ratio" else (b, a)
        if len(ratio[1]) != 2:
            return False
        return _ratio_value(("/", *ratio[1]), other)
    if len(a[1]) != len(b[1]):
        return False
    if _all_zero(a[1]) or _all_zero(b[1]):
        return False
    count = range(len(a[1]))
    return all_of(
        _ratio_value(("*", a[1][i], b[1][j]), ("*", a[1][j], b[1][i])) for i in count for j in count[i + 1 :]
    )


def _ratio_value(a: Expr, b: Expr) -> bool | None:
    return _equality(a, b, kinds_of(a) | kinds_of(b))


def _all_zero(items: tuple[Expr, ...]) -> bool:
    return all(item[0] == "num" and not item[1] for item in items)
