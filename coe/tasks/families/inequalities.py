"""Inequalities in one variable: linear, with a bracket, with x on both sides, double, quadratic.

A division by a negative number turns the sign around.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from coe.tasks.families.factor import split
from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed, rational
from coe.tasks.phrasing import INEQUALITY, letter, phrase
from coe.tasks.terms import moved, operand, sign_of, term, total

_CONSTANTS = (9, 15, 20, 40, 99)
_COEFFICIENTS = (5, 9, 12, 20, 40)
_SIGNS = ("<", ">", "<=", ">=")
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_Inequality = tuple[str, tuple[str, ...], str]
"""Inequality, derivation, solution."""


class _Dice:
    def __init__(self, rng: Random, difficulty: int, scale: int) -> None:
        self.rng, self.difficulty, self.scale = rng, difficulty, scale
        self.name = letter(rng)

    def constant(self) -> int:
        negative = (0.1, 0.3, 0.4, 0.5, 0.5)[self.difficulty - 1]
        return draw_signed(self.rng, _CONSTANTS[self.difficulty - 1], self.scale, negative)

    def coefficient(self) -> int:
        negative = (0.0, 0.25, 0.4, 0.4, 0.4)[self.difficulty - 1]
        return draw_signed(self.rng, _COEFFICIENTS[self.difficulty - 1], self.scale, negative, low=2)

    def sign(self) -> str:
        return self.rng.choice(_SIGNS)

    def right(self, exact: int) -> int:
        """The right side: the exact one, or, in hard problems, one that makes the bound a fraction."""
        free = self.rng.random() < (0, 0, 0.1, 0.3, 0.4)[self.difficulty - 1]
        return exact + self.rng.randint(1, 9) if free else exact


def _divided(a: int, name: str, sign: str, right: int) -> tuple[str, str]:
    """From ax < right, already written: the last line and the solution."""
    turned = sign if a > 0 else _TURNED[sign]
    bound = rational(Fraction(right, a))
    return f"{name} {turned} {{{right} / {operand(a)}}}", f"{name} {turned} {bound}"


def _one_side(dice: _Dice) -> _Inequality:
    a, b, sign = dice.coefficient(), dice.constant(), dice.sign()
    c = dice.right(a * dice.constant() + b)
    last, solution = _divided(a, dice.name, sign, c - b)
    lines = (f"{term(a, dice.name)} {sign} {{{c} {moved(b)}}}", last)
    return f"{total((a, dice.name), (b, ''))} {sign} {c}", lines, solution


def _both_sides(dice: _Dice) -> _Inequality:
    a, b, sign = dice.coefficient(), dice.constant(), dice.sign()
    c = dice.coefficient()
    while abs(a - c) < 2:
        c = a - dice.rng.choice((-1, 1)) * draw(dice.rng, 2, 9, dice.scale)
    d = dice.right((a - c) * dice.constant() + b)
    if not c or not d:
        return _one_side(dice)
    last, solution = _divided(a - c, dice.name, sign, d - b)
    lines = (f"{{{a} {moved(c)}}}{dice.name} {sign} {{{d} {moved(b)}}}", last)
    left, right = total((a, dice.name), (b, "")), total((c, dice.name), (d, ""))
    return f"{left} {sign} {right}", lines, solution


def _bracket(dice: _Dice) -> _Inequality:
    k, b, sign = dice.coefficient(), dice.constant(), dice.sign()
    c = dice.right(k * (dice.constant() + b))
    last, solution = _divided(k, dice.name, sign, c - k * b)
    lines = (
        f"{term(k, dice.name)} {sign_of(b)} {{{k} * {abs(b)}}} {sign} {c}",
        f"{term(k, dice.name)} {sign} {{{c} {moved(k * b)}}}",
        last,
    )
    return f"{k}({total((1, dice.name), (b, ''))}) {sign} {c}", lines, solution


def _double(dice: _Dice) -> _Inequality:
    """low < ax + b <= high."""
    a, b = abs(dice.coefficient()), dice.constant()
    low = dice.constant()
    high = low + draw(dice.rng, 1, _CONSTANTS[dice.difficulty - 1], dice.scale)
    first, second = dice.rng.choice(("<", "<=")), dice.rng.choice(("<", "<="))
    left, right, name = a * low + b, a * high + b, dice.name
    lines = (
        f"{{{left} {moved(b)}}} {first} {term(a, name)} {second} {{{right} {moved(b)}}}",
        f"{{{a * low} / {a}}} {first} {name} {second} {{{a * high} / {a}}}",
    )
    return (
        f"{left} {first} {total((a, name), (b, ''))} {second} {right}",
        lines,
        (f"{low} {first} {name} {second} {high}"),
    )


def _quadratic(dice: _Dice) -> _Inequality:
    """x^2 + bx + c < 0 with two whole roots."""
    p, q, name, sign = dice.constant(), dice.constant(), dice.name, dice.sign()
    while p == q or p + q == 0:
        q = dice.constant()
    low, high = sorted((p, q))
    inside = sign.startswith("<")
    solution = (
        f"{low} {sign} {name} {sign} {high}"
        if inside
        else f"{name} {_TURNED[sign]} {low} or {name} {sign} {high}"
    )
    polynomial = total((1, f"{name}^2"), (-p - q, name), (p * q, ""))
    return f"{polynomial} {sign} 0", (f"{split(name, -p - q, p * q)} {sign} 0", solution), solution


_Form = Callable[[_Dice], _Inequality]
_FORMS: tuple[tuple[_Form, ...], ...] = (
    (_one_side, _one_side, _bracket),
    (_one_side, _both_sides, _bracket, _double),
    (_one_side, _both_sides, _bracket, _double),
    (_one_side, _both_sides, _bracket, _double, _quadratic),
    (_one_side, _both_sides, _bracket, _double, _quadratic, _quadratic),
)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    dice = _Dice(rng, difficulty, scale)
    inequality, lines, solution = rng.choice(_FORMS[difficulty - 1])(dice)
    return Worked(phrase(rng, INEQUALITY, v=dice.name, e=inequality), lines, solution)


FAMILY = Family("inequalities", True, _build)
