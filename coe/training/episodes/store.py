"""Episodes in a file, one JSON object a line after the settings under which they were played.

Only whole lines count: what a killed run left of its last one is cut off when the file is opened again. An
episode that failed on our side is kept for what it cost, is not finished, and is played again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from coe.demonstrations.manifest import refuse_other_settings
from coe.environment import Episode
from coe.errors import ProblemError, UsageError
from coe.messages import Usage

Key = tuple[str, int]
"""Problem and sample."""

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Stored:
    """An episode and where its line begins in the file."""

    offset: int
    episode: Episode


class EpisodeFile:
    """A file of episodes; use it as a context manager to add to it.

    Args:
        path: of the file; made with its folder where it is not there.
        settings: JSON values that decide the episodes; those of an existing file must be the same.

    Raises:
        UsageError: the file is of other settings, is no such file, or cannot be written.
    """

    def __init__(self, path: Path, settings: Mapping[str, object]) -> None:
        self.path = path
        self.finished: set[Key] = set()
        self.failed = 0
        self.usage = Usage()
        self.last_failure: str | None = None
        self._stream: BinaryIO | None = None
        try:
            self._prepare(json.loads(json.dumps(settings)))
        except OSError as error:
            raise UsageError(f"cannot write {path}: {error.strerror or error}") from error
        for stored in self:
            self._count(stored.episode)

    def add(self, episode: Episode) -> None:
        """Keep an episode; when this returns, a killed process does not lose it.

        Raises:
            UsageError: it cannot be written; what was there before is kept.
        """
        assert self._stream is not None, "use the file as a context manager to add to it"
        line = json.dumps(episode.to_dict(), ensure_ascii=False) + "\n"
        try:
            self._stream.write(line.encode())
            self._stream.flush()
        except OSError as error:
            raise UsageError(
                f"cannot write {self.path}: {error.strerror or error}; nothing finished is lost: when that "
                "is mended, the same command goes on"
            ) from error
        self._count(episode)

    def __iter__(self) -> Iterator[Stored]:
        """The episodes in the order in which they ended, failed ones too.

        Raises:
            UsageError: a line is no episode.
        """
        with self.path.open("rb") as stream:
            offset = len(stream.readline())
            for number, line in enumerate(stream, start=2):
                yield Stored(offset, self._parsed(line, f"{self.path}:{number}"))
                offset += len(line)

    def at(self, offset: int) -> Episode:
        """The episode whose line begins there."""
        with self.path.open("rb") as stream:
            stream.seek(offset)
            return self._parsed(stream.readline(), f"{self.path} at byte {offset}")

    def __enter__(self) -> EpisodeFile:
        try:
            self._stream = self.path.open("ab")
        except OSError as error:
            raise UsageError(f"cannot write {self.path}: {error.strerror or error}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def _count(self, episode: Episode) -> None:
        self.usage += episode.usage
        if episode.failure is None:
            self.finished.add((episode.problem.id, episode.sample))
        else:
            self.failed += 1
            self.last_failure = episode.failure

    def _prepare(self, settings: dict[str, object]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as stream:
            stream.truncate(_end_of_last_line(stream))
            stream.seek(0)
            first = stream.readline()
            if not first:
                stream.write((json.dumps({"episodes": settings}) + "\n").encode())
                return
        try:
            stored = dict(json.loads(first)["episodes"])
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{self.path} is no file of episodes; choose another --out") from error
        refuse_other_settings(settings, stored)

    @staticmethod
    def _parsed(line: bytes, place: str) -> Episode:
        try:
            return Episode.from_dict(json.loads(line))
        except (ValueError, AttributeError, RecursionError, ProblemError) as error:
            raise UsageError(f"{place} is no episode: {error}") from error


def _end_of_last_line(stream: BinaryIO) -> int:
    """Number of bytes up to the last line break, that one too."""
    end = stream.seek(0, os.SEEK_END)
    while end:
        start = max(0, end - _BLOCK)
        stream.seek(start)
        found = stream.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0
