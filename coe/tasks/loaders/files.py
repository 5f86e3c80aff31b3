"""Rows of JSON, JSONL, CSV, Parquet and Arrow files, streamed; every row has a place, and so has what is
wrong.

Files come from strangers. A line of JSON is at most `LONGEST_ROW` bytes, and a longer one is passed over
unread; a JSON file is at most `LARGEST_JSON` bytes; nothing is unpickled or evaluated; of a folder only
files that lie in it are read, not what its links point to.
"""

from __future__ import annotations

import csv
import fnmatch
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from coe._optional import require
from coe.errors import ProblemError, UsageError
from coe.tasks.loaders.loader import RawRow
from coe.tasks.loaders.spec import Spec

LONGEST_ROW = 1_000_000
LARGEST_JSON = 200_000_000
_LARGEST_GROUP = 2_000_000_000
_BATCH = 256
_DEEPEST = 6
_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_ABOUT = {"dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json"}


def read_rows(spec: Spec) -> Iterator[RawRow]:
    """The rows of a file, or of the files of a folder sorted by path.

    Raises:
        UsageError: there is no such file or folder, or it holds nothing that can be read.
        ProblemError: a file as a whole cannot be read.
    """
    for path in data_files(spec):
        try:
            yield from _READERS[path.suffix.lower()](path)
        except OSError as error:
            raise ProblemError(f"cannot read {path}: {error.strerror or error}") from error


def file_names(spec: Spec) -> list[str]:
    """The files that `read_rows` reads."""
    return [str(path) for path in data_files(spec)]


def data_files(spec: Spec) -> list[Path]:
    """The files of a data set, sorted by path.

    Raises:
        UsageError: there are none.
    """
    place = Path(spec.path).expanduser()
    if place.is_file():
        if place.suffix.lower() not in _READERS:
            raise UsageError(
                f"{place}: files are {', '.join(_READERS)}, not {place.suffix or 'without ending'}"
            )
        return [place]
    if not place.exists():
        raise UsageError(f"there is no file or folder {place}")
    found = sorted(path for path in _below(place, place.resolve(), 0) if _is_wanted(path, place, spec))
    if not found:
        asked = f" of split {spec.split!r}" * bool(spec.split) + f" that fit {spec.files!r}" * bool(
            spec.files
        )
        raise UsageError(f"{place} holds no data file{asked}; files are {', '.join(_READERS)}")
    return found


def _below(folder: Path, root: Path, depth: int) -> Iterator[Path]:
    try:
        entries = list(folder.iterdir())
    except OSError as error:
        raise UsageError(f"cannot read {folder}: {error.strerror}") from error
    for path in entries:
        if path.name.startswith((".", "_")) or not path.resolve().is_relative_to(root):
            continue
        if path.is_dir() and depth < _DEEPEST:
            yield from _below(path, root, depth + 1)
        elif path.suffix.lower() in _READERS and path.name not in _ABOUT and path.is_file():
            yield path


def _is_wanted(path: Path, root: Path, spec: Spec) -> bool:
    relative = path.relative_to(root)
    if spec.files and not fnmatch.fnmatchcase(str(relative), spec.files):
        return False
    # "train-00000-of-00001.parquet", "train.jsonl" and "train/0001.json" are all of the split train.
    words = [*relative.parts[:-1], relative.stem.partition("-")[0].partition("_")[0], relative.stem]
    return not spec.split or spec.split in words


def _jsonl_rows(path: Path) -> Iterator[RawRow]:
    with path.open("rb") as stream:
        _check_text(path, stream)
        number = 0
        while line := stream.readline(LONGEST_ROW + 1):
            number += 1
            place = f"{path}:{number}"
            if len(line) > LONGEST_ROW and not line.endswith(b"\n"):
                _pass_over(stream)
                yield RawRow(place, None, f"longer than {LONGEST_ROW} bytes")
            elif line.strip():
                yield _json_row(place, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)


def _json_row(place: str, text: bytes) -> RawRow:
    try:
        return _as_row(place, json.loads(text.decode("utf-8")))
    except UnicodeDecodeError as error:
        return RawRow(place, None, f"not UTF-8 text: byte {text[error.start]:#04x} at {error.start + 1}")
    except RecursionError:
        return RawRow(place, None, "JSON nested too deeply")
    except ValueError as error:
        return RawRow(place, None, f"not JSON: {error}")


