"""Antiderivatives by the rules of school, each right by construction: powers, sums, tables, by parts."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from coe.verifier.algebra.polynomials import Algebra, Beyond, Poly, same_rational
from coe.verifier.calculus.derivatives import differentiate
from coe.verifier.expressions.building import ONE, minus, over, plus, times
from coe.verifier.expressions.contents import free_variables, mentions
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.substitution import value_at
from coe.verifier.values.exact import Undefined, evaluate

_MAX_PARTS = 8


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
