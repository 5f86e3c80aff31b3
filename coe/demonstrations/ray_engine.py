"""A function over many items on the machines of a Ray cluster: the same results in the same order as locally.

Every machine needs this package in the same version, which is checked, and sees no file of ours: items
travel to it and results come back. A machine that is lost costs nothing: Ray runs its items again
elsewhere.
"""

from __future__ import annotations

import os
import socket
from collections import deque
from collections.abc import Callable, Generator, Iterable
from itertools import islice
from typing import Any

from coe import __version__
from coe._optional import require
from coe.demonstrations.engine import Item, Result
from coe.errors import CoeError, UsageError

_AHEAD = 3
_CONNECT_SECONDS = 10.0


class RayEngine:
    """A Ray cluster.

    Args:
        address: of a running cluster ("auto", "HOST:6379", "ray://HOST:10001"); None starts one on this
            machine, which ends with `close`.
        workers: tasks at once; None takes every core of the cluster.

    Raises:
        MissingDependencyError: Ray is not installed.
        UsageError: there is no cluster at the address.
    """

    def __init__(self, address: str | None = None, workers: int | None = None) -> None:
        # Ray reports usage to its makers unless told not to.
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        self._ray = require("ray", "ray")
        try:
            _check_reachable(address)
            self._ray.init(
                address=address or "local",
                num_cpus=None if address else workers,
                include_dashboard=None if address else False,
                configure_logging=False,
                log_to_driver=False,
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise UsageError(
                f"no Ray cluster at {address!r}: {error}; start one with: ray start --head, "
                "or leave --address out to use this machine"
            ) from error
        self.workers = workers or max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Generator[Result]:
        """See `coe.demonstrations.engine.Engine.map`.

        Raises:
            CoeError: a machine has another version of this package, or lost the work for good; or whatever
                `function` raises.
        """
        task = self._ray.remote(_call)
        items = iter(items)
        waiting: deque[Any] = deque(
            task.remote(function, item) for item in islice(items, self.workers * _AHEAD)
        )
        try:
            while waiting:
                yield self._result(waiting.popleft())
                waiting.extend(task.remote(function, item) for item in islice(items, 1))
        finally:
            for reference in waiting:
                self._ray.cancel(reference)

    def close(self) -> None:
        """Leave the cluster; one that was started here ends."""
        self._ray.shutdown()

    def __enter__(self) -> RayEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _result(self, reference: Any) -> Any:
        errors = self._ray.exceptions
        try:
            version, result = self._ray.get(reference)
        except errors.RayTaskError as error:
            cause = error.cause
            raise cause if isinstance(cause, CoeError) else CoeError(f"a Ray task failed: {error}") from error
        except errors.RayError as error:
            raise CoeError(f"the Ray cluster lost the work: {error}; what is finished is kept") from error
        if version != __version__:
            raise CoeError(
                f"a machine of the cluster has coe {version}, this one {__version__}: install the same one"
            )
        return result


def _check_reachable(address: str | None) -> None:
    """Ray itself would try for minutes.

    Raises:
        OSError, ValueError: nothing listens there.
    """
    host, separator, port = (address or "").removeprefix("ray://").rpartition(":")
    if separator:
        socket.create_connection((host, int(port)), timeout=_CONNECT_SECONDS).close()


def _call(function: Callable[[Item], Result], item: Item) -> tuple[str, Result]:
    return __version__, function(item)
