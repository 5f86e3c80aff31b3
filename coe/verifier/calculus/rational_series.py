"""Series without end whose terms are a quotient of polynomials in the index: telescoping ones and p-series.

With whole roots r_j of the denominator a term is the sum of A_jp / (n - r_j)^p (partial fractions). Those
with p = 1 telescope: together they are worth -sum A_j H(m_j - 1), where m_j = low - r_j is whole and H
are the harmonic numbers. Those with p even are worth A (zeta(p) - H_p(m - 1)), and zeta(2k) is a rational
multiple of pi^(2k) (Euler). Odd p from 3 on, and other roots, are not decided.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

from coe.verifier.algebra.polynomials import Algebra, Beyond
from coe.verifier.algebra.roots import Dense, dense, real_roots
from coe.verifier.expressions.building import ZERO, number, plus, times
from coe.verifier.expressions.contents import free_variables
from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import Undefined

_MOST_TERMS = 200
_INFINITY: Expr = ("const", "oo")
# zeta(p) / pi^p.
_ZETA = {2: Fraction(1, 6), 4: Fraction(1, 90), 6: Fraction(1, 945), 8: Fraction(1, 9450)}


def rational_series(body: Expr, name: str, low: int) -> Expr | None:
    """The sum of the body from `low` on: oo or -oo where it grows without end, None where it is beyond.

    Raises:
        Undefined: a term has none.
    """
    if free_variables(body) != {name}:
        return None
    try:
        algebra = Algebra((name,))
        over, under = algebra.ratio(body)
        if not over or under is None:
            return None
        top, bottom = _fractions(dense(over)), _fractions(dense(under))
        known = _rational_roots(dense(under))
        # What cancels is a divisor all the same.
        divided = [root for divisor in algebra.divisors for root in _rational_roots(dense(divisor))]
    except Beyond:
        return None
    if any(root.denominator == 1 and root >= low for root in known + divided):
        raise Undefined("a term of the series")
    if len(bottom) < len(top) + 2:
        return _INFINITY if top[-1] * bottom[-1] > 0 else ("neg", _INFINITY)
    if any(root.denominator != 1 or low - root > _MOST_TERMS for root in known):
        return None
    poles = [(int(root), _multiplicity(bottom, root)) for root in known]
    if sum(count for _, count in poles) != len(bottom) - 1:
        return None
    return _worth(top, bottom, poles, low)


def _worth(
    top: list[Fraction], bottom: list[Fraction], poles: list[tuple[int, int]], low: int
) -> Expr | None:
    total = Fraction(0)
    zetas: dict[int, Fraction] = {}
    for root, count in poles:
        for power, share in enumerate(_shares(top, bottom, root, count), start=1):
            if not share:
                continue
            if power > 1 and power not in _ZETA:
                return None
            total -= share * sum((Fraction(1, k**power) for k in range(1, low - root)), Fraction(0))
            if power > 1:
                zetas[power] = zetas.get(power, Fraction(0)) + share
    result = number(total)
    for power, share in zetas.items():
        pi: Expr = ("^", ("const", "pi"), ("num", Fraction(power), None))
        result = plus(result, times(("num", share * _ZETA[power], None), pi))
    return result if zetas or total else ZERO


def _rational_roots(poly: Dense) -> list[Fraction]:
    return [Fraction(root) for root in real_roots(poly) if isinstance(root, int | Fraction)]


def _fractions(poly: Dense) -> list[Fraction]:
    return [Fraction(value) for value in poly]


def _shifted(poly: list[Fraction], root: Fraction | int) -> list[Fraction]:
    """The coefficients of p(root + t)."""
    size = len(poly)
    return [
        sum((poly[k] * comb(k, j) * Fraction(root) ** (k - j) for k in range(j, size)), Fraction(0))
        for j in range(size)
    ]


def _multiplicity(poly: list[Fraction], root: Fraction) -> int:
    return next(index for index, value in enumerate(_shifted(poly, root)) if value)


def _shares(top: list[Fraction], bottom: list[Fraction], root: int, count: int) -> list[Fraction]:
    """A_1, A_2, ... of A_1/(n - root) + A_2/(n - root)^2 + ... up to the root's multiplicity."""
    upper = _shifted(top, root) + [Fraction(0)] * count
    lower = _shifted(bottom, root)[count:] + [Fraction(0)] * count
    series: list[Fraction] = []
    for index in range(count):
        known = sum((series[k] * lower[index - k] for k in range(index)), Fraction(0))
        series.append((upper[index] - known) / lower[0])
    return series[::-1]
