"""The routes over a real socket: what they answer, refuse and survive."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from coe.agents import create_agent
from coe.agents.protocol import Conversation
from coe.errors import UsageError
from coe.evaluation import evaluate, open_store
from coe.messages import FinishReason, Reply, Sampling
from coe.server import ServerConfig, create_app
from tests.evaluation.sums import config as run_config
from tests.evaluation.sums import right, sums
from tests.server.running import Running, running

LINEAR = {"problem": "Solve for x: 2x + 5 = 13", "initial": ["2x = 18", "x = 9"]}
KEY = "a key of sixteen or more"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    place = str(tmp_path_factory.mktemp("runs") / "runs.sqlite")
    run = open_store(place, create=True).begin("main", run_config())
    evaluate(create_agent("scripted", replies=right), run, run_config(), sums())
    with running(config=ServerConfig(runs=place)) as service:
        yield service


class Slow:
    """Solves sums, slowly, and notes how many it was asked at once."""

    name = "slow"

    def __init__(self, seconds: float) -> None:
        self.seconds, self.asked = seconds, [0]

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        self.asked.append(len(conversations))
        time.sleep(self.seconds)
        return [Reply(right(conversation)) for conversation in conversations]


def test_solve(service: Running) -> None:
    answer = service.post("/solve", LINEAR).json
    assert (answer["status"], answer["answer"], answer["steps"]) == ("solved", "x = 4", 2)
    assert [line["label"] for line in answer["lines"]] == ["ok", "ok"]
    assert answer["episode"]["problem"]["statement"] == LINEAR["problem"]
    assert answer["read_as"] == "solve 2x + 5 = 13 for x"


def test_stream_sends_each_edit(service: Running) -> None:
    answer = service.post("/solve/stream", LINEAR)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert [event["event"] for event in answer.events] == ["start", "turn", "turn", "end"]
    assert answer.events[0]["lines"][0]["label"] == "does not follow"
    assert answer.events[1]["edit"] == "REPL 1 >>>2x = {13 - 5}"
    assert answer.events[-1]["result"]["solved"] is True


def test_a_right_draft_has_no_turn(service: Running) -> None:
    events = service.post("/solve/stream", {**LINEAR, "initial": ["2x = 8", "x = 4"]}).events
    assert [event["event"] for event in events] == ["start", "end"]


def test_the_truth_scores_and_stays_hidden(service: Running) -> None:
    body = {
        "problem": "Sam has 3 apples and buys 5 more. How many apples?",
        "initial": ["apples = 3 + 5 = 8"],
    }
    known = service.post("/solve", {**body, "truth": "9"}).json
    assert known["status"] != "solved"
    assert "9" not in "".join(turn["observation"] for turn in known["episode"]["turns"])


def test_verify(service: Running) -> None:
    answer = service.post("/verify", {"problem": LINEAR["problem"], "lines": LINEAR["initial"]}).json
    assert (answer["outcome"], answer["first_wrong"], answer["answer_verdict"]) == ("unsolved", 1, "wrong")
    assert "x = 9, but the problem gives x = 4" in answer["lines"][0]["explanation"]


def test_feedback_gives_no_answer_away(service: Running) -> None:
    answer = service.post("/feedback", {"problem": LINEAR["problem"], "attempt": LINEAR["initial"]}).json
    assert (answer["right"], answer["first_wrong"]) == (False, 1)
    assert "4" not in answer["why"] + answer["hint"]
    assert [line["text"] for line in answer["mended"]] == ["2x = 8", "x = 4"]
    assert "solving equations" in answer["skills"]
    done = service.post("/feedback", {"problem": LINEAR["problem"], "attempt": ["2x = 8", "x = 4"]}).json
    assert (done["right"], done["mended"]) == (True, None)


def test_feedback_takes_sat_records(service: Running) -> None:
    record = {
        "question": LINEAR["problem"],
        "response": "2x = 18\nx = 9",
        "rationale": "Subtract 5 and halve.\nThe answer is x = 4.",
    }
    answer = service.post("/feedback", record).json
    assert answer["right"] is False
    assert answer["mended"] is not None


def test_runs(service: Running) -> None:
    (run,) = service.get("/runs").json
    assert run["episodes"] == {"solved": 12}
    rows = service.get("/runs/main/episodes?limit=5").json
    assert len(rows) == 5
    episode = service.get(f"/runs/main/episodes/{rows[0]['problem_id']}/0").json
    assert episode["states"][1]["edit"].startswith("ADDL 1")
    assert service.get("/runs/none/episodes").status == 404
    assert service.get("/runs/main/episodes/none/0").status == 404


def test_watching(service: Running) -> None:
    assert service.get("/health").json["agents"] == ["tiny"]
    figures = service.get("/metrics").body.decode()
    assert 'coe_requests_total{route="/health",status="200"}' in figures
    for name in (
        "coe_requests_total", "coe_request_seconds_bucket", "coe_tokens_total", "coe_queue", "coe_cache_hits",
        "process_resident_memory_bytes",
    ):  # fmt: skip
        assert name in figures


def test_openapi_has_examples(service: Running) -> None:
    paths = service.get("/openapi.json").json["paths"]
    assert {"/solve", "/solve/stream", "/verify", "/feedback", "/runs", "/health", "/metrics"} <= paths.keys()
    assert "Solve for x: 2x + 5 = 13" in service.get("/openapi.json").body.decode()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "problem"),
        ({"problem": "  "}, "problem"),
        ({**LINEAR, "nonsense": 1}, "nonsense"),
        ({**LINEAR, "feedback": "outcome"}, "truth"),
        ({**LINEAR, "max_steps": 1000}, "max_steps"),
        ({**LINEAR, "initial": ["a >>> b"]}, "initial"),
        ({**LINEAR, "initial": ["x"] * 41}, "lines"),
        ({**LINEAR, "initial": ["x" * 500]}, "initial"),
        ({**LINEAR, "agent": "gpt"}, "unknown agent"),
        (b"{", "JSON"),
        (b"\xff\xfe", ""),
        (b"[" * 100_000, ""),
    ],
)
def test_bad_bodies(service: Running, body: object, said: str) -> None:
    answer = service.post("/solve", body)
    assert answer.status in (400, 422)
    assert said.lower() in answer.body.decode().lower()


def test_a_large_body_is_refused(service: Running) -> None:
    assert service.post("/verify", b'{"lines": ["' + b"x" * 300_000 + b'"]}').status == 413


def test_another_host_name_is_refused(service: Running) -> None:
    assert service.get("/health", Host="example.org").status == 400
    assert service.get("/health", Host="localhost:1").status == 200


def test_answers_come_from_the_cache(service: Running) -> None:
    body = {**LINEAR, "problem": "Solve for x: 3x + 5 = 14"}
    before = _counter(service, "coe_cache_hits_total")
    assert service.post("/solve", body).json == service.post("/solve", body).json
    assert _counter(service, "coe_cache_hits_total") == before + 1


def _counter(service: Running, name: str) -> float:
    lines = service.get("/metrics").body.decode().splitlines()
    return next(float(line.split()[-1]) for line in lines if line.startswith(name + " "))


def test_answers_are_shared_through_redis(redis_url: str) -> None:
    replies = iter([Reply("ADDL 1 >>>= {1 + 5}")])  # the second service has nothing to answer with
    body = {"problem": "Calculate 1 + 5"}
    for _ in range(2):
        agent = create_agent("scripted", replies=lambda _: next(replies))
        with running(agent, ServerConfig(cache_url=redis_url)) as service:
            assert service.post("/solve", body).json["solved"] is True
    with pytest.raises(UsageError, match="--answers redis"):
        create_app({"scripted": agent}, ServerConfig(cache_url="redis://127.0.0.1:1/0"))


def test_an_open_address_needs_a_key() -> None:
    with pytest.raises(UsageError, match="COE_API_KEY"):
        ServerConfig(host="0.0.0.0")
    with pytest.raises(UsageError, match="16"):
        ServerConfig(host="0.0.0.0", api_key="short")


def test_the_key_is_asked_for() -> None:
    with running(create_agent("scripted", replies=right), ServerConfig(api_key=KEY)) as service:
        assert service.post("/verify", {"lines": ["1 = 1"]}).status == 401
        assert service.post("/verify", {"lines": ["1 = 1"]}, Authorization="Bearer wrong").status == 401
        assert service.post("/verify", {"lines": ["1 = 1"]}, Authorization=f"Bearer {KEY}").status == 200
        assert service.get("/health").status == 200


def test_requests_at_once_share_batches_and_too_many_are_told_to_wait() -> None:
    agent = Slow(0.2)
    with running(agent, ServerConfig(waiting=12, cache_seconds=0)) as service:
        bodies = [{"problem": f"Calculate {n} + 5"} for n in range(20)]
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda body: service.post("/solve", body), bodies))
    statuses = sorted(answer.status for answer in answers)
    assert set(statuses) == {200, 429}
    assert statuses.count(200) >= 12
    assert all(answer.json["solved"] for answer in answers if answer.status == 200)
    assert all("retry-after" in answer.headers for answer in answers if answer.status == 429)
    assert max(agent.asked) >= 4


def test_a_request_that_takes_too_long_is_given_up() -> None:
    with running(Slow(1.0), ServerConfig(seconds=0.2)) as service:
        answer = service.post("/solve", {"problem": "Calculate 1 + 5"})
        assert answer.status == 504
        assert service.post("/solve/stream", {"problem": "Calculate 2 + 5"}).events[-1]["status"] == 504
        assert service.get("/health").status == 200


def test_an_agent_that_fails_is_our_failure_and_not_cached() -> None:
    replies = iter(
        [Reply("", finish_reason=FinishReason.ERROR, error="the model is gone"), Reply("ADDL 1 >>>= {1 + 5}")]
    )
    with running(create_agent("scripted", replies=lambda _: next(replies))) as service:
        first = service.post("/solve", {"problem": "Calculate 1 + 5"}).json
        assert (first["status"], first["failure"]) == ("failed", "the model is gone")
        assert service.post("/solve", {"problem": "Calculate 1 + 5"}).json["solved"] is True


def test_what_is_in_work_is_finished_when_the_service_stops() -> None:
    found: list[int] = []
    with running(Slow(0.5)) as service:
        asking = threading.Thread(
            target=lambda: found.append(service.post("/solve", {"problem": "Calculate 1 + 5"}).status)
        )
        asking.start()
        time.sleep(0.2)
    asking.join(10)
    assert found == [200]


def test_no_store_no_runs(tmp_path: Path) -> None:
    agent = create_agent("scripted", replies=right)
    with pytest.raises(UsageError, match="there is no run"):
        create_app({"scripted": agent}, ServerConfig(runs=str(tmp_path / "none.sqlite")))
    with running(agent) as service:
        assert service.get("/runs").json == []
