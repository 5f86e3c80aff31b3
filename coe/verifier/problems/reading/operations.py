"""Operations on matrices and complex numbers that a statement writes out or names: "Let A = ... Find 2A."

Operands are matrices, a pair beside a matrix (a column), complex numbers and plain numbers; a name must be
given its value in the same statement. "The product of A and B" is AB, "the difference" A - B.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coe.verifier.expressions.contents import free_variables, has_kind, kinds_of
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.substitution import substitute
from coe.verifier.problems.goals import Goal, Kind
from coe.verifier.problems.reading.parts import ASK
from coe.verifier.sentences.statements import plain_mathematics
from coe.verifier.syntax.printing import format_expression
from coe.verifier.values.complexes import complex_parts
from coe.verifier.values.exact import Undefined
from coe.verifier.values.matrices import amounts_to

WORDS = ("",)
"""Any statement may be for this reader."""
_SIGN = re.compile(r"\[ ?\[|(?<![A-Za-z])i(?![A-Za-z])")
_OF_I = re.compile(r",? (?:where|if|with) i\^2 = -1")
_ENTRIES = r"\[[^\[\]=]*\]"
_MATRIX = rf"\[ ?{_ENTRIES}(?: ?, ?{_ENTRIES})* ?\]"
_PAIR = r"\([^()=\[\]]*,[^()=\[\]]*\)"
_PLAIN = r"\d+(?:\.\d+|/\d+)?"
_COMPLEX = rf"-? ?(?:{_PLAIN} ?[-+] ?)?(?:{_PLAIN})?i"
_VALUE = rf"(?:{_MATRIX}|{_PAIR}|\({_COMPLEX}\)|{_COMPLEX})(?![\w(])"
_WHAT = (
    r"(?:(?:the |two )?(?:matrices|matrix|column vectors?|vectors?|points?|complex numbers?|numbers?)"
    r"(?: are)? (?=[-(\[\d]|[A-Za-z]\b))"
)
_KINDS = re.compile(_WHAT, re.IGNORECASE)
_GIVEN = rf"{_WHAT}?[A-Za-z] ?= ?{_VALUE}"
_LIST = rf"(?P<given>{_GIVEN}(?:(?:,? and|,) {_GIVEN})*)(?:, a column(?: vector)?)?"
_NAMED = re.compile(rf"(?P<name>[A-Za-z]) ?= ?(?P<value>{_VALUE})")
_STATEMENTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:let|given(?: that)?|for|if|with|suppose|consider) {_LIST}(?:[.,;:]|, then) (?P<ask>.+)",
        rf"{_WHAT}{_LIST}(?:,? (?:is|are) given)?[.;] (?P<ask>.+)",
        rf"(?P<ask>.+?),? (?:for|if|when|given(?: that)?|where|with) {_LIST}",
        r"(?P<ask>.+)",
    )
)
_OPERAND = rf"(?:{_VALUE}|[A-Za-z]|-?{_PLAIN})"
_X, _Y = rf"(?P<x>{_OPERAND})", rf"(?P<y>{_OPERAND})"
_ORDER = r"(?:,? in this order)?"
_FIND = rf"(?:{ASK}|what number is|which (?:matrix|number) is) "
_BINARY = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("+", rf"add {_X} (?:and|to) {_Y}"),
        ("-", rf"(?:subtract|take) {_Y} (?:away )?from {_X}"),
        ("*", rf"multiply {_X} (?:and|by|with) {_Y}{_ORDER}"),
        ("*", rf"apply {_X} to {_Y}"),
        ("*", rf"where does {_X} take {_Y}"),
        ("*", rf"{_X} and {_Y} are multiplied\. what comes out"),
        ("/", rf"divide {_X} by {_Y}"),
        ("+", rf"{_FIND}(?:the )?sum of {_X} and {_Y}"),
        ("+", rf"{_FIND}{_X} plus {_Y}"),
        ("-", rf"{_FIND}(?:the )?difference of {_X} and {_Y}{_ORDER}"),
        ("-", rf"{_FIND}{_X} minus {_Y}"),
        ("*", rf"{_FIND}(?:the )?(?:matrix )?product of {_X} and {_Y}{_ORDER}"),
        ("*", rf"{_FIND}{_X} times {_Y}"),
        ("/", rf"{_FIND}(?:the )?quotient of {_X} and {_Y}{_ORDER}"),
    )
)  # fmt: skip
_UNARY = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("det", rf"{_FIND}(?:the )?determinant of {_X}"),
        ("transpose", rf"{_FIND}(?:the )?transpose of {_X}"),
        ("tr", rf"{_FIND}(?:the )?trace of {_X}"),
        ("inverse", rf"{_FIND}(?:the )?inverse of {_X}"),
        ("abs", rf"{_FIND}(?:the )?(?:modulus|absolute value) of {_X}"),
        ("abs", rf"how far is {_X} from 0"),
    )
)
_EXPRESSION = re.compile(
    rf"{_FIND}(?:the )?(?:(?:matrix )?product |sum |matrix )?(?P<ex>[^=]+)", re.IGNORECASE
)
_NAMES = {
    "+": ("sum",), "-": ("difference",), "*": ("product",), "/": ("quotient",), "det": ("determinant", "det"),
    "transpose": ("transpose",), "inverse": ("inverse",), "tr": ("trace",),
    "abs": ("modulus", "absolute value"),
}  # fmt: skip
_PLACES = ("top left", "top right", "bottom left", "bottom right")
_MINUS_ONE: Expr = plain_mathematics("-1") or ("neg", ("num", 1, None))


def read(text: str) -> Goal | None:
    """The operation that a statement asks for; None where it is anything else."""
    if not _SIGN.search(text):
        return None
    text = _OF_I.sub("", text)
    for pattern in _STATEMENTS:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        values = _values(match.groupdict().get("given") or "")
        if values is None:
            return None
        for kind, expression in _asked(_KINDS.sub("", match["ask"]), values):
            goal = _goal(kind, expression, values)
            if goal is not None:
                return goal
    return None


def _values(given: str) -> dict[str, Expr] | None:
    """The values by name; None where one is not read, or two have one name."""
    found: dict[str, Expr] = {}
    for match in _NAMED.finditer(given):
        value = plain_mathematics(match["value"])
        if value is None or match["name"] in found or match["name"] == "i" or free_variables(value):
            return None
        found[match["name"]] = value
    return found


def _asked(ask: str, values: dict[str, Expr]) -> Iterator[tuple[str, Expr]]:
    """What is asked, by each form of words that fits: the operation, and the expression with its values."""
    for kind, pattern in (*_BINARY, *_UNARY):
        match = pattern.fullmatch(ask)
        if match is None:
            continue
        operands = [_operand(text, values) for _, text in sorted(match.groupdict().items())]
        if None in operands:
            continue
        known = [operand for operand in operands if operand is not None]
        if kind == "inverse":
            yield kind, ("^", known[0], _MINUS_ONE)
        else:
            yield kind, ("call", kind, tuple(known)) if len(known) == 1 else (kind, *known)
    match = _EXPRESSION.fullmatch(ask)
    if match is not None and values:
        expression = _operand(match["ex"], values)
        if expression is not None:
            inverse = expression[0] == "^" and expression[2] == _MINUS_ONE
            yield "inverse" if inverse else expression[1 if expression[0] == "call" else 0], expression


def _operand(text: str, values: dict[str, Expr]) -> Expr | None:
    """The expression that the text is, its names replaced; AB is a product."""
    if text in values:
        return values[text]
    spelt = re.sub(r"(?<![A-Za-z])([A-Za-z]{2,3})(?![A-Za-z(])", lambda run: _spelt(run[1], values), text)
    expression = plain_mathematics(spelt)
    if expression is None or not free_variables(expression) <= values.keys():
        return None
    return substitute(expression, values)


def _spelt(run: str, values: dict[str, Expr]) -> str:
    return " * ".join(run) if values.keys() >= set(run) else run


def _goal(kind: str, expression: Expr, values: dict[str, Expr]) -> Goal | None:
    """The goal, where the expression is of matrices or of complex numbers and has a value."""
    shown = f"calculate {format_expression(expression)}"
    if not has_kind(expression, "matrix"):
        parts = complex_parts(expression) if "const i" in kinds_of(expression) else None
        if parts is None or has_kind(expression, "seq"):
            return None
        return Goal(
            Kind.EXPRESSION, shown, expression=expression, names=_names(kind), given=(*values.items(),)
        )
    try:
        value = amounts_to(expression)
    except Undefined:
        return None
    if value is None:
        return None
    given = dict(values)
    single = all(
        part[0] in ("matrix", "num", "neg", "seq", "/") for part in expression[1:] if isinstance(part, tuple)
    )
    if value[0] == "matrix" and value[1] == 2 and len(value[2]) == 4 and single:
        given.update(zip(_PLACES, value[2], strict=True))
    return Goal(Kind.EXPRESSION, shown, expression=expression, names=_names(kind), given=(*given.items(),))


def _names(kind: str) -> frozenset[str]:
    return frozenset(_NAMES.get(kind, ()))
