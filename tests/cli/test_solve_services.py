"""`coe solve` with agents of services, against local servers."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.agents.local_service import Answer, Asked, running, script, without_keys

PROBLEM = "Solve for x: 2x = 8"
EDIT = "ADDL 1 >>>x = 4"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    without_keys(monkeypatch)


def test_solve_with_gemini(coe: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "a-key-of-the-environment")
    response = {
        "candidates": [{"content": {"role": "model", "parts": [{"text": EDIT}]}, "finishReason": "STOP"}],
        "usageMetadata": {"promptTokenCount": 12, "candidatesTokenCount": 3, "thoughtsTokenCount": 2},
    }
    asked = ("solve", PROBLEM, "--model-type", "gemini", "--model", "gemini-2.5-flash", "--base-url")
    with running(script(Answer(response))) as service:
        record = json.loads(coe(*asked, service.url, "--json").out)
        shown = coe(*asked, service.url)
    assert record["edits"] == [EDIT]
    usage = record["usage"]
    assert (usage["prompt_tokens"], usage["completion_tokens"], usage["thinking_tokens"]) == (12, 5, 2)
    assert usage["cost_usd"] == pytest.approx((12 * 0.30 + 5 * 2.50) / 1e6)
    assert "(12 read, 5 written, 2 of them thinking), 0.000016 USD, " in shown.out


def test_solve_with_a_server(coe: Callable, tmp_path: object) -> None:
    def answer(asked: Asked) -> Answer:
        if asked.method == "GET":
            return Answer({"object": "list", "data": [{"id": "small", "object": "model", "owned_by": "me"}]})
        message = {"role": "assistant", "content": EDIT}
        counts = {"prompt_tokens": 12, "completion_tokens": 5, "total_tokens": 17}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return Answer({"id": "1", "object": "chat.completion", "choices": [choice], "usage": counts})

    asked = ("solve", PROBLEM, "--model-type", "openai", "--cache", str(tmp_path), "--base-url")
    with running(answer) as one, running(answer) as two:
        first = coe(*asked, f"{one.url}/v1", "--base-url", f"{two.url}/v1", "--json")
        again = coe(*asked, f"{one.url}/v1", "--json")
    assert first.code == again.code == 0, first.err
    record, cached = json.loads(first.out), json.loads(again.out)
    assert record["edits"] == cached["edits"] == [EDIT]
    assert record["usage"]["cost_usd"] is None
    assert (cached["usage"]["cost_usd"], cached["usage"]["cached_tokens"]) == (0.0, 17)
    assert [request.method for request in one.asked + two.asked].count("POST") == 1


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--model-type", "gemini"), "GEMINI_API_KEY"),
        (("--model-type", "openai"), "OPENAI_API_KEY"),
        (("--model-type", "openai", "--base-url", "http://127.0.0.1:9/v1"), "no server answers at http://127.0.0.1:9"),
        (("--model-type", "gemini", "--api-key", "k", "--thinking", "much"), "--thinking is one of"),
        (("--model-type", "gemini", "--api-key", "k", "--prices", "none.toml"), "none.toml"),
        (("--model-type", "tiny", "--api-key", "swordfish-swordfish"), "api_key"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_message_without_the_key(
    coe: Callable, monkeypatch: pytest.MonkeyPatch, tmp_path: object, flags: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(str(tmp_path))
    done = coe("solve", PROBLEM, *flags)
    assert done.code == 2
    assert said in done.err
    assert "swordfish" not in done.err
    assert done.err.count("\n") == 1
