"""Finished answers kept for a while: in this process, or in Redis for several."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Mapping
from typing import Any, Protocol

from coe._optional import require
from coe.errors import UsageError

Events = list[dict[str, Any]]


class AnswerCache(Protocol):
    """Events of finished requests under keys."""

    def get(self, key: str) -> Events | None:
        """The events, None where there are none."""
        ...

    def put(self, key: str, events: Events) -> None:
        """Keep them for the cache's time to live."""
        ...


def answer_key(
    identity: Mapping[str, str], settings: Mapping[str, object], body: Mapping[str, object]
) -> str:
    """A hash of everything that an answer depends on."""
    parts = json.dumps([dict(identity), dict(settings), dict(body)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(parts.encode()).hexdigest()


def open_cache(url: str | None, seconds: float, size: int) -> AnswerCache | None:
    """The cache; None where nothing is to be kept.

    Raises:
        UsageError: the Redis server does not answer.
        MissingDependencyError: a package is not installed.
    """
    if not seconds:
        return None
    return ProcessCache(seconds, size) if url is None else RedisCache(url, seconds)


class ProcessCache:
    """In this process, the least recently used one goes first.

    Time is monotonic: nothing lives longer because the date was changed.
    """

    def __init__(self, seconds: float, size: int) -> None:
        tools = require("cachetools", "serve")
        self._kept: Any = tools.TTLCache(size, seconds, timer=time.monotonic)
        self._lock = threading.Lock()

    def get(self, key: str) -> Events | None:
        with self._lock:
            found: Events | None = self._kept.get(key)
        return found

    def put(self, key: str, events: Events) -> None:
        with self._lock:
            self._kept[key] = events


class RedisCache:
    """On a Redis server; one that does not answer costs nothing but the time to ask."""

    def __init__(self, url: str, seconds: float) -> None:
        redis = require("redis", "redis")
        self._errors = redis.exceptions.RedisError
        self._seconds = max(1, round(seconds))
        try:
            self._client = redis.Redis.from_url(url, socket_timeout=1.0, socket_connect_timeout=1.0)
            self._client.ping()
        except (self._errors, ValueError) as error:
            raise UsageError(f"--answers {url}: {error}") from error

    def get(self, key: str) -> Events | None:
        try:
            found = self._client.get("coe:answer:" + key)
            events = None if found is None else json.loads(found)
        except (self._errors, ValueError):
            return None
        return events if isinstance(events, list) else None

    def put(self, key: str, events: Events) -> None:
        try:
            self._client.set("coe:answer:" + key, json.dumps(events), ex=self._seconds)
        except self._errors:
            return
