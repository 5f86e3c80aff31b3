"""Matrices of two rows: determinants, sums, multiples, products, images of vectors; one entry a line."""

from __future__ import annotations

from random import Random

from coe.tasks.families.coordinate_geometry import point
from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed
from coe.tasks.phrasing import phrase
from coe.tasks.terms import operand, signed, step

_ENTRIES = (6, 9, 12, 30, 90)
_Matrix = tuple[tuple[int, int], tuple[int, int]]
_PLACES = ("top left", "top right", "bottom left", "bottom right")

_DETERMINANT = (
    "Find the determinant of {a}.", "Find the determinant of the matrix {a}.",
    "What is the determinant of {a}?", "Calculate the determinant of the matrix {a}.",
    "Work out the determinant of {a}.", "Let A = {a}. Find the determinant of A.",
    "What number is the determinant of the matrix {a}?", "For A = {a}, what is det(A)?",
    "Given A = {a}, work out the determinant of A.",
)  # fmt: skip
_SUM = (
    "Add the matrices {a} and {b}.", "Let A = {a} and B = {b}. Find A + B.",
    "Find the sum of the matrices {a} and {b}.", "What is the sum of the matrices {a} and {b}?",
    "Given A = {a} and B = {b}, work out A + B.", "Which matrix is {a} plus {b}?",
    "For A = {a} and B = {b}, what is A + B?",
)  # fmt: skip
_DIFFERENCE = (
    "Subtract the matrix {b} from the matrix {a}.", "Let A = {a} and B = {b}. Subtract B from A.",
    "Given A = {a} and B = {b}, take B away from A.", "What is the matrix {a} minus the matrix {b}?",
    "Find the difference of the matrices {a} and {b}, in this order.",
)  # fmt: skip
_MULTIPLE = (
    "Multiply the matrix {a} by {k}.", "Let A = {a}. Find {k}A.", "What is {k} times the matrix {a}?",
    "Given A = {a}, work out {k}A.", "Find the matrix {k}A for A = {a}.", "For A = {a}, what is {k}A?",
)  # fmt: skip
_PRODUCT = (
    "Multiply the matrices {a} and {b}, in this order.", "Let A = {a} and B = {b}. Find the product AB.",
    "Find the product of the matrices {a} and {b}, in this order.",
    "Given A = {a} and B = {b}, work out the matrix product AB.",
    "What is the matrix product of {a} and {b}?", "Calculate the product AB for A = {a} and B = {b}.",
    "For A = {a} and B = {b}, what is AB?",
)  # fmt: skip
_VECTOR = (
    "Multiply the matrix {a} by the column vector {v}.", "Let A = {a} and v = {v}, a column. Find Av.",
    "Given A = {a} and the column vector v = {v}, work out Av.",
    "What is the matrix {a} times the column vector {v}?", "Apply the matrix {a} to the vector {v}.",
    "Where does the matrix {a} take the point {v}?",
)  # fmt: skip


def _shown(matrix: _Matrix) -> str:
    (a, b), (c, d) = matrix
    return f"[[{a}, {b}], [{c}, {d}]]"


def _entries(workings: list[str], values: list[int]) -> tuple[tuple[str, ...], str]:
    """One line an entry, then the matrix."""
    a, b, c, d = values
    answer = _shown(((a, b), (c, d)))
    lines = [step(place, working) for place, working in zip(_PLACES, workings, strict=True)]
    return (*lines, f"Answer: [[{{{a}}}, {{{b}}}], [{{{c}}}, {{{d}}}]]"), answer


def _row_times_column(row: tuple[int, int], column: tuple[int, int]) -> str:
    return f"{operand(row[0])} * {operand(column[0])} + {operand(row[1])} * {operand(column[1])}"


def _matrix(rng: Random, difficulty: int, scale: int) -> _Matrix:
    negative = (0.0, 0.2, 0.4, 0.5, 0.5)[difficulty - 1]
    a, b, c, d = (draw_signed(rng, _ENTRIES[difficulty - 1], scale, negative) for _ in range(4))
    return (a, b), (c, d)


def _determinant(rng: Random, matrix: _Matrix) -> Worked:
    (a, b), (c, d) = matrix
    line = step("determinant", f"{operand(a)} * {operand(d)} - {operand(b)} * {operand(c)}")
    return Worked(phrase(rng, _DETERMINANT, a=_shown(matrix)), (line,), str(a * d - b * c))


def _entrywise(rng: Random, kind: float, one: _Matrix, other: _Matrix, k: int) -> Worked:
    first, second = [*one[0], *one[1]], [*other[0], *other[1]]
    pairs = list(zip(first, second, strict=True))
    wordings: tuple[str, ...]
    if kind < 0.4:
        wordings, workings, values = _SUM, [f"{a} {signed(b)}" for a, b in pairs], [a + b for a, b in pairs]
    elif kind < 0.55:
        wordings = _DIFFERENCE
        workings, values = [f"{a} - {operand(b)}" for a, b in pairs], [a - b for a, b in pairs]
    else:
        wordings, workings, values = _MULTIPLE, [f"{k} * {operand(a)}" for a in first], [k * a for a in first]
    lines, answer = _entries(workings, values)
    return Worked(phrase(rng, wordings, a=_shown(one), b=_shown(other), k=str(k)), lines, answer)


def _product(rng: Random, one: _Matrix, other: _Matrix) -> Worked:
    columns = (other[0][0], other[1][0]), (other[0][1], other[1][1])
    pairs = [(row, column) for row in one for column in columns]
    values = [row[0] * column[0] + row[1] * column[1] for row, column in pairs]
    lines, answer = _entries([_row_times_column(row, column) for row, column in pairs], values)
    return Worked(phrase(rng, _PRODUCT, a=_shown(one), b=_shown(other)), lines, answer)


def _times_vector(rng: Random, matrix: _Matrix, vector: tuple[int, int]) -> Worked:
    values = [row[0] * vector[0] + row[1] * vector[1] for row in matrix]
    lines = [
        step(name, _row_times_column(row, vector))
        for name, row in zip(("first", "second"), matrix, strict=True)
    ]
    answer = point(*values)
    statement = phrase(rng, _VECTOR, a=_shown(matrix), v=point(*vector))
    return Worked(statement, (*lines, f"Answer: ({{{values[0]}}}, {{{values[1]}}})"), answer)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    one, other = _matrix(rng, difficulty, scale), _matrix(rng, difficulty, scale)
    kind = rng.random()
    if kind < 0.25:
        return _determinant(rng, one)
    if kind < 0.65:
        return _entrywise(rng, kind, one, other, draw(rng, 2, (5, 9, 9, 12, 30)[difficulty - 1], scale))
    if kind < 0.84:
        return _product(rng, one, other)
    return _times_vector(rng, one, other[0])


FAMILY = Family("matrices", True, _build)
