"""A problem: what is asked, the reference answer, and a worked solution where one is known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from coe.errors import ProblemError

JSONObject = dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """One problem, immutable.

    Args:
        statement: the problem in words, one line.
        answer: the reference answer, or None where there is none. Agents never see it.
        solution: a worked solution, one short line a step; may be empty.
        derivation: the same lines with calculator spans ("x = {12 / 3}"), for demonstrations of
            tool use; empty, or as long as `solution`.
        drafts: starting drafts that come with the problem, each a tuple of lines.
        family: name of the family or data set.
        source: where it comes from ("generated", a file name).
        split: "train", "validation", "test" or "".
        metadata: free, JSON-serialisable.
    """

    statement: str
    answer: str | None = None
    solution: tuple[str, ...] = ()
    derivation: tuple[str, ...] = ()
    drafts: tuple[tuple[str, ...], ...] = ()
    family: str = ""
    source: str = ""
    split: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        if not self.statement.strip():
            raise ProblemError("a problem needs a statement")
        if self.derivation and len(self.derivation) != len(self.solution):
            raise ProblemError("derivation and solution differ in length")

    @cached_property
    def id(self) -> str:
        """Content hash of statement and answer: the same problem has the same id everywhere."""
        content = json.dumps([self.statement, self.answer], ensure_ascii=False)
        return hashlib.blake2b(content.encode(), digest_size=8).hexdigest()

    def to_dict(self) -> JSONObject:
        """A JSON-serialisable record; `from_dict` reads it back."""
        return {
            "id": self.id,
            "statement": self.statement,
            "answer": self.answer,
            "solution": list(self.solution),
            "derivation": list(self.derivation),
            "drafts": [list(draft) for draft in self.drafts],
            "family": self.family,
            "source": self.source,
            "split": self.split,
            "metadata": dict(self.metadata),
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Problem:
        """Read a record of `to_dict`, or the older shape {task_id, problem_text, ground_truth,
        initial_solutions, metadata}.

        Raises:
            ProblemError: a field is missing or of the wrong type.
        """
        if "problem_text" in record:
            return _from_older_shape(record)
        known = {
            "id", "statement", "answer", "solution", "derivation", "drafts",
            "family", "source", "split", "metadata",
        }  # fmt: skip
        unknown = sorted(set(record) - known)
        if unknown:
            raise ProblemError(f"unknown field {unknown[0]!r}; known: {', '.join(sorted(known))}")
        answer = record.get("answer")
        return cls(
            statement=_text(record, "statement"),
            answer=None if answer is None else _text(record, "answer"),
            solution=_lines(record.get("solution", ()), "solution"),
            derivation=_lines(record.get("derivation", ()), "derivation"),
            drafts=_drafts(record),
            family=_text(record, "family", ""),
            source=_text(record, "source", ""),
            split=_text(record, "split", ""),
            metadata=_metadata(record),
        )


def read_jsonl(path: Path) -> Iterator[Problem]:
    """Problems of a JSONL file, streamed; blank lines are passed over.

    Raises:
        ProblemError: a line cannot be read; the message names file and line number.
    """
    try:
        with path.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield _from_line(line, f"{path}:{number}")
    except (OSError, UnicodeDecodeError) as error:
        raise ProblemError(f"{path}: {error}") from error


def read_json(path: Path) -> list[Problem]:
    """Problems of a JSON file that holds one record or a list of them.

    Raises:
        ProblemError: the file or a record cannot be read.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ProblemError(f"{path}: {error}") from error
    records = data if isinstance(data, list) else [data]
    return [_from_record(record, f"{path}: record {i}") for i, record in enumerate(records, 1)]


def write_jsonl(problems: Iterable[Problem], path: Path) -> int:
    """Number of problems written, one record a line."""
    count = 0
    with path.open("w", encoding="utf-8") as stream:
        for problem in problems:
            stream.write(json.dumps(problem.to_dict(), ensure_ascii=False) + "\n")
            count += 1
    return count


def _from_line(line: str, place: str) -> Problem:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ProblemError(f"{place}: not JSON: {error}") from error
    return _from_record(record, place)


def _from_record(record: object, place: str) -> Problem:
    if not isinstance(record, dict):
        raise ProblemError(f"{place}: expected an object, found {type(record).__name__}")
    try:
        return Problem.from_dict(record)
    except ProblemError as error:
        raise ProblemError(f"{place}: {error}") from error


def _from_older_shape(record: Mapping[str, Any]) -> Problem:
    metadata = _metadata(record)
    if "task_id" in record:
        metadata = {**metadata, "task_id": record["task_id"]}
    drafts = record.get("initial_solutions", ())
    if not isinstance(drafts, list | tuple):
        raise ProblemError("initial_solutions must be a list")
    truth = record.get("ground_truth")
    return Problem(
        statement=_text(record, "problem_text"),
        answer=None if truth is None else str(truth),
        drafts=tuple(_draft(draft) for draft in drafts),
        metadata=metadata,
    )


def _drafts(record: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    drafts = record.get("drafts", ())
    if not isinstance(drafts, list | tuple):
        raise ProblemError("drafts must be a list of lists of lines")
    return tuple(_lines(draft, "drafts") for draft in drafts)


def _draft(value: object) -> tuple[str, ...]:
    # The older files hold whole drafts as one string, often with a literal backslash-n.
    if isinstance(value, str):
        return tuple(value.replace("\\n", "\n").split("\n"))
    return _lines(value, "initial_solutions")


def _metadata(record: Mapping[str, Any]) -> dict[str, Any]:
    metadata = record.get("metadata")
    if metadata is None:
        return {}
    if not isinstance(metadata, dict):
        raise ProblemError("metadata must be an object")
    return metadata


def _text(record: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = record.get(key, default)
    if not isinstance(value, str):
        raise ProblemError(f"{key} must be text")
    return value


def _lines(value: object, key: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(line, str) for line in value):
        raise ProblemError(f"{key} must be a list of lines")
    return tuple(value)
