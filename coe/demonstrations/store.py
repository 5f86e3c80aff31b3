"""Kinds of file that a set is stored in: JSON lines, or Parquet with typed columns."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from coe._optional import require
from coe.demonstrations.formats import COLUMNS, Format, Kind
from coe.files import put_in_place

if TYPE_CHECKING:
    import pyarrow

_ROW_GROUP = 5_000


class Store(StrEnum):
    """Kind of file."""

    JSONL = "jsonl"
    PARQUET = "parquet"

    @property
    def suffix(self) -> str:
        """Of the file names."""
        return "." + self.value


def schema_of(form: Format) -> pyarrow.Schema:
    """The columns of a form as Arrow types."""
    pa = require("pyarrow", "data")
    message = pa.struct([("role", pa.string()), ("content", pa.string())])
    types = {
        Kind.TEXT: pa.string(),
        Kind.INTEGER: pa.int64(),
        Kind.FLAG: pa.bool_(),
        Kind.TEXTS: pa.list_(pa.string()),
        Kind.INTEGERS: pa.list_(pa.int64()),
        Kind.MESSAGES: pa.list_(message),
    }
    return pa.schema([(name, types[kind]) for name, kind in COLUMNS[form].items()])


def finish_shard(rows: Path, path: Path, store: Store, form: Format) -> Path:
    """Turn a finished file of JSON lines into the file it is to be, in one step; its path.

    Raises:
        OSError: it cannot be written; the rows are still there.
    """
    if store is Store.JSONL:
        put_in_place(rows, path)
        return path
    temporary = path.with_name(f".{path.name}.new")
    _write_parquet(rows, temporary, form)
    put_in_place(temporary, path)
    rows.unlink()
    return path


def _write_parquet(rows: Path, path: Path, form: Format) -> None:
    json = require("pyarrow.json", "data")
    parquet = require("pyarrow.parquet", "data")
    schema = schema_of(form)
    # One block and one thread: the row groups are the same on every machine.
    options = json.ReadOptions(use_threads=False, block_size=max(1, rows.stat().st_size))
    table = json.read_json(
        rows, options, json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error")
    )
    parquet.write_table(table, path, row_group_size=_ROW_GROUP, compression="zstd")
