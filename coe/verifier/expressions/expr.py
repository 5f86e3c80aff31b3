"""Expressions and statements as plain immutable data, the parser's output.

An expression is a nested tuple whose first item is its kind: cheap to build, hash and compare, and
nothing is evaluated while it is built. Every consumer walks these tuples; SymPy nodes are built from
them only inside a worker.

    ("num", value, places)   Fraction; places = digits shown after the decimal point, None if exact
    ("var", name)            a variable or a quantity name ("x", "apples", "total cost")
    ("const", name)          "pi", "e", "i", "oo"
    ("neg", a)  ("+", a, b)  ("-", a, b)  ("*", a, b)  ("/", a, b)  ("^", a, b)
    ("pct", a)               a percent
    ("fact", a)              a factorial
    ("pm", a, b)             a plus-or-minus b ("pm", None, b) for a leading sign
    ("unit", a, name)        quantity with a unit of units.py, money too: ("unit", 5, "$")
    ("call", name, args)     sqrt, root, sin, log, ln, exp, abs, gcd, lcm, ... of functions.py
    ("seq", kind, items)     several values: kind "tuple" (ordered), "set" ({...}), "list" (a, b / a or b)
    ("interval", a, b, left_closed, right_closed)
    ("union", intervals)
    ("ratio", items)         3:4
    ("word", text)           an answer in words: "yes", "no solution", "undefined"
    ("matrix", columns, entries)  row by row

Only as a whole answer (`answers/reading.py`):

    ("choice", letter, statement)  (B) or "B) 12": the letter, and what stands behind it or None
    ("time", minutes, half, ratio)  3:30 pm; half "am", "pm" or ""; ratio the reading of a bare 3:30, or None
    ("based", value, base)   204_5
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

# Recursive and heterogeneous by design: the kind says what follows it.
Expr: TypeAlias = tuple[Any, ...]


class Relation(StrEnum):
    """How two neighbouring sides of a chain are related."""

    EQ = "="
    APPROX = "≈"
    NE = "≠"
    LT = "<"
    LE = "≤"
    GT = ">"
    GE = "≥"
    IN = "∈"


@dataclass(frozen=True, slots=True)
class Chain:
    """`sides[0] relations[0] sides[1] relations[1] ...`; one side and no relation is a bare expression.

    `continued` marks a line that starts with a relation ("= 17 * 3"): its missing left side is the
    expression that the lines before have been transforming.
    """

    sides: tuple[Expr, ...]
    relations: tuple[Relation, ...] = ()
    continued: bool = False


class Joiner(StrEnum):
    """How the claims of one line belong together."""

    AND = "and"
    OR = "or"
    THEN = "then"


@dataclass(frozen=True, slots=True)
class Statement:
    """What one line claims.

    Args:
        claims: the chains stated, in order. "x = 2 or x = -2" is two chains joined by OR, and so are
            "x = -2, 2" and "x = ±2"; "20*5 = 100, so 100/4 = 25" is two joined by THEN; "x = 1, y = 2"
            two joined by AND.
        joiner: how they belong together.
        is_answer: the line states a final answer ("Answer: ...", "\\boxed{...}", "#### n", "The answer
            is ...").
        is_definition: "Let n = 3".
        word: a claim in words: "no solution", "no real solution", "all real numbers", else "".
        error: why the line is not readable mathematics (hostile, malformed, over a limit), else "".
        hostile: the error is one that a reader should call a rejection rather than prose.
        rejected: values of a letter that the line takes back: "x = 1 is extraneous".
        given: conditions under which the claims are made: "for x > 0".
    """

    claims: tuple[Chain, ...] = ()
    joiner: Joiner = Joiner.AND
    is_answer: bool = False
    is_definition: bool = False
    word: str = ""
    error: str = ""
    hostile: bool = False
    rejected: tuple[Chain, ...] = ()
    given: tuple[Chain, ...] = ()

    @property
    def is_prose(self) -> bool:
        """True where the line claims nothing that can be checked."""
        return not self.claims and not self.word and not self.error and not self.rejected
