"""The gemini agent against a local server that speaks the REST protocol; the live service is not reached."""

from __future__ import annotations

import json
import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coe.agents import check_agent, create_agent
from coe.agents.gemini import GeminiAgent
from coe.agents.remote import Patience
from coe.environment import EpisodeStatus
from coe.errors import UsageError
from coe.messages import FinishReason, Message, Reply, Sampling
from coe.problem import Problem
from coe.rollout import Start, run_episodes
from tests.agents.local_service import Answer, Asked, Service, running, script, without_keys

QUICK = Patience(pause=0.01)
KEY = "AIzaSy-a-secret-that-nobody-may-see"
ASK = [
    [
        Message("system", "Be short."),
        Message("user", "one"),
        Message("assistant", "1"),
        Message("user", "two"),
    ]
]


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    without_keys(monkeypatch)
    monkeypatch.chdir(tmp_path)


def said(text: str | None, end: str | None = "STOP", **more: Any) -> dict[str, Any]:
    """A response of the service."""
    content: dict[str, Any] = (
        {"role": "model"} if text is None else {"role": "model", "parts": [{"text": text}]}
    )
    candidate = {"content": content, "index": 0, **({"finishReason": end} if end else {}), **more}
    counts = {"promptTokenCount": 12, "candidatesTokenCount": 5, "totalTokenCount": 17}
    return {"candidates": [candidate], "usageMetadata": counts, "modelVersion": "gemini-2.5-flash"}


def refusal(status: int, word: str, text: str, *details: dict[str, Any]) -> Answer:
    error = {"code": status, "message": text, "status": word, "details": list(details)}
    return Answer({"error": error}, status)


def camel(record: dict[str, Any]) -> dict[str, Any]:
    """Names as the REST reference has them; the service takes the other spelling too."""
    return {re.sub("_(.)", lambda found: found[1].upper(), name): value for name, value in record.items()}


def agent(service: Service, **options: Any) -> GeminiAgent:
    return GeminiAgent(
        "gemini-2.5-flash", **{"api_key": KEY, "base_url": service.url, "patience": QUICK, **options}
    )


def answered(*answers: Answer, **options: Any) -> tuple[Reply, Service]:
    """The reply to one conversation where the service gives these answers in turn."""
    with running(script(*answers)) as service:
        return agent(service, **options).act(ASK)[0], service


def test_what_is_sent_and_what_comes_back() -> None:
    how = Sampling(0.5, 2**40 + 3, 20, top_k=7, top_p=0.9, stop=("\n", "END"))
    with running(script(Answer(said("  EXIT  \n")))) as service:
        reply = agent(service, thinking=0).act(ASK, [how])[0]
    (asked,) = service.asked
    assert asked.path == "/v1/models/gemini-2.5-flash:generateContent"
    assert asked.headers["x-goog-api-key"] == KEY
    assert asked.body["systemInstruction"]["parts"] == [{"text": "Be short."}]
    assert [(turn["role"], turn["parts"][0]["text"]) for turn in asked.body["contents"]] == [
        ("user", "one"), ("model", "1"), ("user", "two"),
    ]  # fmt: skip
    config = asked.body["generationConfig"]
    assert camel(config.pop("thinkingConfig")) == {"thinkingBudget": 0}
    assert config == {
        "temperature": 0.5, "topK": 7, "topP": 0.9, "seed": 3, "maxOutputTokens": 20,
        "stopSequences": ["\n", "END"],
    }  # fmt: skip
    assert reply.text == "EXIT"
    assert reply.finish_reason is FinishReason.STOP
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (12, 5)
    assert reply.usage.cost_usd == pytest.approx((12 * 0.30 + 5 * 2.50) / 1e6)
    assert 0 < reply.usage.seconds < 5


def test_thinking_is_counted_paid_and_given_room() -> None:
    response = said("EXIT")
    response["usageMetadata"] |= {"thoughtsTokenCount": 100, "cachedContentTokenCount": 4}
    response["candidates"][0]["content"]["parts"].insert(0, {"text": "let me see", "thought": True})
    reply, service = answered(Answer(response), thinking="low")
    config = service.asked[0].body["generationConfig"]
    assert camel(config["thinkingConfig"]) == {"thinkingLevel": "LOW"}
    assert config["maxOutputTokens"] > 8000
    assert reply.text == "EXIT"
    assert (reply.usage.completion_tokens, reply.usage.thinking_tokens) == (105, 100)
    assert reply.usage.cost_usd == pytest.approx((12 * 0.30 + 105 * 2.50) / 1e6)


