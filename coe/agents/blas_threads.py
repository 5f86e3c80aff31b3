"""How many threads NumPy's products take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any

from threadpoolctl import ThreadpoolController


@cache
def blas_threads() -> int:
    """Threads that NumPy's BLAS takes unless it is limited: the processors that this process may use, or what
    OPENBLAS_NUM_THREADS or OMP_NUM_THREADS says."""
    found = _blas().select(user_api="blas").info()
    return max((library["num_threads"] for library in found), default=1)


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Small products are faster on one thread: a BLAS's threads would wait for each other.

    The limit holds for the whole process, until the last of those that asked for it has left. OpenBLAS may
    listen to the thread alone that loaded it, so that one should ask first.
    """
    _LIMIT.enter()
    try:
        yield
    finally:
        _LIMIT.leave()


class _Limit:
    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._limiter: Any = None

    def enter(self) -> None:
        with self._lock:
            if not self._inside:
                blas_threads()  # before the limit, which it would count
                self._limiter = _blas().limit(limits=1, user_api="blas")
            self._inside += 1

    def leave(self) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._limiter.restore_original_limits()


_LIMIT = _Limit()


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()
