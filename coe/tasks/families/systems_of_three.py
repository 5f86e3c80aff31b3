"""Three linear equations in three variables.

Triangular ones are solved from the bottom up. In general the third variable is taken out of the first and
second and of the first and third equation, which leaves two equations in two variables.
"""

from __future__ import annotations

from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw_signed
from coe.tasks.phrasing import SYSTEM_OF_THREE, phrase
from coe.tasks.terms import operand, total

_COEFFICIENTS = (2, 3, 4, 6, 9)
_SOLUTIONS = (6, 9, 12, 20, 40)
_NEGATIVE = (0.15, 0.3, 0.4, 0.5, 0.5)
_Names = tuple[str, str, str]
_TRIPLES: tuple[_Names, ...] = (
    ("x", "y", "z"), ("x", "y", "z"), ("x", "y", "z"), ("a", "b", "c"), ("p", "q", "r"), ("u", "v", "w"),
)  # fmt: skip
_Row = tuple[int, int, int, int]
"""Coefficients of the three variables and the right side."""


def _coefficient(rng: Random, difficulty: int, scale: int) -> int:
    if rng.random() < (0.6, 0.4, 0.3, 0.2, 0.1)[difficulty - 1]:
        return rng.choice((1, 1, -1))
    return draw_signed(rng, _COEFFICIENTS[difficulty - 1], scale, _NEGATIVE[difficulty - 1])


def _value(rng: Random, difficulty: int, scale: int) -> int:
    return draw_signed(rng, _SOLUTIONS[difficulty - 1], scale, _NEGATIVE[difficulty - 1])


def _shown(row: _Row, names: _Names) -> str:
    return f"{total(*zip(row, names, strict=False))} = {row[3]}"


def _row(coefficients: tuple[int, int, int], solution: tuple[int, int, int]) -> _Row:
    return (*coefficients, sum(a * x for a, x in zip(coefficients, solution, strict=True)))


def _triangular(rng: Random, difficulty: int, scale: int) -> tuple[list[_Row], tuple[int, int, int]]:
    x, y, z = (_value(rng, difficulty, scale) for _ in range(3))
    a, b, c, d, e = (_coefficient(rng, difficulty, scale) for _ in range(5))
    f = draw_signed(rng, _COEFFICIENTS[difficulty - 1], scale, _NEGATIVE[difficulty - 1], low=2)
    solution = (x, y, z)
    return [_row((a, b, c), solution), _row((0, d, e), solution), _row((0, 0, f), solution)], solution


def _worked_up(rows: list[_Row], names: _Names, solution: tuple[int, int, int]) -> tuple[str, ...]:
    (a, b, c, d), (_, e, f, g), (_, _, h, k) = rows
    (_, y, z), (u, v, w) = solution, names
    return (
        f"{w} = {{{k} / {operand(h)}}}",
        f"{v} = {{({g} - {operand(f)} * {operand(z)}) / {operand(e)}}}",
        f"{u} = {{({d} - {operand(b)} * {operand(y)} - {operand(c)} * {operand(z)}) / {operand(a)}}}",
    )


def _general(rng: Random, difficulty: int, scale: int) -> tuple[list[_Row], tuple[int, int, int]]:
    while True:
        solution = (
            _value(rng, difficulty, scale),
            _value(rng, difficulty, scale),
            _value(rng, difficulty, scale),
        )
        rows = [
            _row(tuple(_coefficient(rng, difficulty, scale) for _ in range(3)), solution)  # type: ignore[arg-type]
            for _ in range(3)
        ]
        above, below = _without_third(rows[0], rows[1]), _without_third(rows[0], rows[2])
        if min(map(abs, (*above[:2], *below[:2]))) > 1 and above[0] * below[1] != below[0] * above[1]:
            return rows, solution


def _without_third(first: _Row, other: _Row) -> tuple[int, int, int]:
    """The first equation times the other's third coefficient, minus the other times the first's."""
    a, b, c, d = first
    e, f, g, h = other
    return a * g - e * c, b * g - f * c, d * g - h * c


def _elimination(first: _Row, other: _Row, names: _Names) -> str:
    c, g = operand(first[2]), operand(other[2])
    one, two, right = (f"{{{p} * {g} - {operand(q)} * {c}}}" for p, q in _pairs(first, other))
    return f"{one}{names[0]} + {two}{names[1]} = {right}"


def _pairs(first: _Row, other: _Row) -> tuple[tuple[int, int], ...]:
    return tuple((first[at], other[at]) for at in (0, 1, 3))


def _worked(rows: list[_Row], names: _Names, solution: tuple[int, int, int]) -> tuple[str, ...]:
    (a, b, c, d), (x, y, _), (u, v, w) = rows[0], solution, names
    p, q, r = _without_third(rows[0], rows[1])
    s, t, n = _without_third(rows[0], rows[2])
    left, right = p * t - s * q, r * t - n * q
    lines = [
        _elimination(rows[0], rows[1], names),
        _elimination(rows[0], rows[2], names),
        f"{{{p} * {operand(t)} - {operand(s)} * {operand(q)}}}{u} = "
        f"{{{r} * {operand(t)} - {operand(n)} * {operand(q)}}}",
        f"{u} = {{{right} / {operand(left)}}}",
        f"{v} = {{({r} - {operand(p)} * {operand(x)}) / {operand(q)}}}",
        f"{w} = {{({d} - {operand(a)} * {operand(x)} - {operand(b)} * {operand(y)}) / {operand(c)}}}",
    ]
    return tuple(lines)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    names = rng.choice(_TRIPLES)
    simple = rng.random() < (0.8, 0.5, 0.25, 0.1, 0.0)[difficulty - 1]
    rows, solution = (_triangular if simple else _general)(rng, difficulty, scale)
    lines = (_worked_up if simple else _worked)(rows, names, solution)
    e, f, g = (_shown(row, names) for row in rows)
    u, v, w = names
    statement = phrase(rng, SYSTEM_OF_THREE, e=e, f=f, g=g, u=u, v=v, w=w)
    return Worked(statement, lines, ", ".join(f"{n} = {x}" for n, x in zip(names, solution, strict=True)))


FAMILY = Family("systems_of_three", True, _build)
