"""Definite integrals: an antiderivative that is proven to be one, continuous from limit to limit.

By the fundamental theorem the integral from a to b is F(b) - F(a) where F is continuous on [a, b] and F' is
the integrand at all but finitely many points. F comes from `integrals.py`, or from SymPy and is then proven
by differentiating it; that it is continuous is shown by enclosures (`continuity.py`). An infinite limit of
integration takes the limit of F, and so does one where F is not defined (ln x at 0). An integral that grows
over every bound is oo or -oo; one that grows both ways (1/x from -1 to 1) has no value.
"""

from __future__ import annotations

from fractions import Fraction

from coe.verifier.algebra.polynomials import Algebra, Beyond
from coe.verifier.algebra.roots import dense, divide, gcd, real_roots
from coe.verifier.calculus.continuity import is_continuous
from coe.verifier.calculus.derivatives import differentiate
from coe.verifier.calculus.integrals import antiderivative
from coe.verifier.calculus.limit_rules import INFINITY, is_infinite, negative
from coe.verifier.expressions.binders import has_binder
from coe.verifier.expressions.building import ONE, minus, over, times
from coe.verifier.expressions.contents import calls_of, free_variables, kinds_of, subexpressions
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.substitution import value_at
from coe.verifier.values.exact import Undefined, evaluate
from coe.verifier.values.reals import real_value

_EVERYWHERE = frozenset({"sin", "cos", "exp", "atan", "sinh", "cosh", "tanh", "abs"})


def definite(body: Expr, name: str, low: Expr, high: Expr) -> Expr | None:
    """The value of the integral, or None where that is beyond.

    Raises:
        Undefined: the integral has no value, not even oo; or a limit of integration has none.
    """
    if low == high:
        return ("num", Fraction(0), None)
    if has_binder(low) or has_binder(high):
        return None
    constant_limits = _is_closed(low) and _is_closed(high)
    if constant_limits and free_variables(body) <= {name}:
        infinite = _over_poles(body, name, low, high)
        if infinite is not None:
            return infinite
    primitive = antiderivative(body, name)
    if primitive is None:
        primitive = _by_sympy(body, name)
    if primitive is None:
        return None
    if not constant_limits or not _is_closed(value_at(primitive, name, ONE)):
        return _between(primitive, name, low, high) if _continuous_everywhere(primitive) else None
    return _between_constants(primitive, name, low, high)


def _is_closed(expr: Expr) -> bool:
    return not free_variables(expr) and "bound" not in kinds_of(expr)


def _between(primitive: Expr, name: str, low: Expr, high: Expr) -> Expr:
    return minus(value_at(primitive, name, high), value_at(primitive, name, low))


def _between_constants(primitive: Expr, name: str, low: Expr, high: Expr) -> Expr | None:
    ends = [_end(low), _end(high)]
    if None in ends:
        return None
    start, stop = (float(end) for end in ends if end is not None)
    if start > stop:
        swapped = _between_constants(primitive, name, high, low)
        return None if swapped is None else ("neg", swapped)
    infinite = [end for end in (low, high) if is_infinite(end)]
    reach = 64.0 + max([abs(x) for x in (start, stop) if abs(x) != float("inf")], default=0.0)
    if infinite and not _continuous_to_infinity(primitive, name, start, stop, reach):
        return None
    open_ends = () if infinite else _open_ends(primitive, name, start, stop)
    if open_ends is None:
        return None
    values: list[Expr] = []
    for end, inward in ((low, "+"), (high, "-")):
        if is_infinite(end):
            value = _limit_at(primitive, name, end, "")
        else:
            value = (
                _limit_at(primitive, name, end, inward)
                if inward in open_ends
                else value_at(primitive, name, end)
            )
        if value is None:
            return None
        values.append(value)
    below, above = values
    if is_infinite(below) and below == above:
        raise Undefined("an integral that does not converge")
    if is_infinite(below) or is_infinite(above):
        return above if is_infinite(above) else negative(below)
    return minus(above, below)


def _end(end: Expr) -> float | None:
    if is_infinite(end):
        return float("inf") if end == INFINITY else float("-inf")
    value = real_value(end)
    return None if value is None or not -(10**6) < value < 10**6 else float(value)


def _limit_at(primitive: Expr, name: str, end: Expr, side: str) -> Expr | None:
    from coe.verifier.calculus.limit_values import limit

    return limit(primitive, name, end, side)


def _open_ends(primitive: Expr, name: str, start: float, stop: float) -> tuple[str, ...] | None:
    """The ends where a limit is to be taken, "+" the lower and "-" the upper; None where F may break inside.

    Nearer to an end than 2^-40 of the length, only functions without breaks close to one another are trusted.
    """
    if is_continuous(primitive, name, start, stop):
        return ()
    near = (stop - start) * 2.0**-40
    if not _is_tame_far_out(primitive) or not start < start + near < stop - near < stop:
        return None
    for ends, low, high in (
        (("+",), start + near, stop),
        (("-",), start, stop - near),
        (("+", "-"), start + near, stop - near),
    ):
        if is_continuous(primitive, name, low, high):
            return ends
    return None


