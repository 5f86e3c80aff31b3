"""What a user types for a data set: `NAME:PATH`, with options after a question mark.

gsm8k:data/train.jsonl
csv:problems.csv?statement=Question&answer=Final&bad_rows=skip
math:MATH?split=train&rows=1-500
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from coe._registry import Registry
from coe.errors import UsageError

LOADERS = Registry(
    "data set",
    {
        "gsm8k": "coe.tasks.loaders.gsm8k:LOADER",
        "math": "coe.tasks.loaders.competition_math:LOADER",
        "svamp": "coe.tasks.loaders.svamp:LOADER",
        "asdiv": "coe.tasks.loaders.asdiv:LOADER",
        "sat": "coe.tasks.loaders.sat:LOADER",
        "json": "coe.tasks.loaders.columns:LOADER",
        "jsonl": "coe.tasks.loaders.columns:LOADER",
        "csv": "coe.tasks.loaders.columns:LOADER",
        "parquet": "coe.tasks.loaders.columns:LOADER",
        "hf": "coe.tasks.loaders.columns:LOADER",
        "reasoning_gym": "coe.tasks.loaders.reasoning_gym:LOADER",
    },
)
"""Data sets by name; a dotted path of the user's own is not one."""

COLUMNS = ("statement", "answer", "solution", "difficulty", "family")
OPTIONS = ("bad_rows", "rows", "split", "files", "seed", *COLUMNS)


class BadRows(StrEnum):
    """What happens at a row that cannot be read."""

    STOP = "stop"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Spec:
    """A data set as asked for.

    Args:
        name: of the loader.
        path: file, folder or, for reasoning_gym, family.
        columns: field of a problem -> column of the file.
        bad_rows: stop at a bad row, or pass over it.
        first, last: rows taken, from 1; last None takes all.
        split: take only files or rows of this split; "" takes all.
        files: take only the files of a folder that fit this pattern; "" takes all.
        seed: of a data set that is generated.
    """

    name: str
    path: str
    columns: Mapping[str, str]
    bad_rows: BadRows = BadRows.STOP
    first: int = 1
    last: int | None = None
    split: str = ""
    files: str = ""
    seed: int = 0


def is_spec(text: str) -> bool:
    """Whether the text names a data set (and not a family or "package.module:attribute")."""
    name, separator, path = text.partition(":")
    # "math: what is 2 + 2?" is a problem.
    return bool(separator) and name in LOADERS and not path.startswith(" ")


def read_spec(text: str) -> Spec:
    """The data set that the text asks for.

    Raises:
        UsageError: an unknown name or option, or a value that does not fit.
    """
    name, _, rest = text.partition(":")
    if name not in LOADERS:
        raise UsageError(f"unknown data set {name!r}; known: {', '.join(LOADERS)}, each as NAME:PATH")
    path, _, tail = rest.partition("?")
    if not path:
        raise UsageError(f"{text}: no path; expected {name}:PATH")
    options = dict(_option(text, part) for part in tail.split("&") if part)
    first, last = _range(text, options.get("rows", ""))
    return Spec(
        name=name,
        path=path,
        columns={key: value for key, value in options.items() if key in COLUMNS},
        bad_rows=_bad_rows(text, options.get("bad_rows", BadRows.STOP)),
        first=first,
        last=last,
        split=options.get("split", ""),
        files=options.get("files", ""),
        seed=_whole(text, "seed", options.get("seed", "0")),
    )


def with_bad_rows(text: str, bad_rows: BadRows) -> str:
    """The same data set with a rule for bad rows, unless it has one already."""
    if not is_spec(text) or read_spec(text).bad_rows is bad_rows or "bad_rows=" in text:
        return text
    return f"{text}{'&' if '?' in text else '?'}bad_rows={bad_rows.value}"


def _option(text: str, part: str) -> tuple[str, str]:
    key, separator, value = part.partition("=")
    if key not in OPTIONS or not separator or not value:
        raise UsageError(f"{text}: {part!r} is no option; expected KEY=VALUE, keys are {', '.join(OPTIONS)}")
    return key, value


def _bad_rows(text: str, value: str) -> BadRows:
    try:
        return BadRows(value)
    except ValueError:
        raise UsageError(f"{text}: bad_rows is skip or stop, not {value!r}") from None


def _range(text: str, value: str) -> tuple[int, int | None]:
    if not value:
        return 1, None
    start, dash, end = value.partition("-")
    first = _whole(text, "rows", start)
    last = (_whole(text, "rows", end) if end else None) if dash else first
    if first < 1 or (last is not None and last < first):
        raise UsageError(f"{text}: rows are counted from 1, for example rows=7 or rows=1-500")
    return first, last


def _whole(text: str, key: str, value: str) -> int:
    if not value.isdecimal() or len(value) > 18:
        raise UsageError(f"{text}: {key} takes a whole number, not {value!r}")
    return int(value)
