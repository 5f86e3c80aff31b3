"""Equations with the unknown in a denominator: excluded values first, then solved without fractions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from coe.tasks.families.factor import split
from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed, rational
from coe.tasks.phrasing import SOLVE_ALL, letter, phrase
from coe.tasks.terms import moved, operand, sign_of, signed, term, total

_CONSTANTS = (6, 9, 12, 20, 40)
_FACTORS = (5, 9, 12, 20, 40)
_Equation = tuple[str, tuple[str, ...], str]
"""Equation, derivation, solution."""


class _Dice:
    def __init__(self, rng: Random, difficulty: int, scale: int) -> None:
        self.rng, self.difficulty, self.scale = rng, difficulty, scale
        self.name = letter(rng)

    def constant(self) -> int:
        negative = (0.3, 0.4, 0.5, 0.5, 0.5)[self.difficulty - 1]
        return draw_signed(self.rng, _CONSTANTS[self.difficulty - 1], self.scale, negative)

    def factor(self) -> int:
        return draw(self.rng, 2, _FACTORS[self.difficulty - 1], self.scale)


def _one_fraction(dice: _Dice) -> _Equation:
    """a/(x + b) = c."""
    name, b, c, sum_ = dice.name, dice.constant(), dice.factor(), dice.constant()
    a = c * sum_
    while sum_ == b or abs(a) == 1:
        sum_ = dice.constant()
        a = c * sum_
    divisor = total((1, name), (b, ""))
    lines = (
        f"{name} != {-b}",
        f"{a} = {c}({divisor})",
        f"{{{a} / {c}}} = {divisor}",
        f"{name} = {{{sum_} {moved(b)}}}",
    )
    return f"{a}/({divisor}) = {c}", lines, f"{name} = {sum_ - b}"


def _fraction_and_number(dice: _Dice) -> _Equation:
    """a/x + b = c."""
    name, b, k, x = dice.name, dice.constant(), dice.factor(), dice.constant()
    if abs(x) == 1 or b + k == 0:
        return _one_fraction(dice)
    a = k * x
    lines = (f"{name} != 0", f"{a}/{name} = {{{b + k} {moved(b)}}}", f"{name} = {{{a} / {k}}}")
    return f"{a}/{name} {signed(b)} = {b + k}", lines, f"{name} = {x}"


def _two_fractions(dice: _Dice) -> _Equation:
    """a/(x + b) = c/(x + d)."""
    name, a, b, c, d = dice.name, dice.factor(), dice.constant(), dice.factor(), dice.constant()
    while abs(a - c) < 2 or b == d:
        c, d = dice.factor(), dice.constant()
    x = Fraction(c * b - a * d, a - c)
    if x in (-b, -d):
        return _two_fractions(dice)
    one, other = total((1, name), (b, "")), total((1, name), (d, ""))
    lines = (
        f"{name} != {-b} and {name} != {-d}",
        f"{a}({other}) = {c}({one})",
        f"{a}{name} {sign_of(d)} {{{a} * {abs(d)}}} = {c}{name} {sign_of(b)} {{{c} * {abs(b)}}}",
        f"{{{a} - {c}}}{name} = {{{c * b} {moved(a * d)}}}",
        f"{name} = {{{c * b - a * d} / {operand(a - c)}}}",
    )
    return f"{a}/({one}) = {c}/({other})", lines, f"{name} = {rational(x)}"


def _quadratic(dice: _Dice) -> _Equation:
    """x + c/x = b, from x^2 - bx + c = 0."""
    name, p, q = dice.name, dice.constant(), dice.constant()
    while p + q == 0 or p == q or abs(p * q) == 1:
        q = dice.constant()
    b, c = p + q, p * q
    first, second = _roots_in_order(p, q)
    lines = (
        f"{name} != 0",
        f"{name}^2 {signed(c)} = {term(b, name)}",
        f"{total((1, f'{name}^2'), (-b, name), (c, ''))} = 0",
        f"{split(name, -b, c)} = 0",
        f"{name} = {first} or {name} = {second}",
    )
    return f"{name} {sign_of(c)} {abs(c)}/{name} = {b}", lines, f"{name} = {first} or {name} = {second}"


def _roots_in_order(p: int, q: int) -> tuple[int, int]:
    """As the brackets of `split` have them: the larger size first."""
    first, second = sorted((p, q), key=abs, reverse=True)
    return first, second


def _no_solution(dice: _Dice) -> _Equation:
    """x/(x - r) = r/(x - r) + k: the only candidate is the excluded value."""
    name, r, k = dice.name, dice.constant(), dice.factor() + 1
    divisor = total((1, name), (-r, ""))
    lines = [
        f"{name} != {r}",
        f"{name} = {r} {signed(k)}({divisor})",
        f"{name} = {r} {signed(k, name)} {sign_of(-r)} {{{k} * {abs(r)}}}",
        f"{{1 - {k}}}{name} = {{{r} {moved(k * r)}}}",
        f"{name} = {r}",
        f"{name} = {r} is excluded",
        "no solution",
    ]
    return f"{name}/({divisor}) = {r}/({divisor}) {signed(k)}", tuple(lines), "no solution"


def _one_excluded(dice: _Dice) -> _Equation:
    """(x^2 + bx + c)/(x - p) = k where the numerator is zero at p: one candidate is the excluded value."""
    name, p, q, k = dice.name, dice.constant(), dice.constant(), dice.factor()
    other = q + k
    while p == q or other in (p, -p, 0) or p + q == 0 or p + q + k == 0:
        p, q = dice.constant(), dice.constant()
        other = q + k
    divisor = total((1, name), (-p, ""))
    numerator = total((1, f"{name}^2"), (-p - q, name), (p * q, ""))
    middle, last = -p - q - k, p * q + k * p
    first, second = _roots_in_order(p, other)
    lines = (
        f"{name} != {p}",
        f"{numerator} = {k}({divisor})",
        f"{numerator} = {k}{name} {sign_of(-p)} {{{k} * {abs(p)}}}",
        f"{name}^2 + {{{-p - q} - {k}}}{name} + {{{p * q} {moved(-k * p)}}} = 0",
        f"{split(name, middle, last)} = 0",
        f"{name} = {first} or {name} = {second}",
        f"{name} = {other}",
    )
    return f"({numerator})/({divisor}) = {k}", lines, f"{name} = {other}"


_Form = Callable[[_Dice], _Equation]
_FORMS: tuple[tuple[_Form, ...], ...] = (
    (_one_fraction, _fraction_and_number),
    (_one_fraction, _fraction_and_number, _two_fractions, _no_solution),
    (_one_fraction, _fraction_and_number, _two_fractions, _quadratic, _no_solution),
    (_fraction_and_number, _two_fractions, _quadratic, _no_solution, _one_excluded),
    (_two_fractions, _quadratic, _no_solution, _one_excluded, _one_excluded),
)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    dice = _Dice(rng, difficulty, scale)
    equation, lines, solution = rng.choice(_FORMS[difficulty - 1])(dice)
    return Worked(phrase(rng, SOLVE_ALL, v=dice.name, e=equation), lines, solution)


FAMILY = Family("rational_equations", True, _build)
