"""Trinomials with leading coefficient 1, differences of squares, common variable factors.

A trinomial takes the root formula in two spans, perfect squares included: recognising one first would be
mental arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable
from math import gcd
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed
from coe.tasks.phrasing import FACTOR, letter, phrase
from coe.tasks.terms import sign_of, signed, total

_ROOTS = (6, 9, 12, 20, 40)
_Factoring = tuple[str, tuple[str, ...], str]
"""Sum, derivation, factored form."""


def _root(rng: Random, difficulty: int, scale: int) -> int:
    return draw_signed(rng, _ROOTS[difficulty - 1], scale, 0.25 if difficulty == 1 else 0.5)


def split(name: str, b: int, c: int) -> str:
    """x^2 + bx + c as two brackets; the sign of b stands in both, the spans hold the numbers behind it."""
    size, sign = abs(b), sign_of(b)
    discriminant = f"({size}^2 {'-' if c > 0 else '+'} 4 * {abs(c)})^(1/2)"
    return f"({name} {sign} {{({size} + {discriminant})/2}})({name} {sign} {{({size} - {discriminant})/2}})"


def brackets(name: str, p: int, q: int) -> str:
    """(x + p)(x + q), larger size first, as `split` gives them."""
    first, second = sorted((p, q), key=abs, reverse=True)
    return f"({name} {signed(first)})({name} {signed(second)})"


def _numbers(rng: Random, difficulty: int, scale: int) -> tuple[int, int]:
    p, q = _root(rng, difficulty, scale), _root(rng, difficulty, scale)
    while p + q == 0:
        q = _root(rng, difficulty, scale)
    return p, q


def _trinomial(rng: Random, name: str, difficulty: int, scale: int) -> _Factoring:
    p, q = _numbers(rng, difficulty, scale)
    b, c = p + q, p * q
    return total((1, f"{name}^2"), (b, name), (c, "")), (f"= {split(name, b, c)}",), brackets(name, p, q)


def _cubic(rng: Random, name: str, difficulty: int, scale: int) -> _Factoring:
    """x^3 + bx^2 + cx."""
    p, q = _numbers(rng, difficulty, scale)
    b, c = p + q, p * q
    inner = total((1, f"{name}^2"), (b, name), (c, ""))
    lines = (f"= {name}({inner})", f"= {name}{split(name, b, c)}")
    return total((1, f"{name}^3"), (b, f"{name}^2"), (c, name)), lines, f"{name}{brackets(name, p, q)}"


def _squares(rng: Random, name: str, difficulty: int, scale: int) -> _Factoring:
    """x^2 - k^2, and a^2x^2 - k^2 at high difficulty."""
    k = abs(_root(rng, difficulty, scale))
    a = draw(rng, 2, 9, scale) if difficulty >= 3 and rng.random() < 0.4 and k > 1 else 1
    if gcd(a, k) != 1:
        a = 1
    leading = name if a == 1 else f"{{{a * a}^(1/2)}}{name}"
    shown = name if a == 1 else f"{a}{name}"
    span = f"{{{k * k}^(1/2)}}"
    line = f"= ({leading} - {span})({leading} + {span})"
    return total((a * a, f"{name}^2"), (-k * k, "")), (line,), f"({shown} - {k})({shown} + {k})"


def _common(rng: Random, name: str, difficulty: int, scale: int) -> _Factoring:
    """ax^2 + bx where a and b have no common factor."""
    a = draw(rng, 1, (5, 7, 9, 20, 60)[difficulty - 1], scale)
    b = _root(rng, difficulty, scale)
    while gcd(a, b) != 1:
        b = _root(rng, difficulty, scale)
    power = 2 if difficulty < 4 or rng.random() < 0.6 else 3
    inner = total((a, name), (b, ""))
    outside = name if power == 2 else f"{name}^2"
    return total((a, f"{name}^{power}"), (b, outside)), (f"= {outside}({inner})",), f"{outside}({inner})"


_Form = Callable[[Random, str, int, int], _Factoring]
_FORMS: tuple[tuple[_Form, ...], ...] = (
    (_trinomial, _trinomial, _squares, _common),
    (_trinomial, _trinomial, _squares, _common),
    (_trinomial, _trinomial, _trinomial, _squares, _common),
    (_trinomial, _trinomial, _trinomial, _cubic, _squares, _common),
    (_trinomial, _trinomial, _trinomial, _cubic, _squares, _common),
)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    polynomial, lines, factored = rng.choice(_FORMS[difficulty - 1])(rng, letter(rng), difficulty, scale)
    return Worked(phrase(rng, FACTOR, e=polynomial), lines, factored)


FAMILY = Family("factor", True, _build)