def test_a_model_without_a_price_has_an_unknown_cost() -> None:
    with running(script(Answer(said("EXIT")))) as service:
        reply = GeminiAgent("gemini-next", api_key=KEY, base_url=service.url).act(ASK)[0]
    assert reply.usage.cost_usd is None
    uncounted, _ = answered(Answer({"candidates": said("EXIT")["candidates"]}))
    assert (uncounted.usage.cost_usd, uncounted.usage.tokens) == (None, 0)


def test_a_rate_limit_is_waited_for_as_long_as_the_service_asks() -> None:
    limit = refusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded.")
    limit.headers["Retry-After"] = "1"
    begun = time.perf_counter()
    reply, service = answered(limit, Answer(said("EXIT")))
    assert 1.0 <= time.perf_counter() - begun < 4
    assert reply.text == "EXIT"
    assert len(service.asked) == 2


def test_the_delay_in_the_body_counts_too() -> None:
    info = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "0.2s"}
    begun = time.perf_counter()
    reply, _ = answered(refusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded.", info), Answer(said("EXIT")))
    assert 0.2 <= time.perf_counter() - begun < 0.9
    assert reply.text == "EXIT"


def test_a_service_that_asks_for_hours_is_not_waited_for() -> None:
    info = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "40000s"}
    reply, service = answered(refusal(429, "RESOURCE_EXHAUSTED", "Daily quota exceeded.", info))
    assert len(service.asked) == 1
    assert "Daily quota exceeded. (the service asks to wait 40000 s)" in (reply.error or "")


def test_503_until_the_retries_are_used_up() -> None:
    busy = refusal(503, "UNAVAILABLE", "The model is overloaded.")
    busy.headers["Retry-After"] = "0"
    reply, service = answered(busy, patience=Patience(4))
    assert len(service.asked) == 4
    assert reply.finish_reason is FinishReason.ERROR
    assert (
        reply.error
        == "503 UNAVAILABLE: The model is overloaded. (the service asks to wait 0 s) (tried 4 times)"
    )


def test_pauses_grow_where_the_service_names_none() -> None:
    begun = time.perf_counter()
    reply, service = answered(Answer("<html>bad gateway</html>", 502), patience=Patience(4, pause=0.1))
    assert 0.7 <= time.perf_counter() - begun < 3
    assert len(service.asked) == 4
    assert "502" in (reply.error or "")


def test_a_blocked_question_is_no_answer_of_the_model() -> None:
    counts = {"promptTokenCount": 12, "totalTokenCount": 12}
    feedback = {"blockReason": "PROHIBITED_CONTENT"}
    reply, service = answered(Answer({"promptFeedback": feedback, "usageMetadata": counts}))
    assert len(service.asked) == 1
    assert reply.finish_reason is FinishReason.BLOCKED
    assert reply.error == "the question was blocked: PROHIBITED_CONTENT"
    assert reply.usage.prompt_tokens == 12
    assert reply.usage.cost_usd == pytest.approx(12 * 0.30 / 1e6)


@pytest.mark.parametrize("end", ["SAFETY", "RECITATION", "BLOCKLIST", "SPII", "PROHIBITED_CONTENT"])
def test_a_blocked_answer_is_no_answer_of_the_model(end: str) -> None:
    reply, _ = answered(Answer(said("half of", end)))
    assert reply.finish_reason is FinishReason.BLOCKED
    assert reply.error == f"the answer was blocked: {end}"
    assert reply.text == ""


