"""Verified episodes as a set of demonstrations: the rows, the manifest and the card that `coe demos` writes.

A set appears whole or not at all: it is written beside its place and then renamed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

from coe import __version__
from coe.demonstrations.card import card
from coe.demonstrations.formats import FORMATS, Format
from coe.demonstrations.generate import Demonstration
from coe.demonstrations.manifest import Manifest, Settings
from coe.demonstrations.writer import DATA, record_of
from coe.errors import UsageError
from coe.files import write_text

_SPLIT = "train"


def write_rows(
    demonstrations: Iterable[Demonstration],
    folder: Path,
    *,
    form: Format,
    settings: Mapping[str, object],
    about: str,
) -> Manifest:
    """Write a set; what was in the folder is replaced.

    Args:
        demonstrations: in order.
        folder: of the set.
        form: the shape of a row.
        settings: what the set was made with, for its manifest.
        about: Markdown for the end of the card.

    Raises:
        UsageError: it cannot be written; nothing is left behind.
    """
    part = folder.with_name(f".{folder.name}.new")
    try:
        shutil.rmtree(part, ignore_errors=True)
        (part / DATA).mkdir(parents=True)
        path = part / DATA / f"{_SPLIT}-00000.jsonl"
        count, rows = _write(demonstrations, path, form)
        record = record_of(path, _SPLIT, 0, count, rows)
        known = {"coe": __version__, "format": form.value, "store": "jsonl", **settings}
        stored = cast(Settings, json.loads(json.dumps(known)))
        manifest = Manifest(stored, {_SPLIT: count}, {f"{DATA}/{path.name}": record})
        manifest.save(part)
        write_text(part / "README.md", card(manifest, form, about))
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(part, folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise UsageError(
            f"cannot write {error.filename or folder}: {error.strerror or error}; no episode is lost: when "
            "that is mended, the same command goes on"
        ) from error
    return manifest


def _write(demonstrations: Iterable[Demonstration], path: Path, form: Format) -> tuple[int, int]:
    """Demonstrations and rows written."""
    count = rows = 0
    with path.open("wb") as stream:
        for count, demonstration in enumerate(demonstrations, start=1):
            for row in FORMATS[form](demonstration, count - 1):
                stream.write((json.dumps(row, ensure_ascii=False) + "\n").encode())
                rows += 1
        stream.flush()
        os.fsync(stream.fileno())
    return count, rows
