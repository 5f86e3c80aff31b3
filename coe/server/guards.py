"""What every request passes: size, host, key; and the headers of every answer."""

from __future__ import annotations

import hmac

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coe.server.config import ServerConfig

OPEN = frozenset(("/", "/health"))
"""Paths that need no key, as do those of the page's own files."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""KaTeX places its letters with style attributes; scripts come from files only."""


class _TooLarge(Exception):
    """A body went over the limit while it came."""


class Guards:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, config: ServerConfig) -> None:
        self._app, self._config = app, config

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answered = False

        async def sent(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, sent)
            return
        try:
            await self._app(scope, self._bounded(receive), sent)
        except _TooLarge:
            if not answered:
                await self._too_large()(scope, receive, sent)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").rpartition("@")[2]
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if self._config.loopback and self._config.api_key is None and name not in _OWN_NAMES:
            # A page elsewhere could make its own name mean this machine (DNS rebinding).
            return JSONResponse({"detail": f"unknown host {name[:80]!r}"}, 400)
        if not self._key_is_right(scope["path"], headers):
            return JSONResponse({"detail": "give the API key as Authorization: Bearer KEY"}, 401)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._config.body_bytes:
            return self._too_large()
        return None

    def _key_is_right(self, path: str, headers: Headers) -> bool:
        if self._config.api_key is None or path in OPEN or path.startswith("/static/"):
            return True
        scheme, _, key = headers.get("authorization", "").partition(" ")
        shown = key if scheme.lower() == "bearer" else headers.get("x-api-key", "")
        return hmac.compare_digest(shown.encode(), self._config.api_key.encode())

    def _bounded(self, receive: Receive) -> Receive:
        read = 0

        async def bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._config.body_bytes:
                raise _TooLarge
            return message

        return bounded

    def _too_large(self) -> JSONResponse:
        return JSONResponse({"detail": f"a body has at most {self._config.body_bytes} bytes"}, 413)


_OWN_NAMES = frozenset(("localhost", "127.0.0.1", "[::1]"))
