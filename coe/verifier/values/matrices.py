"""Matrices of expressions, added, scaled, multiplied, raised to powers, transposed, inverted; determinants.

What the operations amount to is an expression again: a matrix, or a number where determinants, traces and
absolute bars are taken. A tuple stands for a column, or for a row where only that fits. Not covered: names
that may stand for matrices, a number added to a matrix, powers over MAX_POWER, inverses of more than
MAX_INVERTED rows.
"""

from __future__ import annotations

from collections.abc import Callable

from coe.verifier.expressions.contents import free_variables, has_kind, is_constant, kinds_of
from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import TooLarge, Undefined, evaluate
from coe.verifier.values.parts import ONE, ZERO, TooLong, added, divided, multiplied, negative

MAX_ENTRIES = 64
"""Entries of one matrix."""
MAX_POWER = 8
MAX_INVERTED = 5
_OF_A_MATRIX = frozenset({"det", "tr", "abs", "transpose"})
_SCALARS = frozenset({"num", "var", "const", "neg", "+", "-", "*", "/", "^", "pct", "fact", "call"})


class _Unknown(Exception):
    """A name that may be a matrix, or an operation that is not covered."""


def matrix(rows: list[tuple[Expr, ...]]) -> Expr:
    """The matrix with these rows, all of one length."""
    return ("matrix", len(rows[0]), tuple(entry for row in rows for entry in row))


def rows_of(of: Expr) -> list[tuple[Expr, ...]]:
    """The rows of a matrix."""
    width, entries = of[1], of[2]
    return [entries[start : start + width] for start in range(0, len(entries), width)]


def as_vector(of: Expr) -> tuple[Expr, ...] | None:
    """The entries of a single row or column, else None."""
    entries: tuple[Expr, ...] = of[2]
    return entries if of[1] in (1, len(entries)) else None


def amounts_to(expr: Expr) -> Expr | None:
    """The matrix, or the expression without one, that the operations amount to; None where that is beyond.

    Raises:
        Undefined: sizes that do not fit, a matrix without an inverse.
    """
    if expr[0] == "matrix":
        return expr
    try:
        return _value(expr)
    except (TooLong, TooLarge, _Unknown):
        return None


def names_outside(expr: Expr) -> frozenset[str]:
    """Names that stand in no entry of a matrix, where they might be matrices themselves."""
    if expr[0] == "matrix":
        return frozenset()
    if expr[0] == "var":
        return frozenset({expr[1]})
    found: frozenset[str] = frozenset()
    for part in expr[1:]:
        if isinstance(part, tuple) and part:
            for node in (part,) if isinstance(part[0], str) else part:
                found |= names_outside(node)
    return found


def _value(expr: Expr) -> Expr:
    kind = expr[0]
    if kind == "matrix":
        return ("matrix", expr[1], tuple(map(_entry, expr[2])))
    if kind == "seq" and expr[1] == "tuple":
        return ("seq", "tuple", tuple(map(_entry, expr[2])))
    if not has_kind(expr, "matrix"):
        if kind in _OPERATIONS and has_kind(expr, "seq"):
            return _OPERATIONS[kind](_value(expr[1]), _value(expr[2]))
        return _scalar(expr)
    if kind == "neg":
        return _each(_value(expr[1]), negative)
    if kind == "^":
        return _power(_value(expr[1]), expr[2])
    if kind in _OPERATIONS:
        return _OPERATIONS[kind](_value(expr[1]), _value(expr[2]))
    if kind == "call":
        return _call(expr[1], tuple(map(_value, expr[2])))
    raise _Unknown


def _scalar(expr: Expr) -> Expr:
    """An expression without matrices, worked out where it is a number.

    A capital letter or a word may be a matrix; a small letter is a number.
    """
    if not kinds_of(expr) <= _SCALARS | {f"const {name}" for name in ("pi", "e", "i")}:
        raise _Unknown
    if any(len(name) > 1 or not name.islower() for name in free_variables(expr)):
        raise _Unknown
    return _worked_out(expr)


def _worked_out(expr: Expr) -> Expr:
    value = evaluate(expr) if is_constant(expr) else None
    return expr if value is None else ("num", value, None)


def _entry(expr: Expr) -> Expr:
    if not has_kind(expr, "matrix"):
        return _worked_out(expr)
    inner = _value(expr)
    if inner[0] == "matrix":
        raise _Unknown
    return inner


def _is_many(value: Expr) -> bool:
    return bool(value[0] in ("matrix", "seq"))


def _each(value: Expr, change: Callable[[Expr], Expr]) -> Expr:
    return (*value[:2], tuple(map(change, value[2]))) if _is_many(value) else change(value)


def _beside(value: Expr, other: Expr) -> Expr:
    """A tuple as the row or column that the other one is."""
    if value[0] != "seq" or other[0] != "matrix":
        return value
    return ("matrix", other[1] if other[1] == 1 else len(value[2]), value[2])