def _continuous_to_infinity(primitive: Expr, name: str, start: float, stop: float, reach: float) -> bool:
    """Continuous on the finite part by enclosures, and beyond it by what the parts are made of."""
    if _continuous_everywhere(primitive):
        return True
    algebra = Algebra((name,))
    try:
        algebra.ratio(primitive)
        roots = [root for divisor in algebra.divisors for root in real_roots(dense(divisor))]
    except Beyond:
        return _continuous_on_rays(primitive, name, start, stop, reach)
    return not any(start <= float(root) <= stop for root in roots)


def _continuous_on_rays(primitive: Expr, name: str, start: float, stop: float, reach: float) -> bool:
    """Substituting 1/t turns the part beyond `reach` into a finite one."""
    inverse = value_at(primitive, name, over(ONE, ("var", name)))
    low, high = max(start, -reach), min(stop, reach)
    if not is_continuous(primitive, name, low, high):
        return False
    # Away from t = 0 only: the end itself is for the limit.
    near = 2.0**-40
    beyond_high = stop != float("inf") or is_continuous(inverse, name, near, 1 / reach)
    beyond_low = start != float("-inf") or is_continuous(inverse, name, -1 / reach, -near)
    return beyond_high and beyond_low and _is_tame_far_out(primitive)


def _is_tame_far_out(primitive: Expr) -> bool:
    """Whether every break of the function is nearer than 2^40.

    Its logarithms and roots are of polynomials with numbers up to 10^6, whose zeros are below 1 + 10^12.
    """
    return set(calls_of(primitive)) <= {"ln", "sqrt", "exp", "atan", "abs"} and not _has_large_number(
        primitive
    )


def _has_large_number(expr: Expr) -> bool:
    numbers = [node[1] for node in subexpressions(expr) if node[0] == "num"]
    return any(max(abs(number.numerator), number.denominator) > 10**6 for number in numbers)


def _continuous_everywhere(expr: Expr) -> bool:
    """Sums, products, whole powers of functions that have no break, and quotients by constants."""
    kind = expr[0]
    if kind in ("num", "var", "const"):
        return expr != INFINITY
    if kind in ("+", "-", "*"):
        return _continuous_everywhere(expr[1]) and _continuous_everywhere(expr[2])
    if kind == "neg":
        return _continuous_everywhere(expr[1])
    if kind == "/":
        return not free_variables(expr[2]) and _continuous_everywhere(expr[1])
    if kind == "^":
        exponent = evaluate(expr[2])
        if exponent is not None:
            return exponent.denominator == 1 and exponent >= 0 and _continuous_everywhere(expr[1])
        return expr[1] == ("const", "e") and _continuous_everywhere(expr[2])
    return kind == "call" and expr[1] in _EVERYWHERE and all(map(_continuous_everywhere, expr[2]))


def _over_poles(body: Expr, name: str, low: Expr, high: Expr) -> Expr | None:
    """oo or -oo where a rational integrand has poles from limit to limit and grows one way only at them.

    Raises:
        Undefined: it grows both ways, or whether it does is not known.
    """
    from coe.verifier.calculus.limit_values import limit

    try:
        top, bottom = Algebra((name,)).ratio(body)
        if bottom is None:
            return None
        over_, under = dense(top), dense(bottom)
        under = divide(under, gcd(over_, under))[0]
        poles = real_roots(under)
    except Beyond:
        return None
    ends = [_end(low), _end(high)]
    if None in ends:
        return None
    first, last = (float(end) for end in ends if end is not None)
    start, stop = min(first, last), max(first, last)
    within = [pole for pole in poles if start <= float(pole) <= stop]
    if not within:
        return None
    ways: set[Expr | None] = set()
    for pole in within:
        if not isinstance(pole, (int, Fraction)):
            raise Undefined("a pole between the limits of an integral")
        at: Expr = ("num", Fraction(pole), None)
        ways |= {limit(body, name, at, "+")} if float(pole) < stop else set()
        ways |= {limit(body, name, at, "-")} if float(pole) > start else set()
    for end in (low, high):
        ways |= {_way_far_out(body, name, end)} - {None} if is_infinite(end) else set()
    if len(ways) > 1:
        raise Undefined("a pole between the limits of an integral")
    (way,) = ways
    return way if way is None or first < last else negative(way)


def _way_far_out(body: Expr, name: str, end: Expr) -> Expr | None:
    """oo or -oo where the integral of a quotient of polynomials grows so far out; None where it converges."""
    lead = _limit_at(times(body, ("var", name)), name, end, "")
    sign = 0 if lead is None else (1 if lead == INFINITY else -1) if is_infinite(lead) else real_value(lead)
    if not sign:
        return None
    return INFINITY if (sign > 0) == (end == INFINITY) else ("neg", INFINITY)


def _by_sympy(body: Expr, name: str) -> Expr | None:
    from coe.verifier.calculus.binder_values import same
    from coe.verifier.workers import symbolic

    found = symbolic.integrate(body, name)
    if found is None:
        return None
    slope = differentiate(found, name)
    return found if slope is not None and same(slope, body) is True else None
