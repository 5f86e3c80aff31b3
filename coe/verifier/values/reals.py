"""Values of constant expressions: exact where rational, else to 60 digits.

Promises: a rational value is always exact; an irrational one is a Decimal good to at least 45
digits, and two irrationals count as equal when they agree to 45. A rational never equals an
irrational. Everything runs under explicit decimal contexts, so it is safe in threads. Does not
cover complex numbers or values beyond 10^±300: those give None.

Agreement to 45 digits decides equality because the numbers of school are algebraic, or built from few
logarithms and exponentials of such, and short: two different ones that a line of text can hold differ far
sooner. (For algebraic numbers of degree d and height h the bound is about d log h digits.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Context, Decimal, DecimalException
from fractions import Fraction
from typing import TypeAlias

from coe.verifier.expressions.binders import BINDERS
from coe.verifier.expressions.expr import Expr
from coe.verifier.values.decimals import PI, arcsine, arctangent, sine_and_cosine
from coe.verifier.values.exact import Undefined, evaluate
from coe.verifier.values.of_calculus import resolved

Real: TypeAlias = int | Fraction | Decimal

_AGREE = Decimal(10) ** -45
_SMALL = 10**6


def _context() -> Context:
    # Flags are kept per object, so none is shared by threads.
    return Context(prec=60, Emax=400, Emin=-400)


def same(a: Real, b: Real) -> bool:
    """True where two values are equal (irrationals: to 45 digits)."""
    if isinstance(a, Decimal):
        return isinstance(b, Decimal) and _close(a, b)
    return not isinstance(b, Decimal) and a == b


def less(a: Real, b: Real) -> bool:
    """True where a < b and the two are not the same."""
    if isinstance(a, Decimal) or isinstance(b, Decimal):
        return not same(a, b) and Fraction(a) < Fraction(b)
    return a < b


def to_decimal(value: Real, context: Context) -> Decimal:
    """The value as a Decimal of the context's precision."""
    if isinstance(value, Decimal):
        return value
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def settle(value: Decimal) -> Real:
    """The rational of small denominator that a computed value stands for, else the value itself.

    sqrt(2) * sqrt(2) comes out as 2.000...0x: a value within 10^-45 of a rational with a
    denominator up to a million is that rational.
    """
    if value.adjusted() < 30:
        top, bottom = value.as_integer_ratio()
        near = _convergent(top, bottom)
        # The difference is below 10^-45 of the larger of 1 and the rational.
        size = max(near.denominator, abs(near.numerator))
        if abs(top * near.denominator - near.numerator * bottom) * 10**45 < size * bottom:
            return near
    return value


def _convergent(top: int, bottom: int) -> Fraction:
    """The last convergent of the continued fraction of top/bottom with a denominator up to a million.

    A rational p/q that is nearer than 1/(2 q^2) is one of the convergents, by Legendre's theorem.
    """
    before, numerator = 0, 1
    last, denominator = 1, 0
    while bottom:
        whole, rest = divmod(top, bottom)
        if denominator and whole * denominator + last > _SMALL:
            break
        before, numerator = numerator, whole * numerator + before
        last, denominator = denominator, whole * denominator + last
        top, bottom = bottom, rest
    return Fraction(numerator, denominator)


def real_value(expr: Expr, env: Mapping[str, Real] = {}) -> Real | None:
    """The real value of a constant expression, or of one whose variables `env` gives.

    Raises:
        Undefined: division by zero, an even root or a logarithm of a negative number.
    """
    if not env:
        exact = evaluate(expr)
        if exact is not None:
            return exact
    elif all(not isinstance(value, Decimal) for value in env.values()):
        exact = evaluate(expr, {name: Fraction(value) for name, value in env.items()})
        if exact is not None:
            return exact
    try:
        context = _context()
        value = _decimal(expr, env, context)
    except (DecimalException, OverflowError, RecursionError):
        return None
    if value is None or not value.is_finite():
        return None
    return settle(value)


def _close(a: Decimal, b: Decimal) -> bool:
    return abs(a - b) <= _AGREE * max(Decimal(1), abs(a))


def _decimal(expr: Expr, env: Mapping[str, Real], context: Context) -> Decimal | None:
    kind = expr[0]
    if kind == "num":
        return to_decimal(expr[1], context)
    if kind == "var":
        return to_decimal(env[expr[1]], context) if expr[1] in env else None
    if kind == "const":
        return {"pi": PI, "e": context.exp(Decimal(1))}.get(expr[1])
    if kind == "call":
        return _call(expr[1], expr[2], env, context)
    if kind == "neg" or kind == "pct":
        inner = _decimal(expr[1], env, context)
        if inner is None:
            return None
        return context.minus(inner) if kind == "neg" else context.divide(inner, Decimal(100))
    if kind in ("+", "-", "*", "/", "^"):
        left, right = _decimal(expr[1], env, context), _decimal(expr[2], env, context)
        if left is None or right is None:
            return None
        return _binary(kind, left, right, context)
    if kind in BINDERS:
        known = resolved(expr)
        return None if known == expr else _decimal(known, env, context)
    return None


