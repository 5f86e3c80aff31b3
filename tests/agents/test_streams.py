"""Replies of services shown while they are written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coe.agents import StreamingAgent
from coe.agents.budget import BudgetedAgent
from coe.agents.cache import CachedAgent, open_store
from coe.agents.gemini import GeminiAgent
from coe.agents.openai import OpenAIAgent
from coe.agents.remote import Patience
from coe.agents.streaming import StreamedAgent
from coe.messages import FinishReason, Message, Reply, Sampling
from tests.agents.local_service import Answer, Asked, Service, running, without_keys

ASK = [Message("user", "one")]
GREEDY = Sampling()
PIECES = ["ADDL 1", " >>>x", " = 4"]
Making = tuple[Callable[[Service], StreamingAgent], Callable[..., Answer]]


def events(*parts: dict[str, Any]) -> Answer:
    return Answer("".join(f"data: {json.dumps(part)}\n\n" for part in parts))


def gemini_stream(*pieces: str, end: str = "STOP") -> Answer:
    parts = [{"candidates": [{"content": {"role": "model", "parts": [{"text": piece}]}}]} for piece in pieces]
    counts = {"promptTokenCount": 12, "candidatesTokenCount": 5}
    return events(*parts, {"candidates": [{"finishReason": end}] if end else [], "usageMetadata": counts})


def openai_stream(*pieces: str, end: str = "STOP") -> Answer:
    def part(choices: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        return {"id": "1", "object": "chat.completion.chunk", "choices": choices, **more}

    ends = {"STOP": "stop", "SAFETY": "content_filter", "": None}
    parts = [part([{"index": 0, "delta": {"content": piece}}]) for piece in pieces]
    last = part([{"index": 0, "delta": {}, "finish_reason": ends[end]}])
    counts = {"prompt_tokens": 12, "completion_tokens": 5, "total_tokens": 17}
    answer = events(*parts, last, part([], usage=counts))
    answer.body += "data: [DONE]\n\n"
    return answer


def gemini(service: Service) -> StreamingAgent:
    return GeminiAgent(api_key="k", base_url=service.url, patience=Patience(3, pause=0.01))


def openai(service: Service) -> StreamingAgent:
    return OpenAIAgent("m", base_url=f"{service.url}/v1", patience=Patience(3, pause=0.01))


@pytest.fixture(params=["gemini", "openai"])
def making(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Making:
    without_keys(monkeypatch)
    monkeypatch.chdir(tmp_path)
    return (gemini, gemini_stream) if request.param == "gemini" else (openai, openai_stream)


def shown(making: Making, *answers: Answer) -> tuple[Reply, list[str], list[Asked]]:
    """The reply, the pieces shown, and the requests, where the service gives these answers in turn."""
    left = list(answers)

    def answer(asked: Asked) -> Answer:
        return Answer({"data": []}) if asked.method == "GET" else left.pop(0)

    pieces: list[str] = []
    with running(answer) as service:
        reply = making[0](service).stream(ASK, GREEDY, pieces.append)
    return reply, [piece for piece in pieces if piece], [ask for ask in service.asked if ask.method == "POST"]


def test_pieces_come_and_the_reply_is_whole(making: Making) -> None:
    reply, pieces, (asked,) = shown(making, making[1](*PIECES))
    assert pieces == PIECES
    assert (reply.text, reply.finish_reason, reply.error) == ("ADDL 1 >>>x = 4", FinishReason.STOP, None)
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (12, 5)
    assert "streamGenerateContent" in asked.path or asked.body["stream"]


def test_a_stream_that_is_cut_is_asked_for_again_as_a_whole(making: Making) -> None:
    """What a second stream showed would only repeat the first."""
    cut = making[1]("ADDL 9", " >>>y" * 100, "z")
    cut.cut = True
    gemini_whole = {"candidates": [{"content": {"parts": [{"text": "EXIT"}]}, "finishReason": "STOP"}]}
    openai_whole = {"choices": [{"index": 0, "message": {"content": "EXIT"}, "finish_reason": "stop"}]}
    reply, pieces, asked = shown(making, cut, Answer({**gemini_whole, **openai_whole}))
    assert reply.text == "EXIT"
    assert pieces == ["ADDL 9"]
    assert len(asked) == 2


def test_a_blocked_stream_is_no_answer_of_the_model(making: Making) -> None:
    reply, _, _ = shown(making, making[1]("half", end="SAFETY"))
    assert (reply.finish_reason, reply.text) == (FinishReason.BLOCKED, "")
    assert "blocked" in (reply.error or "")


def test_a_stream_without_an_end_is_a_failure(making: Making) -> None:
    reply, _, _ = shown(making, *[making[1]("half", end="")] * 3)
    assert reply.error
    assert reply.text == ""


def test_an_error_status_is_told_like_any_other(making: Making) -> None:
    reply, pieces, asked = shown(making, Answer({"error": {"message": "no", "code": 404}}, 404))
    assert "404" in (reply.error or "")
    assert (pieces, len(asked)) == ([], 1)


def test_what_a_cache_or_a_budget_answers_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_keys(monkeypatch)
    monkeypatch.chdir(tmp_path)
    pieces: list[str] = []
    with running(lambda _: gemini_stream(*PIECES)) as service:
        streamed = StreamedAgent(gemini(service), pieces.append)
        agent = CachedAgent(BudgetedAgent(streamed, tokens=17), open_store(str(tmp_path)))
        replies = agent.act([ASK, [Message("user", "two")], ASK])
    assert [piece for piece in pieces if piece] == PIECES
    assert [reply.text for reply in replies] == ["ADDL 1 >>>x = 4", "", "ADDL 1 >>>x = 4"]
    assert replies[1].finish_reason is FinishReason.BUDGET
