"""Sentences that deny a value: "the limit does not exist", "1/0 is undefined", "sum of 1/n diverges".

What has no value may stand in front, as mathematics without a single other word, or be named ("the limit").
The claim is a chain that ends in the word "undefined" or "diverges".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from coe.verifier.expressions.binders import has_binder
from coe.verifier.expressions.contents import free_variables, is_constant
from coe.verifier.expressions.expr import Expr
from coe.verifier.sentences.clauses import parse_side
from coe.verifier.syntax.lexer import ParseFailure, tokenize

UNDEFINED: Expr = ("word", "undefined")
DIVERGES: Expr = ("word", "diverges")
_TRIGGER = re.compile(r"exist|undefined|diverge|not defined|\bDNE\b|\bno limit\b", re.IGNORECASE)
_FINALLY = (
    r"(?:is |= )?(?:(?P<no>does(?:n't| not) exist|DNE|undefined|(?:not|isn't) defined)|diverge(?:s|nt))"
)
_NAMED = (
    r"(?:the|this|its|our)\s+(?:(?:two-sided|overall|improper|infinite|given)\s+)*(?:limit|integral|series|sum)"
    r"(?: itself)?"
)
_SAID = re.compile(
    rf"(?:(?P<before>.*?)(?:(?:^|[,;:.]|=>)\s*|\s+)(?:(?:so|thus|hence|therefore|and)\b,?\s*)*)??"
    rf"(?:(?:{_NAMED}\s+)?{_FINALLY}|(?:there is |has )?(?P<none>no limit)(?: exists)?)\s*\.?",
    re.IGNORECASE,
)
_OF_SOMETHING = re.compile(rf"(?P<what>.+?)\s*{_FINALLY}\s*\.?", re.IGNORECASE)
_CONCLUDES = re.compile(r"^(?:so|thus|hence|therefore|since|because|and)\b,?\s*", re.IGNORECASE)
_MATHEMATICS = re.compile(r"[\d=<>→∫∑∏∂]|\b[a-z]\b", re.IGNORECASE)


class Denied(NamedTuple):
    """What a text says to have no value.

    Args:
        side: the expression; None where it is named, or nothing stands in front.
        word: UNDEFINED or DIVERGES.
        before: the text in front of the sentence, "" where it is the whole.
    """

    side: Expr | None
    word: Expr
    before: str


def denied(text: str) -> Denied | None:
    """What the text says to have no value; None where it says nothing of the kind."""
    if not _TRIGGER.search(text):
        return None
    text = text.strip()
    match = _OF_SOMETHING.fullmatch(text)
    if match is not None:
        side = _expression(_CONCLUDES.sub("", match["what"]))
        if side is not None:
            return Denied(side, UNDEFINED if match["no"] else DIVERGES, "")
    match = _SAID.fullmatch(text)
    if match is None:
        return None
    before = (match["before"] or "").strip(" ,;:.")
    named = match["none"] or re.search(
        _NAMED, text[match.start("before") + len(before) :] if before else text
    )
    if before and not named:
        return None
    return Denied(None, UNDEFINED if match["no"] or match["none"] else DIVERGES, before)


def _expression(text: str) -> Expr | None:
    """The expression that the text is, where it could have a value: a constant, a limit, a sum."""
    if not _MATHEMATICS.search(text):
        return None
    try:
        side = parse_side(tokenize(text)[:-1])
    except (ParseFailure, RecursionError):
        return None
    if any(len(name) > 1 for name in free_variables(side)):
        return None
    return side if side[0] != "word" and (is_constant(side) or has_binder(side)) else None