def _sum(left: Expr, right: Expr) -> Expr:
    left, right = _beside(left, right), _beside(right, left)
    if not _is_many(left) and not _is_many(right):
        return added(left, right)
    if not _is_many(left) or not _is_many(right):
        raise _Unknown
    if left[:2] != right[:2] or len(left[2]) != len(right[2]):
        raise Undefined("matrices of different sizes")
    return (*left[:2], tuple(added(a, b) for a, b in zip(left[2], right[2], strict=True)))


def _difference(left: Expr, right: Expr) -> Expr:
    return _sum(left, _each(right, negative))


def _product(left: Expr, right: Expr) -> Expr:
    if not _is_many(left):
        return _each(right, lambda entry: multiplied(left, entry))
    if not _is_many(right):
        return _each(left, lambda entry: multiplied(entry, right))
    if left[0] == right[0] == "seq":
        raise _Unknown
    if left[0] == "seq":
        left = ("matrix", len(left[2]), left[2])
    if right[0] == "seq":
        right = ("matrix", 1, right[2])
    if left[1] == right[1] and len(left[2]) == len(right[2]) and as_vector(left) and len(left[2]) > 1:
        # Two columns, or two rows: a dot product, a cross product, or sizes that do not fit.
        raise _Unknown
    if left[1] != len(right[2]) // right[1]:
        raise Undefined("matrices of different sizes")
    columns = list(zip(*rows_of(right), strict=True))
    return matrix([tuple(_dot(row, column) for column in columns) for row in rows_of(left)])


def _dot(row: tuple[Expr, ...], column: tuple[Expr, ...]) -> Expr:
    total = ZERO
    for a, b in zip(row, column, strict=True):
        total = added(total, multiplied(a, b))
    return total


def _quotient(left: Expr, right: Expr) -> Expr:
    if _is_many(right):
        raise _Unknown
    if right == ZERO:
        raise Undefined("division by zero")
    return _each(left, lambda entry: divided(entry, right))


_OPERATIONS: dict[str, Callable[[Expr, Expr], Expr]] = {
    "+": _sum, "-": _difference, "*": _product, "/": _quotient,
}  # fmt: skip


def _power(base: Expr, exponent: Expr) -> Expr:
    if base[0] != "matrix":
        raised = _value(exponent)
        if _is_many(base) or _is_many(raised):
            raise _Unknown
        return _worked_out(("^", base, raised))
    count = evaluate(exponent) if is_constant(exponent) else None
    if count is None or count.denominator != 1 or abs(count) > MAX_POWER:
        raise _Unknown
    size = _rows_of_square(base)
    if count < 0:
        base, count = _inverse(base), -count
    result = matrix([tuple(ONE if i == j else ZERO for j in range(size)) for i in range(size)])
    for _ in range(int(count)):
        result = _product(result, base)
    return result


def _rows_of_square(of: Expr) -> int:
    size: int = of[1]
    if len(of[2]) != size * size:
        raise Undefined("a matrix that is not square")
    return size


def _call(name: str, arguments: tuple[Expr, ...]) -> Expr:
    if not any(map(_is_many, arguments)):
        return _worked_out(("call", name, arguments))
    if len(arguments) != 1 or name not in _OF_A_MATRIX or arguments[0][0] != "matrix":
        raise _Unknown
    if name == "transpose":
        return matrix(list(zip(*rows_of(arguments[0]), strict=True)))
    if name == "tr":
        size, total = _rows_of_square(arguments[0]), ZERO
        for index in range(size):
            total = added(total, arguments[0][2][index * (size + 1)])
        return total
    if name == "abs" and as_vector(arguments[0]) is not None:
        # |v| is the length of a column.
        raise _Unknown
    _rows_of_square(arguments[0])
    return _determinant(rows_of(arguments[0]))


def _determinant(rows: list[tuple[Expr, ...]]) -> Expr:
    """By expansion along the rows from the last to the first, each set of columns once."""
    minors: dict[tuple[int, ...], Expr] = {(): ONE}
    for row in reversed(rows):
        larger: dict[tuple[int, ...], Expr] = {}
        for columns, minor in minors.items():
            for column in set(range(len(rows))) - set(columns):
                place = sum(other < column for other in columns)
                term = multiplied(row[column], minor)
                chosen = tuple(sorted((*columns, column)))
                larger[chosen] = added(larger.get(chosen, ZERO), negative(term) if place % 2 else term)
        minors = larger
    return minors[tuple(range(len(rows)))]


def _inverse(of: Expr) -> Expr:
    size, rows = _rows_of_square(of), rows_of(of)
    if size > MAX_INVERTED:
        raise _Unknown
    determinant = _worked_out(_determinant(rows))
    if determinant == ZERO:
        raise Undefined("a matrix without an inverse")

    def cofactor(i: int, j: int) -> Expr:
        minor = _determinant([(*row[:j], *row[j + 1 :]) for index, row in enumerate(rows) if index != i])
        return divided(negative(minor) if (i + j) % 2 else minor, determinant)

    return matrix([tuple(cofactor(j, i) for j in range(size)) for i in range(size)])
