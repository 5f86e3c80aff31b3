"""What a set of demonstrations was made with, and its finished files: `demos.json` beside them.

The settings decide every byte of the set, so a set goes on only under the same ones. The manifest is
written in one step after each finished file; a file that it does not list is made again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import cast

from coe import __version__
from coe.demonstrations.formats import Format
from coe.demonstrations.generate import DemonstrationConfig
from coe.errors import UsageError
from coe.files import write_text
from coe.settings import differences
from coe.tasks.loaders.loading import fingerprint
from coe.tasks.loaders.spec import is_spec

NAME = "demos.json"
_VERSION = 1

Settings = dict[str, object]


@dataclass(frozen=True, slots=True)
class ShardRecord:
    """A finished file.

    Args:
        split: of its demonstrations.
        first: number of the first one, within the split.
        demonstrations: how many.
        rows: how many.
        bytes: size of the file.
        blake2b: of its content, hexadecimal.
    """

    split: str
    first: int
    demonstrations: int
    rows: int
    bytes: int
    blake2b: str


@dataclass(slots=True)
class Manifest:
    """The settings, demonstrations asked for in each split, and finished files by name.

    Args:
        settings: of `settings_of`.
        splits: name -> demonstrations.
        shards: file name, relative to the folder -> what it holds.
    """

    settings: Settings
    splits: dict[str, int]
    shards: dict[str, ShardRecord] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows in the finished files."""
        return sum(shard.rows for shard in self.shards.values())

    def save(self, folder: Path) -> None:
        """Write it into the folder.

        Raises:
            OSError: it cannot be written; the one before stands.
        """
        shards = {name: asdict(self.shards[name]) for name in sorted(self.shards)}
        record = {"version": _VERSION, "settings": self.settings, "splits": self.splits, "shards": shards}
        write_text(folder / NAME, json.dumps(record, indent=1) + "\n")


def settings_of(config: DemonstrationConfig, form: Format, **more: object) -> Settings:
    """Everything that decides the rows, as JSON values."""
    data = {name: fingerprint(name) for name in config.families if is_spec(name)}
    settings = {"coe": __version__, **asdict(config), "format": form.value, **more}
    if data:
        settings["data"] = data
    return cast(Settings, json.loads(json.dumps(settings)))


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None where there is none.

    Raises:
        UsageError: it cannot be read.
    """
    path = folder / NAME
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["version"] != _VERSION:
            raise UsageError(f"{path} has version {record['version']!r}; this program reads {_VERSION}")
        shards = {name: ShardRecord(**shard) for name, shard in record["shards"].items()}
        return Manifest(dict(record["settings"]), dict(record["splits"]), shards)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(f"{path} is no manifest of a set of demonstrations: {error!r}") from error


def refuse_other_settings(asked: Settings, stored: Mapping[str, object]) -> None:
    """Nothing, where both are the same.

    Raises:
        UsageError: they differ; the message says where.
    """
    changed = differences(stored, asked, "the file")
    if changed:
        raise UsageError(
            f"the file was written with other settings ({'; '.join(changed)}); choose another --out"
        )
