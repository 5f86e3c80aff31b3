"""Real values back to the expressions that they are: quotients, square roots, multiples of pi, logarithms.

A value is known to 45 digits, and is taken for an expression with small numbers that agrees with it so far;
no two such expressions do. Of several roots of one equation two may be told by their sum and product.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction

from coe.verifier.expressions.building import number, over, plus, times
from coe.verifier.expressions.expr import Expr
from coe.verifier.values.decimals import PI
from coe.verifier.values.reals import Real, real_value, same, settle

_LARGEST = 10**4
_MOST_VALUES = 12


def exact_values(values: Sequence[Real]) -> list[Expr | None]:
    """Each value as an expression, None where it is not told."""
    found = [_alone(value) for value in values]
    if None not in found or len(values) > _MOST_VALUES:
        return found
    for index, value in enumerate(values):
        for other in values:
            if found[index] is None and not same(value, other):
                found[index] = _root_beside(value, other)
    return found


def _alone(value: Real) -> Expr | None:
    if not isinstance(value, Decimal):
        return number(Fraction(value))
    context = Context(prec=60, Emax=400, Emin=-400)
    by_pi = _small(context.divide(value, PI))
    if by_pi is not None:
        return _checked(times(number(by_pi), ("const", "pi")), value)
    square = _small(context.multiply(value, value))
    if square is not None:
        root: Expr = ("call", "sqrt", (number(square),))
        return _checked(root if value > 0 else ("neg", root), value)
    power = _small(context.exp(value)) if abs(value) < 9 else None
    return None if power is None else _checked(("call", "ln", (number(power),)), value)


def _root_beside(value: Real, other: Real) -> Expr | None:
    """(s + sqrt(s^2 - 4p))/2 of two roots with the sum s and the product p."""
    if not isinstance(value, Decimal) or not isinstance(other, Decimal):
        return None
    context = Context(prec=60, Emax=400, Emin=-400)
    total, product = _small(context.add(value, other)), _small(context.multiply(value, other))
    if total is None or product is None:
        return None
    root: Expr = ("call", "sqrt", (number(total * total - 4 * product),))
    return _checked(
        over(plus(number(total), root if value > other else ("neg", root)), number(Fraction(2))), value
    )


def _small(value: Decimal) -> Fraction | None:
    """The rational with a small numerator and denominator that a value is, else None."""
    near = settle(value)
    if isinstance(near, Decimal):
        return None
    fraction = Fraction(near)
    return fraction if max(abs(fraction.numerator), fraction.denominator) <= _LARGEST else None


def _checked(expression: Expr, value: Decimal) -> Expr | None:
    known = real_value(expression)
    return expression if known is not None and same(known, value) else None
