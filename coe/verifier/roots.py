"""Polynomials in one variable over the rationals: division, common divisors, real roots.

A polynomial (`Dense`) is a tuple of coefficients, constant first, without trailing zeros. A rational
root is exact; an irrational one is a Decimal good to 45 digits.
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise
from math import isqrt, lcm
from typing import TypeAlias

from coe.verifier.polynomials import MAX_DEGREE, Beyond, Coefficient, Poly
from coe.verifier.reals import Real

Dense: TypeAlias = tuple[Coefficient, ...]

_ROOT_DIGITS = 60


def dense(poly: Poly) -> Dense:
    """The polynomial of the first variable alone.

    Raises:
        Beyond: another variable occurs.
    """
    if not poly:
        return ()
    degree = max(poly)
    if degree > 2 * MAX_DEGREE:
        raise Beyond("several variables")
    return tuple(poly.get(exponent, 0) for exponent in range(degree + 1))


def evaluate_at(poly: Dense, x: Coefficient) -> Coefficient:
    """The value at an exact number."""
    total: Coefficient = 0
    for coefficient in reversed(poly):
        total = total * x + coefficient
    return total


def _trim(values: list[Coefficient]) -> Dense:
    while values and not values[-1]:
        values.pop()
    return tuple(values)


def divide(a: Dense, b: Dense) -> tuple[Dense, Dense]:
    """Quotient and remainder; b is not zero."""
    rest = list(a)
    quotient: list[Coefficient] = [0] * max(0, len(a) - len(b) + 1)
    lead = Fraction(b[-1])
    for shift in range(len(a) - len(b), -1, -1):
        factor = rest[shift + len(b) - 1] / lead
        quotient[shift] = factor
        for index, coefficient in enumerate(b):
            rest[shift + index] -= factor * coefficient
    return _trim(quotient), _trim(rest[: len(b) - 1])


def gcd(a: Dense, b: Dense) -> Dense:
    """The greatest common divisor, leading coefficient 1."""
    while b:
        a, b = b, divide(a, b)[1]
    return tuple(Fraction(value) / a[-1] for value in a) if a else ()


def derivative(poly: Dense) -> Dense:
    """d/dx."""
    return tuple(exponent * value for exponent, value in enumerate(poly))[1:]


def square_free(poly: Dense) -> Dense:
    """The polynomial with every root once."""
    if len(poly) <= 2:
        return poly
    common = gcd(poly, derivative(poly))
    return divide(poly, common)[0] if len(common) > 1 else poly


def real_roots(poly: Dense) -> tuple[Real, ...]:
    """The distinct real roots in increasing order: exact where rational, else Decimals to 45 digits."""
    if len(poly) <= 1:
        return ()
    if len(poly) == 2:
        return (_tidy(Fraction(-poly[0]) / poly[1]),)
    if len(poly) == 3:
        return _quadratic_roots(poly)
    return _many_roots(square_free(poly))


def _tidy(value: Fraction) -> Coefficient:
    return value.numerator if value.denominator == 1 else value


def rational_sqrt(value: Coefficient) -> Coefficient | None:
    """The exact square root, or None where it is irrational; the value is not negative."""
    value = Fraction(value)
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return _tidy(Fraction(top, bottom))
    return None


def _quadratic_roots(poly: Dense) -> tuple[Real, ...]:
    c, b, a = poly
    discriminant = b * b - 4 * a * c
    if discriminant < 0:
        return ()
    root = rational_sqrt(discriminant)
    if root is not None:
        found = {_tidy(Fraction(-b - root) / (2 * a)), _tidy(Fraction(-b + root) / (2 * a))}
        return tuple(sorted(found))
    context = Context(prec=_ROOT_DIGITS + 20, Emax=400, Emin=-400)
    exact = Fraction(discriminant)
    surd = context.sqrt(context.divide(Decimal(exact.numerator), Decimal(exact.denominator)))
    roots = []
    for sign in (-1, 1):
        top = context.add(
            context.divide(Decimal(Fraction(-b).numerator), Decimal(Fraction(b).denominator)),
            context.multiply(Decimal(sign), surd),
        )
        twice = Fraction(2 * a)
        bottom = context.divide(Decimal(twice.numerator), Decimal(twice.denominator))
        roots.append(context.divide(top, bottom))
    return tuple(sorted(roots))


def _many_roots(poly: Dense) -> tuple[Real, ...]:
    """Roots of a square-free polynomial: between the roots of its derivative it is monotone."""
    scale = 10**_ROOT_DIGITS
    bound = 1 + max(abs(Fraction(value) / poly[-1]) for value in poly[:-1])
    turning = [Fraction(value) for value in real_roots(derivative(poly))]
    ends = [-bound, *turning, bound]
    roots: list[Real] = []
    for low, high in pairwise(ends):
        if evaluate_at(poly, low) * evaluate_at(poly, high) < 0:
            roots.append(_bisect(poly, low, high, scale))
    return tuple(roots)


def _bisect(poly: Dense, low: Fraction, high: Fraction, scale: int) -> Real:
    """The one root between two points of opposite sign, exact where rational."""
    rising = evaluate_at(poly, high) > 0
    start, stop = int(low * scale) - 1, int(high * scale) + 1
    whole = _whole_coefficients(poly)
    while stop - start > 1:
        middle = (start + stop) // 2
        if (_scaled_sign(whole, middle, scale) > 0) == rising:
            stop = middle
        else:
            start = middle
    near = Fraction(2 * start + 1, 2 * scale)
    guess = Fraction(round(near * whole[-1]), whole[-1])
    if evaluate_at(poly, guess) == 0:
        return _tidy(guess)
    return Context(prec=_ROOT_DIGITS, Emax=400, Emin=-400).divide(Decimal(start), Decimal(scale))


def _whole_coefficients(poly: Dense) -> tuple[int, ...]:
    common = lcm(*(Fraction(value).denominator for value in poly))
    return tuple(int(value * common) for value in poly)


def _scaled_sign(whole: tuple[int, ...], x: int, scale: int) -> int:
    total = 0
    power = 1
    for coefficient in reversed(whole):
        total = total * x + coefficient * power
        power *= scale
    return total
