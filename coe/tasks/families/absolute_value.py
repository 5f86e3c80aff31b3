"""Equations and inequalities with one absolute value: two cases, a double inequality, or no solution."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed, rational
from coe.tasks.phrasing import INEQUALITY, SOLVE_ALL, letter, phrase
from coe.tasks.terms import moved, signed, term, total

_CONSTANTS = (9, 15, 20, 40, 99)
_COEFFICIENTS = (1, 4, 6, 12, 30)
_Problem = tuple[str, tuple[str, ...], str]
"""Equation or inequality, derivation, solution."""


class _Dice:
    def __init__(self, rng: Random, difficulty: int, scale: int) -> None:
        self.rng, self.difficulty, self.scale = rng, difficulty, scale
        self.name = letter(rng)

    def inner(self) -> tuple[int, int]:
        """a and b of |ax + b|."""
        a = (
            1
            if self.rng.random() < 0.4
            else draw(self.rng, 1, _COEFFICIENTS[self.difficulty - 1], self.scale)
        )
        return a, self.constant()

    def constant(self) -> int:
        return draw_signed(self.rng, _CONSTANTS[self.difficulty - 1], self.scale)

    def size(self, a: int, b: int) -> int:
        """The right side c of |ax + b| = c; exact where ax + b = c has a whole solution."""
        if self.rng.random() < (0, 0, 0.1, 0.3, 0.4)[self.difficulty - 1]:
            return draw(self.rng, 1, _CONSTANTS[self.difficulty - 1], self.scale)
        size = 0
        while not size:
            size = abs(a * self.constant() + b)
        return size


def _cases(a: int, name: str, b: int, c: int) -> tuple[tuple[str, ...], str]:
    """From |ax + b| = c, c > 0, to its two solutions."""
    left = total((a, name), (b, ""))
    high, low = Fraction(c - b, a), Fraction(-c - b, a)
    lines = [
        f"{left} = {c} or {left} = -{c}",
        f"{term(a, name)} = {{{c} {moved(b)}}} or {term(a, name)} = {{-{c} {moved(b)}}}",
    ]
    if a > 1:
        lines.append(f"{name} = {{{c - b} / {a}}} or {name} = {{{-c - b} / {a}}}")
    return tuple(lines), f"{name} = {rational(high)} or {name} = {rational(low)}"


def _equation(dice: _Dice) -> _Problem:
    a, b = dice.inner()
    c = dice.size(a, b)
    return (f"|{total((a, dice.name), (b, ''))}| = {c}", *_cases(a, dice.name, b, c))


def _shifted(dice: _Dice) -> _Problem:
    """|ax + b| + d = e."""
    (a, b), d = dice.inner(), dice.constant()
    c, inner = dice.size(a, b), total((a, dice.name), (b, ""))
    lines, solution = _cases(a, dice.name, b, c)
    return f"|{inner}| {signed(d)} = {c + d}", (f"|{inner}| = {{{c + d} {moved(d)}}}", *lines), solution


def _scaled(dice: _Dice) -> _Problem:
    """k|ax + b| = e."""
    (a, b), k = dice.inner(), draw(dice.rng, 2, 9, dice.scale)
    c, inner = dice.size(a, b), total((a, dice.name), (b, ""))
    lines, solution = _cases(a, dice.name, b, c)
    return f"{k}|{inner}| = {k * c}", (f"|{inner}| = {{{k * c} / {k}}}", *lines), solution


def _impossible(dice: _Dice) -> _Problem:
    """|ax + b| + d = e with e < d: an absolute value is never negative."""
    (a, b), c = dice.inner(), draw(dice.rng, 1, _CONSTANTS[dice.difficulty - 1], dice.scale)
    d, inner = dice.constant(), total((a, dice.name), (b, ""))
    lines = (f"|{inner}| = {{{d - c} {moved(d)}}}", "no solution")
    return f"|{inner}| {signed(d)} = {d - c}", lines, "no solution"


def _inside(dice: _Dice) -> _Problem:
    """|ax + b| < c."""
    a, b = dice.inner()
    c, sign, name = dice.size(a, b), dice.rng.choice(("<", "<=")), dice.name
    inner = total((a, name), (b, ""))
    low, high = rational(Fraction(-c - b, a)), rational(Fraction(c - b, a))
    lines = [
        f"-{c} {sign} {inner} {sign} {c}",
        f"{{-{c} {moved(b)}}} {sign} {term(a, name)} {sign} {{{c} {moved(b)}}}",
    ]
    if a > 1:
        lines.append(f"{{{-c - b} / {a}}} {sign} {name} {sign} {{{c - b} / {a}}}")
    return f"|{inner}| {sign} {c}", tuple(lines), f"{low} {sign} {name} {sign} {high}"


def _outside(dice: _Dice) -> _Problem:
    """|ax + b| > c."""
    a, b = dice.inner()
    c, name = dice.size(a, b), dice.name
    sign, turned = dice.rng.choice(((">", "<"), (">=", "<=")))
    inner = total((a, name), (b, ""))
    low, high = rational(Fraction(-c - b, a)), rational(Fraction(c - b, a))
    lines = [
        f"{inner} {sign} {c} or {inner} {turned} -{c}",
        f"{term(a, name)} {sign} {{{c} {moved(b)}}} or {term(a, name)} {turned} {{-{c} {moved(b)}}}",
    ]
    if a > 1:
        lines.append(f"{name} {sign} {{{c - b} / {a}}} or {name} {turned} {{{-c - b} / {a}}}")
    return f"|{inner}| {sign} {c}", tuple(lines), f"{name} {sign} {high} or {name} {turned} {low}"


_Form = Callable[[_Dice], _Problem]
_EQUATIONS: tuple[_Form, ...] = (_equation, _equation, _shifted, _scaled, _impossible)
_INEQUALITIES: tuple[_Form, ...] = (_inside, _outside)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    dice = _Dice(rng, difficulty, scale)
    equation = rng.random() < (0.75, 0.6, 0.5, 0.5, 0.5)[difficulty - 1]
    problem, lines, solution = rng.choice(_EQUATIONS if equation else _INEQUALITIES)(dice)
    wordings = SOLVE_ALL if equation else INEQUALITY
    return Worked(phrase(rng, wordings, v=dice.name, e=problem), lines, solution)


FAMILY = Family("absolute_value", True, _build)
