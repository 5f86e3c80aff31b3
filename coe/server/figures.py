"""What Prometheus reads from a service."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class Figures:
    """Counters of one service; memory and processor time come with the process collector.

    Args:
        waiting: tickets in work or waiting, read when asked.
        workers: the worker processes, read when asked.
    """

    def __init__(self, waiting: Callable[[], int], workers: Callable[[], Sequence[int]]) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter("coe_requests", "Requests.", ("route", "status"), registry=self.registry)
        self.seconds = Histogram(
            "coe_request_seconds", "Latency.", ("route",), buckets=_BOUNDS, registry=self.registry
        )
        self.tokens = Counter("coe_tokens", "Tokens of the agent.", ("kind",), registry=self.registry)
        self.episodes = Counter("coe_episodes", "Finished episodes.", ("status",), registry=self.registry)
        self.cache_hits = Counter("coe_cache_hits", "Answers from the cache.", registry=self.registry)
        queue = Gauge("coe_queue", "Requests in work or waiting.", registry=self.registry)
        queue.set_function(waiting)
        alive = Gauge("coe_workers", "Worker processes.", registry=self.registry)
        alive.set_function(lambda: len(workers()))
        memory = Gauge(
            "coe_workers_resident_memory_bytes", "Memory of the worker processes, where /proc tells it.",
            registry=self.registry,
        )  # fmt: skip
        memory.set_function(lambda: sum(map(_resident, workers())))

    def note(self, result: Mapping[str, Any]) -> None:
        """Count a finished episode and its tokens.

        Args:
            result: as `SolveAnswer` has it.
        """
        self.episodes.labels(result["status"]).inc()
        for kind in ("prompt", "completion"):
            self.tokens.labels(kind).inc(result["usage"][f"{kind}_tokens"])

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)


class Counting:
    """ASGI middleware: requests by route and status, and the seconds until an answer begins."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self._app, self._figures = app, figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                path = getattr(scope.get("route"), "path", "other")
                self._figures.requests.labels(path, str(message["status"])).inc()
                self._figures.seconds.labels(path).observe(time.perf_counter() - begun)
            await send(message)

        await self._app(scope, receive, sent)


def _resident(process: int) -> int:
    """Bytes of memory; 0 where that is not told."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
