"""Logarithms of powers, their laws, and equations with a logarithm or with the unknown in the exponent."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from coe.tasks.families.factor import split
from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed
from coe.tasks.phrasing import CALCULATE, SOLVE_ALL, letter, phrase
from coe.tasks.terms import moved, signed, term, total

_LARGEST = (100, 600, 3000, 20_000, 1_000_000)
_Problem = tuple[str, tuple[str, ...], str, bool]
"""Expression or equation, derivation, result, whether it is an equation."""


class _Dice:
    def __init__(self, rng: Random, difficulty: int, scale: int) -> None:
        self.rng, self.difficulty, self.scale = rng, difficulty, scale
        self.name = letter(rng)

    def power(self) -> tuple[int, int]:
        """A base and an exponent; the power is not too large."""
        most = _LARGEST[self.difficulty - 1] ** self.scale
        base = self.rng.choice((2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))
        highest = 2
        while base ** (highest + 1) <= most:
            highest += 1
        return base, self.rng.randint(2 if self.scale == 1 else highest // 2 + 1, highest)

    def constant(self) -> int:
        return draw_signed(self.rng, (9, 12, 20, 60, 200)[self.difficulty - 1], self.scale)

    def coefficient(self) -> int:
        return draw(self.rng, 2, (4, 6, 9, 15, 40)[self.difficulty - 1], self.scale)


def _value(dice: _Dice) -> _Problem:
    base, n = dice.power()
    return f"log_{base}({base**n})", (f"{base}^{n} = {{{base}^{n}}}", f"= {n}"), str(n), False


def _sum(dice: _Dice) -> _Problem:
    base, n = dice.power()
    left = base ** dice.rng.randint(1, n - 1) if base > 3 else dice.rng.choice(_divisors(base**n))
    right = base**n // left
    lines = (f"= log_{base}({{{left} * {right}}})", f"{base}^{n} = {{{base}^{n}}}", f"= {n}")
    return f"log_{base}({left}) + log_{base}({right})", lines, str(n), False


def _difference(dice: _Dice) -> _Problem:
    base, n = dice.power()
    k = draw(dice.rng, 2, 30, dice.scale)
    lines = (f"= log_{base}({{{base**n * k} / {k}}})", f"{base}^{n} = {{{base}^{n}}}", f"= {n}")
    return f"log_{base}({base**n * k}) - log_{base}({k})", lines, str(n), False


def _multiple(dice: _Dice) -> _Problem:
    base, n = dice.power()
    k = dice.rng.randint(2, 5)
    return f"{k} * log_{base}({base**n})", (f"= {k} * {n}", f"= {{{k} * {n}}}"), str(k * n), False


def _divisors(value: int) -> list[int]:
    return [d for d in range(2, min(value, 1000)) if value % d == 0]


def _argument(dice: _Dice) -> _Problem:
    """log_b(x) = n."""
    (base, n), name = dice.power(), dice.name
    return f"log_{base}({name}) = {n}", (f"{name} = {{{base}^{n}}}",), f"{name} = {base**n}", True


def _linear_argument(dice: _Dice) -> _Problem:
    """log_b(ax + c) = n."""
    (base, n), name, c = dice.power(), dice.name, dice.constant()
    value = base**n
    a = next((a for a in (dice.coefficient() for _ in range(20)) if (value - c) % a == 0), 1)
    if value == c:
        return _argument(dice)
    inside = total((a, name), (c, ""))
    lines = [f"{inside} = {{{base}^{n}}}", f"{term(a, name)} = {{{value} {moved(c)}}}"]
    if a > 1:
        lines.append(f"{name} = {{{value - c} / {a}}}")
    return f"log_{base}({inside}) = {n}", tuple(lines), f"{name} = {(value - c) // a}", True


def _exponent(dice: _Dice) -> _Problem:
    """b^x = b^n."""
    (base, n), name = dice.power(), dice.name
    lines = (f"{base}^{n} = {{{base}^{n}}}", f"{name} = {n}")
    return f"{base}^{name} = {base**n}", lines, f"{name} = {n}", True


def _linear_exponent(dice: _Dice) -> _Problem:
    """b^(ax + c) = b^n."""
    (base, n), name, c = dice.power(), dice.name, dice.rng.choice((-3, -2, -1, 1, 2, 3, 4, 5))
    if n == c:
        return _exponent(dice)
    a = next((a for a in (2, 3, 4, 5) if (n - c) % a == 0 and dice.rng.random() < 0.6), 1)
    inside = total((a, name), (c, ""))
    lines = [
        f"{base}^{n} = {{{base}^{n}}}",
        f"{inside} = {n}",
        f"{term(a, name)} = {{{n} {moved(c)}}}",
    ]
    if a > 1:
        lines.append(f"{name} = {{{n - c} / {a}}}")
    return f"{base}^({inside}) = {base**n}", tuple(lines), f"{name} = {(n - c) // a}", True


def _two_logarithms(dice: _Dice) -> _Problem:
    """log_b(x) + log_b(x - c) = n, from x^2 - cx - b^n = 0; the negative candidate has no logarithm."""
    (base, n), name = dice.power(), dice.name
    pairs = [(base**n // d, d) for d in _divisors(base**n) if d * d < base**n]
    if not pairs:
        return _argument(dice)
    p, q = dice.rng.choice(pairs)
    c = p - q
    lines = (
        f"log_{base}({name}({name} - {c})) = {n}",
        f"{name}({name} - {c}) = {{{base}^{n}}}",
        f"{name}^2 {signed(-c, name)} - {base**n} = 0",
        f"{split(name, -c, -(base**n))} = 0",
        f"{name} = {p} or {name} = -{q}",
        f"{name} > {c}",
        f"{name} = {p}",
    )
    return f"log_{base}({name}) + log_{base}({name} - {c}) = {n}", lines, f"{name} = {p}", True


_Form = Callable[[_Dice], _Problem]
_FORMS: tuple[tuple[_Form, ...], ...] = (
    (_value, _argument, _exponent, _sum),
    (_value, _argument, _exponent, _sum, _difference, _linear_argument),
    (_value, _sum, _difference, _multiple, _linear_argument, _linear_exponent),
    (_sum, _difference, _multiple, _linear_argument, _linear_exponent, _two_logarithms),
    (_sum, _difference, _linear_argument, _linear_exponent, _two_logarithms, _two_logarithms),
)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    dice = _Dice(rng, difficulty, scale)
    problem, lines, result, equation = rng.choice(_FORMS[difficulty - 1])(dice)
    if equation:
        return Worked(phrase(rng, SOLVE_ALL, v=dice.name, e=problem), lines, result)
    return Worked(phrase(rng, CALCULATE, e=problem), lines, result)


FAMILY = Family("logarithms", True, _build, chosen=True)
