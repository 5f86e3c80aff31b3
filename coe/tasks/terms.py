"""Text of terms, sums and steps, in the one form that every family writes.

`+ 3` and `- 3` carry a term's sign outside the number, because that is how it stands in the statement and
how a line copies it; a negative operand inside a product is bracketed, `(-3)`.
"""

from __future__ import annotations

from fractions import Fraction

Number = int | Fraction


def number(value: Number) -> str:
    """ "3", "-3", "5/2"."""
    value = Fraction(value)
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def operand(value: Number) -> str:
    """The number as it stands in a product or after a sign: "3", "(-3)", "(5/2)"."""
    text = number(value)
    return text if value >= 0 and "/" not in text else f"({text})"


def term(value: Number, name: str) -> str:
    """A leading term: "3x", "x", "-x", "(5/2)x"; the bare number where `name` is empty."""
    if not name:
        return number(value)
    if abs(value) == 1:
        return name if value > 0 else f"-{name}"
    if Fraction(value).denominator == 1:
        return f"{value}{name}"
    return f"({number(value)}){name}" if value > 0 else f"-({number(-value)}){name}"


def signed(value: Number, name: str = "") -> str:
    """A following term with its sign: "+ 3x", "- x", "- 5"."""
    return f"{'-' if value < 0 else '+'} {term(_size(value), name)}"


def moved(value: Number) -> str:
    """The term `value` after it has changed sides: "- 3" for 3, "+ 3" for -3."""
    return f"{'+' if value < 0 else '-'} {operand(_size(value))}"


def total(*terms: tuple[Number, str]) -> str:
    """A sum of the nonzero terms: "2x^2 - x + 3"; "0" where none is left."""
    parts = [(value, name) for value, name in terms if value]
    if not parts:
        return "0"
    head = term(*parts[0])
    return " ".join([head, *(signed(value, name) for value, name in parts[1:])])


def sign_of(value: Number) -> str:
    """ "+" or "-"."""
    return "-" if value < 0 else "+"


def step(name: str, expression: str) -> str:
    """ "total = 3 + 5 = {3 + 5}": a named result with its working."""
    return f"{name} = {expression} = {{{expression}}}"


def _size(value: Number) -> Number:
    return -value if value < 0 else value
