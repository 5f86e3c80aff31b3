"""Requests to services: those of a batch at once, tried again with backoff, and a failure is a reply.

An agent of a service gives `Requests` a function that sends one request and either returns a Reply or raises
ServiceFault. Faults that may pass (429, 5xx, time-outs, cut connections) are tried again after the time that
the service asks for, else after a pause that doubles; what does not pass is a Reply with an error.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from coe._optional import require
from coe.agents.keys import without_key
from coe.agents.protocol import Conversation, sampling_of_each
from coe.errors import UsageError
from coe.messages import FinishReason, Reply, Sampling, Usage

_LONGEST_MESSAGE = 400  # characters of what a service says


class ServiceFault(Exception):
    """A request that was not answered.

    Attributes:
        transient: it may pass when the request is sent again.
        wait: seconds after which the service asks to be tried again; None leaves it to us.
        reason: BLOCKED where the service withheld the answer.
        usage: what the request took all the same.
    """

    def __init__(
        self,
        message: str,
        *,
        transient: bool = False,
        wait: float | None = None,
        reason: FinishReason = FinishReason.ERROR,
        usage: Usage | None = None,
    ) -> None:
        super().__init__(message)
        self.transient = transient
        self.wait = wait
        self.reason = reason
        self.usage = usage or Usage()


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a request is tried.

    Args:
        attempts: most sendings of one request, the first included.
        pause: seconds before the second, doubled each time, with jitter.
        longest_pause: seconds.
        longest_wait: seconds; a service that asks for more is not waited for.
    """

    attempts: int = 8
    pause: float = 1.0
    longest_pause: float = 60.0
    longest_wait: float = 120.0

    def __post_init__(self) -> None:
        if self.attempts < 1:
            raise UsageError(f"attempts must be at least 1, not {self.attempts}")


@dataclass(frozen=True, slots=True)
class Requests:
    """Sends the requests of an agent.

    Args:
        send: sends one, with the texts that the service is to stop at; runs in several threads. With a
            function to show text it asks for a stream.
        concurrency: most requests at once.
        patience: with faults that may pass.
        extra: that installs tenacity.
        key: left out of every error.
    """

    send: Callable[[Conversation, Sampling, Sequence[str], Callable[[str], None] | None], Reply]
    concurrency: int
    patience: Patience
    extra: str
    key: str | None

    def __post_init__(self) -> None:
        if self.concurrency < 1:
            raise UsageError(f"concurrency must be at least 1, not {self.concurrency}")

    def act(self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None) -> list[Reply]:
        """One reply a conversation, in the same order, all asked at once."""
        wanted = sampling_of_each(conversations, sampling)

        def ask(index: int) -> Reply:
            how = wanted[index]
            return _to_the_stop(lambda stops: self.send(conversations[index], how, stops, None), how)

        return self._all(ask, len(conversations))

    def stream(self, conversation: Conversation, how: Sampling, on_text: Callable[[str], None]) -> Reply:
        """One reply, shown as it comes."""
        shown = [on_text]  # the first sending; a second one would only repeat it

        def ask(_: int) -> Reply:
            return _to_the_stop(
                lambda stops: self.send(conversation, how, stops, shown.pop() if shown else None), how
            )

        return self._all(ask, 1)[0]

    def _all(self, ask: Callable[[int], Reply], count: int) -> list[Reply]:
        stopped = threading.Event()
        retrying = _retrying(self.patience, stopped, self.extra)

        def answer(index: int) -> Reply:
            begun = time.perf_counter()
            again = retrying.copy()
            try:
                reply: Reply = again(ask, index)
            except Exception as error:
                reply = _failure(error, again.statistics.get("attempt_number", 1), self.key)
            return replace(reply, usage=replace(reply.usage, seconds=time.perf_counter() - begun))

        return _at_once(answer, count, self.concurrency, stopped)


