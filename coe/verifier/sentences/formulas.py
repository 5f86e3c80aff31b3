"""Lines without words, read the short way: one chain, or plain chains side by side.

What the reader of sentences would find in such a line is found here in a fraction of its time. A line that
may mean more is left to it.
"""

from __future__ import annotations

import re

from coe.verifier.expressions.expr import Chain, Expr, Relation, Statement
from coe.verifier.expressions.functions import NAMES
from coe.verifier.sentences.clauses import bound
from coe.verifier.sentences.joining import combine
from coe.verifier.sentences.words import RELATIONS
from coe.verifier.syntax.lexer import ParseFailure, tokenize
from coe.verifier.syntax.parser import Parser

# Anything beyond single letters, numbers, operators, brackets and plain relations needs the long way.
_SENTENCE = re.compile(
    r"[A-Za-z]{2}|[^\w\s+\-*/^()=.%<>]|_|[)\d]!=|\.(?!\d)|=>|->|[\d)]\s*[xX]\s*\d|[\d)] [xX] [(]"
    r"|\d [mgshLl](?![A-Za-z(])"
    r"|\+/-|^\d+\) |^\s*[fgh]\s*\([^()]*\)\s*=|d[a-z]?/d|[a-z][12]\s*=|\d [xX] \d|\([a-zA-Z],"
)

# A chain of numbers, letters that are no units, and calls, with nothing that words could be about. Each sign
# can be read in one way, so that a long line is read once.
_FORMULA = re.compile(
    r"(?!\s*[-*] |\s*\([a-z\d]\)\s)"
    r"(?:[1-9*/^)\s]|0(?:(?<=[\d.]0)|(?!\d|,\d))|\.\d|,(?!\d{3})|\+(?!/-)|-(?!>)|[<>]=?|=(?!>)"
    r"|\((?![A-Za-z]\s*,)|[bcknpqruvwxyz](?![A-Za-z\d.]| [\d($.])|pi(?![A-Za-z\d])"
    rf"|(?:{'|'.join(NAMES)})\s*\((?![A-Za-z]\s*,))+"
)
_LIST = re.compile(r"(, | or | and )")


def read_formula(line: str) -> Statement | None:
    """The one chain that the line is; None where the reader of sentences is needed.

    Raises:
        ParseFailure: no words stand in the line, and it is malformed.
    """
    if not _SENTENCE.search(line):
        try:
            return Statement((_chain(line),))
        except ParseFailure as failure:
            if not failure.hostile and line.rstrip()[-1:] in "=<>":
                return Statement()
            raise
    if _FORMULA.fullmatch(line):
        try:
            return Statement((_chain(line),))
        except ParseFailure:
            # Lists and claims in brackets are told by the separators of sentences.
            return None
    return None


def read_list(line: str) -> Statement | None:
    """ "x = 1 or x = -3", "x = 3, y = 1": plain chains side by side, read the short way."""
    pieces = _LIST.split(line)
    if len(pieces) < 3 or any("=" not in piece or _SENTENCE.search(piece) for piece in pieces[::2]):
        return None
    try:
        chains = [_chain(piece) for piece in pieces[::2]]
    except ParseFailure:
        return None
    if any(chain.continued or len(chain.sides) < 2 for chain in chains):
        return None
    joints: list[set[str]] = [set(), *({joint.strip()} for joint in pieces[1::2])]
    return combine(chains, joints)


def _chain(line: str) -> Chain:
    """A line that is one chain without words."""
    parser = Parser(tokenize(line))
    tokens = parser.tokens
    sides: list[Expr] = []
    relations: list[Relation] = []
    continued = tokens[0] in RELATIONS
    if continued:
        if not tokens[1]:
            raise ParseFailure("no sides")
        relations.append(RELATIONS[tokens[0]])
        parser.position = 1
    while True:
        sides.append(parser.expression())
        token = tokens[parser.position]
        if not token:
            break
        relation = RELATIONS.get(token)
        if relation is None:
            raise ParseFailure(
                "unbalanced brackets" if token in ")]}" else f"{token[:8]!r} is not expected here"
            )
        relations.append(relation)
        parser.position += 1
        if not tokens[parser.position] and len(sides) > 1:
            relations.pop()
            break
    if "^" in line or "!" in line or "**" in line or "(" in line:
        for side in sides:
            bound(side)
    return Chain(tuple(sides), tuple(relations), continued)
