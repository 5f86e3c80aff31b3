"""Drafts that suppose things: cases, trial values, a letter named anew, two equations of one letter.

Where the problem is not understood, an equation of a draft is taken as given, and a later line may not
contradict it. That holds for one story told from the start to the end. Where a draft splits into cases,
supposes something, tries values or speaks of a second equation, two of its lines may contradict each other
and both be right: what only context would call wrong is then unchecked. Arithmetic that is false stays false.
"""

from __future__ import annotations

import re

from coe.verifier.expressions.contents import is_constant
from coe.verifier.expressions.expr import Chain, Relation, Statement
from coe.verifier.lines import truth as t
from coe.verifier.lines.against import names_of
from coe.verifier.lines.alone import Line
from coe.verifier.lines.conditional import reads_as_identity
from coe.verifier.report import LineStatus, LineVerdict

_OPENING = re.compile(
    r"\b(?:cases?|suppos\w+|assum\w+|contradict\w*|otherwise|alternatively|extraneous|either"
    r"|(?:two|both|possible) (?:possibilities|solutions|values|roots))\b",
    re.IGNORECASE,
)
_SUPPOSING = re.compile(
    r"\b(?:if|when|whenever|where|whether|let|letting|setting|taking|choos\w+|plug\w*|substitut\w+|try|trying"
    r"|except|possible|possibilit\w+|would|could|might)\b",
    re.IGNORECASE,
)
_LET = re.compile(r"^(?:[^=<>]*?\W)?let\b(?!'s| us\b)", re.IGNORECASE)
_COMPLEX = re.compile(r"\bcomplex\b|\bimaginary\b|\broots? of unity\b|\\operatorname\{cis\}", re.IGNORECASE)
_OF_CONTEXT = (t.UNFOUNDED, t.LOSES, t.ADDS)


class Suppositions:
    """Whether the lines of a draft so far still tell one story."""

    def __init__(self, problem: str) -> None:
        self._branched = bool(_OPENING.search(problem))

    def softened(self, verdict: LineVerdict, line: Line) -> LineVerdict:
        """The verdict on the next line; BEYOND for what only other lines of a supposing draft call wrong."""
        self._branched = self._branched or bool(_OPENING.search(line.text))
        if verdict.status is not LineStatus.INVALID or not _is_algebra(line.statement):
            return verdict
        if verdict in _OF_CONTEXT:
            return t.BEYOND if self._branched or _SUPPOSING.search(line.text) else verdict
        by_itself = any(map(_is_false_by_itself, line.statement.claims))
        return t.BEYOND if self._branched and not by_itself else verdict


def _is_false_by_itself(chain: Chain) -> bool:
    return t.false_link(chain) or t.divides_by_zero(chain) or reads_as_identity(chain)


def _is_algebra(statement: Statement) -> bool:
    """Letters only: the quantities of a story have names in words, and one value."""
    names = names_of(statement)
    return bool(names) and all(len(name) == 1 or name[1] in "_'" for name in names)


def speaks_of_complex(problem: str) -> bool:
    """Whether letters of a problem may stand for complex numbers."""
    return bool(_COMPLEX.search(problem))


def names_anew(text: str) -> bool:
    """Whether a line gives letters new values: "Now, let x = 3"."""
    return bool(_LET.match(text))


def several_values(statement: Statement) -> frozenset[str]:
    """Letters that one line gives two different values: "it is zero for x = 2 and x = -3" lists both."""
    found: dict[str, Chain] = {}
    several: set[str] = set()
    for chain in statement.claims:
        if len(chain.sides) != 2 or chain.relations != (Relation.EQ,) or chain.sides[0][0] != "var":
            continue
        name = chain.sides[0][1]
        if len(name) > 1 or not is_constant(chain.sides[1]):
            continue
        before = found.setdefault(name, chain)
        if t.link_truth(before.sides[1], Relation.EQ, chain.sides[1]) is t.FALSE:
            several.add(name)
    return frozenset(several)
