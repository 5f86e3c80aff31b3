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

from coe.verifier.algebra.exponentials import is_exponential, of_exponentials
from coe.verifier.algebra.logarithms import of_logarithms, of_one_logarithm
from coe.verifier.algebra.polynomials import Algebra, Beyond
from coe.verifier.algebra.real_coefficients import of_real_coefficients
from coe.verifier.algebra.roots import dense, real_roots
from coe.verifier.expressions.building import minus
from coe.verifier.expressions.contents import mentions, subexpressions
from coe.verifier.expressions.expr import Expr
from coe.verifier.values.reals import Real


def breakpoints(left: Expr, right: Expr, variable: str) -> list[Real]:
    """Every value at which the sides may be equal, or one begins or ends to be defined.

    Raises:
        Beyond: the equation is of another kind.
    """
    difference = minus(left, right)
    inside = list(_arguments(difference, variable))
    if any(is_exponential(node, variable) for node in subexpressions(difference)):
        if any(node[0] == "call" for node in subexpressions(difference) if mentions(node, variable)):
            raise Beyond("logarithms and exponentials")
        return of_exponentials(difference, variable)
    if not inside:
        return of_real_coefficients(difference, variable)
    edges = [root for argument in inside for root in _edges(argument, variable)]
    try:
        zeros = of_logarithms(difference, variable)
    except Beyond:
        zeros = of_one_logarithm(difference, variable)
    return [*edges, *zeros]


def _arguments(expr: Expr, variable: str) -> Iterator[Expr]:
    for node in subexpressions(expr):
        if node[0] == "call" and node[1] in ("ln", "log") and mentions(node, variable):
            yield node[2][0]


def _edges(argument: Expr, variable: str) -> list[Real]:
    algebra = Algebra((variable,))
    top, _ = algebra.ratio(argument)
    return [root for poly in (top, *algebra.divisors) for root in real_roots(dense(poly))]