@pytest.mark.parametrize(
    ("response", "message"),
    [
        ({"candidates": []}, "the service gave no answer and no reason"),
        ({}, "the service gave no answer and no reason"),
        (said("x", "OTHER"), "the service ended the answer: OTHER"),
        pytest.param(
            said("x", "A_REASON_OF_NEXT_YEAR"),
            "the service ended the answer: A_REASON_OF_NEXT_YEAR",
            marks=pytest.mark.filterwarnings("ignore:A_REASON"),
        ),
        (said("x", None), "the service ended the answer: no finish reason"),
    ],
    ids=["empty candidates", "nothing", "other", "unknown", "none"],
)
def test_an_answer_that_the_service_left_out_is_a_failure(response: dict[str, Any], message: str) -> None:
    reply, _ = answered(Answer(response))
    assert reply.finish_reason is FinishReason.ERROR
    assert reply.error == message


def test_the_limit_of_tokens_is_the_models_doing() -> None:
    reply, _ = answered(Answer(said("ADDL 1 >>>x", "MAX_TOKENS")))
    assert (reply.text, reply.finish_reason, reply.error) == ("ADDL 1 >>>x", FinishReason.LENGTH, None)
    reply, _ = answered(Answer(said(None, "MAX_TOKENS")))
    assert (reply.text, reply.finish_reason, reply.error) == ("", FinishReason.LENGTH, None)


def test_an_empty_answer_is_the_models_doing() -> None:
    with running(script(Answer(said(None)))) as service:
        (reply,) = agent(service).act(ASK, [Sampling(stop=("END",))])
    assert (reply.text, reply.finish_reason, reply.error) == ("", FinishReason.STOP, None)
    assert len(service.asked) == 1


def test_a_reply_may_begin_with_a_line_break() -> None:
    """The service ends such an answer before its first word: it is asked again, and the answer cut here."""

    def answer(asked: Asked) -> Answer:
        stops = asked.body["generationConfig"].get("stopSequences")
        return Answer(said(None if stops else "\n\nADDL 1 >>>x = 4\nand so on"))

    with running(answer) as service:
        (reply,) = agent(service).act(ASK)
    assert reply.text == "ADDL 1 >>>x = 4"
    assert reply.usage.tokens == 34


def test_a_bad_key_is_said_once_and_without_the_key(caplog: pytest.LogCaptureFixture) -> None:
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
    with caplog.at_level(logging.DEBUG):
        reply, service = answered(
            refusal(400, "INVALID_ARGUMENT", f"API key {KEY} not valid. Please pass a valid API key.", info)
        )
    assert len(service.asked) == 1
    assert reply.error == (
        "the service refused the key: 400 INVALID_ARGUMENT: API key [key] not valid. "
        "Please pass a valid API key."
    )
    assert KEY not in caplog.text


def test_another_400_is_the_services_words() -> None:
    reply, service = answered(refusal(404, "NOT_FOUND", "models/gemini-2.5-flash is not found."))
    assert len(service.asked) == 1
    assert reply.error == "404 NOT_FOUND: models/gemini-2.5-flash is not found."


def test_a_time_out_is_tried_again() -> None:
    reply, service = answered(Answer(said("late"), delay=1.0), Answer(said("EXIT")), timeout=0.3)
    assert reply.text == "EXIT"
    assert len(service.asked) == 2


def test_time_outs_until_the_retries_are_used_up() -> None:
    reply, service = answered(Answer(said("late"), delay=1.0), timeout=0.2, patience=Patience(1))
    assert "Timeout" in (reply.error or "")
    assert len(service.asked) == 1


def test_a_connection_cut_in_the_middle_is_tried_again() -> None:
    reply, service = answered(Answer(said("cut off"), cut=True), Answer(said("EXIT")))
    assert reply.text == "EXIT"
    assert len(service.asked) == 2


def test_connections_that_are_always_cut_are_a_failure() -> None:
    reply, _ = answered(Answer(said("cut off"), cut=True), patience=Patience(1))
    assert reply.finish_reason is FinishReason.ERROR
    assert "RemoteProtocolError" in (reply.error or "")


def test_an_answer_that_is_no_json_is_a_failure() -> None:
    reply, _ = answered(Answer("<html>a proxy's page</html>"))
    assert reply.error
    assert reply.text == ""


def test_nobody_there_is_a_failure() -> None:
    with running(script(Answer(said("EXIT")))) as service:
        gone = agent(service, patience=Patience(1))
    (reply,) = gone.act(ASK)
    assert "ConnectError" in (reply.error or "")


