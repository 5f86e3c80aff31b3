"""The rows of a set of demonstrations, read back one demonstration at a time.

A set is a folder that `coe.demonstrations.writer` wrote (or any folder with a `data` folder of JSONL or
Parquet files), or one such file. Memory holds one demonstration, or one batch of a Parquet file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from coe._optional import require
from coe.demonstrations.formats import COLUMNS, METHOD, Format, Row
from coe.demonstrations.writer import DATA
from coe.errors import ProblemError, UsageError

_BATCH = 500
_LONGEST = 50_000_000
"""Bytes of a line of JSON."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The rows of one demonstration, in order.

    Args:
        place: file, and number of the first row in it, from 1.
        form: the shape of the rows.
        rows: one, or one a turn.
    """

    place: str
    form: Format
    rows: tuple[Row, ...]


def files_of(source: Path) -> list[Path]:
    """The files with rows of a folder or file, sorted by name.

    Raises:
        UsageError: there are none.
    """
    if source.is_file():
        return [source]
    if not source.exists():
        raise UsageError(f"there is no file or folder {source}")
    if not source.is_dir():
        raise UsageError(f"{source} is neither a file nor a folder")
    folder = source / DATA if (source / DATA).is_dir() else source
    found = sorted(path for path in folder.iterdir() if path.suffix in (".jsonl", ".parquet"))
    if not found:
        raise UsageError(f"{folder} holds no .jsonl or .parquet file")
    return found


def read_set(source: Path) -> Iterator[Recorded]:
    """The demonstrations of a set, file by file.

    Raises:
        UsageError: there is no such set.
        ProblemError: a row cannot be read; the message says which.
    """
    for path in files_of(source):
        yield from read_file(path)


def count_rows(source: Path) -> int:
    """Rows in a set, without reading what they hold."""
    return sum(_count(path) for path in files_of(source))


def _count(path: Path) -> int:
    if path.suffix == ".parquet":
        with _arrow_errors(str(path)):
            return int(require("pyarrow.parquet", "data").read_metadata(path).num_rows)
    with path.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))


def read_file(path: Path) -> Iterator[Recorded]:
    """The demonstrations of one file.

    Raises:
        ProblemError: a row cannot be read; the message says which.
    """
    for _, group in groupby(numbered_rows(path), key=lambda numbered: numbered[1].get("demo")):
        numbered = list(group)
        place = f"{path}:{numbered[0][0]}"
        yield Recorded(place, _form_of(numbered[0][1], place), tuple(row for _, row in numbered))


def numbered_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """The rows of one file as they are, each with its number from 1.

    Raises:
        ProblemError: a row cannot be read; the message says which.
    """
    return _parquet_rows(path) if path.suffix == ".parquet" else _json_rows(path)


def _json_rows(path: Path) -> Iterator[tuple[int, Row]]:
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(iter(lambda: stream.readline(_LONGEST + 1), b""), start=1):
                yield number, _parsed(line, f"{path}:{number}")
    except OSError as error:
        raise ProblemError(f"cannot read {path}: {error.strerror}") from error


def _parsed(line: bytes, place: str) -> Row:
    if len(line) > _LONGEST:
        raise ProblemError(f"{place}: the line is longer than {_LONGEST} bytes")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ProblemError(f"{place}: not JSON: {error}") from error
    if not isinstance(row, dict):
        raise ProblemError(f"{place}: expected an object, found {type(row).__name__}")
    return row


def _parquet_rows(path: Path) -> Iterator[tuple[int, Row]]:
    parquet: Any = require("pyarrow.parquet", "data")
    number = 0
    with _arrow_errors(str(path)), parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                number += 1
                yield number, row


@contextmanager
def _arrow_errors(place: str) -> Iterator[None]:
    try:
        yield
    except (OSError, require("pyarrow", "data").ArrowException) as error:
        raise ProblemError(f"cannot read {place}: {error}") from error


def _form_of(row: Row, place: str) -> Format:
    for form, columns in COLUMNS.items():
        if columns.keys() - {METHOD} <= row.keys():
            return form
    missing = sorted(COLUMNS[Format.CHAT].keys() - row.keys() - {METHOD})
    raise ProblemError(f"{place}: no row of demonstrations: it has no {', '.join(missing)}")
