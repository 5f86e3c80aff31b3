"""The openai agent: local servers over a real socket, and `mlx_lm.server` with the built-in model."""

from __future__ import annotations

import json
import logging
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coe.agents import check_agent
from coe.agents.openai import OpenAIAgent
from coe.agents.remote import Patience
from coe.agents.tiny import MODEL_FOLDER, TinyAgent
from coe.dsl.grammar import edit_grammar
from coe.environment import EnvironmentConfig, EpisodeStatus
from coe.errors import UsageError
from coe.messages import FinishReason, Message, Reply, Sampling
from coe.problem import Problem
from coe.rollout import Start, run_episodes
from tests.agents.local_service import Answer, Asked, Service, running, script, without_keys

KEY = "sk-a-secret-that-nobody-may-see"
QUICK = Patience(pause=0.01)
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


def said(text: str | None, end: str = "stop", **message: Any) -> Answer:
    """A chat completion."""
    choice = {"index": 0, "finish_reason": end, "message": {"role": "assistant", "content": text, **message}}
    counts = {"prompt_tokens": 12, "completion_tokens": 5, "total_tokens": 17}
    return Answer(
        {"id": "1", "object": "chat.completion", "model": "m", "choices": [choice], "usage": counts}
    )


def refusal(status: int, text: str, code: str | None = None, **headers: str) -> Answer:
    error = {"message": text, "type": "an_error", "param": None, "code": code}
    return Answer(
        {"error": error}, status, {name.replace("_", "-"): value for name, value in headers.items()}
    )


def serving(answer: Callable[[Asked], Answer], owner: str = "me", names: tuple[str, ...] = ("m",)) -> Any:
    """A server that lists its models, and answers everything else by the function."""

    def all_of_it(asked: Asked) -> Answer:
        if asked.method == "GET":
            cards = [{"id": name, "object": "model", "created": 0, "owned_by": owner} for name in names]
            return Answer({"object": "list", "data": cards})
        return answer(asked)

    return running(all_of_it)


def posts(service: Service) -> list[Asked]:
    return [asked for asked in service.asked if asked.method == "POST"]


def agent(*services: Service, **options: Any) -> OpenAIAgent:
    urls = [f"{service.url}/v1" for service in services]
    return OpenAIAgent(**{"base_url": urls, "patience": QUICK, **options})


def answered(*answers: Answer, **options: Any) -> tuple[Reply, list[Asked]]:
    """The reply to one conversation where the server gives these answers in turn."""
    with serving(script(*answers)) as service:
        return agent(service, **options).act(ASK)[0], posts(service)


def test_what_is_sent_and_what_comes_back() -> None:
    how = Sampling(0.5, 2**63 + 5, 20, 7, 0.9, 0.1, 1.2, ("\n", "END"))
    with serving(script(said("  EXIT  \n"))) as service:
        one = agent(service, thinking="low")
        (reply,) = one.act(ASK, [how])
    (asked,) = posts(service)
    assert one.name == "openai:m"
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["authorization"] == "Bearer EMPTY"
    assert asked.body == {
        "model": "m",
        "messages": [{"role": message.role, "content": message.content} for message in ASK[0]],
        "temperature": 0.5, "seed": 5, "max_tokens": 20, "top_p": 0.9, "stop": ["\n", "END"],
        "reasoning_effort": "low", "top_k": 7, "min_p": 0.1, "repetition_penalty": 1.2,
    }  # fmt: skip
    assert (reply.text, reply.finish_reason, reply.error) == ("EXIT", FinishReason.STOP, None)
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (12, 5)
    assert reply.usage.cost_usd is None  # no table knows what your own server costs
    assert 0 < reply.usage.seconds < 5


def test_a_greedy_request_is_plain() -> None:
    _, (asked,) = answered(said("EXIT"))
    assert set(asked.body) == {"model", "messages", "temperature", "max_tokens", "stop"}


