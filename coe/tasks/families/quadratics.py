"""Quadratic equations with rational solutions, by completing the square."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw_signed, rational
from coe.tasks.phrasing import SOLVE_ALL, letter, phrase
from coe.tasks.terms import moved, operand, sign_of, signed, total

_ROOTS = (5, 9, 12, 15, 30)
_Equation = tuple[str, tuple[str, ...], tuple[Fraction, Fraction]]


def _root(rng: Random, difficulty: int, scale: int) -> int:
    return draw_signed(rng, _ROOTS[difficulty - 1], scale, 0.5 if difficulty > 1 else 0.4)


def _leading(rng: Random, difficulty: int) -> int:
    return rng.choice((2, 2, 3)) if rng.random() < (0, 0.15, 0.25, 0.35, 0.4)[difficulty - 1] else 1


def square_root_of(value: Fraction) -> Fraction:
    """The exact square root of a square of a rational number."""
    from math import isqrt

    return Fraction(isqrt(value.numerator), isqrt(value.denominator))


def _complete_square(
    name: str, b: Fraction, c: Fraction
) -> tuple[tuple[str, ...], tuple[Fraction, Fraction]]:
    """From x^2 + bx + c = 0 to the solutions."""
    half = b / 2
    size = abs(b)
    shown = f"{operand(size)}/2"
    square = half * half - c
    lines = [f"({name} {sign_of(b)} {{{shown}}})^2 = {{({shown})^2 {moved(c)}}}"]
    side = f"{name} {sign_of(b)} {rational(abs(half))}"
    back = moved(half).replace("(", "").replace(")", "")
    if square == 0:
        return (*lines, f"{side} = 0", f"{name} = {{0 {back}}}"), (-half, -half)
    root = square_root_of(square)
    power = f"{{{operand(square)}^(1/2)}}"
    lines.append(f"{side} = {power} or {side} = -{power}")
    shown_root = rational(root)
    lines.append(f"{name} = {{{shown_root} {back}}} or {name} = {{-{shown_root} {back}}}")
    return tuple(lines), (root - half, -root - half)


def _trinomial(rng: Random, name: str, difficulty: int, scale: int) -> _Equation:
    a = _leading(rng, difficulty)
    p, q = _root(rng, difficulty, scale), _root(rng, difficulty, scale)
    while p + q == 0 or (p == q and rng.random() < 0.5):
        q = _root(rng, difficulty, scale)
    first, second = Fraction(p), Fraction(q)
    if a > 1 and difficulty >= 3 and rng.random() < 0.5 and p + q * a != 0:
        first = Fraction(p, a)
    b, c = -a * (first + second), a * first * second
    steps = _complete_square(name, b / a, c / a)
    lines, roots = steps
    if a > 1:
        ratio = f"{name}^2 {sign_of(b)} {{{abs(b)}/{a}}}{name} {sign_of(c)} {{{abs(c)}/{a}}} = 0"
        lines = (ratio, *lines)
    shift = draw_signed(rng, _ROOTS[difficulty - 1], scale) if difficulty >= 2 and rng.random() < 0.2 else 0
    if not shift or c + shift == 0:
        return f"{_poly(a, name, b, c)} = 0", lines, roots
    given = c + shift
    gathered = f"{_poly(a, name, b, Fraction(0))} + {{{given} {moved(shift)}}} = 0"
    return f"{_poly(a, name, b, given)} = {shift}", (gathered, *lines), roots


def _poly(a: int, name: str, b: Fraction, c: Fraction) -> str:
    return total((a, f"{name}^2"), (b, name), (c, ""))


def _pure(rng: Random, name: str, difficulty: int, scale: int) -> _Equation:
    """x^2 = k, ax^2 = k, x^2 - k = 0."""
    root = Fraction(abs(_root(rng, difficulty, scale)))
    if difficulty >= 4 and rng.random() < 0.3:
        root /= rng.choice((2, 3, 5))
    square = root * root
    a = square.denominator if square.denominator > 1 else _leading(rng, difficulty)
    k = square * a
    last = f"{name} = {{{operand(square)}^(1/2)}} or {name} = -{{{operand(square)}^(1/2)}}"
    divide = (f"{name}^2 = {{{k}/{a}}}",) if a > 1 else ()
    left = total((a, f"{name}^2"))
    if rng.random() < 0.3:
        return f"{left} - {k} = 0", (f"{left} = {{0 + {k}}}", *divide, last), (root, -root)
    return f"{left} = {k}", (*divide, last), (root, -root)


def _no_constant(rng: Random, name: str, difficulty: int, scale: int) -> _Equation:
    """ax^2 + bx = 0."""
    a, root = _leading(rng, difficulty), _root(rng, difficulty, scale)
    b = Fraction(-a * root)
    divide = (f"{name}^2 {sign_of(b)} {{{abs(b)}/{a}}}{name} = 0",) if a > 1 else ()
    side = f"{name} {signed(-root)}"
    lines = (
        *divide,
        f"{name}({side}) = 0",
        f"{name} = 0 or {side} = 0",
        f"{name} = 0 or {name} = {{0 {moved(-root)}}}",
    )
    return f"{_poly(a, name, b, Fraction(0))} = 0", lines, (Fraction(0), Fraction(root))


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    name = letter(rng)
    kind = rng.random()
    form = _pure if kind < 0.18 else _no_constant if kind < 0.33 else _trinomial
    equation, lines, (first, second) = form(rng, name, difficulty, scale)
    answer = f"{name} = {rational(first)}"
    if second != first:
        answer += f" or {name} = {rational(second)}"
    return Worked(phrase(rng, SOLVE_ALL, v=name, e=equation), lines, answer)


FAMILY = Family("quadratics", True, _build)
