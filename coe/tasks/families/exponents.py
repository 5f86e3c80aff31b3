"""Laws of powers: products, quotients, powers of powers; negative and fractional exponents of numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, rational
from coe.tasks.phrasing import CALCULATE, SIMPLIFY_POWERS, letter, phrase

_EXPONENTS = (6, 9, 12, 20, 60)
_FACTORS = (5, 9, 12, 20, 40)
_Power = tuple[str, tuple[str, ...], str, bool]
"""Expression, derivation, result, whether it holds letters."""


class _Dice:
    def __init__(self, rng: Random, difficulty: int, scale: int) -> None:
        self.rng, self.difficulty, self.scale = rng, difficulty, scale
        self.name = letter(rng)

    def exponent(self, low: int = 2) -> int:
        return draw(self.rng, low, _EXPONENTS[self.difficulty - 1], self.scale)

    def factor(self) -> int:
        return draw(self.rng, 2, _FACTORS[self.difficulty - 1], self.scale)


def _exponent(working: str) -> str:
    """What becomes of the exponents, without a name: a wrong line then stands in no right one's way."""
    return f"{working} = {{{working}}}"


def _product(dice: _Dice) -> _Power:
    name, a, b = dice.name, dice.exponent(), dice.exponent()
    result = f"{name}^{a + b}"
    return f"{name}^{a} * {name}^{b}", (_exponent(f"{a} + {b}"), f"= {result}"), result, True


def _product_of_three(dice: _Dice) -> _Power:
    name, a, b, c = dice.name, dice.exponent(), dice.exponent(), dice.exponent()
    result = f"{name}^{a + b + c}"
    given = f"{name}^{a} * {name}^{b} * {name}^{c}"
    return given, (_exponent(f"{a} + {b} + {c}"), f"= {result}"), result, True


def _quotient(dice: _Dice) -> _Power:
    name, b, rest = dice.name, dice.exponent(), dice.exponent()
    a, result = b + rest, f"{name}^{rest}"
    return f"{name}^{a} / {name}^{b}", (_exponent(f"{a} - {b}"), f"= {result}"), result, True


def _power_of_power(dice: _Dice) -> _Power:
    name, a, b = dice.name, dice.exponent(), draw(dice.rng, 2, 9, dice.scale)
    result = f"{name}^{a * b}"
    return f"({name}^{a})^{b}", (_exponent(f"{a} * {b}"), f"= {result}"), result, True


def _coefficients(dice: _Dice) -> _Power:
    name, a, b, p, q = dice.name, dice.exponent(), dice.exponent(), dice.factor(), dice.factor()
    lines = (_exponent(f"{a} + {b}"), f"= {{{p} * {q}}}{name}^{a + b}")
    return f"{p}{name}^{a} * {q}{name}^{b}", lines, f"{p * q}{name}^{a + b}", True


def _coefficients_divided(dice: _Dice) -> _Power:
    name, b, rest, p, q = dice.name, dice.exponent(), dice.exponent(), dice.factor(), dice.factor()
    lines = (_exponent(f"{b + rest} - {b}"), f"= {{{p * q} / {q}}}{name}^{rest}")
    return f"{p * q}{name}^{b + rest} / ({q}{name}^{b})", lines, f"{p}{name}^{rest}", True


def _coefficient_raised(dice: _Dice) -> _Power:
    name, a, p, n = dice.name, dice.exponent(), dice.factor(), dice.rng.choice((2, 2, 3))
    lines = (_exponent(f"{a} * {n}"), f"= {{{p}^{n}}}{name}^{a * n}")
    return f"({p}{name}^{a})^{n}", lines, f"{p**n}{name}^{a * n}", True


def _power_times(dice: _Dice) -> _Power:
    """(x^a)^b * x^c."""
    name, a, b, c = dice.name, dice.exponent(), draw(dice.rng, 2, 9, dice.scale), dice.exponent()
    result = f"{name}^{a * b + c}"
    return f"({name}^{a})^{b} * {name}^{c}", (_exponent(f"{a} * {b} + {c}"), f"= {result}"), result, True


def _negative(dice: _Dice) -> _Power:
    """a^(-n)."""
    a, n = draw(dice.rng, 2, 12, dice.scale), dice.rng.choice((1, 2, 2, 3))
    return f"{a}^(-{n})", (f"= 1/{{{a}^{n}}}",), f"1/{a**n}", False


def _negative_fraction(dice: _Dice) -> _Power:
    """(a/b)^(-n)."""
    a, b, n = dice.rng.randint(1, 5), dice.rng.randint(2, 12), dice.rng.choice((1, 2, 2, 3))
    value = Fraction(a, b)
    while value.denominator == 1 or a != value.numerator:
        a, b = dice.rng.randint(1, 5), dice.rng.randint(2, 12)
        value = Fraction(a, b)
    lines = (f"= ({b}/{a})^{n}", f"= {{({b}/{a})^{n}}}")
    return f"({a}/{b})^(-{n})", lines, rational(1 / value**n), False


def _root(dice: _Dice) -> _Power:
    """(r^n)^(m/n): the root first, then the power."""
    r, n, m = (
        draw(dice.rng, 2, (4, 5, 8, 12, 20)[dice.difficulty - 1], dice.scale),
        dice.rng.choice((2, 3)),
        1,
    )
    while m % n == 0 or m == 1:
        m = dice.rng.randint(1, 5)
    lines = (f"= {{{r**n}^(1/{n})}}^{m}", f"= {{{r}^{m}}}")
    return f"{r**n}^({m}/{n})", lines, str(r**m), False


_Form = Callable[[_Dice], _Power]
_SIMPLE: tuple[_Form, ...] = (_product, _quotient, _power_of_power, _coefficients, _negative)
_FORMS: tuple[tuple[_Form, ...], ...] = (
    (*_SIMPLE, _product_of_three),
    (*_SIMPLE, _product_of_three, _coefficient_raised, _root),
    (*_SIMPLE, _coefficients_divided, _coefficient_raised, _root, _negative_fraction, _power_times),
    (_coefficients, _coefficients_divided, _coefficient_raised, _root, _negative_fraction, _power_times),
    (_coefficients, _coefficients_divided, _coefficient_raised, _root, _negative_fraction, _power_times),
)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    expression, lines, result, letters = rng.choice(_FORMS[difficulty - 1])(_Dice(rng, difficulty, scale))
    return Worked(phrase(rng, SIMPLIFY_POWERS if letters else CALCULATE, e=expression), lines, result)


FAMILY = Family("exponents", True, _build)
