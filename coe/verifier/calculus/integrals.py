"""Definite integrals: an antiderivative that is proven to be one, continuous from limit to limit.

By the fundamental theorem the integral from a to b is F(b) - F(a) where F is continuous on [a, b] and F' is
the integrand at all but finitely many points. F comes from rules here, or from SymPy and is then proven by
differentiating it; that it is continuous is shown by enclosures (`continuity.py`). An infinite limit of
integration takes the limit of F. A rational integrand with a pole between the limits has no integral.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from coe.verifier.algebra.polynomials import Algebra, Beyond, Poly, same_rational
from coe.verifier.algebra.roots import dense, divide, gcd, real_roots
from coe.verifier.calculus.continuity import is_continuous
from coe.verifier.calculus.derivatives import differentiate
from coe.verifier.expressions.binders import has_binder
from coe.verifier.expressions.building import ONE, minus, over, plus, times
from coe.verifier.expressions.contents import calls_of, free_variables, kinds_of, mentions, subexpressions
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.substitution import value_at
from coe.verifier.values.exact import Undefined, evaluate
from coe.verifier.values.reals import real_value

_INFINITY: Expr = ("const", "oo")
_EVERYWHERE = frozenset({"sin", "cos", "exp", "atan", "sinh", "cosh", "tanh", "abs"})
_MAX_PARTS = 8


def definite(body: Expr, name: str, low: Expr, high: Expr) -> Expr | None:
    """The value of the integral, or None where that is beyond.

    Raises:
        Undefined: the integrand has a pole between the limits, or a limit of integration has no value.
    """
    if low == high:
        return ("num", Fraction(0), None)
    if has_binder(low) or has_binder(high):
        return None
    constant_limits = _is_closed(low) and _is_closed(high)
    if constant_limits and free_variables(body) <= {name}:
        _refuse_poles(body, name, low, high)
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
    infinite = [end for end in (low, high) if _is_infinite(end)]
    reach = 64.0 + max([abs(x) for x in (start, stop) if abs(x) != float("inf")], default=0.0)
    if infinite and not _continuous_to_infinity(primitive, name, start, stop, reach):
        return None
    if not infinite and not is_continuous(primitive, name, start, stop):
        return None
    values: list[Expr] = []
    for end in (low, high):
        value = _limit_at(primitive, name, end) if _is_infinite(end) else value_at(primitive, name, end)
        if value is None:
            return None
        values.append(value)
    if any(_is_infinite(value) for value in values):
        raise Undefined("an integral that does not converge")
    return minus(values[1], values[0])


def _is_infinite(end: Expr) -> bool:
    return end in (_INFINITY, ("neg", _INFINITY))


def _end(end: Expr) -> float | None:
    if _is_infinite(end):
        return float("inf") if end == _INFINITY else float("-inf")
    value = real_value(end)
    return None if value is None or not -(10**6) < value < 10**6 else float(value)


def _limit_at(primitive: Expr, name: str, end: Expr) -> Expr | None:
    from coe.verifier.calculus.limit_values import limit

    return limit(primitive, name, end, "")


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
        return expr != _INFINITY
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


def _refuse_poles(body: Expr, name: str, low: Expr, high: Expr) -> None:
    try:
        top, bottom = Algebra((name,)).ratio(body)
        if bottom is None or not top:
            return
        over_, under = dense(top), dense(bottom)
        under = divide(under, gcd(over_, under))[0]
        poles = real_roots(under)
    except Beyond:
        return
    ends = [_end(low), _end(high)]
    if None in ends:
        return
    start, stop = sorted(float(end) for end in ends if end is not None)
    if any(start <= float(pole) <= stop for pole in poles):
        raise Undefined("a pole between the limits of an integral")


def _by_sympy(body: Expr, name: str) -> Expr | None:
    from coe.verifier.calculus.binder_values import same
    from coe.verifier.workers import symbolic

    found = symbolic.integrate(body, name)
    if found is None:
        return None
    slope = differentiate(found, name)
    return found if slope is not None and same(slope, body) is True else None


def antiderivative(body: Expr, name: str) -> Expr | None:
    """An antiderivative by the rules of school, without its constant; None where none fits."""
    if not mentions(body, name):
        return times(body, ("var", name))
    kind = body[0]
    if kind == "var":
        return over(("^", body, ("num", Fraction(2), None)), ("num", Fraction(2), None))
    if kind in ("+", "-"):
        a, b = antiderivative(body[1], name), antiderivative(body[2], name)
        return _expanded(body, name) if a is None or b is None else (plus if kind == "+" else minus)(a, b)
    if kind == "neg":
        inner = antiderivative(body[1], name)
        return None if inner is None else ("neg", inner)
    scaled = _constant_factor(body, name)
    if scaled is not None:
        return scaled
    found = _of_linear(body, name)
    if found is None and kind == "*":
        found = _by_parts(body[1], body[2], name) or _by_parts(body[2], body[1], name)
    return _expanded(body, name) if found is None else found


def _constant_factor(body: Expr, name: str) -> Expr | None:
    if body[0] == "*":
        for factor, rest in ((body[1], body[2]), (body[2], body[1])):
            if not mentions(factor, name):
                inner = antiderivative(rest, name)
                return None if inner is None else times(factor, inner)
    if body[0] == "/" and not mentions(body[2], name):
        inner = antiderivative(body[1], name)
        return None if inner is None else over(inner, body[2])
    if body[0] == "/" and not mentions(body[1], name) and body[1] != ONE:
        inner = antiderivative(over(ONE, body[2]), name)
        return None if inner is None else times(body[1], inner)
    return None


def _expanded(body: Expr, name: str) -> Expr | None:
    """Polynomials by their coefficients, negative powers included."""
    others = sorted(free_variables(body) - {name})
    try:
        top, bottom = Algebra((name, *others)).ratio(body)
    except Beyond:
        return None
    if bottom is not None and len(bottom) != 1:
        return None if others else _of_quadratic(top, bottom, name)
    ((shift, scale),) = (bottom or {0: 1}).items()
    if shift & ~0xFFFF:
        return None
    total: Expr = ("num", Fraction(0), None)
    x: Expr = ("var", name)
    for key, value in top.items():
        power = (key & 0xFFFF) - (shift & 0xFFFF)
        factor: Expr = ("num", Fraction(value) / Fraction(scale), None)
        for index, other in enumerate(others, start=1):
            exponent = key >> 16 * index & 0xFFFF
            if exponent:
                factor = times(factor, ("^", ("var", other), ("num", Fraction(exponent), None)))
        total = plus(total, times(factor, _power_rule(x, Fraction(power))))
    return total


def _of_quadratic(top: Poly, bottom: Poly, name: str) -> Expr | None:
    """p / (a x^2 + b x + c) without real zeros: 2p/r atan((2 a x + b) / r) with r = sqrt(4 a c - b^2)."""
    if set(top) != {0} or max(bottom) != 2:
        return None
    c, b, a = (Fraction(bottom.get(power, 0)) for power in range(3))
    rest = 4 * a * c - b * b
    if rest <= 0:
        return None
    root: Expr = ("call", "sqrt", (("num", rest, None),))
    known = evaluate(root)
    root = root if known is None else ("num", known, None)
    inside = over(plus(times(("num", 2 * a, None), ("var", name)), ("num", b, None)), root)
    return over(times(("num", 2 * Fraction(top[0]), None), ("call", "atan", (inside,))), root)


def _power_rule(base: Expr, power: Fraction) -> Expr:
    if power == -1:
        return ("call", "ln", (("call", "abs", (base,)),))
    return over(("^", base, ("num", power + 1, None)), ("num", power + 1, None))


_OF_FUNCTION: dict[str, Callable[[Expr], Expr]] = {
    "sin": lambda u: ("neg", ("call", "cos", (u,))),
    "cos": lambda u: ("call", "sin", (u,)),
    "exp": lambda u: ("call", "exp", (u,)),
    "sinh": lambda u: ("call", "cosh", (u,)),
    "cosh": lambda u: ("call", "sinh", (u,)),
    "tan": lambda u: ("neg", ("call", "ln", (("call", "abs", (("call", "cos", (u,)),)),))),
    "ln": lambda u: minus(times(u, ("call", "ln", (u,))), u),
    "sqrt": lambda u: _power_rule(u, Fraction(1, 2)),
}
_SQUARES: dict[tuple[str, int], Callable[[Expr], Expr]] = {
    ("sec", 2): lambda u: ("call", "tan", (u,)),
    ("cos", -2): lambda u: ("call", "tan", (u,)),
    ("csc", 2): lambda u: ("neg", ("call", "cot", (u,))),
    ("sin", -2): lambda u: ("neg", ("call", "cot", (u,))),
}


def _of_linear(body: Expr, name: str) -> Expr | None:
    """f(a x + b) for the functions and powers whose antiderivative is in the tables."""
    inside, found = _table_entry(body)
    if inside is None or found is None:
        return None
    slope = differentiate(inside, name)
    if slope is None or mentions(slope, name):
        slope = _constant_slope(inside, name)
    return None if slope is None else over(found, slope)


def _constant_slope(inside: Expr, name: str) -> Expr | None:
    slope = differentiate(inside, name)
    if slope is None:
        return None
    for point in (0, 1):
        value = value_at(slope, name, ("num", Fraction(point), None))
        try:
            if same_rational(slope, value) is True:
                return value
        except Undefined:
            return None
    return None


def _table_entry(body: Expr) -> tuple[Expr | None, Expr | None]:
    if body[0] == "call" and body[1] in _OF_FUNCTION and len(body[2]) == 1:
        return body[2][0], _OF_FUNCTION[body[1]](body[2][0])
    sign = 1
    if body[0] == "/" and body[1] == ONE:
        body, sign = body[2], -1
    if body[0] == "call" and body[1] == "sqrt" and sign < 0:
        return body[2][0], _power_rule(body[2][0], Fraction(-1, 2))
    if body[0] == "^":
        exponent = evaluate(body[2])
        if exponent is not None and body[1][0] == "call" and exponent.denominator == 1:
            rule = _SQUARES.get((body[1][1], sign * int(exponent)))
            return (None, None) if rule is None else (body[1][2][0], rule(body[1][2][0]))
        if exponent is not None:
            return body[1], _power_rule(body[1], sign * exponent)
        if not free_variables(body[1]) and sign > 0:
            found: Expr = body if body[1] == ("const", "e") else over(body, ("call", "ln", (body[1],)))
            return body[2], found
    return (
        (body, _power_rule(body, Fraction(-1)))
        if sign < 0 and body[0] in ("+", "-", "*", "var")
        else (None, None)
    )


def _by_parts(polynomial: Expr, factor: Expr, name: str) -> Expr | None:
    """P f with f an exponential, sine or cosine of a x + b: P F1 - P' F2 + P'' F3 - ..."""
    try:
        _, bottom = Algebra((name, *sorted(free_variables(polynomial) - {name}))).ratio(polynomial)
    except Beyond:
        return None
    waves = factor[0] == "call" and factor[1] in ("sin", "cos", "exp")
    if bottom is not None or not (waves or (factor[0] == "^" and not mentions(factor[1], name))):
        return None
    total: Expr = ("num", Fraction(0), None)
    rest: Expr | None = polynomial
    part: Expr | None = factor
    for step in range(_MAX_PARTS):
        part = None if part is None else antiderivative(part, name)
        if part is None or rest is None:
            return None
        total = (plus if step % 2 == 0 else minus)(total, times(rest, part))
        rest = differentiate(rest, name)
        if rest is not None and same_rational(rest, ("num", Fraction(0), None)) is True:
            return total
    return None
