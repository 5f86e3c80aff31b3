"""Pieces of work: runs of demonstrations, each a function of the configuration and its place alone.

A piece is made anywhere (this process, another, another machine) and gives the same bytes: verdicts that need
SymPy have a limit of its processor time, so that a busy machine does not time out where an idle one does not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count as counted

from coe.demonstrations.formats import FORMATS, Format
from coe.demonstrations.generate import DemonstrationConfig, demonstration
from coe.verifier import forget_texts

PIECE = 100
"""Demonstrations in a piece: about a fifth of a second of work."""

_FORGET = 15
"""Pieces of a process after which what the verifier keeps of their lines is let go: memory stays flat."""

_made = counted(1)


@dataclass(frozen=True, slots=True)
class Piece:
    """Demonstrations `first` to `first + count - 1` of a configuration; picklable."""

    config: DemonstrationConfig
    form: Format
    first: int
    count: int


def pieces(config: DemonstrationConfig, form: Format, first: int, end: int) -> Iterator[Piece]:
    """Demonstrations `first` to `end - 1` in pieces, in order."""
    while first < end:
        count = min(PIECE, end - first)
        yield Piece(config, form, first, count)
        first += count


def make_piece(piece: Piece) -> bytes:
    """The piece's rows, one JSON object a line, in order."""
    if next(_made) % _FORGET == 0:
        forget_texts()
    rows = FORMATS[piece.form]
    return b"".join(
        (json.dumps(row, ensure_ascii=False) + "\n").encode()
        for index in range(piece.first, piece.first + piece.count)
        for row in rows(demonstration(piece.config, index), index)
    )
