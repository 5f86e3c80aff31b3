"""Roots where coefficients are irrational, good to 60 digits: 2x = ln 5."""

from __future__ import annotations

from decimal import Context, DecimalException
from fractions import Fraction

from coe.verifier.algebra.polynomials import Algebra, Beyond
from coe.verifier.algebra.roots import Dense, dense, real_roots
from coe.verifier.expressions.contents import mentions
from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import Undefined
from coe.verifier.values.reals import Real, real_value, settle, to_decimal

TOLERANCE = Fraction(1, 10**30)
PLACEHOLDER = "power of the base"
"""Name of a logarithm or power while it is the unknown."""


def difference_of(a: Dense, b: Dense) -> Dense:
    """The difference of two polynomials; Beyond where it is zero."""
    size = max(len(a), len(b))
    values = [
        (a[index] if index < len(a) else 0) - (b[index] if index < len(b) else 0) for index in range(size)
    ]
    while values and not values[-1]:
        values.pop()
    if not values:
        raise Beyond("an identity")
    return tuple(values)


def numeric_roots(poly: Dense) -> list[Real]:
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
    if abs(rest) < TOLERANCE:
        raise Beyond("a root that may be double")
    if rest < 0:
        return []
    root: Expr = ("call", "sqrt", (("num", rest, None),))
    double: Expr = ("num", 2 * a, None)
    return _rounded([("/", (sign, ("neg", nodes[1]), root), double) for sign in ("+", "-")])


def _rounded(nodes: list[Expr]) -> list[Real]:
    """Values of approximate numbers: as Decimals, so that none passes for an exact rational."""
    context = Context(prec=60, Emax=400, Emin=-400)
    try:
        return [settle(to_decimal(value, context)) for value in values_of(nodes)]
    except DecimalException as error:
        raise Beyond("a size") from error


def values_of(nodes: list[Expr]) -> list[Real]:
    """The values of expressions, without those that have none."""
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


def of_real_coefficients(difference: Expr, variable: str) -> list[Real]:
    """Where a linear or quadratic expression with irrational constants is zero."""
    top, bottom = Algebra((variable,)).ratio(_numeric(difference, variable))
    if bottom is not None:
        raise Beyond("a quotient")
    poly = list(dense(top))
    while poly and abs(Fraction(poly[-1])) < TOLERANCE:
        poly.pop()
    if not poly:
        raise Beyond("an identity")
    return numeric_roots(tuple(poly))


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


def zeros_and_poles(expr: Expr) -> list[Real]:
    """Zeros and poles of a rational function of PLACEHOLDER."""
    algebra = Algebra((PLACEHOLDER,))
    top, _ = algebra.ratio(expr)
    if not top:
        raise Beyond("an identity")
    return [root for poly in (top, *algebra.divisors) for root in real_roots(dense(poly))]