def test_reasoning_is_counted_and_paid(tmp_path: Path) -> None:
    prices = tmp_path / "prices.toml"
    prices.write_text("[models.m]\ninput = 1\ncached_input = 0.5\noutput = 2\n")
    answer = said("EXIT")
    answer.body["usage"] |= {
        "completion_tokens": 50,
        "completion_tokens_details": {"reasoning_tokens": 45},
        "prompt_tokens_details": {"cached_tokens": 10},
    }
    reply, _ = answered(answer, prices=str(prices))
    assert (reply.usage.completion_tokens, reply.usage.thinking_tokens) == (50, 45)
    assert reply.usage.cost_usd == pytest.approx((2 * 1 + 10 * 0.5 + 50 * 2) / 1e6)


def test_a_grammar_goes_to_vllm_the_way_it_takes_it() -> None:
    how = Sampling(grammar=edit_grammar(2))
    with serving(script(said("EXIT")), owner="vllm") as vllm, serving(script(said("EXIT"))) as other:
        for service in (vllm, other):
            agent(service).act(ASK, [how])
            agent(service, guided=service is other).act(ASK, [how])
    sent = [posts(service)[n].body.get("structured_outputs") for service in (vllm, other) for n in (0, 1)]
    assert sent == [{"grammar": edit_grammar(2)}, None, None, {"grammar": edit_grammar(2)}]


def test_the_grammar_is_one_that_vllms_backend_reads() -> None:
    # vLLM's `guidance` backend hands the text to this very function.
    llguidance = pytest.importorskip("llguidance")
    checked = llguidance.LLMatcher.validate_grammar(llguidance.grammar_from("grammar", edit_grammar(2)))
    assert checked == ""


def test_a_rate_limit_is_waited_for_as_long_as_the_server_asks() -> None:
    begun = time.perf_counter()
    reply, asked = answered(refusal(429, "slow down", Retry_After="1"), said("EXIT"))
    assert 1.0 <= time.perf_counter() - begun < 4
    assert (reply.text, len(asked)) == ("EXIT", 2)


def test_milliseconds_and_dates_count_too() -> None:
    begun = time.perf_counter()
    reply, asked = answered(
        refusal(429, "slow down", Retry_After_Ms="200"),
        refusal(429, "slow down", Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"),
        said("EXIT"),
    )
    assert 0.2 <= time.perf_counter() - begun < 1.5
    assert (reply.text, len(asked)) == ("EXIT", 3)


def test_a_quota_that_is_used_up_is_not_waited_for() -> None:
    reply, asked = answered(refusal(429, "You exceeded your current quota.", "insufficient_quota"))
    assert len(asked) == 1
    assert "exceeded your current quota" in (reply.error or "")


def test_503_until_the_retries_are_used_up() -> None:
    reply, asked = answered(refusal(503, "overloaded"), patience=Patience(4, pause=0.01))
    assert len(asked) == 4
    assert reply.finish_reason is FinishReason.ERROR
    assert "overloaded" in (reply.error or "")
    assert "(tried 4 times)" in (reply.error or "")


def test_a_time_out_and_a_cut_connection_are_tried_again() -> None:
    late, cut = said("late"), said("cut off")
    late.delay, cut.cut = 1.0, True
    reply, asked = answered(late, cut, said("EXIT"), timeout=0.3)
    assert (reply.text, len(asked)) == ("EXIT", 3)


@pytest.mark.parametrize("fault", ["late", "cut"])
def test_faults_that_stay_are_failures(fault: str) -> None:
    answer = said("x" * 50)
    answer.delay, answer.cut = (1.0, False) if fault == "late" else (0.0, True)
    reply, asked = answered(answer, timeout=0.3, patience=Patience(1))
    assert reply.finish_reason is FinishReason.ERROR
    assert ("Timeout" if fault == "late" else "Connection") in (reply.error or "")
    assert len(asked) == 1


def test_blocked_answers_and_questions_are_no_answers_of_the_model() -> None:
    reply, _ = answered(said("half", "content_filter"))
    assert (reply.finish_reason, reply.text) == (FinishReason.BLOCKED, "")
    assert reply.error == "the answer was blocked: content_filter"
    reply, asked = answered(refusal(400, "against the policy", "content_filter"))
    assert reply.finish_reason is FinishReason.BLOCKED
    assert "the question was blocked" in (reply.error or "")
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("answer", "text", "reason"),
    [
        (said(None), "", FinishReason.STOP),
        (said("ADDL 1 >>>x", "length"), "ADDL 1 >>>x", FinishReason.LENGTH),
        (said(None, "length"), "", FinishReason.LENGTH),
        (said(None, "tool_calls"), "", FinishReason.STOP),
        (said(None, refusal="I will not."), "I will not.", FinishReason.STOP),
    ],
    ids=["empty", "cut", "all thinking", "tool", "refusal"],
)
def test_what_is_the_models_doing(answer: Answer, text: str, reason: FinishReason) -> None:
    reply, _ = answered(answer)
    assert (reply.text, reply.finish_reason, reply.error) == (text, reason, None)


