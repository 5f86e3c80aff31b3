"""Brackets multiplied out: k(ax + b), x(ax + b), (ax + b)(cx + d), squares, sums times differences."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed
from coe.tasks.phrasing import EXPAND, letter, phrase
from coe.tasks.terms import operand, sign_of, signed, term, total
from coe.verifier import fill_spans

_CONSTANTS = (6, 9, 12, 20, 60)
_COEFFICIENTS = (3, 5, 9, 12, 30)
_Expansion = tuple[str, str, str]
"""Product, derivation, expanded form; a derivation with a zero term is followed by the expanded form."""


class _Dice:
    def __init__(self, rng: Random, difficulty: int, scale: int) -> None:
        self.rng, self.difficulty, self.scale = rng, difficulty, scale
        self.name = letter(rng)

    def constant(self) -> int:
        negative = 0.2 if self.difficulty == 1 else 0.45
        return draw_signed(self.rng, _CONSTANTS[self.difficulty - 1], self.scale, negative)

    def factor(self) -> int:
        return draw(self.rng, 2, _COEFFICIENTS[self.difficulty - 1], self.scale)

    def coefficient(self) -> int:
        return 1 if self.difficulty < 3 or self.rng.random() < 0.35 else self.factor()

    def outer(self) -> int:
        return -self.factor() if self.difficulty >= 3 and self.rng.random() < 0.3 else self.factor()


def _times(left: int, right: int) -> str:
    return f"{left} * {operand(right)}"


def _number_bracket(dice: _Dice) -> _Expansion:
    k, b, name = dice.outer(), dice.constant(), dice.name
    a = 1 if dice.rng.random() < 0.4 else dice.factor()
    leading = term(k, name) if a == 1 else f"{{{_times(k, a)}}}{name}"
    derivation = f"{leading} {sign_of(b)} {{{_times(k, abs(b))}}}"
    return f"{k}({total((a, name), (b, ''))})", derivation, total((k * a, name), (k * b, ""))


def _variable_bracket(dice: _Dice) -> _Expansion:
    a, b, name = dice.coefficient(), dice.constant(), dice.name
    if dice.difficulty < 2 or dice.rng.random() < 0.3:
        expanded = total((a, f"{name}^2"), (b, name))
        return f"{name}({total((a, name), (b, ''))})", expanded, expanded
    k = dice.outer()
    leading = term(k, f"{name}^2") if a == 1 else f"{{{_times(k, a)}}}{name}^2"
    derivation = f"{leading} {sign_of(b)} {{{_times(k, abs(b))}}}{name}"
    return f"{k}{name}({total((a, name), (b, ''))})", derivation, total((k * a, f"{name}^2"), (k * b, name))


def _monic(dice: _Dice) -> _Expansion:
    a, b, name = dice.constant(), dice.constant(), dice.name
    while a + b == 0 or a == b:
        b = dice.constant()
    derivation = f"{name}^2 + {{{a} {signed(b)}}}{name} + {{{_times(a, b)}}}"
    product = f"({total((1, name), (a, ''))})({total((1, name), (b, ''))})"
    return product, derivation, total((1, f"{name}^2"), (a + b, name), (a * b, ""))


def _general(dice: _Dice) -> _Expansion:
    """(ax + b)(cx + d): first, outer plus inner, last."""
    a, b, c, d, name = dice.factor(), dice.constant(), dice.coefficient(), dice.constant(), dice.name
    while a * d + b * c == 0 or (a, b) == (c, d):
        d = dice.constant()
    middle = f"{_times(a, d)} + {operand(b)} * {c}"
    derivation = f"{{{_times(a, c)}}}{name}^2 + {{{middle}}}{name} + {{{_times(b, d)}}}"
    product = f"({total((a, name), (b, ''))})({total((c, name), (d, ''))})"
    return product, derivation, total((a * c, f"{name}^2"), (a * d + b * c, name), (b * d, ""))


def _square(dice: _Dice) -> _Expansion:
    a, b, name = dice.coefficient(), dice.constant(), dice.name
    size = abs(b)
    leading = f"{name}^2" if a == 1 else f"{{{a}^2}}{name}^2"
    middle = f"2 * {size}" if a == 1 else f"2 * {a} * {size}"
    derivation = f"{leading} {sign_of(b)} {{{middle}}}{name} + {{{size}^2}}"
    product = f"({total((a, name), (b, ''))})^2"
    return product, derivation, total((a * a, f"{name}^2"), (2 * a * b, name), (b * b, ""))


def _conjugates(dice: _Dice) -> _Expansion:
    """(ax + b)(ax - b), term by term as any product of brackets: the middle terms cancel, which leaves 0x."""
    a, b, name = dice.coefficient(), abs(dice.constant()), dice.name
    if dice.rng.random() < 0.5:
        b = -b
    product = f"({total((a, name), (b, ''))})({total((a, name), (-b, ''))})"
    if a == 1:
        derivation = f"{name}^2 + {{{b} {signed(-b)}}}{name} + {{{_times(b, -b)}}}"
    else:
        middle = f"{_times(a, -b)} + {operand(b)} * {a}"
        derivation = f"{{{_times(a, a)}}}{name}^2 + {{{middle}}}{name} + {{{_times(b, -b)}}}"
    return product, derivation, total((a * a, f"{name}^2"), (-b * b, ""))


_Form = Callable[[_Dice], _Expansion]
_FORMS: tuple[tuple[_Form, ...], ...] = (
    (_number_bracket, _variable_bracket, _monic, _square, _number_bracket),
    (_number_bracket, _variable_bracket, _monic, _monic, _square, _conjugates),
    (_number_bracket, _variable_bracket, _monic, _general, _square, _conjugates),
    (_number_bracket, _variable_bracket, _monic, _general, _general, _square, _conjugates),
    (_number_bracket, _variable_bracket, _monic, _general, _general, _square, _conjugates),
)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    dice = _Dice(rng, difficulty, scale)
    product, derivation, expanded = rng.choice(_FORMS[difficulty - 1])(dice)
    lines = [f"= {derivation}"]
    if f" 0{dice.name} " in fill_spans(derivation):
        lines.append(f"= {expanded}")
    return Worked(phrase(rng, EXPAND, e=product), tuple(lines), expanded)


FAMILY = Family("expand", True, _build)
