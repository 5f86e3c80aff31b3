"""A hash of a model's or adapter's files: what a cached response belongs to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from coe.errors import UsageError


def files_hash(folder: str | Path, names: Iterable[str] | None = None) -> str:
    """SHA-256 over the names and contents of files, the same wherever the folder lies.

    Args:
        folder: of a model or an adapter; its hidden files and sub-folders do not count.
        names: the files that count, None is all.

    Raises:
        UsageError: a file cannot be read.
    """
    place = Path(folder)
    total = hashlib.sha256()
    try:
        found = [path.name for path in place.iterdir() if path.is_file() and path.name[:1] != "."]
        for name in sorted(found if names is None else names):
            with (place / name).open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            total.update(f"{name}\0{content}\n".encode())
    except OSError as error:
        raise UsageError(f"{place} cannot be read: {error}") from error
    return total.hexdigest()
