"""Files that are there whole or not at all, and reach the disk before their names do."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from coe.errors import UsageError

_T = TypeVar("_T")


def write_whole(path: Path, write: Callable[[Path], _T]) -> _T:
    """What `write` returns, given a path beside `path` that is then put in its place.

    A reader, and whoever comes after a crash, finds the old file or the new one.

    Raises:
        OSError: it cannot be written; the old file stands and nothing else is left behind.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        result = write(part)
        put_in_place(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return result


def write_text(path: Path, text: str) -> None:
    """Write a text file whole, in UTF-8, its newlines as they are.

    Raises:
        OSError: as `write_whole`.
    """
    write_whole(path, lambda part: part.write_bytes(text.encode()))


def save_whole(path: Path, write: Callable[[Path], _T]) -> _T:
    """`write_whole` for a file that the user named.

    Raises:
        UsageError: it cannot be written; the message says why.
    """
    try:
        return write_whole(path, write)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


def put_in_place(finished: Path, path: Path) -> None:
    """Move a finished file to its name, after its bytes have reached the disk.

    Raises:
        OSError: it cannot be moved.
    """
    with finished.open("rb") as stream:
        os.fsync(stream.fileno())
    os.replace(finished, path)
