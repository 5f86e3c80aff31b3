"""Expressions as ratios of polynomials with rational coefficients, exactly.

A polynomial in several variables (`Poly`) maps packed exponents to coefficients: variable number i
takes 16 bits from bit 16 i on, so that multiplying monomials is adding integers. Square roots,
absolute values, sines and cosines become further variables with a known square.

Degrees, terms and digits are bounded; beyond them `Beyond` is raised and a slower layer decides.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from coe.verifier.expressions.expr import Expr

Coefficient: TypeAlias = int | Fraction
Poly: TypeAlias = dict[int, Coefficient]

BITS = 16
MAX_DEGREE = 24
MAX_TERMS = 160
MAX_VARIABLES = 8
_MAX_BITS = 2_000


class Beyond(Exception):
    """The expression is no rational function within the limits of this layer."""


class Algebra:
    """Turns expressions in the named variables into ratios of polynomials.

    Attributes:
        divisors: every polynomial that the expressions read so far divide by.
        radicals: (bit position, radicand, name) of each square root or absolute value met; the new
            generator at that position squares to the radicand.
        angles: (angle, bit position of its cosine, of its sine) of each angle met.
    """

    def __init__(self, variables: tuple[str, ...], radicals: bool = False, angles: bool = False) -> None:
        self.shifts = {name: BITS * index for index, name in enumerate(variables)}
        self.divisors: list[Poly] = []
        self.radicals: list[tuple[int, Poly, str]] = []
        self.angles: list[tuple[Expr, int, int]] = []
        self._allow_radicals = radicals
        self._allow_angles = angles

    def ratio(self, expr: Expr) -> tuple[Poly, Poly | None]:
        """Numerator and denominator (None for 1) of an expression.

        Raises:
            Beyond: not a rational function, or over the limits.
        """
        kind = expr[0]
        if kind == "num":
            value = expr[1]
            return constant(value.numerator if value.denominator == 1 else value), None
        if kind == "var":
            if expr[1] not in self.shifts:
                raise Beyond(expr[1])
            return {1 << self.shifts[expr[1]]: 1}, None
        if kind == "neg":
            top, bottom = self.ratio(expr[1])
            return {key: -value for key, value in top.items()}, bottom
        if kind == "+" or kind == "-":
            return self._sum(expr, 1 if kind == "+" else -1)
        if kind == "*":
            a, b = self.ratio(expr[1])
            c, d = self.ratio(expr[2])
            return multiply(a, c), _product(b, d)
        if kind == "/":
            return self._quotient(expr)
        if kind == "^":
            return self._power(expr)
        if kind == "pct":
            top, bottom = self.ratio(expr[1])
            return multiply(top, {0: Fraction(1, 100)}), bottom
        if kind == "call" and expr[1] in ("sqrt", "abs") and len(expr[2]) == 1 and self._allow_radicals:
            return self._radical(expr[1], expr[2][0])
        if kind == "call" and expr[1] in ("sin", "cos", "tan") and self._allow_angles:
            return self._of_angle(expr[1], expr[2][0])
        raise Beyond(kind)

    def _sum(self, expr: Expr, sign: int) -> tuple[Poly, Poly | None]:
        a, b = self.ratio(expr[1])
        c, d = self.ratio(expr[2])
        if (b is None and d is None) or b == d:
            return add(a, c, sign), b
        return add(a if d is None else multiply(a, d), c if b is None else multiply(c, b), sign), _product(
            b, d
        )

    def _quotient(self, expr: Expr) -> tuple[Poly, Poly | None]:
        a, b = self.ratio(expr[1])
        c, d = self.ratio(expr[2])
        if not c:
            raise Beyond("division by zero")
        if len(c) == 1 and 0 in c:
            a, c = multiply(a, {0: Fraction(1) / c[0]}), {0: 1}
        else:
            self.divisors.append(c)
        top = a if d is None else multiply(a, d)
        bottom = _product(b, c)
        return top, None if bottom == {0: 1} else bottom

    def _power(self, expr: Expr) -> tuple[Poly, Poly | None]:
        exponent = expr[2]
        negative = exponent[0] == "neg"
        if negative:
            exponent = exponent[1]
        if exponent[0] != "num" or exponent[1].denominator != 1:
            raise Beyond("exponent")
        power: int = -exponent[1].numerator if negative else exponent[1].numerator
        if abs(power) > MAX_DEGREE:
            raise Beyond("exponent")
        top, bottom = self.ratio(expr[1])
        if power < 0:
            if not top:
                raise Beyond("division by zero")
            self.divisors.append(top)
            top, bottom, power = bottom or {0: 1}, top, -power
        if power == 0 and not top:
            raise Beyond("0^0 has no value")
        if power == 0 and not (len(top) == 1 and 0 in top):
            self.divisors.append(top)
        return _raise(top, power), None if bottom is None else _raise(bottom, power)

    def _radical(self, name: str, inside: Expr) -> tuple[Poly, Poly | None]:
        top, bottom = self.ratio(inside)
        radicand = multiply(top, top) if name == "abs" else top
        if bottom is not None:
            # b * sqrt(a/b) squares to ab; it is the root of ab up to the sign of b, so another generator.
            name += " of a fraction"
            if radicand is top:
                radicand = multiply(top, bottom)
        for position, known, known_name in self.radicals:
            if known == radicand and known_name == name:
                return {1 << position: 1}, bottom
        position = BITS * (len(self.shifts) + len(self.radicals))
        if len(self.radicals) >= 2:
            raise Beyond("too many roots")
        self.radicals.append((position, radicand, name))
        return {1 << position: 1}, bottom

    def _of_angle(self, name: str, angle: Expr) -> tuple[Poly, Poly | None]:
        known = next((found for found in self.angles if found[0] == angle), None)
        if known is None:
            start = BITS * (len(self.shifts) + 2 + 2 * len(self.angles))
            known = (angle, start, start + BITS)
            self.angles.append(known)
        cosine: Poly = {1 << known[1]: 1}
        sine: Poly = {1 << known[2]: 1}
        if name == "tan":
            self.divisors.append(cosine)
            return sine, cosine
        return (sine if name == "sin" else cosine), None


def same_rational(left: Expr, right: Expr) -> bool | None:
    """Whether two expressions are the same rational function; None where this layer cannot tell.

    As such they are equal wherever both are defined: x/x is 1. Sines and cosines of one angle are used
    with sin^2 + cos^2 = 1, which can show that two sides are the same, not that they differ.
    """
    names: list[str] = []
    _collect(left, names)
    _collect(right, names)
    if len(names) > MAX_VARIABLES:
        return None
    algebra = Algebra(tuple(names), angles=True)
    try:
        a, b = algebra.ratio(left)
        c, d = algebra.ratio(right)
        first, second = (a if d is None else multiply(a, d)), (c if b is None else multiply(c, b))
        if not algebra.angles:
            return first == second
        rest = add(first, second, -1)
        for _, cosine, sine in algebra.angles:
            rest = reduce_radical(rest, sine, {0: 1, 2 << cosine: -1})
        return None if rest else True
    except Beyond:
        return None


def _collect(expr: Expr, names: list[str]) -> None:
    """Append the variables of arithmetic; other kinds are left for `ratio` to refuse."""
    kind = expr[0]
    if kind == "var":
        if expr[1] not in names:
            names.append(expr[1])
    elif kind != "num":
        for part in expr[1:]:
            if isinstance(part, tuple) and part and isinstance(part[0], str):
                _collect(part, names)


def constant(value: Coefficient) -> Poly:
    """The constant polynomial; {} for zero."""
    return {0: value} if value else {}


def add(a: Poly, b: Poly, sign: int = 1) -> Poly:
    """a + sign * b."""
    total = dict(a)
    for key, value in b.items():
        entry = total.get(key, 0) + sign * value
        if entry:
            total[key] = entry
        else:
            del total[key]
    return total


def multiply(a: Poly, b: Poly) -> Poly:
    """a * b.

    Raises:
        Beyond: more than MAX_TERMS terms, a degree above MAX_DEGREE, or coefficients too long.
    """
    if len(a) == 1 and 0 in a:
        factor = a[0]
        return b if factor == 1 else {key: factor * value for key, value in b.items()}
    if len(b) == 1 and 0 in b:
        return multiply(b, a)
    if len(a) * len(b) > 4 * MAX_TERMS:
        raise Beyond("too many terms")
    total: Poly = {}
    for left, x in a.items():
        for right, y in b.items():
            total[left + right] = total.get(left + right, 0) + x * y
    total = {key: value for key, value in total.items() if value}
    _check(total)
    return total


def _check(poly: Poly) -> None:
    if len(poly) > MAX_TERMS:
        raise Beyond("too many terms")
    for key, value in poly.items():
        if value.numerator.bit_length() + value.denominator.bit_length() > _MAX_BITS:
            raise Beyond("coefficients too long")
        while key:
            if key & 0xFFFF > 2 * MAX_DEGREE:
                raise Beyond("degree")
            key >>= BITS


def _product(a: Poly | None, b: Poly | None) -> Poly | None:
    if a is None:
        return b
    return a if b is None else multiply(a, b)


def _raise(base: Poly, power: int) -> Poly:
    result: Poly = {0: 1}
    for _ in range(power):
        result = multiply(result, base)
    return result


def reduce_radical(poly: Poly, position: int, radicand: Poly) -> Poly:
    """The polynomial with no power above 1 of the generator at `position`."""
    total: Poly = {}
    for key, value in poly.items():
        exponent = key >> position & 0xFFFF
        rest = key - (exponent << position)
        term: Poly = {rest + (exponent % 2 << position): value}
        total = add(total, multiply(term, _raise(radicand, exponent // 2)))
    return total


def norm(poly: Poly, position: int, radicand: Poly) -> Poly:
    """(A + B s)(A - B s) for the generator s: free of s, and zero wherever the polynomial is."""
    reduced = reduce_radical(poly, position, radicand)
    conjugate = {key: -value if key >> position & 1 else value for key, value in reduced.items()}
    return reduce_radical(multiply(reduced, conjugate), position, radicand)
