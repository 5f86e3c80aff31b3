"""Calculator spans: `2x = {13 - 5}` becomes `2x = 8`, exactly.

A span is arithmetic in braces: integers, decimals, fractions, + - * / ^, brackets, unary minus.
Braces of LaTeX (`\\frac{1}{2}`, `x^{2}`, `\\{`) and of sets (`{1, 2}`) are not spans and stay. The value
is fitted into the text around it, so that the stored line means what the span meant.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from coe.errors import CalculatorError
from coe.verifier.expressions.functions import NAMES
from coe.verifier.expressions.kept import kept
from coe.verifier.expressions.limits import MAX_DIGITS
from coe.verifier.syntax.lexer import ParseFailure
from coe.verifier.syntax.parser import parse_expression
from coe.verifier.values.exact import Undefined, evaluate

_SPAN = re.compile(r"\{([^{}]*)\}")
_ARITHMETIC = re.compile(r"[\d\s.+\-*/^()]+")
_SET = re.compile(r"[^,]+(?:,[^,]+)+")
_COMMAND = re.compile(r"\\[A-Za-z]+(?:\s*\[[^\]{}]*\])?\s*$|[\^_\\]\s*$")
_WORD = re.compile(r"[A-Za-z]+")
_PAIR = re.compile(r"\s*(-?[0-9]{1,15})\s*([-+*/])\s*([0-9]{1,15})\s*")
_TIGHT = frozenset("*/^×÷·")


def has_spans(text: str) -> bool:
    """Whether `fill_spans` would have something to evaluate."""
    return any(True for _ in _spans(text))


def fill_spans(text: str) -> str:
    """The text with every span replaced by its value.

    Raises:
        CalculatorError: a span does not evaluate; the message quotes it.
    """
    return _filled(text) if "{" in text else text


@kept(8192)
def _filled(text: str) -> str:
    done = ""
    end = 0
    for start, stop in _spans(text):
        value, decimal = _result(text[start + 1 : stop - 1])
        done = _place(done + text[end:start], value, decimal, text[stop:])
        end = stop
    return done + text[end:]


def _spans(text: str) -> list[tuple[int, int]]:
    if "{" not in text:
        return []
    found = [match.span() for match in _SPAN.finditer(text)]
    if "\\" in text or "^{" in text or "_{" in text or "^ {" in text:
        latex = _latex_braces(text)
        found = [span for span in found if span[0] not in latex]
    return [span for span in found if not _SET.fullmatch(text[span[0] + 1 : span[1] - 1])]


def _latex_braces(text: str) -> set[int]:
    """Places of the opening braces that belong to LaTeX."""
    places: set[int] = set()
    open_braces: list[int] = []
    argument_end = -1
    for place, character in enumerate(text):
        if character == "{":
            if place == argument_end or _COMMAND.search(text, 0, place):
                places.add(place)
            open_braces.append(place)
        elif character == "}" and open_braces and open_braces.pop() in places:
            argument_end = place + 1
    return places


@lru_cache(maxsize=16384)
def _result(content: str) -> tuple[Fraction, bool]:
    """Value of a span, and whether it is to be shown as a decimal."""
    pair = _PAIR.fullmatch(content)
    if pair is not None and (pair[2] != "/" or int(pair[3])):
        # Two whole numbers, which is what most spans are, need no parser.
        return _of_pair(int(pair[1]), pair[2], int(pair[3])), False
    if not _ARITHMETIC.fullmatch(content):
        raise CalculatorError(f"{{{content[:40]}}} is not arithmetic: numbers, + - * / ^ and brackets are")
    try:
        value = evaluate(parse_expression(content))
    except (ParseFailure, Undefined) as error:
        raise CalculatorError(f"{{{content[:40]}}} does not evaluate: {error}") from error
    if value is None:
        raise CalculatorError(f"{{{content[:40]}}} has no exact value")
    if max(abs(value.numerator), value.denominator).bit_length() > 3 * MAX_DIGITS:
        raise CalculatorError(f"{{{content[:40]}}} is too large a number")
    return value, "." in content and decimals_of(value) is not None


def _of_pair(left: int, operator: str, right: int) -> Fraction:
    if operator == "/":
        return Fraction(left, right)
    return Fraction(left * right if operator == "*" else left + right if operator == "+" else left - right)


def decimals_of(value: Fraction) -> int | None:
    """Decimals that the value needs, or None where its decimal does not end."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest //= 2
        twos += 1
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    return max(twos, fives) if rest == 1 else None


def format_number(value: Fraction, decimal: bool = False) -> str:
    """ "8", "-3", "5/6", or "0.75" where a decimal is asked for and ends."""
    if value.denominator == 1:
        return str(value.numerator)
    places = decimals_of(value) if decimal else None
    if places is None or places > MAX_DIGITS:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _place(before: str, value: Fraction, decimal: bool, after: str) -> str:
    """`before` with the value written behind it, so that it reads right in front of `after`."""
    trimmed = before.rstrip()
    previous, following = trimmed[-1:], after.lstrip()[:1]
    touching = len(trimmed) == len(before)
    if following == "^" or following == "!":
        needs_brackets = value < 0 or (value.denominator != 1 and not decimal)
        shown = format_number(value, decimal)
        return before + (
            f"({shown})" if needs_brackets or (previous and touching and previous.isalnum()) else shown
        )
    if value < 0 and previous in ("+", "-"):
        spaces = before[len(trimmed) :]
        before, value = _merge_sign(trimmed, previous) + spaces, -value
        trimmed = before.rstrip()
        previous, touching = trimmed[-1:], len(trimmed) == len(before)
    return before + _fitted(value, decimal, previous, touching, after, following)


def _merge_sign(trimmed: str, sign: str) -> str:
    """The text before with its last sign turned round, or dropped where two minus signs begin a side."""
    if sign == "+":
        return trimmed[:-1] + "-"
    rest = trimmed[:-1].rstrip()
    # At the start of the text the plus stays: the text may be a word that goes into a line.
    begins_a_side = rest[-1:] in tuple("=<>(+-*/^,:;≤≥≈[|")
    return rest if begins_a_side else trimmed[:-1] + "+"


def _fitted(value: Fraction, decimal: bool, previous: str, touching: bool, after: str, following: str) -> str:
    shown = format_number(value, decimal)
    glued = touching and bool(previous) and (previous.isalnum() or previous in ")}.")
    if _multiplies(after):
        if value == 1 and previous not in ("/", "^") and not glued:
            return ""
        if value == -1 and previous not in _TIGHT and not glued:
            return "-"
    is_fraction = "/" in shown
    if glued or after[:1].isdigit():
        return f"({shown})"
    if value < 0 and previous in _TIGHT:
        return f"({shown})"
    if is_fraction and ((previous in _TIGHT and previous) or (following in _TIGHT and following)):
        return f"({shown})"
    if is_fraction and (after[:1].isalpha() or after[:1] in ("(", "\\")):
        return f"({shown})"
    return shown


def _multiplies(after: str) -> bool:
    """A letter, function or bracket directly behind: 1x is written x, but 1km stays."""
    if after[:1] == "(":
        return True
    word = _WORD.match(after)
    return word is not None and (len(word[0]) == 1 or word[0] in NAMES)
