"""One number of a checked line of GSM8K changed, and whether the line became false, found without `coe`.

A calculator annotation `<<48/2=24>>` says what the words around it calculate. Where the numbers just in front
of it are the operands and the number behind it is the result, one digit of one of them is changed in the
line, and the annotation with the same change is evaluated with exact fractions: it says whether the line
is false now. A result that is the calculation's rounding to the digits shown is not false.
"""

from __future__ import annotations

import ast
import random
import re
from dataclasses import dataclass
from fractions import Fraction

ANNOTATION = re.compile(r"<<([^<>=]*)=([^<>]*)>>")
NUMBER = re.compile(r"(?:\d+(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+")


@dataclass(frozen=True)
class Corruption:
    """A line with one digit changed.

    Args:
        text: the changed line, without annotations.
        calculation: the changed annotation, "48/3=24".
    """

    text: str
    calculation: str


def plain(line: str) -> str:
    """The line without annotations."""
    return ANNOTATION.sub("", line)


def exact(expression: str) -> Fraction | None:
    """The value of an annotation's side; None where it is no arithmetic or divides by zero."""
    text = NUMBER.sub(lambda match: match[0].replace(",", "").lstrip("0") or "0", expression.strip())
    try:
        return _value(ast.parse(text, mode="eval").body, text)
    except (SyntaxError, ZeroDivisionError, ValueError):
        return None


def _value(node: ast.expr, text: str) -> Fraction:
    if isinstance(node, ast.Constant):
        return Fraction(ast.get_source_segment(text, node) or "")
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, text)
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, text), _value(node.right, text)
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, ast.Mult):
            return left * right
        if isinstance(node.op, ast.Div):
            return left / right
    raise ValueError("no arithmetic")


def is_false(expression: str, result: str) -> bool | None:
    """Whether the result is neither the value nor its rounding; None where it cannot be evaluated."""
    value, shown = exact(expression), exact(result)
    if value is None or shown is None:
        return None
    places = len(result.partition(".")[2])
    return value != shown and (places == 0 or 2 * abs(value - shown) * 10**places > 1)


def corrupt(line: str, rng: random.Random) -> Corruption | None:
    """The line with one digit changed so that a calculation became false; None where that is not sure."""
    found = list(ANNOTATION.finditer(line))
    rng.shuffle(found)
    for match in found:
        expression, result = match[1], match[2]
        before, behind = plain(line[: match.start()]), line[match.end() :]
        operands = list(NUMBER.finditer(expression))
        shown = list(NUMBER.finditer(before))[-len(operands) :]
        answer = NUMBER.match(behind)
        if len(operands) < 2 or answer is None or is_false(expression, result) is not False:
            continue
        if [exact(item[0]) for item in operands] != [exact(item[0]) for item in shown]:
            continue
        if exact(answer[0]) != exact(result):
            continue
        changed = _changed(before, plain(behind), match, rng.randrange(len(operands) + 1), rng)
        if changed is not None:
            return changed
    return None


def _changed(
    before: str, behind: str, match: re.Match[str], place: int, rng: random.Random
) -> Corruption | None:
    expression, result = match[1], match[2]
    operands = list(NUMBER.finditer(expression))
    if place == len(operands):
        number = _other_digit(NUMBER.match(behind)[0], rng)  # type: ignore[index]
        behind = number + behind[NUMBER.match(behind).end() :]  # type: ignore[union-attr]
        result = number
    else:
        operand = operands[place]
        shown = list(NUMBER.finditer(before))[place - len(operands)]
        number = _other_digit(shown[0], rng)
        before = before[: shown.start()] + number + before[shown.end() :]
        expression = expression[: operand.start()] + number + expression[operand.end() :]
    if is_false(expression, result) is not True:
        return None
    return Corruption(before + behind, f"{expression}={result}")


def _other_digit(number: str, rng: random.Random) -> str:
    places = [index for index, character in enumerate(number) if character.isdigit()]
    place = rng.choice(places)
    first = place == places[0] and len(places) > 1 and number[place + 1 : place + 2] != "."
    digits = [digit for digit in "0123456789" if digit != number[place] and not (first and digit == "0")]
    return number[:place] + rng.choice(digits) + number[place + 1 :]
