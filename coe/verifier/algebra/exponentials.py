"""Equations with exponentials of one variable: every value where the sides may be equal."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import lcm

from coe.verifier.algebra.pieces import E, linear, primes
from coe.verifier.algebra.polynomials import Algebra, Beyond
from coe.verifier.algebra.real_coefficients import (
    PLACEHOLDER,
    TOLERANCE,
    numeric_roots,
    values_of,
    zeros_and_poles,
)
from coe.verifier.algebra.roots import dense
from coe.verifier.expressions.binders import replaced
from coe.verifier.expressions.building import ONE
from coe.verifier.expressions.contents import mentions, subexpressions
from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import evaluate
from coe.verifier.values.reals import Real, less, real_value


def is_exponential(node: Expr, variable: str) -> bool:
    """Whether the variable stands in an exponent of the node."""
    if node[0] == "call" and node[1] == "exp":
        return mentions(node, variable)
    return bool(node[0] == "^" and mentions(node[2], variable))


def of_exponentials(difference: Expr, variable: str) -> list[Real]:
    """Zeros of a polynomial in powers of one base, or of two exponential terms."""
    try:
        return _of_one_base(difference, variable)
    except Beyond:
        return _of_two_terms(difference, variable)


def _power_parts(node: Expr) -> tuple[Expr, Expr]:
    return (E, node[2][0]) if node[0] == "call" else (node[1], node[2])


def _of_one_base(difference: Expr, variable: str) -> list[Real]:
    """A polynomial in t = g^(x/d): its positive roots, and x = d ln t / ln g."""
    powers = list({node for node in subexpressions(difference) if is_exponential(node, variable)})
    if any(
        is_exponential(part, variable) for node in powers for part in subexpressions(node) if part != node
    ):
        raise Beyond("a tower")
    base = _power_parts(powers[0])[0]
    rates: dict[Expr, tuple[Fraction, Expr]] = {}
    for node in powers:
        own, exponent = _power_parts(node)
        ratio = _commensurable(own, base)
        terms = dict(linear(exponent))
        slope = Fraction(terms.pop(("var", variable), 0))
        constant = Fraction(terms.pop(ONE, 0))
        if terms:
            raise Beyond("exponent")
        factor = evaluate(("^", own, ("num", constant, None))) if constant else Fraction(1)
        if factor is None:
            raise Beyond("a constant that is not rational")
        rates[node] = (ratio * slope, ("num", factor, None))
    scale = lcm(*(rate.denominator for rate, _ in rates.values()))
    expr = difference
    for node, (rate, factor_node) in rates.items():
        expr = replaced(
            expr, node, ("*", factor_node, ("^", ("var", PLACEHOLDER), ("num", rate * scale, None)))
        )
    if mentions(expr, variable):
        raise Beyond("the variable outside of exponents")
    found: list[Expr] = []
    for root in zeros_and_poles(expr):
        if less(0, root):
            logarithm: Expr = ("call", "ln", (("num", Fraction(root), None),))
            if base == E:
                found.append(("*", ("num", Fraction(scale), None), logarithm))
            else:
                whole = evaluate(("call", "log", (("num", Fraction(root), None), base)))
                quotient: Expr = ("/", logarithm, ("call", "ln", (base,)))
                value: Expr = quotient if whole is None else ("num", whole, None)
                found.append(("*", ("num", Fraction(scale), None), value))
    return values_of(found)


def _commensurable(own: Expr, base: Expr) -> Fraction:
    """The rational r with own = base^r."""
    if own == base:
        return Fraction(1)
    a, b = evaluate(own), evaluate(base)
    if a is None or b is None or min(a, b) <= 0 or max(a, b, 1 / a, 1 / b) > 10**6:
        raise Beyond("bases")
    first, second = _exponents(a), _exponents(b)
    if first.keys() != second.keys() or not first:
        raise Beyond("bases")
    ratios = {Fraction(first[prime], second[prime]) for prime in first}
    if len(ratios) != 1:
        raise Beyond("bases")
    return ratios.pop()


def _exponents(value: Fraction) -> dict[int, int]:
    counts: dict[int, int] = {}
    for number, sign in ((value.numerator, 1), (value.denominator, -1)):
        for prime in primes(number):
            counts[prime] = counts.get(prime, 0) + sign
    return counts


def _of_two_terms(difference: Expr, variable: str) -> list[Real]:
    """A b^u = B c^v with positive A, B: u ln b - v ln c = ln(B/A), of degree 2 at most in the variable."""
    terms = list(_terms(difference, 1))
    if len(terms) != 2 or terms[0][0] * terms[1][0] > 0:
        raise Beyond("more than two terms")
    algebra = Algebra((variable,))
    coefficients: list[Fraction] = [Fraction(0)] * 3
    for (_, parts), sign in zip(terms, (1, -1), strict=True):
        for factor, count in parts:
            if not mentions(factor, variable):
                value = real_value(("call", "ln", (factor,)))
                if value is None:
                    raise Beyond("constant")
                coefficients[0] += sign * count * Fraction(value)
                continue
            if not is_exponential(factor, variable):
                raise Beyond("the variable outside of exponents")
            base, exponent = _power_parts(factor)
            size = real_value(("call", "ln", (base,)))
            top, bottom = algebra.ratio(exponent)
            if size is None or bottom is not None or len(dense(top)) > 3:
                raise Beyond("exponent")
            for index, value_ in enumerate(dense(top)):
                coefficients[index] += sign * count * Fraction(size) * Fraction(value_)
    while len(coefficients) > 1 and abs(coefficients[-1]) < TOLERANCE:
        coefficients.pop()
    if len(coefficients) == 1 and abs(coefficients[0]) < TOLERANCE:
        raise Beyond("an identity")
    return numeric_roots(tuple(coefficients))


def _terms(node: Expr, sign: int) -> Iterator[tuple[int, list[tuple[Expr, int]]]]:
    kind = node[0]
    if kind in ("+", "-"):
        yield from _terms(node[1], sign)
        yield from _terms(node[2], sign if kind == "+" else -sign)
    elif kind == "neg":
        yield from _terms(node[1], -sign)
    else:
        yield sign, list(_factors(node, 1))


def _factors(node: Expr, count: int) -> Iterator[tuple[Expr, int]]:
    if node[0] in ("*", "/"):
        yield from _factors(node[1], count)
        yield from _factors(node[2], count if node[0] == "*" else -count)
    else:
        yield node, count