@pytest.mark.parametrize(
    "body", [{"choices": []}, {}, "<html>a page</html>", "{", "[1, 2]", {"choices": [{"index": 0}]}]
)
def test_what_is_no_answer_is_a_failure(body: Any) -> None:
    reply, _ = answered(Answer(body))
    assert reply.text == ""
    assert reply.error


def test_a_reply_may_begin_with_a_line_break() -> None:
    def answer(asked: Asked) -> Answer:
        return said("" if "stop" in asked.body else "\n\nADDL 1 >>>x = 4\nand so on")

    with serving(answer) as service:
        (reply,) = agent(service).act(ASK)
    assert reply.text == "ADDL 1 >>>x = 4"
    assert reply.usage.tokens == 34


def test_a_bad_key_is_said_once_and_without_the_key(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        reply, asked = answered(refusal(401, f"Incorrect API key provided: {KEY}."), api_key=KEY)
    assert len(asked) == 1
    assert asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert "the service refused the key" in (reply.error or "")
    assert "[key]" in (reply.error or "")
    assert KEY not in (reply.error or "") + caplog.text


@pytest.mark.parametrize(
    "url", ["localhost:8000/v1", "ftp://localhost", "http://", "file:///etc/passwd", "x@y"]
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(UsageError, match="no address"):
        OpenAIAgent(base_url=url)


def test_the_address_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(script(said("EXIT"))) as service:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{service.url}/v1")
        assert OpenAIAgent().act(ASK)[0].text == "EXIT"


def test_the_key_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    _, (asked,) = answered(said("EXIT"))
    assert asked.headers["authorization"] == f"Bearer {KEY}"


def test_a_batch_is_shared_between_servers() -> None:
    together = threading.Barrier(24, timeout=30)

    def answer(asked: Asked) -> Answer:
        together.wait()  # nobody is answered before all have asked
        return said(f"reply {asked.body['messages'][-1]['content']}")

    with serving(answer) as one, serving(answer) as two, serving(answer) as three:
        replies = agent(one, two, three, concurrency=24).act([[Message("user", str(n))] for n in range(24)])
    assert [reply.text for reply in replies] == [f"reply {n}" for n in range(24)]
    assert [len(posts(service)) for service in (one, two, three)] == [8, 8, 8]


def test_a_server_that_fails_is_left_out() -> None:
    with serving(script(refusal(500, "out of memory"))) as sick, serving(script(said("EXIT"))) as well:
        one = agent(sick, well, concurrency=4, patience=Patience(8, pause=5.0))
        begun = time.perf_counter()
        replies = one.act(ASK * 20) + one.act(ASK * 20)
        assert time.perf_counter() - begun < 4  # nobody waited: the other server was asked at once
    assert [reply.text for reply in replies] == ["EXIT"] * 40
    assert len(posts(sick)) <= 4


def test_a_server_that_went_away_is_left_out() -> None:
    with serving(script(said("EXIT"))) as well:
        with serving(script(said("EXIT"))) as gone:
            one = agent(gone, well)
        assert [reply.text for reply in one.act(ASK * 10)] == ["EXIT"] * 10


def test_the_model_is_found_or_asked_for() -> None:
    with serving(script(said("EXIT")), names=("big", "small")) as service:
        with pytest.raises(UsageError, match="--model: it has big, small"):
            agent(service)
        agent(service, model="other").act(ASK)
    assert posts(service)[0].body["model"] == "other"
    with running(script(Answer("Not Found", 404))) as service, pytest.raises(UsageError, match="lists none"):
        agent(service)


def test_a_server_that_is_not_there_is_named_without_secrets() -> None:
    with pytest.raises(UsageError) as caught:
        OpenAIAgent(base_url="http://user:swordfish@127.0.0.1:9/v1?token=swordfish")
    assert "no server answers at http://127.0.0.1:9/v1" in str(caught.value)
    assert "swordfish" not in str(caught.value)


def test_a_server_that_wants_another_key_is_wrong_usage() -> None:
    refused = script(refusal(401, f"no such key: {KEY}"))
    with running(refused) as service, pytest.raises(UsageError, match=r"refused the key.*\[key\]"):
        agent(service, api_key=KEY)


def test_openais_own_service_needs_a_key_and_a_model() -> None:
    with pytest.raises(UsageError, match="OPENAI_API_KEY"):
        OpenAIAgent("gpt-5.4-mini")
    with pytest.raises(UsageError, match="--model"):
        OpenAIAgent(api_key=KEY)


def test_it_keeps_the_contract() -> None:
    with serving(lambda asked: said(f"EXIT {len(str(asked.body['messages']))}")) as service:
        check_agent(agent(service))


def test_the_key_is_in_no_record_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    with (
        caplog.at_level(logging.DEBUG),
        serving(script(said("ADDL 1 >>>x = 9"), refusal(500, f"{KEY}!", Retry_After="0"))) as service,
    ):
        one = agent(service, api_key=KEY, patience=Patience(2))
        (episode,) = run_episodes(one, [Start(Problem("Solve for x: 2x = 8"))])
    assert episode.status is EpisodeStatus.FAILED
    assert episode.steps == 1
    assert "500" in (episode.failure or "")
    assert KEY not in json.dumps(episode.to_dict()) + caplog.text + repr(one)


@pytest.fixture(scope="module")
def mlx_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `mlx_lm.server` with the built-in model."""
    pytest.importorskip("mlx_lm", reason="mlx-lm is not installed: pip install 'chain-of-edits[mlx]'")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("mlx") / "log"
    command = [sys.executable, "-m", "mlx_lm", "server", "--model", str(MODEL_FOLDER), "--port", str(port)]
    with log.open("w") as file:
        server = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            assert server.poll() is None, log.read_text()
            try:
                with urllib.request.urlopen(f"{url}/health", timeout=1):
                    break
            except OSError:
                time.sleep(0.05)
        yield f"{url}/v1"
    finally:
        server.terminate()
        server.wait()


def test_a_real_server_says_what_the_built_in_model_says(mlx_server: str) -> None:
    starts = [Start(Problem(f"Solve for x: {n}x + 5 = {4 * n + 5}"), ("x = 9",)) for n in (2, 3)]
    config = EnvironmentConfig(max_steps=4)
    own = OpenAIAgent("default_model", base_url=mlx_server)
    told = [
        {
            episode.problem: [(turn.reply, turn.usage.prompt_tokens) for turn in episode.turns]
            for episode in run_episodes(one, starts, config=config, repeat_temperature=0.0)
        }
        for one in (own, TinyAgent())
    ]
    assert told[0] == told[1]
    assert all(told[0].values())
