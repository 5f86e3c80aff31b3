"""Responses in a Redis server, shared between machines: JSON texts under keys that begin `coe:response:`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from coe._optional import require
from coe.agents.cache import StoreError
from coe.errors import UsageError

_PREFIX = "coe:response:"
_PATIENCE = 10.0  # seconds for an answer


class RedisStore:
    """Keeps texts in Redis. They stay until Redis drops them: set its `maxmemory` and `maxmemory-policy`.

    Args:
        url: redis://[user:password@]host:port/number, rediss:// with TLS, or unix://path.

    Raises:
        UsageError: nobody answers there, or the URL is none.
        MissingDependencyError: the package `redis` is not installed.
    """

    def __init__(self, url: str) -> None:
        self._redis = require("redis", "redis")
        parts = urlsplit(url)
        place = f"{parts.scheme}://{(parts.netloc + parts.path).rpartition('@')[2]}"  # without the password
        try:
            self._client = self._redis.Redis.from_url(
                url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE
            )
            self._client.ping()
        except (self._redis.RedisError, ValueError) as error:
            raise UsageError(f"--cache {place}: the Redis server does not answer: {error}") from None

    def get_many(self, keys: Sequence[str]) -> list[str | None]:
        """The text of each key, None where there is none."""
        if not keys:
            return []
        try:
            found = self._client.mget([_PREFIX + key for key in keys])
        except self._redis.RedisError as error:
            raise StoreError(str(error)) from error
        return [None if value is None else value.decode("utf-8", "replace") for value in found]

    def put_many(self, items: Mapping[str, str]) -> None:
        """Keep these, in the place of what the keys held before."""
        try:
            self._client.mset({_PREFIX + key: text for key, text in items.items()})
        except self._redis.RedisError as error:
            raise StoreError(str(error)) from error
