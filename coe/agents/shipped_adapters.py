"""Adapters that come with the sources of this project, and are known by name once they were pulled.

They are too large for the wheel: they lie in `models/NAME` of a clone, and `pull_adapter` copies one into the
store of this machine.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from coe.agents.adapters import PEFT_WEIGHTS, Adapter, read_adapter
from coe.agents.store_place import adapters_folder
from coe.errors import UsageError

SHIPPED_ADAPTERS = ("smollm2-coe",)
_FILES = ("adapter_config.json", PEFT_WEIGHTS, "README.md", "coe_sft.json")


def pull_adapter(name: str, clone: Path | None = None) -> Path:
    """The folder of an adapter in the store, copied there from a clone of the sources.

    Nothing is copied where the store holds the same files.

    Args:
        name: one of `SHIPPED_ADAPTERS`.
        clone: the clone, or its folder of the adapter; None looks where this package and this process are.

    Raises:
        UsageError: no clone is there, or what it holds is no adapter; the message says where to get one.
    """
    kept = adapters_folder() / name
    found = _source(name, clone)
    if found is None:
        if clone is None and kept.is_dir():
            return read_adapter(kept).folder
        raise UsageError(_where_from(name, clone))
    source = read_adapter(found)
    if kept.is_dir() and _same(source, kept):
        return kept
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=kept.parent, prefix=".making-") as work:
            made = Path(work) / name
            made.mkdir()
            for file in filter(Path.is_file, (source.folder / file for file in _FILES)):
                shutil.copyfile(file, made / file.name)
            if kept.is_dir():
                kept.rename(Path(work) / "old")
            made.rename(kept)
    except OSError as error:
        raise UsageError(f"adapter {name} cannot be kept in {kept}: {error}") from error
    return kept


def kept_adapters() -> Iterator[tuple[str, Path, str]]:
    """(name, folder, name of the base model) of every adapter in the store."""
    root = adapters_folder()
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        try:
            adapter = read_adapter(folder)
        except UsageError:  # a copy that was interrupted, or no folder of ours
            continue
        yield folder.name, folder, str(adapter.config.get("base_model_name_or_path") or "an unknown model")


def _source(name: str, clone: Path | None) -> Path | None:
    """The folder of the adapter in a clone."""
    if clone is not None:
        places = [clone.expanduser() / "models" / name, clone.expanduser()]
    else:
        here = Path.cwd()
        roots = [Path(__file__).parents[2], here, *here.parents]
        places = [root / "models" / name for root in roots]
    return next((place for place in places if (place / "adapter_config.json").is_file()), None)


def _where_from(name: str, clone: Path | None) -> str:
    looked = "here" if clone is None else f"in {clone}"
    return (
        f"adapter {name} is not {looked}: it lies in models/{name} of a clone of the sources of coe, not in "
        f"the wheel. Clone them and run, inside the clone: coe models pull {name}; or from elsewhere: "
        f"coe models pull {name} --from CLONE"
    )


def _same(source: Adapter, kept: Path) -> bool:
    return all(
        (source.folder / file).is_file() == (kept / file).is_file()
        and (not (kept / file).is_file() or (source.folder / file).read_bytes() == (kept / file).read_bytes())
        for file in _FILES
    )
