"""A function over many items in other processes: results in the order of the items, memory bounded.

The same results come in the same order whatever the number of processes. A process that is killed, or runs
out of memory, ends the run with an error: what was yielded before it stands. The processes end with their
parent, however it ends.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Protocol, TypeVar

from coe.errors import CoeError

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 3
"""Items under way for each process: enough that none waits, few enough to keep memory flat."""


class Engine(Protocol):
    """Anything that maps in order."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Generator[Result]:
        """The results in the order of the items, each yielded as soon as it and those before it are there."""
        ...


def usable_cores() -> int:
    """Cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class LocalEngine:
    """Processes of this machine.

    Args:
        workers: processes; None takes every core, 1 works in this process.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or usable_cores()

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Generator[Result]:
        """See `Engine.map`.

        Raises:
            CoeError: a process died; or whatever `function` raises.
        """
        items = iter(items)
        # One item needs no process beside this one, whose start would take longer than most items.
        head = list(islice(items, 2))
        if self.workers == 1 or len(head) < 2:
            yield from map(function, head)
            yield from map(function, items)
            return
        yield from self._in_processes(function, head, items)

    def _in_processes(
        self, function: Callable[[Item], Result], head: list[Item], items: Iterator[Item]
    ) -> Generator[Result]:
        pool = ProcessPoolExecutor(
            self.workers, mp_context=multiprocessing.get_context("spawn"), initializer=_set_up_process
        )
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


def _set_up_process() -> None:
    """An interrupt is the parent's to handle; the parent's death is the end."""
    # Our results are trees that die young: looking for cycles less often saves a tenth of the time.
    gc.set_threshold(100_000, 50, 100)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
