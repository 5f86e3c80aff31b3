"""Files of rows that go on where they were cut short."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from coe.errors import UsageError

_BLOCK = 1 << 20


def drop_last(path: Path) -> int | None:
    """Cut the last demonstration's rows (and a torn last line) off a file of rows; the number of that
    demonstration, None where the file holds no whole row. Whether its rows are all there cannot be seen.

    Raises:
        UsageError: a row at the end is none of ours; the file is left as it is.
    """
    last, keep = None, 0
    for offset, line in _lines_backwards(path):
        index = _index_of(line)
        if last is None:
            last = index
        elif index != last:
            keep = offset + len(line)
            break
    os.truncate(path, keep)
    return last


def _index_of(line: bytes) -> int | None:
    if not line.endswith(b"\n"):
        return None
    try:
        index = json.loads(line)["demo"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError(f"the file to resume holds a row that is not ours: {line[:80]!r}") from error
    if not isinstance(index, int):
        raise UsageError(f"the file to resume holds a row that is not ours: {line[:80]!r}")
    return index


def _lines_backwards(path: Path) -> Iterator[tuple[int, bytes]]:
    """(offset, line with its newline) from the end of the file, reading only its tail."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        start = max(0, size - _BLOCK)
        while True:
            stream.seek(start)
            lines = stream.read(size - start).splitlines(keepends=True)
            if start == 0 or len(lines) > 64:
                break
            start = max(0, start - _BLOCK)
    offset = size
    for line in reversed(lines if start == 0 else lines[1:]):
        offset -= len(line)
        yield offset, line
