"""An interrupt (Ctrl-C) that lets the work come to a good end first."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stop_at_interrupt(stop: Callable[[], None]) -> Iterator[None]:
    """The first interrupt inside calls `stop`; the next one ends the program as always."""

    def handle(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        stop()

    try:
        before = signal.signal(signal.SIGINT, handle)
    except ValueError:  # not the main thread: interrupts go to that one
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
