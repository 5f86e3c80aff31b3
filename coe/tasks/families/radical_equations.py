"""Equations with a square root: squared, solved, the candidates checked where squaring may let one in."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from coe.tasks.families.factor import split
from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed, rational
from coe.tasks.phrasing import SOLVE_ALL, letter, phrase
from coe.tasks.terms import moved, operand, sign_of, signed, term, total

_ROOTS = (6, 9, 12, 20, 40)
_COEFFICIENTS = (4, 6, 9, 12, 30)
_Equation = tuple[str, tuple[str, ...], str]
"""Equation, derivation, solution."""


class _Dice:
    def __init__(self, rng: Random, difficulty: int, scale: int) -> None:
        self.rng, self.difficulty, self.scale = rng, difficulty, scale
        self.name = letter(rng)
        while self.name in "at":
            # "Check a = 3: ... != ..." and the same with t are not read as a candidate refused.
            self.name = letter(rng)

    def constant(self) -> int:
        return draw_signed(self.rng, _ROOTS[self.difficulty - 1], self.scale)

    def size(self, low: int = 1) -> int:
        return draw(self.rng, low, _ROOTS[self.difficulty - 1], self.scale)

    def coefficient(self) -> int:
        plain = self.rng.random() < (0.7, 0.5, 0.4, 0.3, 0.2)[self.difficulty - 1]
        return 1 if plain else draw(self.rng, 2, _COEFFICIENTS[self.difficulty - 1], self.scale)


def _squared(dice: _Dice, root: int) -> tuple[str, tuple[str, ...], str]:
    """sqrt(ax + b) = root: what is under the root, the lines, the solution."""
    name, a = dice.name, dice.coefficient()
    b = dice.constant() if dice.rng.random() < (0, 0, 0.1, 0.3, 0.4)[dice.difficulty - 1] else 0
    while not b or b == root * root:
        b = root * root - a * dice.constant()
    inside = total((a, name), (b, ""))
    lines = [f"{inside} = {{{root}^2}}", f"{term(a, name)} = {{{root * root} {moved(b)}}}"]
    if a > 1:
        lines.append(f"{name} = {{{root * root - b} / {a}}}")
    return inside, tuple(lines), f"{name} = {rational(Fraction(root * root - b, a))}"


def _root_alone(dice: _Dice) -> _Equation:
    root = dice.size()
    inside, lines, solution = _squared(dice, root)
    return f"sqrt({inside}) = {root}", lines, solution


def _root_and_number(dice: _Dice) -> _Equation:
    """sqrt(ax + b) + d = e."""
    root, d = dice.size(), dice.constant()
    inside, lines, solution = _squared(dice, root)
    first = f"sqrt({inside}) = {{{root + d} {moved(d)}}}"
    return f"sqrt({inside}) {signed(d)} = {root + d}", (first, *lines), solution


def _multiple(dice: _Dice) -> _Equation:
    """k sqrt(ax + b) = e."""
    root, k = dice.size(), draw(dice.rng, 2, 9, dice.scale)
    inside, lines, solution = _squared(dice, root)
    return f"{k}sqrt({inside}) = {k * root}", (f"sqrt({inside}) = {{{k * root} / {k}}}", *lines), solution


def _impossible(dice: _Dice) -> _Equation:
    """A square root is never negative."""
    root, d = dice.size(), dice.constant()
    inside, _, _ = _squared(dice, root)
    lines = (f"sqrt({inside}) = {{{d - root} {moved(d)}}}", "no solution")
    return f"sqrt({inside}) {signed(d)} = {d - root}", lines, "no solution"


def _both_sides(dice: _Dice) -> _Equation:
    """sqrt(x + b) = x - c: of the candidates p and q one makes the right side negative."""
    name, root, c = dice.name, dice.size(2), dice.constant()
    p = root + c
    b, q = root * root - p, 2 * c + 1 - p
    if not b or 2 * c + 1 == 0 or p == q or p * q == 0 or p + q == 0 or c * c == b:
        return _both_sides(dice)
    inside, right = total((1, name), (b, "")), total((1, name), (-c, ""))
    first, second = sorted((p, q), key=abs, reverse=True)
    size = abs(c)
    lines = (
        f"{inside} = ({right})^2",
        f"{inside} = {name}^2 {sign_of(-c)} {{2 * {size}}}{name} + {{{size}^2}}",
        f"{name}^2 + {{{-2 * c} - 1}}{name} + {{{c * c} {moved(b)}}} = 0",
        f"{split(name, -2 * c - 1, c * c - b)} = 0",
        f"{name} = {first} or {name} = {second}",
        f"Check {name} = {p}: sqrt({{{operand(p)} {signed(b)}}}) = {{{operand(p)} {moved(c)}}}",
        f"Check {name} = {q}: sqrt({{{operand(q)} {signed(b)}}}) != {{{operand(q)} {moved(c)}}}",
        f"{name} = {p}",
    )
    return f"sqrt({inside}) = {right}", lines, f"{name} = {p}"


def _two_roots(dice: _Dice) -> _Equation:
    """sqrt(ax + b) = sqrt(cx + d), both roots of positive numbers at the solution."""
    name, a, c, x = dice.name, dice.coefficient(), dice.coefficient(), dice.constant()
    while abs(a - c) < 2:
        a, c = a + 2, dice.coefficient()
    inside = dice.size() ** 2
    b, d = inside - a * x, inside - c * x
    if not b or not d:
        return _root_alone(dice)
    one, other = total((a, name), (b, "")), total((c, name), (d, ""))
    value = f"{a} * {operand(x)} {signed(b)}"
    lines = (
        f"{one} = {other}",
        f"{{{a} - {c}}}{name} = {{{d} {moved(b)}}}",
        f"{name} = {{{d - b} / {operand(a - c)}}}",
        f"Check {name} = {x}: {value} = {{{value}}} > 0",
        f"{name} = {x}",
    )
    return f"sqrt({one}) = sqrt({other})", lines, f"{name} = {x}"


_Form = Callable[[_Dice], _Equation]
_FORMS: tuple[tuple[_Form, ...], ...] = (
    (_root_alone, _root_alone, _root_and_number),
    (_root_alone, _root_and_number, _multiple, _impossible),
    (_root_alone, _root_and_number, _multiple, _both_sides, _impossible, _two_roots),
    (_root_alone, _root_and_number, _multiple, _both_sides, _both_sides, _impossible, _two_roots),
    (_root_and_number, _multiple, _both_sides, _both_sides, _impossible, _two_roots),
)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    dice = _Dice(rng, difficulty, scale)
    equation, lines, solution = rng.choice(_FORMS[difficulty - 1])(dice)
    return Worked(phrase(rng, SOLVE_ALL, v=dice.name, e=equation), lines, solution)


FAMILY = Family("radical_equations", True, _build)
