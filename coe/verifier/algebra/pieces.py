"""The pieces of expressions that laws of powers, logarithms and angles work on: terms, bases, primes."""

from __future__ import annotations

from fractions import Fraction

from coe.verifier.algebra.polynomials import Algebra, Beyond, Coefficient
from coe.verifier.expressions.binders import replaced
from coe.verifier.expressions.building import ONE, times
from coe.verifier.expressions.contents import free_variables
from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import evaluate

MAX_BASE = 10**6
E: Expr = ("const", "e")


def linear(expr: Expr) -> list[tuple[Expr, Coefficient]]:
    """A sum as (term, number) pairs, a term being ONE or a product of powers; as a whole where it is none."""
    names = sorted(free_variables(expr))
    pi_name = "const pi"
    try:
        poly, bottom = Algebra((*names, pi_name)).ratio(replaced(expr, ("const", "pi"), ("var", pi_name)))
    except Beyond:
        return [(expr, 1)]
    if bottom is not None:
        return [(expr, 1)]
    return [(_term(key, (*names, pi_name)), value) for key, value in sorted(poly.items())]


def _term(key: int, names: tuple[str, ...]) -> Expr:
    result = ONE
    for index, name in enumerate(names):
        exponent = key >> 16 * index & 0xFFFF
        if exponent:
            part: Expr = ("const", "pi") if name == "const pi" else ("var", name)
            result = times(result, part if exponent == 1 else ("^", part, ("num", Fraction(exponent), None)))
    return result


def offset(expr: Expr) -> tuple[Expr | frozenset[tuple[Expr, Coefficient]], int]:
    """n + 3 as (n, 3)."""
    pairs = dict(linear(expr))
    offset = Fraction(pairs.pop(ONE, 0))
    if offset.denominator != 1 or not pairs:
        return expr, 0
    return frozenset(pairs.items()), int(offset)


def bases(base: Expr) -> list[tuple[Expr, int]]:
    """12 as [(2, 2), (3, 1)]; any other base, which has no factors in numbers, as itself."""
    value = evaluate(base)
    if value is None or value <= 0 or max(value.numerator, value.denominator) > MAX_BASE:
        return [(base, 1)]
    counts: dict[int, int] = {}
    for number, sign in ((value.numerator, 1), (value.denominator, -1)):
        for prime in primes(number):
            counts[prime] = counts.get(prime, 0) + sign
    return [(("num", Fraction(prime), None), count) for prime, count in counts.items()]


def undone(base: Expr, exponent: Expr) -> tuple[Expr, Expr] | None:
    """e^(n ln u) is u^n, and a^(log_a u) is u."""
    factor = ONE
    if exponent[0] == "*":
        factor, exponent = exponent[1], exponent[2]
    if exponent[0] != "call" or exponent[1] not in ("ln", "log"):
        return None
    of: Expr = (
        E if exponent[1] == "ln" else exponent[2][1] if len(exponent[2]) == 2 else ("num", Fraction(10), None)
    )
    return (exponent[2][0], factor) if of == base else None


def primes(number: int) -> list[int]:
    found: list[int] = []
    candidate = 2
    while candidate * candidate <= number:
        while number % candidate == 0:
            found.append(candidate)
            number //= candidate
        candidate += 1
    return [*found, number] if number > 1 else found


def square_part(number: int) -> tuple[int, int]:
    """(a, b) with number = a^2 b and b free of squares."""
    outside, radicand = 1, 1
    for prime in primes(number):
        if radicand % prime == 0:
            outside, radicand = outside * prime, radicand // prime
        else:
            radicand *= prime
    return outside, radicand
