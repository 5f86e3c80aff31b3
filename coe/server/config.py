"""Settings of a service."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

from coe.environment import Decoding
from coe.errors import UsageError


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """How a service behaves.

    Args:
        host: address it listens on. Any but the machine's own (loopback) demands an API key.
        api_key: that requests must show; None asks for none.
        max_steps: most commands of an episode that a request may ask for.
        waiting: most requests in work or waiting; the next one gets 429.
        batch_size: episodes that the agent answers at once.
        workers: processes that share them, for agents that can be made in each.
        seconds: limit of a request; then 504.
        body_bytes: limit of a request's body; then 413.
        lines: most lines of a draft in a request.
        cache_seconds: how long a finished answer is kept; 0 keeps none.
        cache_size: most answers kept in this process.
        cache_url: redis:// URL that keeps them instead, for several processes.
        runs: store of runs that `/runs` shows; None shows none.
        decoding: how replies are drawn.

    Raises:
        UsageError: an open address without a key, or a limit below 1.
    """

    host: str = "127.0.0.1"
    api_key: str | None = field(default=None, repr=False)
    max_steps: int = 40
    waiting: int = 256
    batch_size: int = 64
    workers: int = 1
    seconds: float = 120.0
    body_bytes: int = 256 * 1024
    lines: int = 40
    cache_seconds: float = 600.0
    cache_size: int = 4096
    cache_url: str | None = None
    runs: str | None = None
    decoding: Decoding = field(default_factory=Decoding)

    def __post_init__(self) -> None:
        if self.api_key is None and not self.loopback:
            raise UsageError(
                f"--host {self.host} is open to other machines: give --service-key or set COE_API_KEY, "
                "or listen on 127.0.0.1"
            )
        if self.api_key is not None and len(self.api_key) < 16:
            raise UsageError("an API key has at least 16 characters")
        for name in ("max_steps", "waiting", "batch_size", "workers", "body_bytes", "lines", "cache_size"):
            if getattr(self, name) < 1:
                raise UsageError(f"{name} must be at least 1, not {getattr(self, name)}")
        if self.seconds <= 0 or self.cache_seconds < 0:
            raise UsageError("time limits must be above 0")

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False
