"""Mal-rules for solving equations and inequalities: what is done to one side and not to the other."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from coe.corruptions.kind import REPLACE_CARRIED, Corruption, Level, carried_mistake
from coe.corruptions.sheet import BINARY, Sheet, Step, is_worded
from coe.corruptions.spans import OPERAND, Change, change_result
from coe.errors import CalculatorError

_LETTER = re.compile(r"(?<![A-Za-z\\])[a-z](?![A-Za-z])")
_FIRST = re.compile(rf"\s*({OPERAND}) ?[-+*/] ?{OPERAND}\s*")
_LINEAR = re.compile(
    r"(?<![-+*/=(] )(?<![\w.^/*()])(-?\d+)([a-z]) ([-+]) (\d+) = (-?\d+)(?!\w|\.\d|/| ?[-+*/^])"
)
_RELATION = re.compile(r"<=|>=|[<>≤≥]")
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "≤": "≥", "≥": "≤"}


def is_equation(text: str) -> bool:
    """Whether the line equates two sides and holds a letter ("3x = 12"; not "= 12", "total = 12")."""
    left, sign, right = text.partition("=")
    return bool(not is_worded(text) and sign and left.strip() and _LETTER.search(left + right))


def _kept_sign(content: str, rng: Random) -> str | None:
    signs = [match for match in BINARY.finditer(content) if match[1] in "+-"]
    if not signs:
        return None
    sign = signs[-1]
    return content[: sign.start(1)] + ("-" if sign[1] == "+" else "+") + content[sign.end(1) :]


def _not_done(content: str, rng: Random) -> str | None:
    match = _FIRST.fullmatch(content)
    return match[1] if match else None


def _on_equations(derivation: str, rng: Random, change: Change) -> str | None:
    return change_result(derivation, rng, change) if is_equation(derivation) else None


def _one_term(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    """From 2x + 4 = 10 to x + 4 = 5 and x = 1, in place of the two lines that end the solution."""
    if index + 2 != len(sheet.steps):
        return None
    before = sheet.steps[index - 1].text if index else sheet.statement
    match = _LINEAR.search(before)
    if match is None or match[1] in ("1", "-1", "0"):
        return None
    a, letter, sign, b, c = match.groups()
    if not all(step.text.count(letter) == 1 and "=" in step.text for step in sheet.steps[index:]):
        return None
    divisor = f"({a})" if a.startswith("-") else a
    try:
        first = Step.of(f"{letter} {sign} {b} = {{{c} / {divisor}}}")
        right = first.text.partition("= ")[2]
        last = Step.of(f"{letter} = {{{right} {'-' if sign == '+' else '+'} {b}}}")
    except CalculatorError:
        return None
    return replace(sheet, steps=(*sheet.steps[:index], first, last))


def _not_turned(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    before = sheet.steps[index - 1].text if index else sheet.statement
    stood, stands = _RELATION.findall(before), _RELATION.findall(sheet.steps[index].text)
    if not stood or not stands or len(stands) > 1 or _TURNED[stands[0]] != stood[-1]:
        return None
    turned = tuple(
        Step(*(_RELATION.sub(lambda match: _TURNED[match[0]], text) for text in (step.text, step.derivation)))
        for step in sheet.steps[index:]
    )
    return replace(sheet, steps=(*sheet.steps[:index], *turned))


MOVED_WITHOUT_SIGN = carried_mistake(
    "moved_without_sign",
    "a term goes to the other side and keeps its sign",
    lambda derivation, rng: _on_equations(derivation, rng, _kept_sign),
    where="an equation whose side is a sum or difference worked out",
    sources=("Matz 1982", "Payne & Squibb 1990"),
)

ONE_SIDE_ONLY = carried_mistake(
    "one_side_only",
    "the inverse operation is carried out on one side only",
    lambda derivation, rng: _on_equations(derivation, rng, _not_done),
    where="an equation whose side is a calculation of two operands",
    sources=("Payne & Squibb 1990", "Booth 2014"),
)

DIVIDED_ONE_TERM = Corruption(
    "divided_one_term",
    Level.MEANING,
    True,
    "a side is divided by a number and only one of its terms is",
    _one_term,
    "the last two lines after ax + b = c",
    ("Payne & Squibb 1990", "Matz 1982"),
    REPLACE_CARRIED,
)

INEQUALITY_NOT_TURNED = Corruption(
    "inequality_not_turned",
    Level.MEANING,
    True,
    "an inequality is divided by a negative number, or its sides change places, and its sign stays",
    _not_turned,
    "a line whose inequality sign is turned round",
    ("Booth 2014",),
    REPLACE_CARRIED,
)
