"""Demonstrations to files, resumable and identical for the same configuration.

Demonstration `i` of a split is a function of the configuration and of `i` alone, and every row says which
one it belongs to. To resume, the rows of the last demonstration in an unfinished file (it may be cut short)
are dropped and written again, so nothing is lost and nothing is repeated.

A single file keeps its configuration beside it, in `FILE.config.json`. A folder holds `demos.json`
(`coe.demonstrations.manifest`) and `data/SPLIT-00000.jsonl` (or `.parquet`), each with `shard_size`
demonstrations, which `datasets.load_dataset(FOLDER)` reads; the file in progress is `SPLIT-00000.part`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from coe.demonstrations import card
from coe.demonstrations import manifest as manifests
from coe.demonstrations.engine import Engine, LocalEngine
from coe.demonstrations.files import drop_last
from coe.demonstrations.formats import Format
from coe.demonstrations.generate import DemonstrationConfig
from coe.demonstrations.manifest import Manifest, ShardRecord
from coe.demonstrations.pieces import Piece, make_piece, pieces
from coe.demonstrations.store import Store, finish_shard
from coe.errors import UsageError
from coe.files import write_text

DATA = "data"
SHARD_SIZE = 10_000
"""Demonstrations in a file of a folder: about 30 MB of JSON lines in chat form."""

Progress = Callable[[int], None]


def write_demonstrations(
    config: DemonstrationConfig,
    n: int,
    path: Path,
    *,
    form: Format = Format.CHAT,
    resume: bool = False,
    engine: Engine | None = None,
    on_demonstration: Progress | None = None,
) -> int:
    """Write demonstrations 0 to n - 1 to one JSONL file and return the number of rows written by this call.

    Args:
        config: what is demonstrated.
        n: number of demonstrations (episodes).
        path: the JSONL file.
        form: the shape of a row.
        resume: go on with an existing file.
        engine: where the work is done; this process by default.
        on_demonstration: called with the number finished so far.

    Raises:
        UsageError: the file exists and `resume` is off, or it was written under another configuration,
            or it cannot be written.
    """
    with _write_errors(path):
        start = _prepare_file(config, path, form, resume)
        work = _Work(path, config, form, start, max(start, n))
        return _carry_out([work], engine or LocalEngine(1), on_demonstration, min(start, n), _leave)


def write_dataset(
    config: DemonstrationConfig,
    splits: Mapping[str, int],
    folder: Path,
    *,
    form: Format = Format.CHAT,
    store: Store = Store.JSONL,
    shard_size: int = SHARD_SIZE,
    resume: bool = False,
    engine: Engine | None = None,
    on_demonstration: Progress | None = None,
) -> int:
    """Write a folder with the demonstrations of several splits in shards; the number of rows written
    by this call.

    Args:
        config: what is demonstrated; its own split is not used.
        splits: name -> number of demonstrations.
        folder: made if it is not there.
        form: the shape of a row.
        store: the kind of file.
        shard_size: demonstrations in a file.
        resume: go on with an existing folder, also to more demonstrations.
        engine: where the work is done; this process by default.
        on_demonstration: called with the number finished so far.

    Raises:
        UsageError: the folder holds something else, or a set of other settings, or cannot be written.
    """
    settings = manifests.settings_of(config, form, store=store.value, shard_size=shard_size)
    del settings["split"]
    with _write_errors(folder):
        manifest = _prepare_folder(folder, settings, dict(splits), resume)
        plan = [
            _Work(path, replace(config, split=split), form, first, min(first + shard_size, n), name)
            for split, n in splits.items()
            for first, name, path in _shards(folder, split, n, shard_size, store)
            if not _is_finished(manifest, folder, name, min(first + shard_size, n) - first)
        ]
        ready = sum(splits.values()) - sum(work.end - work.first for work in plan)
        plan = [_resumed(work) for work in plan]
        ready += sum(work.done for work in plan)

        def finish(work: _Work, rows: int) -> None:
            path = finish_shard(work.path, folder / work.name, store, form)
            manifest.shards[work.name] = record_of(
                path, work.config.split, work.first, work.end - work.first, rows
            )
            manifest.save(folder)

        written = _carry_out(plan, engine or LocalEngine(1), on_demonstration, ready, finish)
        if plan or not (folder / card.NAME).exists():
            card.write_card(folder, manifest, form)
    return written


def record_of(path: Path, split: str, first: int, demonstrations: int, rows: int) -> ShardRecord:
    """What a manifest says of a finished file."""
    return ShardRecord(split, first, demonstrations, rows, path.stat().st_size, _digest(path))


@dataclass(frozen=True, slots=True)
class _Work:
    """Demonstrations `first` to `end - 1` of a file, of which `done` are in it already.

    Args:
        name: of the finished file in its folder.
    """

    path: Path
    config: DemonstrationConfig
    form: Format
    first: int
    end: int
    name: str = ""
    done: int = 0

    def pieces(self) -> Iterator[Piece]:
        return pieces(self.config, self.form, self.first + self.done, self.end)


def _carry_out(
    plan: list[_Work],
    engine: Engine,
    on_demonstration: Progress | None,
    ready: int,
    finish: Callable[[_Work, int], None],
) -> int:
    """Rows written. One stream of pieces through the engine, cut into the files of the plan."""
    written = 0
    if on_demonstration:
        on_demonstration(ready)
    results = engine.map(make_piece, (piece for work in plan for piece in work.pieces()))
    with closing(results):
        for work in plan:
            with work.path.open("ab") as stream:
                for piece in work.pieces():
                    data = next(results)
                    stream.write(data)
                    stream.flush()
                    written += data.count(b"\n")
                    ready += piece.count
                    if on_demonstration:
                        on_demonstration(ready)
            finish(work, _rows(work.path))
    return written


def _leave(work: _Work, rows: int) -> None:
    """A single file has its name from the start."""


@contextmanager
def _write_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"cannot write {error.filename or path}: {error.strerror or error}; nothing finished is lost: "
            "when that is mended, go on with --resume"
        ) from error


def _prepare_file(config: DemonstrationConfig, path: Path, form: Format, resume: bool) -> int:
    """Index of the first demonstration to write; the file holds exactly the ones before it."""
    sidecar = path.with_name(path.name + ".config.json")
    settings = manifests.settings_of(config, form)
    if path.exists() and path.stat().st_size > 0:
        if not resume:
            raise UsageError(f"{path} exists; add --resume to go on with it, or choose another --out")
        manifests.refuse_other_settings(settings, _read_sidecar(sidecar))
        return drop_last(path) or 0
    write_text(sidecar, json.dumps(settings, indent=1) + "\n")
    return 0


def _read_sidecar(sidecar: Path) -> dict[str, object]:
    try:
        stored = json.loads(sidecar.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(
            f"{sidecar} is missing, so the file's settings are unknown; choose another --out"
        ) from None
    except ValueError as error:
        raise UsageError(f"{sidecar}: not JSON: {error}") from error
    if not isinstance(stored, dict):
        raise UsageError(f"{sidecar}: expected an object")
    return stored


def _prepare_folder(
    folder: Path, settings: manifests.Settings, splits: dict[str, int], resume: bool
) -> Manifest:
    manifest = manifests.read_manifest(folder)
    if manifest is None:
        if folder.is_dir() and any(folder.iterdir()):
            raise UsageError(f"{folder} is not empty and holds no {manifests.NAME}; choose another --out")
        (folder / DATA).mkdir(parents=True, exist_ok=True)
        manifest = Manifest(settings, splits)
        manifest.save(folder)
        return manifest
    if not resume:
        raise UsageError(
            f"{folder} holds a set already; add --resume to go on with it, or choose another --out"
        )
    manifests.refuse_other_settings(settings, manifest.settings)
    for split, n in manifest.splits.items():
        if splits.get(split, 0) < n:
            raise UsageError(
                f"{folder} was asked to hold {n} demonstrations of the {split} split, {splits.get(split, 0)} "
                "are asked now; a set can grow, not shrink: ask for as many, or choose another --out"
            )
    if splits != manifest.splits:
        manifest.splits = splits
        manifest.save(folder)
    return manifest


def _shards(folder: Path, split: str, n: int, size: int, store: Store) -> Iterator[tuple[int, str, Path]]:
    """(first demonstration, name of the file, path of the file in progress) of each shard of a split."""
    for number, first in enumerate(range(0, n, size)):
        stem = f"{DATA}/{split}-{number:05d}"
        yield first, stem + store.suffix, folder / (stem + ".part")


def _is_finished(manifest: Manifest, folder: Path, name: str, demonstrations: int) -> bool:
    record = manifest.shards.get(name)
    try:
        size = (folder / name).stat().st_size
    except FileNotFoundError:
        return False
    return record is not None and record.demonstrations == demonstrations and record.bytes == size


def _resumed(work: _Work) -> _Work:
    """The work that is left of a file in progress."""
    if not work.path.exists():
        return work
    last = drop_last(work.path)
    return work if last is None else replace(work, done=last - work.first)


def _rows(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))


def _digest(path: Path) -> str:
    digest = blake2b(digest_size=16)
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()