def _retrying(patience: Patience, stopped: threading.Event, extra: str) -> Any:
    tenacity = require("tenacity", extra)
    backoff = tenacity.wait_exponential_jitter(patience.pause, patience.longest_pause, jitter=patience.pause)

    def pause(state: Any) -> float:
        asked: float | None = state.outcome.exception().wait
        return float(backoff(state)) if asked is None else asked

    return tenacity.Retrying(
        retry=tenacity.retry_if_exception(lambda error: _may_pass(error, patience)),
        stop=tenacity.stop_after_attempt(patience.attempts) | tenacity.stop_when_event_set(stopped),
        wait=pause,
        sleep=tenacity.sleep_using_event(stopped),
        reraise=True,
    )


def _at_once(
    answer: Callable[[int], Reply], count: int, threads: int, stopped: threading.Event
) -> list[Reply]:
    """`answer(0)` ... `answer(count - 1)` from threads; an interruption (Ctrl-C) waits for none of them."""
    replies: dict[int, Reply] = {}
    waiting = iter(range(count))
    lock = threading.Lock()

    def work() -> None:
        while not stopped.is_set():
            with lock:
                index = next(waiting, None)
            if index is None:
                return
            replies[index] = answer(index)

    # Daemons, because a pool of threads would hold up the end of the program until the last time-out.
    workers = [threading.Thread(target=work, daemon=True) for _ in range(min(threads, count))]
    try:
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    finally:
        stopped.set()
    return [replies[index] for index in range(count)]


def _to_the_stop(send: Callable[[tuple[str, ...]], Reply], how: Sampling) -> Reply:
    """The reply cut at the first stop, sent a second time if the service stopped before the first word.

    A reply may begin with a line break, but services count that as a stop.
    """
    reply = send(how.stop)
    early = reply.finish_reason is FinishReason.STOP and not reply.text.strip()
    if early and any(stop[0].isspace() for stop in how.stop):
        again = send(())
        reply = replace(again, usage=reply.usage + again.usage)
    text = reply.text.lstrip()
    places = [place for place in (text.find(stop) for stop in how.stop) if place >= 0]
    if not places:
        return replace(reply, text=text.rstrip())
    return replace(reply, text=text[: min(places)].rstrip(), finish_reason=FinishReason.STOP)


def seconds_asked(headers: Mapping[str, str]) -> float | None:
    """What a Retry-After header asks for (RFC 9110: seconds or a date), None where there is none."""
    milliseconds, value = headers.get("retry-after-ms"), headers.get("retry-after")
    try:
        if milliseconds is not None:
            return max(0.0, float(milliseconds) / 1000)
        if value is None:
            return None
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value or "").timestamp() - time.time())
    except ValueError:
        return None


def is_transient(status: int) -> bool:
    """Whether an HTTP status may pass: too slow, too many requests, the server's own faults."""
    return status in (408, 429) or 500 <= status <= 599


def is_transport_error(error: BaseException) -> bool:
    """Whether a connection failed; the clients are built on httpx or on httpx2, which name it alike."""
    return any(kind.__name__ == "TransportError" for kind in type(error).__mro__)


def _may_pass(error: BaseException, patience: Patience) -> bool:
    return (
        isinstance(error, ServiceFault)
        and error.transient
        and (error.wait is None or error.wait <= patience.longest_wait)
    )


def _failure(error: Exception, tries: int, key: str | None) -> Reply:
    said = " ".join(str(error).split())
    if not isinstance(error, ServiceFault):
        error, said = ServiceFault(said), f"{type(error).__name__}: {said}"
    said = without_key(said, key)
    if len(said) > _LONGEST_MESSAGE:
        said = said[:_LONGEST_MESSAGE] + "..."
    if error.wait is not None and error.transient:
        said += f" (the service asks to wait {error.wait:.0f} s)"
    if tries > 1:
        said += f" (tried {tries} times)"
    return Reply("", error.usage, error.reason, said)


def base_urls(given: str | Sequence[str] | None) -> list[str]:
    """The addresses that were given.

    Raises:
        UsageError: one that is no http or https address.
    """
    urls = [given] if isinstance(given, str) else list(given or ())
    for url in urls:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            shown = url.rpartition("@")[2]  # without a password
            raise UsageError(f"--base-url {shown} is no address such as http://localhost:8000/v1")
    return urls
