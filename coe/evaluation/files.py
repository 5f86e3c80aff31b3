"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from coe.errors import UsageError

_T = TypeVar("_T")


def write_whole(path: Path, write: Callable[[Path], _T]) -> _T:
    """What `write` returns, given a path beside `path` that is then renamed to `path`.

    Raises:
        UsageError: the file cannot be written; nothing is left behind.
    """
    part = path.with_name(path.name + ".part")
    try:
        result = write(part)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error
    return result
