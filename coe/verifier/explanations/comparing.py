"""Two sides that are not equal, in words: their values, or their values at a point where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import product

from coe.verifier.explanations.describing import describe_expression, describe_point, describe_value
from coe.verifier.expressions.contents import free_variables, has_kind, is_constant
from coe.verifier.expressions.expr import Expr, Relation
from coe.verifier.expressions.units import unit_names
from coe.verifier.syntax.calculator import decimals_of
from coe.verifier.syntax.printing import format_expression
from coe.verifier.values.complexes import complex_parts
from coe.verifier.values.exact import TooLarge, Undefined
from coe.verifier.values.matrices import amounts_to
from coe.verifier.values.reals import Real, real_value, same

_TRIED: tuple[Real, ...] = (2, 3, 1, 5, Fraction(1, 2), -2, 0)
_MOST_NAMES = 3
_LONGEST_MATRICES = 80


def value_at(side: Expr, point: Mapping[str, Real]) -> Real | None:
    """The value of a side at a point, None where it has none or it is not known."""
    try:
        return real_value(side, point)
    except (Undefined, TooLarge):
        return None


def compare_sides(
    left: Expr, relation: Relation, right: Expr, *, rounded: bool = False, source: str = ""
) -> str:
    """Why `left relation right` is false, or what was rounded; "" where no two values can be named.

    Args:
        left: one side.
        relation: the relation between the sides.
        right: the other side.
        rounded: one side shows the value of the other rounded.
        source: what gives the right side ("the problem"); without it both sides are the line's own.
    """
    if has_kind(left, "matrix") or has_kind(right, "matrix"):
        return compare_matrices(left, right, rounded=rounded, source=source)
    if is_constant(left) and is_constant(right):
        return _constants(left, right, rounded, source)
    if relation is not Relation.EQ:
        return ""
    for side in (left, right):
        if not is_constant(side) and _is_nowhere_defined(side):
            return f"{describe_expression(side)} is undefined"
    for point in _points(sorted(free_variables(left) | free_variables(right))):
        a, b = value_at(left, point), value_at(right, point)
        if a is not None and b is not None and not same(a, b):
            at = f"at {describe_point(point)} "
            if source:
                return f"{at}it is {describe_value(a)}, but {source} gives {describe_value(b)}"
            return f"{at}the left side is {describe_value(a)}, the right side {describe_value(b)}"
    return ""


def compare_matrices(left: Expr, right: Expr, *, rounded: bool = False, source: str = "") -> str:
    """As `compare_sides`, for sides with matrices: the two as wholes where they are short, else an entry."""
    try:
        a, b = amounts_to(left), amounts_to(right)
    except Undefined as error:
        return str(error)
    if a is None or b is None:
        return ""
    first, second = format_expression(a), format_expression(b)
    if len(first) + len(second) <= _LONGEST_MATRICES and is_constant(a) and is_constant(b):
        if rounded:
            return f"{first}, shown as {second}"
        return f"{first}, but {source} gives {second}" if source else f"{first} is not {second}"
    if a[0] != "matrix" or b[0] != "matrix" or a[1] != b[1] or len(a[2]) != len(b[2]):
        return "matrices of different sizes"
    for place, (mine, other) in enumerate(zip(a[2], b[2], strict=True)):
        said = (
            "" if mine == other else compare_sides(mine, Relation.EQ, other, rounded=rounded, source=source)
        )
        if said:
            row, column = divmod(place, a[1])
            return f"in row {row + 1}, column {column + 1}: {said}"
    return ""


def _complex_value(side: Expr) -> str:
    """A constant as a + bi; "" where its parts are not known."""
    parts = complex_parts(side)
    if parts is None:
        return ""
    real, imaginary = value_at(parts[0], {}), value_at(parts[1], {})
    if real is None or imaginary is None:
        return ""
    if not imaginary:
        return describe_value(real)
    joiner, size = ("-", -imaginary) if imaginary < 0 else ("+", imaginary)
    return f"{describe_value(real)} {joiner} {describe_value(size)}i"


def _constants(left: Expr, right: Expr, rounded: bool, source: str) -> str:
    first, second = describe_expression(left), describe_expression(right)
    if unit_names(left) or unit_names(right):
        return f"{first}, but {source} gives {second}" if source else f"{first} is not {second}"
    undefined = next((side for side in (left, right) if _is_undefined(side)), None)
    if undefined is not None:
        return f"{describe_expression(undefined)} is undefined"
    a, b = value_at(left, {}), value_at(right, {})
    if a is None or b is None:
        first, second = _complex_value(left), _complex_value(right)
        return f"{first}, but {source} gives {second}" if source and first and second else ""
    if source:
        return f"{describe_value(a)}, but {source} gives {describe_value(b)}"
    if any(side[0] == "num" and side[2] for side in (left, right)):
        a, b = _in_decimals(a), _in_decimals(b)
    if rounded:
        return f"{first} is {describe_value(a)}, shown as {second}"
    mine = "" if describe_value(a) == first else f"{first} is {describe_value(a)}"
    other = "" if describe_value(b) == second else f"{second} is {describe_value(b)}"
    if mine and other:
        return f"{mine}, but {other}"
    return f"{mine or first}, not {second}" if mine or not other else f"{other}, not {first}"


def _in_decimals(value: Real) -> Real:
    """A value whose decimals never end as the decimals; any other as it is."""
    if isinstance(value, Decimal) or decimals_of(Fraction(value)) is not None:
        return value
    return Decimal(value.numerator) / Decimal(value.denominator)


def _is_undefined(side: Expr, point: Mapping[str, Real] = {}) -> bool:
    try:
        real_value(side, point)
    except (Undefined, TooLarge):
        return True
    return False


def _is_nowhere_defined(side: Expr) -> bool:
    """Whether a side with letters has a value at none of the points: 1/(0x)."""
    points = list(_points(sorted(free_variables(side))))
    return bool(points) and all(_is_undefined(side, point) for point in points)


def _points(names: list[str]) -> Iterator[dict[str, Real]]:
    """Small points, each name with another value first."""
    if len(names) > _MOST_NAMES:
        return
    for start, values in enumerate(product(_TRIED, repeat=len(names))):
        if start >= 60:
            return
        yield dict(zip(names, values, strict=True))
