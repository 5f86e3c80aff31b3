"""A local HTTP server that a test scripts: a real socket, for faults of every kind."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass
class Answer:
    """What the server does with a request.

    Args:
        body: sent as JSON, or as it is if it is text: a page, or a stream of "data: ..." events.
        cut: the connection is closed half-way through the body.
        delay: seconds before the answer.
    """

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    delay: float = 0.0


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


class Service:
    """Answers by a function of the request; keeps what it was asked, and how many at once."""

    def __init__(self, answer: Callable[[Asked], Answer]) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    @contextmanager
    def take(self, asked: Asked) -> Iterator[Answer]:
        with self._lock:
            self.asked.append(asked)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            yield self.answer(asked)
        finally:
            with self._lock:
                self._now -= 1


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self._take("POST")

        def do_GET(self) -> None:
            self._take("GET")

        def log_message(self, *arguments: object) -> None:
            pass

        def _take(self, method: str) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length)) if length else None
            headers = {name.lower(): value for name, value in self.headers.items()}
            with service.take(Asked(method, self.path, headers, body)) as answer:
                time.sleep(answer.delay)
                self._send(answer)

        def _send(self, answer: Answer) -> None:
            text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
            data = text.encode()
            kinds = {"<": "text/html", "d": "text/event-stream"}
            kind = kinds.get(text[:1], "application/json")
            try:
                self.send_response(answer.status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data[: len(data) // 2] if answer.cut else data)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the client had enough
            self.close_connection = self.close_connection or answer.cut

    return Handler


@contextmanager
def running(answer: Callable[[Asked], Answer]) -> Iterator[Service]:
    """A service while the block runs."""
    service = Service(answer)
    thread = threading.Thread(
        target=service.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    try:
        yield service
    finally:
        service.server.shutdown()
        service.server.server_close()


def script(*answers: Answer) -> Callable[[Asked], Answer]:
    """These answers in turn; the last one for ever."""
    left = list(answers)
    lock = threading.Lock()

    def answer(asked: Asked) -> Answer:
        with lock:
            return left.pop(0) if len(left) > 1 else left[0]

    return answer


def without_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of this machine reaches the test."""
    names = ("GEMINI_API_KEY", "GOOGLE_API_KEY", "OPENAI_API_KEY", "OPENAI_BASE_URL", "COE_PRICES")
    for name in (*names, "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GEMINI_BASE_URL", "ALL_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
