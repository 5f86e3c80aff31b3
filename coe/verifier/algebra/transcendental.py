"""Equations and inequalities with logarithms and exponentials of one variable: their exact solution sets.

- Logarithms of polynomials to one base, with rational coefficients: the product of powers that they say.
- A polynomial in one logarithm, or in powers of one exponential (4^x - 3 * 2^x + 2): its roots, undone.
- Two exponential terms (2^x = 3^(x - 1), 5^x = 7): their logarithms, which are linear or quadratic.
- Linear and quadratic equations with irrational coefficients (2x = ln 5).

These give every point where the two sides can be equal. Together with the ends of the domains they cut the
line into pieces on which the claim holds throughout or nowhere: each is tested by its value to 60 digits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from math import lcm

from coe.verifier.algebra.pieces import E, linear, primes
from coe.verifier.algebra.polynomials import Algebra, Beyond, Poly, multiply
from coe.verifier.algebra.roots import Dense, dense, real_roots
from coe.verifier.expressions.binders import replaced
from coe.verifier.expressions.building import ONE, minus
from coe.verifier.expressions.contents import mentions, subexpressions
from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import Undefined, evaluate
from coe.verifier.values.reals import Real, less, real_value, settle, to_decimal

_MAX_EXPONENT = 24
_TOLERANCE = Fraction(1, 10**30)
_T = "power of the base"


def breakpoints(left: Expr, right: Expr, variable: str) -> list[Real]:
    """Every value at which the sides may be equal, or one begins or ends to be defined.

    Raises:
        Beyond: the equation is of another kind.
    """
    difference = minus(left, right)
    inside = list(_arguments(difference, variable))
    if any(_is_exponential(node, variable) for node in subexpressions(difference)):
        if any(node[0] == "call" for node in subexpressions(difference) if mentions(node, variable)):
            raise Beyond("logarithms and exponentials")
        return _of_exponentials(difference, variable)
    if not inside:
        return _of_real_coefficients(difference, variable)
    edges = [root for argument in inside for root in _edges(argument, variable)]
    try:
        zeros = _of_logarithms(difference, variable)
    except Beyond:
        zeros = _of_one_logarithm(difference, variable)
    return [*edges, *zeros]


def _is_exponential(node: Expr, variable: str) -> bool:
    if node[0] == "call" and node[1] == "exp":
        return mentions(node, variable)
    return bool(node[0] == "^" and mentions(node[2], variable))


def _arguments(expr: Expr, variable: str) -> Iterator[Expr]:
    for node in subexpressions(expr):
        if node[0] == "call" and node[1] in ("ln", "log") and mentions(node, variable):
            yield node[2][0]


def _edges(argument: Expr, variable: str) -> list[Real]:
    algebra = Algebra((variable,))
    top, _ = algebra.ratio(argument)
    return [root for poly in (top, *algebra.divisors) for root in real_roots(dense(poly))]


@dataclass(frozen=True, slots=True)
class _Sum:
    """rational + sum of coefficient * log_base(argument)."""

    rational: Fraction
    logs: tuple[tuple[Expr, Expr, Fraction], ...] = ()

    def scaled(self, factor: Fraction) -> _Sum:
        logs = tuple((base, inside, count * factor) for base, inside, count in self.logs)
        return _Sum(self.rational * factor, logs)


def _linear_in_logs(node: Expr) -> _Sum:
    known = evaluate(node)
    if known is not None:
        return _Sum(known)
    kind = node[0]
    if kind in ("+", "-"):
        a, b = _linear_in_logs(node[1]), _linear_in_logs(node[2])
        b = b if kind == "+" else b.scaled(Fraction(-1))
        return _Sum(a.rational + b.rational, a.logs + b.logs)
    if kind == "neg":
        return _linear_in_logs(node[1]).scaled(Fraction(-1))
    if kind in ("*", "/"):
        factor = evaluate(node[1]) if kind == "*" else None
        if factor is not None:
            return _linear_in_logs(node[2]).scaled(factor)
        factor = evaluate(node[2])
        if factor:
            return _linear_in_logs(node[1]).scaled(factor if kind == "*" else 1 / factor)
    if kind == "call" and node[1] in ("ln", "log"):
        base = E if node[1] == "ln" else node[2][1] if len(node[2]) == 2 else ("num", Fraction(10), None)
        return _Sum(Fraction(0), ((base, node[2][0], Fraction(1)),))
    raise Beyond("not linear in logarithms")


def _of_logarithms(difference: Expr, variable: str) -> list[Real]:
    total = _linear_in_logs(difference)
    base, logs = _one_base(total)
    scale = lcm(total.rational.denominator, *(count.denominator for _, count in logs))
    right = -total.rational * scale
    algebra = Algebra((variable,))
    sides: list[Poly] = [{0: 1}, {0: 1}]
    for inside, count in logs:
        top, bottom = algebra.ratio(inside)
        power = int(count * scale)
        if abs(power) > _MAX_EXPONENT:
            raise Beyond("exponent")
        for poly, place in ((top, power < 0), (bottom or {0: 1}, power >= 0)):
            for _ in range(abs(power)):
                sides[place] = multiply(sides[place], poly)
    first, second = dense(sides[0]), dense(sides[1])
    value = evaluate(("^", base, ("num", right, None)))
    if value is not None:
        return list(real_roots(_difference(first, tuple(value * each for each in second))))
    factor = real_value(("^", base, ("num", right, None)))
    if factor is None:
        raise Beyond("power of the base")
    return _numeric_roots(_difference(first, tuple(Fraction(factor) * each for each in second)))


def _one_base(total: _Sum) -> tuple[Expr, list[tuple[Expr, Fraction]]]:
    """The logarithms in one base: log_4 u is log_2 u / 2."""
    bases = {base for base, _, _ in total.logs}
    if len(bases) == 1:
        return bases.pop(), [(inside, count) for _, inside, count in total.logs]
    values = [evaluate(base) for base in bases]
    if any(value is None or value <= 1 or value.denominator != 1 for value in values):
        raise Beyond("different bases")
    smallest = min(value for value in values if value is not None)
    common: Expr = ("num", smallest, None)
    logs: list[tuple[Expr, Fraction]] = []
    for base, inside, count in total.logs:
        exponent = evaluate(("call", "log", (base, common)))
        if exponent is None:
            raise Beyond("different bases")
        logs.append((inside, count / exponent))
    return common, logs


def _difference(a: Dense, b: Dense) -> Dense:
    size = max(len(a), len(b))
    values = [
        (a[index] if index < len(a) else 0) - (b[index] if index < len(b) else 0) for index in range(size)
    ]
    while values and not values[-1]:
        values.pop()
    if not values:
        raise Beyond("an identity")
    return tuple(values)


def _numeric_roots(poly: Dense) -> list[Real]:
    """Roots of a linear or quadratic polynomial whose coefficients are good to 60 digits."""
    if len(poly) <= 1:
        return []
    nodes: list[Expr] = [("num", Fraction(value), None) for value in poly]
    if len(poly) == 2:
        return _rounded([("/", ("neg", nodes[0]), nodes[1])])
    if len(poly) > 3:
        raise Beyond("degree")
    c, b, a = (Fraction(value) for value in poly)
    rest = b * b - 4 * a * c
    if abs(rest) < _TOLERANCE:
        raise Beyond("a root that may be double")
    if rest < 0:
        return []
    root: Expr = ("call", "sqrt", (("num", rest, None),))
    double: Expr = ("num", 2 * a, None)
    return _rounded([("/", (sign, ("neg", nodes[1]), root), double) for sign in ("+", "-")])


def _rounded(nodes: list[Expr]) -> list[Real]:
    """Values of approximate numbers: as Decimals, so that none passes for an exact rational."""
    context = Context(prec=60, Emax=400, Emin=-400)
    return [settle(to_decimal(value, context)) for value in _values(nodes)]


def _values(nodes: list[Expr]) -> list[Real]:
    found: list[Real] = []
    for node in nodes:
        try:
            value = real_value(node)
        except Undefined:
            continue
        if value is None:
            raise Beyond("value")
        found.append(value)
    return found


def _of_real_coefficients(difference: Expr, variable: str) -> list[Real]:
    top, bottom = Algebra((variable,)).ratio(_numeric(difference, variable))
    if bottom is not None:
        raise Beyond("a quotient")
    poly = list(dense(top))
    while poly and abs(Fraction(poly[-1])) < _TOLERANCE:
        poly.pop()
    if not poly:
        raise Beyond("an identity")
    return _numeric_roots(tuple(poly))


def _numeric(node: Expr, variable: str) -> Expr:
    """The expression with its irrational constants as numbers good to 60 digits."""
    if node[0] in ("num", "var"):
        return node
    if not mentions(node, variable):
        value = real_value(node)
        if value is None:
            raise Beyond("constant")
        return ("num", Fraction(value), None)
    if node[0] not in ("+", "-", "*", "/", "neg", "^"):
        raise Beyond(node[0])
    if node[0] == "^":
        return ("^", _numeric(node[1], variable), node[2])
    return (node[0], *(_numeric(part, variable) for part in node[1:]))


def _of_one_logarithm(difference: Expr, variable: str) -> list[Real]:
    """A polynomial in ln u: its roots t, and u = e^t for each."""
    logs = {node for node in subexpressions(difference) if node[0] == "call" and node[1] in ("ln", "log")}
    logs = {node for node in logs if mentions(node, variable)}
    if len(logs) != 1:
        raise Beyond("several logarithms")
    (log,) = logs
    base = E if log[1] == "ln" else log[2][1] if len(log[2]) == 2 else ("num", Fraction(10), None)
    argument, bottom = Algebra((variable,)).ratio(log[2][0])
    if bottom is not None:
        raise Beyond("a quotient in a logarithm")
    found: list[Real] = []
    for root in _zeros_and_poles(replaced(difference, log, ("var", _T))):
        power: Expr = ("^", base, ("num", Fraction(root), None))
        exact = None if isinstance(root, Decimal) else evaluate(power)
        value = exact if exact is not None else real_value(power)
        if value is None:
            raise Beyond("power of the base")
        shifted = _difference(dense(argument), (Fraction(value),))
        found += real_roots(shifted) if exact is not None else _numeric_roots(shifted)
    return found


def _zeros_and_poles(expr: Expr) -> list[Real]:
    algebra = Algebra((_T,))
    top, _ = algebra.ratio(expr)
    if not top:
        raise Beyond("an identity")
    return [root for poly in (top, *algebra.divisors) for root in real_roots(dense(poly))]


def _of_exponentials(difference: Expr, variable: str) -> list[Real]:
    try:
        return _of_one_base(difference, variable)
    except Beyond:
        return _of_two_terms(difference, variable)


def _power_parts(node: Expr) -> tuple[Expr, Expr]:
    return (E, node[2][0]) if node[0] == "call" else (node[1], node[2])


def _of_one_base(difference: Expr, variable: str) -> list[Real]:
    """A polynomial in t = g^(x/d): its positive roots, and x = d ln t / ln g."""
    powers = list({node for node in subexpressions(difference) if _is_exponential(node, variable)})
    if any(
        _is_exponential(part, variable) for node in powers for part in subexpressions(node) if part != node
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
        expr = replaced(expr, node, ("*", factor_node, ("^", ("var", _T), ("num", rate * scale, None))))
    if mentions(expr, variable):
        raise Beyond("the variable outside of exponents")
    found: list[Expr] = []
    for root in _zeros_and_poles(expr):
        if less(0, root):
            logarithm: Expr = ("call", "ln", (("num", Fraction(root), None),))
            if base == E:
                found.append(("*", ("num", Fraction(scale), None), logarithm))
            else:
                whole = evaluate(("call", "log", (("num", Fraction(root), None), base)))
                quotient: Expr = ("/", logarithm, ("call", "ln", (base,)))
                value: Expr = quotient if whole is None else ("num", whole, None)
                found.append(("*", ("num", Fraction(scale), None), value))
    return _values(found)


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
            if not _is_exponential(factor, variable):
                raise Beyond("the variable outside of exponents")
            base, exponent = _power_parts(factor)
            size = real_value(("call", "ln", (base,)))
            top, bottom = algebra.ratio(exponent)
            if size is None or bottom is not None or len(dense(top)) > 3:
                raise Beyond("exponent")
            for index, value_ in enumerate(dense(top)):
                coefficients[index] += sign * count * Fraction(size) * Fraction(value_)
    while len(coefficients) > 1 and abs(coefficients[-1]) < _TOLERANCE:
        coefficients.pop()
    if len(coefficients) == 1 and abs(coefficients[0]) < _TOLERANCE:
        raise Beyond("an identity")
    return _numeric_roots(tuple(coefficients))


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