def _as_row(place: str, value: object) -> RawRow:
    if isinstance(value, dict):
        return RawRow(place, value)
    return RawRow(place, None, f"expected an object, found {type(value).__name__}")


def _pass_over(stream: BinaryIO) -> None:
    """Read on to the end of the line, a piece at a time."""
    while (piece := stream.readline(LONGEST_ROW)) and not piece.endswith(b"\n"):
        continue


def _json_rows(path: Path) -> Iterator[RawRow]:
    size = path.stat().st_size
    if size > LARGEST_JSON:
        raise ProblemError(
            f"{path}: {size} bytes of JSON; at most {LARGEST_JSON}: use JSONL, which is streamed"
        )
    with path.open("rb") as stream:
        _check_text(path, stream)
        row = stream.read()
    try:
        value = json.loads(row.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ProblemError(f"{path}: not UTF-8 text; save it as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise ProblemError(f"{path}: not JSON: {error}") from error
    if isinstance(value, list):
        yield from (_as_row(f"{path}: record {number}", item) for number, item in enumerate(value, start=1))
    else:
        yield _as_row(str(path), value)


def _csv_rows(path: Path) -> Iterator[RawRow]:
    with path.open("rb") as raw:
        _check_text(path, raw)
    # Bytes that are no UTF-8 come through as lone surrogates, so that only their row is lost.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
        reader = csv.reader(stream, delimiter="\t" if path.suffix.lower() == ".tsv" else ",", strict=True)
        head: list[str] | None = None
        while True:
            place = f"{path}:{reader.line_num + 1}"
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield RawRow(place, None, f"not CSV: {error}")
                continue
            if head is None:
                head = cells
            elif cells:
                yield _csv_row(place, head, cells)


def _csv_row(place: str, head: list[str], cells: list[str]) -> RawRow:
    if len(cells) != len(head):
        return RawRow(place, None, f"{len(cells)} fields, the head has {len(head)}")
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return RawRow(place, None, "not UTF-8 text")
    return RawRow(place, dict(zip(head, cells, strict=True)))


def _parquet_rows(path: Path) -> Iterator[RawRow]:
    parquet = require("pyarrow.parquet", "data")
    number = 0
    try:
        with parquet.ParquetFile(path) as file:
            for group in range(file.metadata.num_row_groups):
                size = file.metadata.row_group(group).total_byte_size
                if size > _LARGEST_GROUP:
                    raise ProblemError(
                        f"{path}: row group {group} has {size} bytes; at most {_LARGEST_GROUP}"
                    )
            for batch in file.iter_batches(batch_size=_BATCH):
                for record in batch.to_pylist():
                    number += 1
                    yield RawRow(f"{path}: row {number}", record)
    except require("pyarrow", "data").ArrowException as error:
        raise ProblemError(f"{path}, after row {number}: {error}") from error


def _arrow_rows(path: Path) -> Iterator[RawRow]:
    """Files that `datasets` writes with save_to_disk."""
    arrow = require("pyarrow", "data")
    number = 0
    try:
        with arrow.memory_map(str(path)) as source, arrow.ipc.open_stream(source) as batches:
            for batch in batches:
                for start in range(0, batch.num_rows, _BATCH):
                    for record in batch.slice(start, _BATCH).to_pylist():
                        number += 1
                        yield RawRow(f"{path}: row {number}", record)
    except arrow.ArrowException as error:
        raise ProblemError(f"{path}, after row {number}: {error}") from error


def _check_text(path: Path, stream: BinaryIO) -> None:
    """Nothing, if the file begins as text does.

    Raises:
        ProblemError: it is binary or of another encoding.
    """
    head = stream.read(4096)
    stream.seek(0)
    encoding = _MARKS.get(head[:2])
    if encoding:
        raise ProblemError(f"{path} is {encoding} text; save it as UTF-8")
    if b"\0" in head:
        raise ProblemError(f"{path} is binary, not text")


_READERS: dict[str, Callable[[Path], Iterator[RawRow]]] = {
    ".jsonl": _jsonl_rows,
    ".ndjson": _jsonl_rows,
    ".json": _json_rows,
    ".csv": _csv_rows,
    ".tsv": _csv_rows,
    ".parquet": _parquet_rows,
    ".arrow": _arrow_rows,
}