def _binary(kind: str, left: Decimal, right: Decimal, context: Context) -> Decimal | None:
    if kind == "+":
        return context.add(left, right)
    if kind == "-":
        return context.subtract(left, right)
    if kind == "*":
        return context.multiply(left, right)
    if kind == "/":
        if abs(right) <= _AGREE:
            raise Undefined("division by zero")
        return context.divide(left, right)
    if left < 0 and right != right.to_integral_value():
        return None
    if left == 0 and right == 0:
        return None
    if left == 0 and right < 0:
        raise Undefined("zero to a negative power")
    return context.power(left, right)


def _call(name: str, args: tuple[Expr, ...], env: Mapping[str, Real], context: Context) -> Decimal | None:
    function = _FUNCTIONS.get((name, len(args)))
    values = [_decimal(arg, env, context) for arg in args]
    if function is None or any(value is None for value in values):
        return None
    return function([value for value in values if value is not None], context)


def _sqrt(values: list[Decimal], context: Context) -> Decimal:
    if values[0] < -_AGREE:
        raise Undefined("square root of a negative number")
    return context.sqrt(max(values[0], Decimal(0)))


def _log(value: Decimal, context: Context) -> Decimal:
    if value <= 0:
        raise Undefined("logarithm of a number that is not positive")
    return context.ln(value)


def _trigonometric(name: str) -> Callable[[list[Decimal], Context], Decimal | None]:
    def apply(values: list[Decimal], context: Context) -> Decimal | None:
        both = sine_and_cosine(values[0], context)
        if both is None:
            return None
        sine, cosine = both
        if name in ("sin", "cos"):
            return sine if name == "sin" else cosine
        top, bottom = {
            "tan": (sine, cosine), "cot": (cosine, sine), "sec": (Decimal(1), cosine),
            "csc": (Decimal(1), sine),
        }[name]  # fmt: skip
        if abs(bottom) <= _AGREE:
            raise Undefined(f"{name} at a pole")
        return context.divide(top, bottom)

    return apply


def _inverse_sine(name: str) -> Callable[[list[Decimal], Context], Decimal | None]:
    def apply(values: list[Decimal], context: Context) -> Decimal | None:
        value = values[0]
        if abs(value) > 1 + _AGREE:
            raise Undefined(f"{name} of a number outside [-1, 1]")
        angle = arcsine(max(Decimal(-1), min(Decimal(1), value)), context)
        return angle if name == "asin" else context.subtract(context.divide(PI, Decimal(2)), angle)

    return apply


def _hyperbolic(name: str) -> Callable[[list[Decimal], Context], Decimal | None]:
    def apply(values: list[Decimal], context: Context) -> Decimal | None:
        up, down = context.exp(values[0]), context.exp(values[0].copy_negate())
        sine = context.divide(context.subtract(up, down), Decimal(2))
        cosine = context.divide(context.add(up, down), Decimal(2))
        return {"sinh": sine, "cosh": cosine, "tanh": context.divide(sine, cosine)}[name]

    return apply


def _log_to_base(values: list[Decimal], context: Context) -> Decimal:
    base = values[1] if len(values) == 2 else Decimal(10)
    if base <= 0 or abs(base - 1) <= _AGREE:
        raise Undefined("logarithm to a base that has none")
    return context.divide(_log(values[0], context), _log(base, context))


def _odd_root(values: list[Decimal], context: Context) -> Decimal:
    root = (
        context.power(values[0].copy_abs(), context.divide(Decimal(1), Decimal(3)))
        if values[0]
        else Decimal(0)
    )
    return root if values[0] >= 0 else root.copy_negate()


_FUNCTIONS: dict[tuple[str, int], Callable[[list[Decimal], Context], Decimal | None]] = {
    ("sqrt", 1): _sqrt,
    ("cbrt", 1): _odd_root,
    ("abs", 1): lambda values, context: values[0].copy_abs(),
    ("exp", 1): lambda values, context: context.exp(values[0]),
    ("ln", 1): lambda values, context: _log(values[0], context),
    ("log", 1): _log_to_base,
    ("log", 2): _log_to_base,
    ("atan", 1): lambda values, context: arctangent(values[0], context),
    **{(name, 1): _trigonometric(name) for name in ("sin", "cos", "tan", "cot", "sec", "csc")},
    **{(name, 1): _inverse_sine(name) for name in ("asin", "acos")},
    **{(name, 1): _hyperbolic(name) for name in ("sinh", "cosh", "tanh")},
}