def test_a_batch_is_asked_at_once_and_answered_in_order() -> None:
    together = threading.Barrier(12, timeout=30)

    def answer(asked: Asked) -> Answer:
        together.wait()  # nobody is answered before all have asked
        number = int(asked.body["contents"][-1]["parts"][0]["text"])
        return (
            Answer(said(f"reply {number}"))
            if number != 3
            else refusal(400, "INVALID_ARGUMENT", "not this one")
        )

    with running(answer) as service:
        replies = agent(service, concurrency=12).act([[Message("user", str(n))] for n in range(12)])
    assert [reply.text for reply in replies] == ["" if n == 3 else f"reply {n}" for n in range(12)]
    assert "not this one" in (replies[3].error or "")


def test_no_more_at_once_than_asked_for() -> None:
    together = threading.Barrier(3, timeout=30)

    def answer(asked: Asked) -> Answer:
        together.wait()
        return Answer(said("EXIT"))

    with running(answer) as service:
        agent(service, concurrency=3).act([ASK[0]] * 9)
    assert service.most_at_once == 3


def test_it_keeps_the_contract() -> None:
    with running(lambda asked: Answer(said(f"EXIT {len(str(asked.body['contents']))}"))) as service:
        check_agent(agent(service))


@pytest.mark.parametrize("asked", [[], [Message("system", "only this")]])
def test_conversations_that_hold_no_question(asked: list[Message]) -> None:
    with running(script(Answer(said("EXIT")))) as service:
        (reply,) = agent(service).act([asked])
    assert "conversation" in (reply.error or "")
    assert service.asked == []


@pytest.mark.parametrize("how", [Sampling(1.0, min_p=0.1), Sampling(1.0, repetition_penalty=1.2)])
def test_what_the_service_lacks_is_not_left_out_silently(how: Sampling) -> None:
    with running(script(Answer(said("EXIT")))) as service:
        (reply,) = agent(service).act(ASK, [how])
    assert "min_p" in (reply.error or "")


@pytest.fixture
def keyed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """The key that an agent without one of its own sends."""
    with running(script(Answer(said("EXIT")))) as service:

        def used() -> str:
            GeminiAgent(base_url=service.url).act(ASK)
            return service.asked[-1].headers["x-goog-api-key"]

        yield used


def test_keys_of_the_environment_and_of_a_file(
    keyed: Callable[[], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("OTHER=1\nGOOGLE_API_KEY='of the file $HOME'\n")
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert keyed() == "of the file $HOME"
    monkeypatch.setenv("GOOGLE_API_KEY", "of google")
    assert keyed() == "of google"
    monkeypatch.setenv("GEMINI_API_KEY", "of gemini")
    assert keyed() == "of gemini"


def test_without_a_key_the_remedy_is_named() -> None:
    with pytest.raises(UsageError, match=r"GEMINI_API_KEY or GOOGLE_API_KEY .* \.env .* --api-key"):
        GeminiAgent()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"thinking": "a lot"}, "minimal"),
        ({"concurrency": 0}, "concurrency"),
        ({"timeout": 0}, "timeout"),
        ({"patience": Patience(1), "timeout": -1}, "timeout"),
        ({"base_url": ["http://a", "http://b"]}, "one --base-url"),
        ({"base_url": "localhost"}, "no address"),
        ({"prices": "nowhere.toml"}, "nowhere"),
    ],
)
def test_values_that_do_not_fit(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        create_agent("gemini", api_key=KEY, **options)


def test_the_key_is_in_no_record_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    answers = [Answer(said("ADDL 1 >>>x = 9")), Answer(said("DELL 1")), refusal(500, "INTERNAL", f"{KEY}!")]
    answers[2].headers["Retry-After"] = "0"
    with caplog.at_level(logging.DEBUG), running(script(*answers)) as service:
        one = agent(service, patience=Patience(2))
        (episode,) = run_episodes(one, [Start(Problem("Solve for x: 2x = 8"))])
    assert episode.status is EpisodeStatus.FAILED
    assert episode.steps == 2
    assert episode.usage.cost_usd == pytest.approx(2 * (12 * 0.30 + 5 * 2.50) / 1e6)
    assert "500" in (episode.failure or "")
    everything = json.dumps(episode.to_dict()) + caplog.text + repr(one) + repr(vars(one)["name"])
    assert KEY not in everything
