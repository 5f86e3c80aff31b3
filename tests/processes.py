"""Whether processes that should have ended have."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        with open(f"/proc/{pid}/stat") as stream:
            return stream.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_gone(pids: Iterable[int], seconds: float = 20.0) -> None:
    """Until none of them runs.

    Raises:
        AssertionError: some still do.
    """
    until = time.monotonic() + seconds
    while left := [pid for pid in pids if is_running(pid)]:
        assert time.monotonic() < until, f"still running: {left}"
        time.sleep(0.05)
