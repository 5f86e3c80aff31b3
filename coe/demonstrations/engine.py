"""A function over many items in other processes: results in the order of the items, memory bounded.

The same results come in the same order whatever the number of processes. A process that is killed, or runs
out of memory, ends the run with an error: what was yielded before it stands. The processes end with their
parent, however it ends.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import Protocol, TypeVar

from coe.errors import CoeError
from coe.processes import leave_interrupts_to_parent, usable_cores

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 3
"""Items under way for each process: enough that none waits, few enough to keep memory flat."""
_SELDOM = (100_000, 50, 100)
"""Thresholds of the garbage collector."""


class Engine(Protocol):
    """Anything that maps in order."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Generator[Result]:
        """The results in the order of the items, each yielded as soon as it and those before it are there."""
        ...


class LocalEngine:
    """Processes of this machine.

    They are forked from this one where that is safe (Linux, and no thread beside the main one), so that they
    need no start-up of their own, else spawned. Entered as a context it starts them at once, before the
    caller starts threads; otherwise `map` does.

    Args:
        workers: processes; None takes every core, 1 works in this process.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or usable_cores()
        self._ready: ProcessPoolExecutor | None = None

    def __enter__(self) -> LocalEngine:
        if self.workers > 1 and _can_fork():
            self._ready = self._started()
        return self

    def __exit__(self, *_: object) -> None:
        ready, self._ready = self._ready, None
        if ready is not None:
            ready.shutdown(cancel_futures=True)

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Generator[Result]:
        """Works where `self.workers` says.

        Raises:
            CoeError: a process died; or whatever `function` raises.
        """
        items = iter(items)
        # One item needs no process beside this one, whose start would take longer than most items.
        head = list(islice(items, 2))
        if self.workers == 1 or len(head) < 2:
            with _seldom_collected():
                yield from map(function, head)
                yield from map(function, items)
            return
        yield from self._in_processes(function, head, items)

    def _started(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("fork" if _can_fork() else "spawn")
        pool = ProcessPoolExecutor(self.workers, mp_context=context, initializer=_set_up_process)
        # Forked processes all start with the first thing to do, while there is no thread yet.
        pool.submit(usable_cores)
        return pool

    def _in_processes(
        self, function: Callable[[Item], Result], head: list[Item], items: Iterator[Item]
    ) -> Generator[Result]:
        pool, self._ready = self._ready or self._started(), None
        waiting: deque[Future[Result]] = deque(pool.submit(function, item) for item in head)
        try:
            waiting.extend(pool.submit(function, item) for item in islice(items, self.workers * _AHEAD))
            while waiting:
                result = waiting.popleft().result()
                waiting.extend(pool.submit(function, item) for item in islice(items, 1))
                yield result
        except BrokenProcessPool as error:
            raise CoeError(
                "a worker process was killed (out of memory?); with fewer --workers each has more; "
                "what is finished is kept"
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _can_fork() -> bool:
    """Whether a fork of this process is whole: no thread, of Python or of a library, would be missing."""
    return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Results here are trees that die young: looking for cycles less often saves a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _set_up_process() -> None:
    """An interrupt is the parent's to handle; the parent's death is the end."""
    # What was there before the work stays: it is neither collected nor, where it is shared, copied.
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    leave_interrupts_to_parent()
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
