"""A set without its duplicates, and without the problems of evaluation sets.

The first of several equal demonstrations stays. What was removed stands in the new set's settings, so that
its pages say so and it cannot be mistaken for, or resumed as, a generated set.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from coe.demonstrations.card import write_card
from coe.demonstrations.formats import Format
from coe.demonstrations.manifest import Manifest, read_manifest
from coe.demonstrations.quality.known import Known
from coe.demonstrations.quality.near import NearIndex, signature
from coe.demonstrations.quality.tally import fingerprint, key_of, normal
from coe.demonstrations.replay import first_state
from coe.demonstrations.rows import Recorded, files_of, read_file
from coe.demonstrations.store import Store, finish_shard
from coe.demonstrations.writer import DATA, record_of
from coe.errors import UsageError
from coe.problem import Problem

Removed = dict[str, int]


def write_clean(
    source: Path,
    out: Path,
    *,
    near: float | None = None,
    evaluation: Iterable[Problem] = (),
    on_rows: Callable[[int], None] | None = None,
) -> Removed:
    """Write the set of a folder again without duplicates; how many demonstrations were removed, by reason.

    Args:
        source: a folder of `coe.demonstrations.writer`.
        out: a new folder.
        near: also remove demonstrations whose statement and starting draft are so near to an earlier one's
            (Jaccard similarity of MinHash, 0 to 1); this keeps every signature in memory.
        evaluation: problems whose statements should not be in the set.
        on_rows: called with the number of rows read so far.

    Raises:
        UsageError: the source is no such folder, or `out` is not empty.
        ProblemError: a row cannot be read.
        OSError: `out` cannot be written.
    """
    manifest = read_manifest(source) if source.is_dir() else None
    if manifest is None:
        raise UsageError(f"{source} is no folder that `coe demos` wrote")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} is not empty; choose another --out")
    (out / DATA).mkdir(parents=True, exist_ok=True)
    sieve = _Sieve(near, evaluation)
    clean = Manifest({**manifest.settings, "source": source.name}, dict.fromkeys(manifest.splits, 0))
    seen = 0
    for path in files_of(source):
        seen = _copy(path, out, clean, manifest, sieve, seen, on_rows)
    clean.settings["removed"] = dict(sieve.removed)
    clean.splits = {split: n for split, n in clean.splits.items() if n}
    clean.save(out)
    write_card(out, clean, Format(str(manifest.settings["format"])))
    return sieve.removed


def _copy(
    path: Path,
    out: Path,
    clean: Manifest,
    manifest: Manifest,
    sieve: _Sieve,
    seen: int,
    on_rows: Callable[[int], None] | None,
) -> int:
    """Copies what stays of one file; rows read so far."""
    name = f"{DATA}/{path.name}"
    record = manifest.shards.get(name)
    if record is None:
        raise UsageError(f"{path} is not in the manifest: finish the set first, with coe demos --resume")
    part = out / DATA / f"{path.stem}.part"
    kept = rows = 0
    with part.open("w", encoding="utf-8") as stream:
        for recorded in read_file(path):
            seen += len(recorded.rows)
            if on_rows:
                on_rows(seen)
            if sieve.keeps(recorded):
                kept += 1
                rows += len(recorded.rows)
                stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in recorded.rows)
    if not kept:
        part.unlink()
        return seen
    store, form = Store(str(manifest.settings["store"])), Format(str(manifest.settings["format"]))
    finished = finish_shard(part, out / name, store, form)
    clean.shards[name] = record_of(finished, record.split, record.first, kept, rows)
    clean.splits[record.split] += kept
    return seen


class _Sieve:
    """What was seen, and what was removed for which reason."""

    def __init__(self, near: float | None, evaluation: Iterable[Problem]) -> None:
        self.removed: Removed = {"exact duplicates": 0}
        self._keys: set[bytes] = set()
        self._near = None if near is None else NearIndex(near)
        self._known = Known(evaluation)
        if near is not None:
            self.removed[f"near duplicates ({near:g})"] = 0
        if self._known.problems:
            self.removed["problems of evaluation sets"] = 0

    def keeps(self, recorded: Recorded) -> bool:
        statement, lines = first_state(recorded)
        reason = self._reason(recorded, statement, lines)
        if reason:
            name = next(name for name in self.removed if name.startswith(reason))
            self.removed[name] += 1
        return not reason

    def _reason(self, recorded: Recorded, statement: str, lines: tuple[str, ...]) -> str:
        if self._known.holds(fingerprint(normal(statement))):
            return "problems"
        key = key_of(recorded.rows[0], statement, lines)
        if key in self._keys:
            return "exact"
        self._keys.add(key)
        if self._near is not None:
            values = signature("\n".join((statement, *lines)))
            if self._near.find(values) is not None:
                return "near"
            self._near.add(recorded.place, values)
        return ""
