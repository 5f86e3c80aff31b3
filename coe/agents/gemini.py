"""Google's Gemini models, through google-genai.

All requests of a batch run at once. A blocked question or answer, and an answer that the service left out,
are failures of the service (`Reply.error`): the model's own words were not heard. An answer without words
that the model ended itself, or that ran into the limit of tokens, is the model's: an empty reply.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from coe._optional import require
from coe.agents.keys import find_key
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

DEFAULT_MODEL = "gemini-3.5-flash-lite"
KEYS = ("GEMINI_API_KEY", "GOOGLE_API_KEY")
# Tokens of thinking count against the limit of the answer: room for them where no number was asked for.
_ROOM_FOR_THINKING = 8192
_LEVELS = ("minimal", "low", "medium", "high")
# Candidate.FinishReason of the service's REST reference. Those not named here are failures of the service.
_ENDS = {"STOP": FinishReason.STOP, "MAX_TOKENS": FinishReason.LENGTH}
_BLOCKS = ("SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "ESCALATION")


class GeminiAgent:
    """Answers with a Gemini model.

    Args:
        model: as the service names it.
        api_key: of the service; None looks for GEMINI_API_KEY, then GOOGLE_API_KEY, in the environment and in
            a `.env` file. It appears in no message and no record.
        base_url: of another address that speaks the same protocol.
        concurrency: most requests at once.
        thinking: minimal, low, medium or high, or a number of tokens (0 turns it off, where the model can);
            None leaves it to the model.
        prices: the user's file of prices.
        patience: with 429, 5xx, time-outs and cut connections.
        timeout: seconds for one answer.
        name: written into records; None is "gemini:" and the model.

    Raises:
        UsageError: no key, or values that do not fit.
        MissingDependencyError: google-genai is not installed.
    """

    def __init__(
        self,
        model: str = DEFAULT_MODEL,
        *,
        api_key: str | None = None,
        base_url: str | Sequence[str] | None = None,
        concurrency: int = 16,
        thinking: str | int | None = None,
        prices: str | None = None,
        patience: Patience | None = None,
        timeout: float = 120.0,
        name: str | None = None,
    ) -> None:
        if timeout <= 0:
            raise UsageError(f"timeout must be above 0 seconds, not {timeout}")
        self.name = name or f"gemini:{model}"
        self._model = model
        self._thinking = _thinking(thinking)
        self._price = price_of(model, prices)
        genai = require("google.genai", "gemini")
        self._types = genai.types
        self._error = genai.errors.APIError
        self._key = find_key(api_key, KEYS, "gemini")
        if self._key is None:
            raise UsageError(
                "the gemini agent needs a key: set GEMINI_API_KEY or GOOGLE_API_KEY in the environment or in "
                "a .env file, or give --api-key"
            )
        self._requests = Requests(self._send, concurrency, patience or Patience(), "gemini", self._key)
        urls = base_urls(base_url)
        if len(urls) > 1:
            raise UsageError(f"the gemini agent takes one --base-url, not {len(urls)}")
        http = require("httpx2", "gemini")
        limits = http.Limits(max_connections=concurrency, max_keepalive_connections=concurrency)
        self._client = genai.Client(
            vertexai=False,
            api_key=self._key,
            http_options=self._types.HttpOptions(
                base_url=urls[0] if urls else None,
                timeout=int(timeout * 1000),
                client_args={"limits": limits},
            ),
        )

    @property
    def identity(self) -> Mapping[str, str]:
        """Model and thinking, for a cache of responses."""
        return {"agent": "gemini", "model": self._model, "adapter": "", "thinking": str(self._thinking)}

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        """One reply a conversation, in the same order, all asked at once."""
        return self._requests.act(conversations, sampling)

    def stream(self, conversation: Conversation, sampling: Sampling, on_text: Callable[[str], None]) -> Reply:
        """The reply of `act`, its text shown as it comes."""
        return self._requests.stream(conversation, sampling, on_text)

    def _send(
        self,
        conversation: Conversation,
        how: Sampling,
        stops: Sequence[str],
        on_text: Callable[[str], None] | None = None,
    ) -> Reply:
        contents = [
            self._types.Content(
                role="model" if message.role == "assistant" else "user",
                parts=[self._types.Part(text=message.content)],
            )
            for message in conversation
            if message.role != "system"
        ]
        if not contents:
            raise ServiceFault("a conversation must hold a message that is not the system's")
        config = self._config(conversation, how, stops)
        request = {"model": self._model, "contents": contents, "config": config}
        try:
            if on_text is None:
                return self._reply([self._client.models.generate_content(**request)])
            parts = []
            for part in self._client.models.generate_content_stream(**request):
                parts.append(part)
                on_text(_text(part))
            return self._reply(parts)
        except self._error as error:
            raise _fault(error) from None
        except Exception as error:
            if not is_transport_error(error):
                raise
            said = str(error) or "no answer in time"
            raise ServiceFault(f"{type(error).__name__}: {said}", transient=True) from None

    def _config(self, conversation: Conversation, how: Sampling, stops: Sequence[str]) -> Any:
        if how.min_p or how.repetition_penalty != 1:
            raise ServiceFault("Gemini has no min_p and no repetition penalty; leave them out")
        budget = self._thinking.get("thinking_budget", _ROOM_FOR_THINKING)
        system = "\n\n".join(message.content for message in conversation if message.role == "system")
        return self._types.GenerateContentConfig(
            system_instruction=system or None,
            temperature=how.temperature,
            seed=how.seed % 2**31,
            max_output_tokens=how.max_tokens + (_ROOM_FOR_THINKING if budget < 0 else budget),
            top_k=how.top_k or None,
            top_p=how.top_p if how.top_p < 1 else None,
            stop_sequences=list(stops) or None,
            thinking_config=self._types.ThinkingConfig(**self._thinking) if self._thinking else None,
        )

    def _reply(self, parts: Sequence[Any]) -> Reply:
        """The reply of a response, or of one that came in parts."""
        counts = [part.usage_metadata for part in parts if part.usage_metadata is not None]
        usage = self._usage(counts[-1] if counts else None)
        for feedback in (part.prompt_feedback for part in parts):
            if feedback is not None and feedback.block_reason is not None:
                said = f"{feedback.block_reason.value} {feedback.block_reason_message or ''}".strip()
                blocked = f"the question was blocked: {said}"
                raise ServiceFault(blocked, reason=FinishReason.BLOCKED, usage=usage)
        candidates = [part.candidates[0] for part in parts if part.candidates]
        if not candidates:
            raise ServiceFault("the service gave no answer and no reason", usage=usage)
        candidate = candidates[-1]
        end = candidate.finish_reason.value if candidate.finish_reason is not None else "no finish reason"
        if end not in _ENDS:
            said = f"{end} {candidate.finish_message or ''}".strip()
            if end in _BLOCKS:
                raise ServiceFault(
                    f"the answer was blocked: {said}", reason=FinishReason.BLOCKED, usage=usage
                )
            raise ServiceFault(f"the service ended the answer: {said}", usage=usage)
        return Reply("".join(map(_text, parts)), usage, _ENDS[end])

    def _usage(self, counts: Any) -> Usage:
        if counts is None:
            return Usage(cost_usd=None)
        read, thought = counts.prompt_token_count or 0, counts.thoughts_token_count or 0
        written = (counts.candidates_token_count or 0) + thought
        known = min(read, counts.cached_content_token_count or 0)
        cost = None if self._price is None else self._price.cost(read, written, known)
        return Usage(read, written, cost_usd=cost, thinking_tokens=thought)


def _text(response: Any) -> str:
    """The words of a response, thoughts left out."""
    content = response.candidates[0].content if response.candidates else None
    parts = (content.parts if content is not None else None) or []
    return "".join(part.text for part in parts if part.text and not part.thought)


def _thinking(wanted: str | int | None) -> dict[str, Any]:
    if wanted is None:
        return {}
    if isinstance(wanted, int) or wanted.lstrip("-").isdecimal():
        return {"thinking_budget": int(wanted)}
    if wanted not in _LEVELS:
        raise UsageError(f"--thinking is one of {', '.join(_LEVELS)} or a number of tokens, not {wanted!r}")
    return {"thinking_level": wanted.upper()}


def _fault(error: Any) -> ServiceFault:
    """What an error status of the service means."""
    status = int(error.code or 0)
    details = error.details if isinstance(error.details, dict) else {}
    listed = details.get("error", {}).get("details", []) if isinstance(details.get("error"), dict) else []
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    said = f"{status} {error.status or ''}: {error.message or 'no message'}"
    refused = any(entry.get("reason") == "API_KEY_INVALID" for entry in entries)
    if refused or status in (401, 403):
        return ServiceFault(f"the service refused the key: {said}")
    wait = seconds_asked(error.response.headers) if error.response is not None else None
    if wait is None:
        wait = next(filter(None, map(_retry_delay, entries)), None)
    return ServiceFault(said, transient=is_transient(status), wait=wait)


def _retry_delay(entry: Mapping[str, Any]) -> float | None:
    """Seconds of a google.rpc.RetryInfo, written as "17.5s"."""
    try:
        return max(0.0, float(str(entry["retryDelay"]).removesuffix("s")))
    except (KeyError, ValueError):
        return None
