"""Demonstrations to a JSONL file, resumable and identical for the same configuration.

Demonstration `i` is a function of the configuration and of `i` alone, and every row says which one it
belongs to. To resume, the rows of the last demonstration in the file (it may be cut short) are dropped and
written again, so nothing is lost and nothing is repeated. The configuration stands beside the file in
`FILE.config.json`; resuming under another one is refused with the difference.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from coe.demonstrations.formats import FORMATS, Format
from coe.demonstrations.generate import DemonstrationConfig, demonstration
from coe.errors import UsageError

_BLOCK = 1 << 20


def write_demonstrations(
    config: DemonstrationConfig,
    n: int,
    path: Path,
    *,
    form: Format = Format.CHAT,
    resume: bool = False,
    on_demonstration: Callable[[int], None] | None = None,
) -> int:
    """Write demonstrations 0 to n - 1 and return the number of rows written by this call.

    Args:
        config: what is demonstrated.
        n: number of demonstrations (episodes; each gives one row a turn).
        path: the JSONL file.
        form: the shape of a row.
        resume: go on with an existing file.
        on_demonstration: called with the number finished so far.

    Raises:
        UsageError: the file exists and `resume` is off, or it was written under another configuration,
            or it cannot be written.
    """
    try:
        start = _prepare(config, path, form, resume)
        if on_demonstration:
            on_demonstration(min(start, n))
        with path.open("a", encoding="utf-8") as stream:
            return sum(_write_one(config, i, form, stream.write, on_demonstration) for i in range(start, n))
    except OSError as error:
        raise UsageError(
            f"cannot write {path}: {error.strerror or error}; nothing finished is lost"
        ) from error


def _write_one(
    config: DemonstrationConfig,
    index: int,
    form: Format,
    write: Callable[[str], object],
    on_demonstration: Callable[[int], None] | None,
) -> int:
    rows = FORMATS[form](demonstration(config, index), index)
    write("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    if on_demonstration:
        on_demonstration(index + 1)
    return len(rows)


def _prepare(config: DemonstrationConfig, path: Path, form: Format, resume: bool) -> int:
    """Index of the first demonstration to write; the file holds exactly the ones before it."""
    sidecar = path.with_name(path.name + ".config.json")
    settings = {**asdict(config), "format": form.value}
    settings = json.loads(json.dumps(settings))
    if path.exists() and path.stat().st_size > 0:
        if not resume:
            raise UsageError(f"{path} exists; add --resume to go on with it, or choose another --out")
        _refuse_other_settings(settings, sidecar)
        return _drop_last(path)
    sidecar.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    return 0


def _refuse_other_settings(settings: dict[str, object], sidecar: Path) -> None:
    try:
        stored = json.loads(sidecar.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(
            f"{sidecar} is missing, so the file's settings are unknown; choose another --out"
        ) from None
    except ValueError as error:
        raise UsageError(f"{sidecar}: not JSON: {error}") from error
    differing = [key for key in settings if stored.get(key) != settings[key]]
    if differing:
        changes = "; ".join(
            f"{key}: {stored.get(key)!r} in the file, {settings[key]!r} asked" for key in differing
        )
        raise UsageError(f"the file was written with other settings ({changes}); choose another --out")


def _drop_last(path: Path) -> int:
    """Cut the last demonstration's rows (and a torn last line) off the file; its index is returned."""
    last, keep = None, 0
    for offset, line in _lines_backwards(path):
        index = _index_of(line)
        if last is None:
            last = index
        elif index != last:
            keep = offset + len(line)
            break
    os.truncate(path, keep)
    return last or 0


def _index_of(line: bytes) -> int | None:
    if not line.endswith(b"\n"):
        return None
    try:
        index = json.loads(line)["demo"]
    except (ValueError, KeyError, TypeError) as error:
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
