"""Number literals to nodes: 12, 1,234.50, 1.5e3, 1 1/2."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.limits import MAX_DIGITS
from coe.verifier.syntax.lexer import ParseFailure


@lru_cache(maxsize=16384)
def number(text: str) -> Expr:
    """The node of a number literal.

    Raises:
        ParseFailure: malformed ("1.2.3") or over MAX_DIGITS.
    """
    if len(text) > MAX_DIGITS:
        raise ParseFailure("number with too many digits")
    if text.isdecimal():
        return ("num", Fraction(int(text)), None)
    if " " in text:
        return _mixed(text)
    plain = text.replace(",", "") if "," in text else text
    if plain.count(".") > 1 or plain == ".":
        raise ParseFailure("malformed number")
    if "e" in plain or "E" in plain:
        return _scientific(plain.lower())
    whole, point, decimals = plain.partition(".")
    if not point:
        return ("num", Fraction(int(plain)), None)
    return ("num", Fraction(int(whole + decimals), 10 ** len(decimals)), len(decimals))


def _scientific(text: str) -> Expr:
    mantissa, _, exponent = text.partition("e")
    if len(exponent) > 5 or abs(int(exponent)) > MAX_DIGITS:
        raise ParseFailure("number with too many digits")
    value: Fraction = number(mantissa)[1]
    return ("num", value * Fraction(10) ** int(exponent), None)


def _mixed(text: str) -> Expr:
    whole, fraction = text.split()
    top, bottom = fraction.split("/")
    if not int(top) < int(bottom):
        raise ParseFailure("two numbers side by side", hostile=False)
    return ("num", int(whole) + Fraction(int(top), int(bottom)), None)
