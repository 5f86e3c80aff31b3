"""Whether a set that `coe demos` wrote is whole: after a long run, or one that was killed and went on.

    coe demos --out set -n 1000000 --workers 2 --seed 1
    python benchmarks/whole_set.py set --seed 1 [--tasks all] [--again 3]

For folders of JSON lines made with other settings at their defaults. Every row is read: each file has the
digest, the rows and the demonstrations that the manifest says; each demonstration is there once, in its
place, with its turns in order; no problem is in two splits. Then some files, drawn by `--draw`, are made
again in this process alone and must be equal to the byte. Exit code 1 where something is not so.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import combinations
from pathlib import Path

from coe.cli.switches import Rule, loaded_families
from coe.demonstrations.formats import Format
from coe.demonstrations.generate import DemonstrationConfig
from coe.demonstrations.manifest import Manifest, ShardRecord, read_manifest, settings_of
from coe.demonstrations.pieces import make_piece, pieces
from coe.errors import CoeError, UsageError

_ROW = re.compile(rb'"task_id": "([^"]+)".*"demo": (\d+), "turn": (\d+), "turns": (\d+)\}$')
_LONGEST_END = 900  # bytes of a row behind its messages


def faults_of(data: bytes, record: ShardRecord, tasks: set[bytes]) -> list[str]:
    """What is not as the manifest says in a file; its problems are added to `tasks`."""
    rows, found = data.splitlines(), []
    if blake2b(data, digest_size=16).hexdigest() != record.blake2b:
        found.append("another digest")
    if len(rows) != record.rows:
        found.append(f"{len(rows)} rows, not {record.rows}")
    demonstration, turn = record.first - 1, 0
    for number, row in enumerate(rows, 1):
        match = _ROW.search(row, max(0, len(row) - _LONGEST_END))
        if match is None:
            found.append(f"row {number} is cut short")
            continue
        before = (demonstration, turn)
        demonstration, turn = int(match[2]), int(match[3])
        tasks.add(match[1])
        if not ((demonstration == before[0] and turn > before[1]) or demonstration == before[0] + 1):
            found.append(f"row {number}: {demonstration}, turn {turn} after {before[0]}, turn {before[1]}")
    if demonstration - record.first + 1 != record.demonstrations:
        found.append(f"ends with demonstration {demonstration}")
    return found


def check_rows(folder: Path, manifest: Manifest) -> list[str]:
    """What is wrong with the files of a set."""
    tasks: dict[str, set[bytes]] = {split: set() for split in manifest.splits}
    found = []
    for split, wanted in manifest.splits.items():
        records = {name: record for name, record in manifest.shards.items() if record.split == split}
        following = 0
        for name, record in sorted(records.items(), key=lambda item: item[1].first):
            if record.first != following:
                found.append(f"{name}: demonstrations {following} to {record.first - 1} are missing")
            found += [
                f"{name}: {fault}" for fault in faults_of((folder / name).read_bytes(), record, tasks[split])
            ]
            following = record.first + record.demonstrations
        if following != wanted:
            found.append(f"{split}: {following} demonstrations, not {wanted}")
    found += [
        f"{len(tasks[one] & tasks[other])} problems in {one} and in {other}"
        for one, other in combinations(tasks, 2)
        if tasks[one] & tasks[other]
    ]
    print(
        f"{sum(manifest.splits.values()):,} demonstrations asked for, {manifest.rows:,} rows, "
        f"{sum(map(len, tasks.values())):,} different problems"
    )
    return found


def made_again(config: DemonstrationConfig, record: ShardRecord) -> bool:
    """Whether a file made again is equal to the byte."""
    digest = blake2b(digest_size=16)
    end = record.first + record.demonstrations
    for piece in pieces(replace(config, split=record.split), Format.CHAT, record.first, end):
        digest.update(make_piece(piece))
    return digest.hexdigest() == record.blake2b


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tasks", default="all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--again", type=int, default=3, help="files that are made again")
    parser.add_argument("--draw", type=int, default=0, help="seed of the choice of these files")
    options = parser.parse_args(arguments)
    try:
        return check(options)
    except (CoeError, OSError) as error:
        print(f"whole_set: {error}", file=sys.stderr)
        return 2


def check(options: argparse.Namespace) -> int:
    """The exit code.

    Raises:
        UsageError: the folder holds no set, or one made with other settings.
        OSError: a file of the set is missing.
    """
    manifest = read_manifest(options.folder)
    if manifest is None:
        raise UsageError(f"{options.folder} holds no set of demonstrations")
    config = DemonstrationConfig(loaded_families(options.tasks, Rule.STOP), options.seed)
    size = manifest.settings.get("shard_size")
    settings = settings_of(config, Format.CHAT, store="jsonl", shard_size=size)
    del settings["split"]
    if settings != manifest.settings:
        raise UsageError(f"{options.folder} was made with other settings than these")
    found = check_rows(options.folder, manifest)
    again = min(options.again, len(manifest.shards))
    for name in random.Random(options.draw).sample(sorted(manifest.shards), again):
        same = made_again(config, manifest.shards[name])
        print(f"{name} made again: {'equal' if same else 'not equal'}", flush=True)
        found += [] if same else [f"{name}: another content when made again"]
    print("\n".join(found) or "whole")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
