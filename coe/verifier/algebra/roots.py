"""Polynomials in one variable over the rationals: division, common divisors, real roots.

A polynomial (`Dense`) is a tuple of coefficients, constant first, without trailing zeros. A rational
root is exact; an irrational one is a Decimal good to 45 digits.
"""

from __future__ import annotations

from decimal import Context, Decimal, DecimalException
from fractions import Fraction
from itertools import pairwise
from math import isqrt, lcm
from typing import TypeAlias

from coe.verifier.algebra.polynomials import MAX_DEGREE, Beyond, Coefficient, Poly
from coe.verifier.values.reals import Real

Dense: TypeAlias = tuple[Coefficient, ...]

_ROOT_DIGITS = 60
_TURNING_DIGITS = 24
_DENSE_DEGREE = 12
_HALVINGS = 24
_NEAR = 10**6
_PRIME = 2**61 - 1


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


def trim(values: list[Coefficient]) -> Dense:
    """The coefficients without trailing zeros."""
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
    return trim(quotient), trim(rest[: len(b) - 1])


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
    if len(poly) <= 2 or _is_square_free_modulo(_whole_coefficients(poly)):
        return poly
    common = gcd(poly, derivative(poly))
    return divide(poly, common)[0] if len(common) > 1 else poly


def _is_square_free_modulo(whole: tuple[int, ...]) -> bool:
    """True where the polynomial has no repeated factor modulo a prime, so none at all; False is unknown."""
    if whole[-1] % _PRIME == 0:
        return False
    a = [value % _PRIME for value in whole]
    b = [exponent * value % _PRIME for exponent, value in enumerate(whole)][1:]
    while len(b) > 1:
        inverse = pow(b[-1], -1, _PRIME)
        while len(a) >= len(b):
            factor = a[-1] * inverse % _PRIME
            shift = len(a) - len(b)
            for index, value in enumerate(b):
                a[shift + index] = (a[shift + index] - factor * value) % _PRIME
            while a and not a[-1]:
                a.pop()
        a, b = b, a
    return bool(b)


def real_roots(poly: Dense) -> tuple[Real, ...]:
    """The distinct real roots in increasing order: exact where rational, else Decimals to 45 digits.

    Raises:
        Beyond: a degree above 12 with more than four terms: it would take too long; or a size that no bounded
            decimal holds.
    """
    if len(poly) <= 1:
        return ()
    if len(poly) == 2:
        return (_over(-poly[0], poly[1]),)
    if len(poly) > _DENSE_DEGREE + 1 and sum(map(bool, poly)) > 4:
        raise Beyond("degree")
    try:
        return _quadratic_roots(poly) if len(poly) == 3 else _many_roots(square_free(poly), _ROOT_DIGITS)
    except DecimalException as error:
        raise Beyond("a size") from error


def _tidy(value: Fraction) -> Coefficient:
    return value.numerator if value.denominator == 1 else value


def _over(top: Coefficient, bottom: Coefficient) -> Coefficient:
    if isinstance(top, int) and isinstance(bottom, int):
        return top // bottom if top % bottom == 0 else Fraction(top, bottom)
    return _tidy(Fraction(top) / bottom)


def rational_sqrt(value: Coefficient) -> Coefficient | None:
    """The exact square root, or None where it is irrational; the value is not negative."""
    if isinstance(value, int):
        root = isqrt(value)
        return root if root * root == value else None
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
        found = {_over(-b - root, 2 * a), _over(-b + root, 2 * a)}
        return tuple(sorted(found))
    exact = Fraction(discriminant)
    context = Context(prec=_ROOT_DIGITS + 20, Emax=400, Emin=-400)
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


def _many_roots(poly: Dense, digits: int) -> tuple[Real, ...]:
    """Roots of a square-free polynomial: between the roots of its derivative it is monotone."""
    if len(poly) <= 3:
        return real_roots(poly)
    scale = 10**digits
    whole = _whole_coefficients(poly)
    bound = (2 + max(abs(value) for value in whole[:-1]) // abs(whole[-1])) * scale
    # Turning points only have to lie between the roots, so fewer digits do.
    turning = _many_roots(square_free(derivative(poly)), _TURNING_DIGITS)
    ends = [-bound, *(int(Fraction(value) * scale) for value in turning), bound]
    signs = [_scaled(whole, end, scale) > 0 for end in ends]
    roots: list[Real] = []
    for (low, first), (high, second) in pairwise(zip(ends, signs, strict=True)):
        if first != second:
            roots.append(_exact(whole, _bracketed(whole, low, high, scale), scale))
    return tuple(roots)


def _bracketed(whole: tuple[int, ...], low: int, high: int, scale: int) -> int:
    """The root between two points of opposite sign, times `scale`, rounded down.

    Halving brings it near, Newton's steps home; where a step leaves the bracket, halving goes on.
    """
    rising = _scaled(whole, high, scale) > 0
    slope = tuple(exponent * value for exponent, value in enumerate(whole))[1:]
    while high - low > 1:
        for _ in range(_HALVINGS):
            middle = (low + high) // 2
            if (_scaled(whole, middle, scale) > 0) == rising:
                high = middle
            else:
                low = middle
            if high - low <= 1:
                return low
        x = _newton(whole, slope, (low + high) // 2, scale)
        for near, far in ((x - 2, x + 2), (x - _NEAR, x + _NEAR)):
            if (
                low < near
                and far < high
                and (_scaled(whole, near, scale) > 0) != (_scaled(whole, far, scale) > 0)
            ):
                low, high = near, far
                break
    return low


def _newton(whole: tuple[int, ...], slope: tuple[int, ...], x: int, scale: int) -> int:
    for _ in range(9):
        steepness = _scaled(slope, x, scale)
        if not steepness:
            return x
        step = _scaled(whole, x, scale) // steepness
        x -= step
        if abs(step) <= 1:
            break
    return x


def _exact(whole: tuple[int, ...], start: int, scale: int) -> Real:
    """The root in [start, start + 1] / scale, exact where rational."""
    # The denominator of a rational root divides the leading coefficient.
    near = Fraction(2 * start + 1, 2 * scale)
    guess = Fraction(round(near * whole[-1]), whole[-1])
    if abs(guess - near) * scale <= 1 and evaluate_at(whole, guess) == 0:
        return _tidy(guess)
    return Context(prec=_ROOT_DIGITS, Emax=400, Emin=-400).divide(Decimal(start), Decimal(scale))


def _whole_coefficients(poly: Dense) -> tuple[int, ...]:
    common = lcm(*(Fraction(value).denominator for value in poly))
    return tuple(int(value * common) for value in poly)


def _scaled(whole: tuple[int, ...], x: int, scale: int) -> int:
    """The value at x / scale, times scale^degree."""
    total = 0
    power = 1
    for coefficient in reversed(whole):
        total = total * x + coefficient * power
        power *= scale
    return total
