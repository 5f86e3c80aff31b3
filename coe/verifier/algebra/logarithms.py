"""Equations with logarithms of polynomials in one variable: every value where the sides may be equal."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from coe.verifier.algebra.pieces import E
from coe.verifier.algebra.polynomials import Algebra, Beyond, Poly, multiply
from coe.verifier.algebra.real_coefficients import PLACEHOLDER, difference_of, numeric_roots, zeros_and_poles
from coe.verifier.algebra.roots import dense, real_roots
from coe.verifier.expressions.binders import replaced
from coe.verifier.expressions.contents import mentions, subexpressions
from coe.verifier.expressions.expr import Expr
from coe.verifier.values.exact import evaluate
from coe.verifier.values.reals import Real, real_value

_MAX_EXPONENT = 24


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


def of_logarithms(difference: Expr, variable: str) -> list[Real]:
    """Zeros of a sum of logarithms to one base."""
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
        return list(real_roots(difference_of(first, tuple(value * each for each in second))))
    factor = real_value(("^", base, ("num", right, None)))
    if factor is None:
        raise Beyond("power of the base")
    return numeric_roots(difference_of(first, tuple(Fraction(factor) * each for each in second)))


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


def of_one_logarithm(difference: Expr, variable: str) -> list[Real]:
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
    for root in zeros_and_poles(replaced(difference, log, ("var", PLACEHOLDER))):
        power: Expr = ("^", base, ("num", Fraction(root), None))
        exact = None if isinstance(root, Decimal) else evaluate(power)
        value = exact if exact is not None else real_value(power)
        if value is None:
            raise Beyond("power of the base")
        shifted = difference_of(dense(argument), (Fraction(value),))
        found += real_roots(shifted) if exact is not None else numeric_roots(shifted)
    return found
