"""Any server that speaks OpenAI's chat protocol, through the `openai` client.

vLLM, SGLang, llama.cpp, Ollama, `mlx_lm.server`, and OpenAI's own. Several addresses share the work: each
request goes to the server with the fewest in flight, and away from one that has just failed. A grammar is
passed the way vLLM 0.12 and later take it (`structured_outputs`), to servers that call themselves vLLM;
others are asked without one.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from coe._optional import require
from coe.agents.keys import find_key, without_key
from coe.agents.prices import price_of
from coe.agents.protocol import Conversation
from coe.agents.remote import (
    Patience,
    Requests,
    ServiceFault,
    base_urls,
    is_transient,
    is_transport_error,
    seconds_asked,
)
from coe.errors import UsageError
from coe.messages import FinishReason, Reply, Sampling, Usage

KEYS = ("OPENAI_API_KEY",)
_OWN_HOST = "api.openai.com"
_MOST_STOPS = 4  # the protocol's limit; the reply is cut at the others here
_REST = 20.0  # seconds for which a server that failed is asked only if the others have failed too
_PROBE = 10.0  # seconds for the list of models


class OpenAIAgent:
    """Answers with a model of an OpenAI-compatible server.

    Args:
        model: as the server names it; None takes the one that the server has.
        base_url: of the server, with its /v1; several of them share the work; None is OpenAI's own, or what
            OPENAI_BASE_URL names.
        api_key: None looks for OPENAI_API_KEY in the environment and in a `.env` file; your own servers need
            none. It appears in no message and no record.
        concurrency: most requests at once, over all servers.
        guided: whether the server takes a grammar the way vLLM does; None asks its list of models.
        thinking: the reasoning effort of models that have one (none, minimal, low, medium, high).
        prices: the user's file of prices.
        patience: with 429, 5xx, time-outs and cut connections.
        timeout: seconds for one answer.
        name: written into records; None is "openai:" and the model.

    Raises:
        UsageError: no server there, no key for one that needs it, or no model named where there are several.
        MissingDependencyError: openai is not installed.
    """

    def __init__(
        self,
        model: str | None = None,
        *,
        base_url: str | Sequence[str] | None = None,
        api_key: str | None = None,
        concurrency: int = 32,
        guided: bool | None = None,
        thinking: str | None = None,
        prices: str | None = None,
        patience: Patience | None = None,
        timeout: float = 120.0,
        name: str | None = None,
    ) -> None:
        if timeout <= 0:
            raise UsageError(f"timeout must be above 0 seconds, not {timeout}")
        self._openai = require("openai", "openai")
        self._key = find_key(api_key, KEYS, "openai")
        self._requests = Requests(self._send, concurrency, patience or Patience(), "openai", self._key)
        self._thinking = thinking
        urls: Sequence[str | None] = base_urls(base_url or os.environ.get("OPENAI_BASE_URL")) or [None]
        self._servers = _Servers([self._client(url, timeout) for url in urls])
        self._own = any(client.base_url.host == _OWN_HOST for client in self._servers.clients)
        if self._own and self._key is None:
            raise UsageError(
                "OpenAI's own service needs a key: set OPENAI_API_KEY in the environment or in a .env file, "
                "or give --api-key; for another server give --base-url"
            )
        self._guided = bool(guided)
        self._model = self._look(model, guided)
        self._price = price_of(self._model, prices)
        self.name = name or f"openai:{self._model}"

    @property
    def identity(self) -> Mapping[str, str]:
        """The model's name and the reasoning effort, for a cache of responses; not the address."""
        guided = "vllm" if self._guided else ""
        return {
            "agent": "openai",
            "model": self._model,
            "adapter": "",
            "thinking": self._thinking or "",
            "guided": guided,
        }

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        """One reply a conversation, in the same order, all asked at once."""
        return self._requests.act(conversations, sampling)

    def stream(self, conversation: Conversation, sampling: Sampling, on_text: Callable[[str], None]) -> Reply:
        """The reply of `act`, its text shown as it comes."""
        return self._requests.stream(conversation, sampling, on_text)

    def _client(self, url: str | None, timeout: float) -> Any:
        # A local server without keys is sent a placeholder, because the client insists on one.
        key = self._key or "EMPTY"
        return self._openai.OpenAI(base_url=url, api_key=key, timeout=timeout, max_retries=0)

    def _look(self, model: str | None, guided: bool | None) -> str:
        """The model's name; servers of the user's own are asked for theirs, and a wrong address is seen."""
        if self._own:
            if model is None:
                raise UsageError("OpenAI's own service needs --model")
            return model
        cards = [card for client in self._servers.clients for card in self._cards(client)]
        if guided is None:
            self._guided = bool(cards) and all(getattr(card, "owned_by", "") == "vllm" for card in cards)
        names = sorted({str(card.id) for card in cards})
        if model is None and len(names) != 1:
            found = f"it has {', '.join(names)}" if names else "it lists none"
            raise UsageError(f"name the server's model with --model: {found}")
        return model if model is not None else names[0]

    def _cards(self, client: Any) -> list[Any]:
        try:
            return list(client.with_options(timeout=_PROBE).models.list())
        except self._openai.APIConnectionError as error:
            raise UsageError(
                f"no server answers at {_place(client)} ({type(error).__name__}); "
                "is it running, and is this its --base-url?"
            ) from None
        except self._openai.APIStatusError as error:
            if error.status_code in (401, 403):
                said = without_key(str(error.message), self._key)
                raise UsageError(f"the server at {_place(client)} refused the key: {said}") from None
            return []  # many servers have no list of models
        except Exception:  # or a list in a form of their own
            return []

    def _send(
        self,
        conversation: Conversation,
        how: Sampling,
        stops: Sequence[str],
        on_text: Callable[[str], None] | None = None,
    ) -> Reply:
        request = self._request(how, stops)
        request["model"] = self._model
        request["messages"] = [{"role": message.role, "content": message.content} for message in conversation]
        with self._servers.least_loaded() as server:
            try:
                create = server.client.chat.completions.create
                if on_text is None:
                    return self._reply(create(**request))
                told = {"include_usage": True}
                return self._streamed(create(**request, stream=True, stream_options=told), on_text)
            except self._openai.APIStatusError as error:
                raise server.failed(_fault(error), error.status_code >= 500) from None
            except Exception as error:  # a stream is read outside the client's own care
                if not isinstance(error, self._openai.APIConnectionError) and not is_transport_error(error):
                    raise
                said = f"{type(error).__name__}: {error.__cause__ or error}"
                raise server.failed(ServiceFault(said, transient=True), True) from None

    def _request(self, how: Sampling, stops: Sequence[str]) -> dict[str, Any]:
        """Parameters of a request; what the protocol does not have is sent only where it is asked for."""
        limit = "max_completion_tokens" if self._own else "max_tokens"
        request: dict[str, Any] = {"temperature": how.temperature, limit: how.max_tokens}
        if how.temperature > 0:
            request["seed"] = how.seed % 2**63
        if how.top_p < 1:
            request["top_p"] = how.top_p
        if stops:
            request["stop"] = list(stops)[:_MOST_STOPS]
        if self._thinking is not None:
            request["reasoning_effort"] = self._thinking
        extra: dict[str, Any] = {}
        if how.top_k:
            extra["top_k"] = how.top_k
        if how.min_p:
            extra["min_p"] = how.min_p
        if how.repetition_penalty != 1:
            extra["repetition_penalty"] = how.repetition_penalty
        if how.grammar is not None and self._guided:
            extra["structured_outputs"] = {"grammar": how.grammar}
        return {**request, "extra_body": extra} if extra else request

    def _reply(self, answer: Any) -> Reply:
        choices = getattr(answer, "choices", None)
        if not isinstance(choices, list):
            raise ServiceFault("the server's answer is no chat completion; does the base URL end in /v1?")
        usage = self._usage(answer.usage)
        if not choices:
            raise ServiceFault("the server gave no answer and no reason", usage=usage)
        message = choices[0].message
        # A refusal is the model's own words, and an answer like any other.
        return _ended(message.content or message.refusal or "", choices[0].finish_reason, usage)

    def _streamed(self, parts: Any, on_text: Callable[[str], None]) -> Reply:
        """The reply of a stream, shown as it comes."""
        text, end, usage = "", None, Usage(cost_usd=None)
        for part in parts:
            if part.usage is not None:
                usage = self._usage(part.usage)
            for choice in part.choices[:1]:
                piece = choice.delta.content or choice.delta.refusal or ""
                text, end = text + piece, choice.finish_reason or end
                on_text(piece)
        if end is None:
            raise ServiceFault("the stream ended before the answer did", transient=True, usage=usage)
        return _ended(text, end, usage)

    def _usage(self, counts: Any) -> Usage:
        if counts is None:
            return Usage(cost_usd=None)
        read, written = counts.prompt_tokens or 0, counts.completion_tokens or 0
        thought = getattr(counts.completion_tokens_details, "reasoning_tokens", None) or 0
        known = min(read, getattr(counts.prompt_tokens_details, "cached_tokens", None) or 0)
        cost = None if self._price is None else self._price.cost(read, written, known)
        return Usage(read, written, cost_usd=cost, thinking_tokens=thought)


