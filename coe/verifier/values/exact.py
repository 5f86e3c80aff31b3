"""Exact rational values, bounded before they are computed.

Promises: no operation builds a number of more than MAX_BITS bits, and every call ends in time
proportional to the expression. A value that is not rational, or not given, is None: never a float.
The numbers are real: 1/0, 0^-1 and the even root of a negative number are undefined. 0^0 has no value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from coe.verifier.expressions.binders import BINDERS
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.limits import MAX_BITS, MAX_FACTORIAL
from coe.verifier.values.of_calculus import resolved


class Undefined(Exception):
    """The expression has no real value, whatever its variables are."""


class TooLarge(Exception):
    """A value over MAX_BITS would have to be built."""


_NOTHING: Mapping[str, Fraction] = {}
# Whole numbers are worked with as `int`: several times as fast as `Fraction`, and most are whole.
_Known = int | Fraction


def evaluate(expression: Expr, env: Mapping[str, Fraction] = _NOTHING) -> Fraction | None:
    """The rational value, or None where there is none that is known or small enough.

    Raises:
        Undefined: a division by zero, an even root of a negative number, a logarithm of one that is not
        positive.
    """
    if expression[0] == "num":
        number: Fraction = expression[1]
        return number
    try:
        found = _value(expression, env)
    except TooLarge:
        return None
    return Fraction(found) if found.__class__ is int else found  # type: ignore[return-value]


def rounds_to(value: Fraction, shown: Fraction, places: int) -> bool:
    """Whether `shown` is `value` rounded, half either way, to `places` decimals."""
    return bool(2 * abs(value - shown) * 10**places <= 1)


def check_size(expression: Expr) -> None:
    """Refuse an expression that holds a constant part over MAX_BITS.

    Raises:
        TooLarge: there is one, 9^9^9^9 or 100000!.
    """
    kind = expression[0]
    if kind == "num" or kind == "var":
        return
    if kind == "^" or kind == "fact" or kind == "call":
        _built(expression)
    for part in expression[1:]:
        if isinstance(part, tuple) and part:
            if isinstance(part[0], str):
                check_size(part)
            else:
                for item in part:
                    check_size(item)


def _built(expression: Expr) -> _Known | None:
    try:
        return _value(expression, _NOTHING)
    except Undefined:
        return None


def power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """base^exponent where that is rational.

    Raises:
        Undefined: 0 to a negative power, an even root of a negative number.
        TooLarge: the result would be over MAX_BITS.
    """
    if exponent.denominator != 1:
        return _rational_power(base, exponent)
    count = exponent.numerator
    if base == 0:
        if count > 0:
            return base
        if count < 0:
            raise Undefined("zero to a negative power")
        return None
    if abs(base) == 1:
        return base if count % 2 else abs(base)
    bits = max(base.numerator.bit_length(), base.denominator.bit_length()) - 1
    if abs(count) > MAX_BITS or bits * abs(count) > MAX_BITS:
        raise TooLarge
    result: Fraction = base**count
    return result


def _rational_power(base: Fraction, exponent: Fraction) -> Fraction | None:
    if base < 0:
        # Odd roots of negative numbers: two readings are taught, so neither is used.
        if exponent.denominator % 2:
            return None
        raise Undefined("even root of a negative number")
    if base == 0:
        return power(base, Fraction(1 if exponent > 0 else -1))
    base_root = nth_root(base, exponent.denominator)
    return None if base_root is None else power(base_root, Fraction(exponent.numerator))


def nth_root(value: Fraction, degree: int) -> Fraction | None:
    """The rational root of a value >= 0, or None."""
    top = _integer_root(value.numerator, degree)
    bottom = _integer_root(value.denominator, degree)
    return None if top is None or bottom is None else Fraction(top, bottom)


def _integer_root(value: int, degree: int) -> int | None:
    if value < 2:
        return value
    if degree == 2:
        root = math.isqrt(value)
        return root if root * root == value else None
    if degree >= value.bit_length():
        return None
    low, high = 1, 1 << (value.bit_length() // degree + 1)
    while low < high:
        middle = (low + high) // 2
        if middle**degree < value:
            low = middle + 1
        else:
            high = middle
    return low if low**degree == value else None


def _value(node: Expr, env: Mapping[str, Fraction]) -> _Known | None:
    kind = node[0]
    if kind == "num":
        number: Fraction = node[1]
        return number.numerator if number.denominator == 1 else number
    if kind == "var":
        return env.get(node[1])
    if kind in _BINARY:
        left = _value(node[1], env)
        right = _value(node[2], env)
        if kind == "/" and right is not None and not right:
            raise Undefined("division by zero")
        if left is None or right is None:
            return None
        return _BINARY[kind](left, right)
    if kind == "neg":
        inner = _value(node[1], env)
        return None if inner is None else -inner
    if kind == "pct":
        inner = _value(node[1], env)
        return None if inner is None else Fraction(inner) / 100
    if kind == "fact":
        inner = _value(node[1], env)
        return None if inner is None else factorial(Fraction(inner))
    if kind == "call":
        values = [_value(argument, env) for argument in node[2]]
        return (
            None
            if None in values
            else _call(node[1], [Fraction(value) for value in values if value is not None])
        )
    if kind in BINDERS:
        known = resolved(node)
        return None if known == node else _value(known, env)
    return None


def bounded(value: Fraction) -> Fraction:
    """The value itself.

    Raises:
        TooLarge: it has more than MAX_BITS bits.
    """
    if value.numerator.bit_length() > MAX_BITS or value.denominator.bit_length() > MAX_BITS:
        raise TooLarge
    return value


def _bounded(value: _Known) -> _Known:
    if isinstance(value, int):
        if value.bit_length() > MAX_BITS:
            raise TooLarge
        return value
    return bounded(value)


def _add(left: _Known, right: _Known) -> _Known:
    return _bounded(left + right)


def _subtract(left: _Known, right: _Known) -> _Known:
    return _bounded(left - right)


def _multiply(left: _Known, right: _Known) -> _Known:
    return _bounded(left * right)


def _divide(left: _Known, right: _Known) -> _Known:
    if isinstance(left, int) and isinstance(right, int):
        return left // right if left % right == 0 else Fraction(left, right)
    return bounded(Fraction(left) / right)


def _power(base: _Known, exponent: _Known) -> _Known | None:
    return power(Fraction(base), Fraction(exponent))


_BINARY: dict[str, Callable[[_Known, _Known], _Known | None]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "^": _power,
}


def factorial(value: Fraction) -> Fraction:
    """n! of a whole number.

    Raises:
        Undefined: not a whole number, or negative.
        TooLarge: over MAX_FACTORIAL.
    """
    if value.denominator != 1 or value < 0:
        raise Undefined("factorial of a number that is not whole")
    if value > MAX_FACTORIAL:
        raise TooLarge
    return Fraction(math.factorial(value.numerator))


def _call(name: str, values: list[Fraction]) -> Fraction | None:
    first = values[0]
    if name in ("sqrt", "cbrt", "root"):
        degree = 2 if name == "sqrt" else 3 if name == "cbrt" else values[1]
        return _root(first, Fraction(degree))
    if name in ("ln", "log"):
        return _logarithm(name, values)
    if name in _WHOLE:
        return _of_whole_numbers(name, values)
    if name in _SIMPLE:
        return _SIMPLE[name](values)
    return _at_zero(name, first)


def _root(value: Fraction, degree: Fraction) -> Fraction | None:
    if degree.denominator != 1 or degree < 1:
        raise Undefined("root of a degree that is not a positive whole number")
    if degree > MAX_BITS:
        raise TooLarge
    count = degree.numerator
    if value < 0:
        if count % 2 == 0:
            raise Undefined("even root of a negative number")
        root = nth_root(-value, count)
        return None if root is None else -root
    return nth_root(value, count)


def _logarithm(name: str, values: list[Fraction]) -> Fraction | None:
    value = values[0]
    if value <= 0:
        raise Undefined("logarithm of a number that is not positive")
    if value == 1:
        return Fraction(0)
    if name == "ln":
        return None
    base = values[1] if len(values) == 2 else Fraction(10)
    if base <= 0 or base == 1:
        raise Undefined("logarithm to a base that has none")
    size = max(value.numerator.bit_length(), value.denominator.bit_length())
    smallest = max(base.numerator.bit_length(), base.denominator.bit_length()) - 1
    guess = round(_log2(value) / _log2(base))
    if smallest and abs(guess) * smallest <= size + 64 and base**guess == value:
        return Fraction(guess)
    return None


def _log2(value: Fraction) -> float:
    return math.log2(value.numerator) - math.log2(value.denominator)


_WHOLE = frozenset({"gcd", "lcm", "binomial", "mod"})


def _of_whole_numbers(name: str, values: list[Fraction]) -> Fraction | None:
    if any(value.denominator != 1 for value in values):
        if name in ("gcd", "lcm"):
            raise Undefined("divisors of a number that is not whole")
        return None
    whole = [value.numerator for value in values]
    if name == "gcd":
        return Fraction(math.gcd(*whole))
    if name == "lcm":
        return Fraction(math.lcm(*whole))
    if name == "mod":
        if whole[1] == 0:
            raise Undefined("remainder of a division by zero")
        return Fraction(whole[0] % whole[1])
    total, chosen = whole
    if total < 0 or chosen < 0:
        raise Undefined("binomial of a negative number")
    if total > MAX_FACTORIAL:
        raise TooLarge
    return Fraction(math.comb(total, chosen))


def _round(values: list[Fraction]) -> Fraction | None:
    places = values[1] if len(values) == 2 else Fraction(0)
    if places.denominator != 1 or not 0 <= places <= 50:
        return None
    scale = 10**places.numerator
    return Fraction(math.floor(values[0] * scale + Fraction(1, 2)), scale)


_SIMPLE: dict[str, Callable[[list[Fraction]], Fraction | None]] = {
    "abs": lambda values: abs(values[0]),
    "max": max,
    "min": min,
    "floor": lambda values: Fraction(math.floor(values[0])),
    "ceil": lambda values: Fraction(math.ceil(values[0])),
    "round": _round,
}


def _at_zero(name: str, value: Fraction) -> Fraction | None:
    """The only rational point of the others that school uses: sin 0, cos 0, exp 0."""
    if value:
        return None
    if name in ("cot", "csc"):
        raise Undefined("not defined at zero")
    if name in ("exp", "cos", "cosh", "sec"):
        return Fraction(1)
    return None if name == "acos" else Fraction(0)
