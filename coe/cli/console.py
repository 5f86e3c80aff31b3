"""Where commands print tables and text for people: standard output."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_UNCUT = 200
"""Columns of a file or a pipe, where nobody's window ends."""


def make_console() -> Console:
    """Standard output as wide as the terminal; where it is none, wide enough for every table whole.

    The variable COLUMNS decides where it is set.
    """
    from rich.console import Console

    wide = None if sys.stdout.isatty() or "COLUMNS" in os.environ else _UNCUT
    return Console(highlight=False, width=wide)
