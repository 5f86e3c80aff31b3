"""Responses in a folder: one SQLite table of JSON texts, safe for several processes of one machine.

SQLite through the standard library, not diskcache: that one unpickles what a foreign file marks as a pickle,
under its JSONDisk too.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from coe.agents.cache import StoreError
from coe.errors import UsageError

_FILE = "responses.sqlite"
_WAIT = 30.0  # seconds, for another process that is writing
_AT_ONCE = 500  # keys a query; SQLite takes 999 in its oldest builds


class FolderStore:
    """Keeps texts in a folder, which is made if it is not there.

    Args:
        folder: on a local disk; for several machines use Redis.

    Raises:
        UsageError: it cannot be made, or holds another kind of file under our name.
    """

    def __init__(self, folder: str | Path) -> None:
        place = Path(folder)
        self._lock = threading.Lock()
        try:
            place.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(place / _FILE, timeout=_WAIT, check_same_thread=False)
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute(
                "CREATE TABLE IF NOT EXISTS responses (key TEXT PRIMARY KEY, reply TEXT NOT NULL)"
            )
            self._base.commit()
        except (OSError, sqlite3.Error) as error:
            raise UsageError(f"--cache {folder} cannot be used: {error}") from error

    def get_many(self, keys: Sequence[str]) -> list[str | None]:
        """The text of each key, None where there is none."""
        found: dict[str, object] = {}
        try:
            with self._lock:
                for start in range(0, len(keys), _AT_ONCE):
                    chosen = keys[start : start + _AT_ONCE]
                    marks = ",".join("?" * len(chosen))
                    query = f"SELECT key, reply FROM responses WHERE key IN ({marks})"
                    found.update(self._base.execute(query, list(chosen)))
        except sqlite3.Error as error:
            raise StoreError(str(error)) from error
        texts = [found.get(key) for key in keys]
        return [text if isinstance(text, str) else None for text in texts]

    def put_many(self, items: Mapping[str, str]) -> None:
        """Keep these, in the place of what the keys held before."""
        try:
            with self._lock, self._base:
                self._base.executemany("INSERT OR REPLACE INTO responses VALUES (?, ?)", list(items.items()))
        except sqlite3.Error as error:
            raise StoreError(str(error)) from error
