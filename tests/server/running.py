"""A real service on a real socket."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import uvicorn

from coe.agents import create_agent
from coe.agents.protocol import Agent
from coe.server import ServerConfig, create_app


class Answer:
    """What came back."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, {k.lower(): v for k, v in headers.items()}, body

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def events(self) -> list[dict[str, Any]]:
        messages = self.body.decode().strip().split("\n\n")
        return [json.loads(message.partition("data: ")[2]) for message in messages]


class Running:
    """A service that runs."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask(Request(self.url + path, headers=headers))

    def post(self, path: str, body: object, **headers: str) -> Answer:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._ask(Request(self.url + path, data, {"Content-Type": "application/json", **headers}))

    def _ask(self, request: Request) -> Answer:
        try:
            with urlopen(request, timeout=60) as response:
                return Answer(response.status, dict(response.headers), response.read())
        except HTTPError as error:
            return Answer(error.code, dict(error.headers), error.read())


@contextmanager
def running(
    agent: Agent | None = None,
    config: ServerConfig | None = None,
    make_agent: Callable[[], Agent] | None = None,
) -> Iterator[Running]:
    """The service with this agent (the built-in model by default) on a free port; `make_agent` makes it in
    worker processes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    agent = agent or create_agent("tiny")
    app = create_app({agent.name: agent}, config, {agent.name: make_agent} if make_agent else None)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", timeout_graceful_shutdown=5))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield Running(f"http://127.0.0.1:{port}")
    finally:
        server.should_exit = True
        thread.join(20)
