"""One process at a time trains into a folder: two would overwrite each other's checkpoints.

The lock is the operating system's, so that a killed process leaves none behind, but for an empty file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from coe.errors import UsageError

LOCK_FILE = ".coe.lock"


@contextmanager
def only_run_in(out: Path) -> Iterator[None]:
    """Makes the folder, and holds it against other processes inside.

    Raises:
        UsageError: another process holds it, or it cannot be written.
    """
    from filelock import FileLock, Timeout

    try:
        out.mkdir(parents=True, exist_ok=True)
        held = FileLock(out / LOCK_FILE, blocking=False)
        held.acquire()
    except Timeout as error:
        raise UsageError(
            f"another process is training in {out}; wait for it or end it, or choose another --out"
        ) from error
    except OSError as error:
        raise UsageError(f"cannot write to {out}: {error.strerror or error}") from error
    try:
        yield
    finally:
        with suppress(OSError):  # the folder may be gone or read-only
            (out / LOCK_FILE).unlink()
        held.release()


def holds_files(out: Path) -> bool:
    """Whether there is anything in a folder but the lock.

    Raises:
        OSError: it cannot be read.
    """
    return any(file.name != LOCK_FILE for file in out.iterdir())
