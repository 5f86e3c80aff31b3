"""What Prometheus reads from a service."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from coe.messages import Usage

_BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class Figures:
    """Counters of one service; memory and processor time come with the process collector.

    Args:
        waiting: tickets in work or waiting, read when asked.
    """

    def __init__(self, waiting: Callable[[], int]) -> None:
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

    def note_usage(self, usage: Usage) -> None:
        """Count the tokens of a finished episode."""
        self.tokens.labels("prompt").inc(usage.prompt_tokens)
        self.tokens.labels("completion").inc(usage.completion_tokens)

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)