def _ended(text: str, end: str | None, usage: Usage) -> Reply:
    if end == "content_filter":
        said = "the answer was blocked: content_filter"
        raise ServiceFault(said, reason=FinishReason.BLOCKED, usage=usage)
    return Reply(text, usage, FinishReason.LENGTH if end == "length" else FinishReason.STOP)


class _Server:
    """One address and what is known of it."""

    def __init__(self, client: Any, others: bool) -> None:
        self.client = client
        self.in_flight = 0
        self.failed_until = 0.0
        self._others = others

    def failed(self, fault: ServiceFault, down: bool) -> ServiceFault:
        """The fault; where the server is down and there are others, they are tried at once."""
        if down:
            self.failed_until = time.monotonic() + _REST
            if self._others and fault.transient and fault.wait is None:
                fault.wait = 0.0
        return fault


class _Servers:
    """Clients of several addresses that share the work."""

    def __init__(self, clients: Sequence[Any]) -> None:
        self.clients = list(clients)
        self._servers = [_Server(client, len(clients) > 1) for client in clients]
        self._lock = threading.Lock()

    @contextmanager
    def least_loaded(self) -> Iterator[_Server]:
        """The server with the fewest requests in flight among those that have not just failed."""
        with self._lock:
            now = time.monotonic()
            server = min(self._servers, key=lambda one: (one.failed_until > now, one.in_flight))
            server.in_flight += 1
        try:
            yield server
        finally:
            with self._lock:
                server.in_flight -= 1


def _fault(error: Any) -> ServiceFault:
    """What an error status of a server means."""
    status, code = int(error.status_code), str(error.code or "")
    said = f"{status} {error.message}"
    if status in (401, 403):
        return ServiceFault(f"the service refused the key: {said}")
    if code in ("content_filter", "content_policy_violation"):
        return ServiceFault(f"the question was blocked: {said}", reason=FinishReason.BLOCKED)
    # A quota that is used up has the status of a rate limit, but waiting does not help.
    transient = is_transient(status) and code != "insufficient_quota"
    return ServiceFault(said, transient=transient, wait=seconds_asked(error.response.headers))


def _place(client: Any) -> str:
    """The address without what may be secret in it."""
    url = client.base_url
    return f"{url.scheme}://{url.host}{f':{url.port}' if url.port else ''}{url.path}"
