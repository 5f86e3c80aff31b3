"""Linear equations in one variable: one side, both sides, brackets, quotients."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed, rational
from coe.tasks.phrasing import SOLVE, letter, phrase
from coe.tasks.terms import moved, number, operand, sign_of, signed, term, total

Lines = tuple[str, ...]
_COEFFICIENTS = (5, 9, 12, 20, 60)
_CONSTANTS = (9, 12, 20, 40, 99)
_NEGATIVE = (0.0, 0.2, 0.4, 0.5, 0.5)


class _Dice:
    """Draws of one problem: sizes follow the difficulty."""

    def __init__(self, rng: Random, difficulty: int, scale: int) -> None:
        self.rng, self.difficulty, self.scale = rng, difficulty, scale
        self.name = letter(rng)

    def constant(self) -> int:
        high, negative = _CONSTANTS[self.difficulty - 1], _NEGATIVE[self.difficulty - 1]
        return draw_signed(self.rng, high, self.scale, negative)

    def coefficient(self) -> int:
        if self.difficulty >= 3 and self.rng.random() < 0.12:
            return self.rng.choice((1, -1))
        return self.factor()

    def factor(self) -> int:
        negative = 0.25 if self.difficulty >= 4 else 0.0
        return draw_signed(self.rng, _COEFFICIENTS[self.difficulty - 1], self.scale, negative, low=2)

    def positive(self) -> int:
        return draw(self.rng, 2, _COEFFICIENTS[self.difficulty - 1], self.scale)

    def solution(self) -> int:
        negative = 0.3 if self.difficulty >= 3 else 0.0
        return draw_signed(self.rng, _CONSTANTS[self.difficulty - 1], self.scale, negative)

    @property
    def free(self) -> bool:
        """Whether the right side is drawn freely, so that the solution may be a fraction."""
        return self.rng.random() < (0, 0, 0.1, 0.25, 0.4)[self.difficulty - 1]


def divide(coefficient: int, name: str, right: int) -> tuple[Lines, Fraction]:
    """From ax = b, already written, to x = b/a."""
    solution = Fraction(right, coefficient)
    if coefficient == 1:
        return (), solution
    return (f"{name} = {{{right} / {operand(coefficient)}}}",), solution


def isolate(a: int, name: str, b: int, c: int) -> tuple[Lines, Fraction]:
    """From ax + b = c to x."""
    lines, solution = divide(a, name, c - b)
    return (f"{term(a, name)} = {{{c} {moved(b)}}}", *lines), solution


def gather(a: int, name: str, b: int, c: int, d: int) -> tuple[Lines, Fraction]:
    """From ax + b = cx + d to x."""
    lines, solution = divide(a - c, name, d - b)
    return (f"{{{a} {moved(c)}}}{name} = {{{d} {moved(b)}}}", *lines), solution


def _one_side(dice: _Dice) -> tuple[str, Lines, Fraction]:
    a, b, x = dice.coefficient(), dice.constant(), dice.solution()
    c = dice.constant() if dice.free else a * x + b
    left = total((a, dice.name), (b, ""))
    shape = dice.rng.random()
    if shape < 0.2:
        left = total((b, ""), (a, dice.name))
    equation = f"{c} = {left}" if shape > 0.8 and dice.difficulty > 1 else f"{left} = {c}"
    return (equation, *isolate(a, dice.name, b, c))


def _shift(dice: _Dice) -> tuple[str, Lines, Fraction]:
    b, x = dice.constant(), dice.solution()
    c = x + b
    return f"{dice.name} {signed(b)} = {c}", (f"{dice.name} = {{{c} {moved(b)}}}",), Fraction(x)


def _multiple(dice: _Dice) -> tuple[str, Lines, Fraction]:
    a, x = dice.coefficient(), dice.solution()
    c = dice.constant() if dice.free else a * x
    return (f"{term(a, dice.name)} = {c}", *divide(a, dice.name, c))


def _both_sides(dice: _Dice) -> tuple[str, Lines, Fraction]:
    name = dice.name
    a, b, x, c = dice.coefficient(), dice.constant(), dice.solution(), dice.coefficient()
    if dice.difficulty < 3:
        a, c = max(a, c) + 1, min(a, c)
    while a == c:
        c = dice.coefficient()
    d = dice.constant() if dice.free else (a - c) * x + b
    if d == 0:
        return f"{total((a, name), (b, ''))} = {term(c, name)}", *_gather_bare(a, name, b, c)
    right = total((d, ""), (c, name)) if dice.rng.random() < 0.15 else total((c, name), (d, ""))
    return (f"{total((a, name), (b, ''))} = {right}", *gather(a, name, b, c, d))


def _gather_bare(a: int, name: str, b: int, c: int) -> tuple[Lines, Fraction]:
    lines, solution = divide(a - c, name, -b)
    return (f"{{{a} {moved(c)}}}{name} = {number(-b)}", *lines), solution


def _opened(k: int, a: int, name: str, b: int) -> str:
    """k(ax + b) with the bracket removed: signs are copied, the products are spans."""
    leading = term(k, name) if a == 1 else f"{{{k} * {operand(a)}}}{name}"
    return f"{leading} {sign_of(b)} {{{k} * {abs(b)}}}"


def _bracket(dice: _Dice) -> tuple[str, Lines, Fraction]:
    name, k, b, x = dice.name, dice.factor(), dice.constant(), dice.solution()
    a = dice.positive() if dice.difficulty >= 3 and dice.rng.random() < 0.5 else 1
    c = k * (a * x + b)
    rest, solution = isolate(k * a, name, k * b, c)
    lines = (f"{_opened(k, a, name, b)} = {c}", *rest)
    return f"{k}({total((a, name), (b, ''))}) = {c}", lines, solution


def _bracket_both(dice: _Dice) -> tuple[str, Lines, Fraction]:
    name, k, b, x, c = dice.name, dice.factor(), dice.constant(), dice.solution(), dice.coefficient()
    while c == k:
        c = dice.coefficient()
    d = dice.constant() if dice.free else k * (x + b) - c * x
    if d == 0:
        return _bracket(dice)
    rest, solution = gather(k, name, k * b, c, d)
    right = total((c, name), (d, ""))
    lines = (f"{_opened(k, 1, name, b)} = {right}", *rest)
    return f"{k}({total((1, name), (b, ''))}) = {right}", lines, solution


def _two_brackets(dice: _Dice) -> tuple[str, Lines, Fraction]:
    name, k, b, m, c = dice.name, dice.factor(), dice.constant(), dice.factor(), dice.constant()
    while m == k:
        m = dice.factor()
    rest, solution = gather(k, name, k * b, m, m * c)
    lines = (f"{_opened(k, 1, name, b)} = {_opened(m, 1, name, c)}", *rest)
    left, right = total((1, name), (b, "")), total((1, name), (c, ""))
    return f"{k}({left}) = {m}({right})", lines, solution


def _quotient(dice: _Dice) -> tuple[str, Lines, Fraction]:
    name, a, b = dice.name, dice.positive(), dice.constant()
    value = dice.solution()
    if dice.rng.random() < 0.3:
        line = f"{name} = {{{value} * {a}}}"
        return f"{name}/{a} = {value}", (line,), Fraction(value * a)
    c = value + b
    lines = (f"{name}/{a} = {{{c} {moved(b)}}}", f"{name} = {{{value} * {a}}}")
    return f"{name}/{a} {signed(b)} = {c}", lines, Fraction(value * a)


def _sum_quotient(dice: _Dice) -> tuple[str, Lines, Fraction]:
    name, a, b, value = dice.name, dice.positive(), dice.constant(), dice.solution()
    right = value * a
    lines = (f"{name} {signed(b)} = {{{value} * {a}}}", f"{name} = {{{right} {moved(b)}}}")
    return f"({name} {signed(b)})/{a} = {value}", lines, Fraction(right - b)


def _like_terms(dice: _Dice) -> tuple[str, Lines, Fraction]:
    name, a, c, b, x = dice.name, dice.positive(), dice.coefficient(), dice.constant(), dice.solution()
    while a + c == 0:
        c = dice.coefficient()
    d = (a + c) * x + b
    rest, solution = isolate(a + c, name, b, d)
    lines = (f"{{{a} {signed(c)}}}{name} {signed(b)} = {d}", *rest)
    return f"{total((a, name), (b, ''), (c, name))} = {d}", lines, solution


_Form = Callable[[_Dice], tuple[str, Lines, Fraction]]
_FORMS: tuple[tuple[_Form, ...], ...] = (
    (_one_side, _shift, _multiple, _quotient),
    (_one_side, _one_side, _both_sides, _bracket, _quotient, _multiple, _shift),
    (_one_side, _both_sides, _both_sides, _bracket, _bracket_both, _quotient, _sum_quotient, _like_terms),
    (
        _one_side,
        _both_sides,
        _both_sides,
        _bracket,
        _bracket_both,
        _quotient,
        _sum_quotient,
        _like_terms,
        _two_brackets,
    ),
    (
        _one_side,
        _both_sides,
        _both_sides,
        _bracket,
        _bracket_both,
        _quotient,
        _sum_quotient,
        _like_terms,
        _two_brackets,
    ),
)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    dice = _Dice(rng, difficulty, scale)
    equation, lines, solution = rng.choice(_FORMS[difficulty - 1])(dice)
    statement = phrase(rng, SOLVE, v=dice.name, e=equation)
    return Worked(statement, lines, f"{dice.name} = {rational(solution)}")


FAMILY = Family("linear_equations", True, _build)
