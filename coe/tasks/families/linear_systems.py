"""Two linear equations in two variables.

Two general equations ax + by = e, cx + dy = f: one line multiplies and subtracts, (ad - cb)x = ed - fb.
Where the second equation gives y outright, it is put into the first.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from coe.tasks.families.linear_equations import divide
from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw_signed, rational
from coe.tasks.phrasing import SYSTEM, phrase
from coe.tasks.terms import moved, operand, sign_of, signed, term, total

_COEFFICIENTS = (3, 5, 9, 12, 20)
_SOLUTIONS = (6, 9, 12, 20, 40)
_NEGATIVE = (0.15, 0.3, 0.4, 0.5, 0.5)
_PAIRS = tuple((pair[0], pair[1]) for pair in ("xy", "xy", "xy", "ab", "mn", "pq", "yz", "uv", "st"))


def _coefficient(rng: Random, difficulty: int, scale: int) -> int:
    if rng.random() < (0.5, 0.3, 0.2, 0.1, 0.1)[difficulty - 1]:
        return rng.choice((1, 1, -1))
    return draw_signed(rng, _COEFFICIENTS[difficulty - 1], scale, _NEGATIVE[difficulty - 1], low=2)


def _solution(rng: Random, difficulty: int, scale: int) -> int:
    return draw_signed(
        rng, _SOLUTIONS[difficulty - 1], scale, _NEGATIVE[difficulty - 1] if difficulty > 1 else 0.0
    )


def _worked(
    rng: Random,
    names: tuple[str, str],
    equations: tuple[str, str],
    lines: tuple[str, ...],
    x: Fraction,
    y: int,
) -> Worked:
    v, w = names
    statement = phrase(rng, SYSTEM, v=v, w=w, e=equations[0], f=equations[1])
    return Worked(statement, lines, f"{v} = {rational(x)}, {w} = {y}")


def _general(rng: Random, difficulty: int, scale: int) -> Worked:
    v, w = names = rng.choice(_PAIRS)
    a, b, c, d = (_coefficient(rng, difficulty, scale) for _ in range(4))
    while a * d == c * b:
        c, d = _coefficient(rng, difficulty, scale), _coefficient(rng, difficulty, scale)
    x, y = _solution(rng, difficulty, scale), _solution(rng, difficulty, scale)
    e, f = a * x + b * y, c * x + d * y
    above, below = operand(b), operand(d)
    eliminate = f"{{{a} * {below} - {operand(c)} * {above}}}{v} = {{{e} * {below} - {operand(f)} * {above}}}"
    division, found = divide(a * d - c * b, v, e * d - f * b)
    last = f"{w} = {{({e} - {operand(a)} * {operand(x)}) / {operand(b)}}}"
    equations = (f"{total((a, v), (b, w))} = {e}", f"{total((c, v), (d, w))} = {f}")
    return _worked(rng, names, equations, (eliminate, *division, last), found, y)


def _substitution(rng: Random, difficulty: int, scale: int) -> Worked:
    """ax + by = e with y = cx + d given."""
    v, w = names = rng.choice(_PAIRS)
    a, c = _coefficient(rng, difficulty, scale), _coefficient(rng, difficulty, scale)
    b = 1 if difficulty < 3 or rng.random() < 0.3 else abs(_coefficient(rng, difficulty, scale))
    while a + b * c == 0:
        a = _coefficient(rng, difficulty, scale)
    x, d = _solution(rng, difficulty, scale), _solution(rng, difficulty, scale)
    y = c * x + d
    e = a * x + b * y
    inner = total((c, v), (d, ""))
    left, constant = b * c, b * d
    if b == 1:
        lines = [f"{term(a, v)} {signed(c, v)} {signed(d)} = {e}"]
    else:
        opened = f"{{{b} * {operand(c)}}}{v} {sign_of(d)} {{{b} * {abs(d)}}}"
        lines = [f"{term(a, v)} + {b}({inner}) = {e}", f"{term(a, v)} + {opened} = {e}"]
    division, found = divide(a + left, v, e - constant)
    gather = f"{{{a} {signed(left)}}}{v} = {{{e} {moved(constant)}}}"
    last = f"{w} = {{{c} * {operand(x)} {signed(d)}}}"
    equations = (f"{total((a, v), (b, w))} = {e}", f"{w} = {inner}")
    return _worked(rng, names, equations, (*lines, gather, *division, last), found, y)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    if rng.random() < 0.3:
        return _substitution(rng, difficulty, scale)
    return _general(rng, difficulty, scale)


FAMILY = Family("linear_systems", True, _build)
