"""Clauses that take a value back: "x = 1 is extraneous", "x = 2 makes the denominator zero".

A clause rejects the value that it gives a letter when its words say so; a clause of words only ("which
is false") rejects what stands in front of it. What is rejected is no claim of the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from coe.verifier.sentences.words import Kind, Tagged

_REJECTING = frozenset((
    "extraneous", "reject", "rejected", "rejecting", "discard", "discarded", "discarding",
    "exclude", "excluded", "eliminate", "eliminated", "invalid", "inadmissible",
    "fails", "fail", "undefined", "unacceptable",
))  # fmt: skip
_NOT = frozenset(("not", "doesn't", "isn't", "cannot", "can't", "never", "don't", "aren't"))
_SATISFYING = frozenset((
    "satisfy", "satisfies", "work", "works", "solution", "solutions", "valid", "root", "allowed", "possible",
    "acceptable", "hold", "holds", "domain", "check", "fit", "answer", "permitted", "defined", "solve",
))  # fmt: skip
_REFUTED = frozenset(("false", "untrue", "impossible", "contradiction", "incorrect", "wrong"))
_ZERO = frozenset(("zero", "0"))
_CHECKING = frozenset((
    "check", "checking", "test", "testing", "try", "trying", "substitute", "substituting", "plug", "plugging",
))  # fmt: skip
_AT = frozenset(("for", "when", "at", "with"))
_AFTER_CHECKING = frozenset(("that", "if", "whether", "in", "for", "the", "our", "with", "back", "into"))
_FORMULAS = frozenset(("equation", "equations", "expression", "formula", "that", "this"))
TRIGGERS = _REJECTING | _NOT | _REFUTED | {"denominator", "only"}
"""Words without which no clause rejects anything."""


class Tagging(Protocol):
    """A clause: its tokens, and the separators in front."""

    items: list[Tagged]
    joints: list[str]

    @property
    def has_relation(self) -> bool:
        """A relation stands in it."""


def rejects(clause: Tagging) -> bool:
    """Whether a clause with a relation takes back what it states."""
    words = _words(clause.items)
    if words & _REJECTING:
        return not words & _NOT
    if "denominator" in words and (words & _ZERO or clause.items[-1][0] == "0"):
        return True
    # A negation in front of the relation is about the statement, not about a solution.
    behind = _words(clause.items[_relation_at(clause.items) :])
    return bool(behind & _NOT and behind & _SATISFYING)


def refutes(clause: Tagging) -> bool:
    """Whether a clause of words says that what stands in front is false, or no solution."""
    if clause.has_relation:
        return False
    words = _words(clause.items)
    if words & (_REFUTED - {"wrong"}) and not words & _NOT:
        return True
    if words & _REJECTING:
        return not words & _NOT
    return bool(words & _NOT and words & (_SATISFYING | {"true"}))


def differ(clause: Tagging) -> bool:
    """Whether a clause of words says that the values in front are not equal."""
    words = _words(clause.items)
    return not clause.has_relation and bool(words & _NOT and words & {"equal", "same", "match", "agree"})


def restricts(clause: Tagging) -> bool:
    """Whether a clause gives the only value that is left: "only x = 6 works"."""
    return "only" in _words(clause.items[: _relation_at(clause.items)])


def checks(tagged: Sequence[Tagged]) -> bool:
    """Whether a line tries a value out: "Check x = 1: ...", "For x = 1, ...", "x = 1: ..."."""
    if len(tagged) < 2:
        return False
    first = tagged[0][0].lower() if tagged[0][1] is Kind.WORD else ""
    if first not in _CHECKING:
        return (not first or first in _AT) and _sets_value(tagged[1:] if first else tagged, bool(first))
    head = tagged[1:6]
    if _FORMULAS & _words(head[:4]) and not any(kind is Kind.RELATION for _, kind in head):
        # "Substituting the second equation into the first" derives, it does not try a value.
        return False
    following, kind = tagged[1]
    return kind is not Kind.WORD or following.lower() in _AFTER_CHECKING


def _sets_value(tagged: Sequence[Tagged], comma: bool) -> bool:
    """x = 1 in front of a colon, or of a comma where that will do."""
    letter = tagged[0][0]
    if len(tagged) < 4 or len(letter) != 1 or not letter.isalpha() or tagged[1][0] != "=":
        return False
    stop = next((index for index, (_, kind) in enumerate(tagged[2:]) if kind is not Kind.MATHS), 0)
    return stop > 0 and (tagged[2 + stop][0] == ":" or (comma and tagged[2 + stop][0] == ","))


def _words(items: Sequence[Tagged]) -> set[str]:
    return {token.lower() for token, kind in items if kind is Kind.WORD}


def _relation_at(items: Sequence[Tagged]) -> int:
    return next((index for index, (_, kind) in enumerate(items) if kind is Kind.RELATION), 0)
