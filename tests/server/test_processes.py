"""A service whose requests are played by worker processes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing import active_children
from pathlib import Path

import pytest

from coe.agents.protocol import Agent, Conversation
from coe.errors import CoeError
from coe.messages import Reply, Sampling
from coe.server import ServerConfig, create_app
from tests.evaluation.sums import right
from tests.processes import is_running
from tests.server.running import Running, running

CONFIG = ServerConfig(workers=2, batch_size=4, cache_seconds=0)


class Adder:
    """Solves sums in two turns; dies of one, and of two others once, at their second turn."""

    name = "adder"

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        time.sleep(0.01)
        return [self.answer(conversation) for conversation in conversations]

    def answer(self, conversation: Conversation) -> Reply:
        text = conversation[-1].content
        if "Calculate 666 + 5" in text:
            self.die()
        if "(no lines)" in text:
            return Reply("ADDL 1 >>>= 0")
        for number in (13, 113):
            mark = self.folder / f"died of {number}"
            if f"Calculate {number} + 5" in text and not mark.exists():
                mark.touch()
                self.die()
        return Reply(right(conversation).replace("ADDL", "REPL"))

    def die(self) -> None:
        (self.folder / f"dead {os.getpid()}").touch()
        os.kill(os.getpid(), signal.SIGKILL)


def unmade() -> Agent:
    raise CoeError("no model here")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("marks")


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[Running]:
    with running(Adder(str(folder)), CONFIG, partial(Adder, str(folder))) as service:
        pids = [child.pid for child in active_children()]
        yield service
    assert len(pids) == 2
    assert not any(is_running(pid) for pid in pids if pid)


def solve(service: Running, number: int) -> dict[str, object]:
    answer: dict[str, object] = service.post("/solve", {"problem": f"Calculate {number} + 5"}).json
    return answer


def test_requests_are_solved_and_a_process_that_dies_is_replaced(service: Running, folder: Path) -> None:
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(partial(solve, service), range(1, 25)))
    assert (folder / "died of 13").exists()
    assert [answer["status"] for answer in answers] == ["solved"] * 24
    assert [answer["answer"] for answer in answers] == [str(number + 5) for number in range(1, 25)]
    assert "coe.workers" not in str(answers[0]["episode"])
    figures = service.get("/metrics").body.decode()
    assert "coe_workers 2.0" in figures
    assert 'coe_episodes_total{status="solved"} 24.0' in figures
    memory = next(line for line in figures.splitlines() if line.startswith("coe_workers_resident"))
    assert float(memory.split()[-1]) > 1e6


def test_a_stream_tells_each_turn_once_whatever_dies(service: Running, folder: Path) -> None:
    events = service.post("/solve/stream", {"problem": "Calculate 113 + 5"}).events
    assert (folder / "died of 113").exists()
    assert [(event["event"], event.get("number")) for event in events] == [
        ("start", None), ("turn", 1), ("turn", 2), ("end", None),
    ]  # fmt: skip
    assert events[-1]["result"]["solved"] is True


def test_a_request_that_kills_processes_is_our_failure(service: Running, folder: Path) -> None:
    before = len(list(folder.glob("dead *")))
    answer = solve(service, 666)
    assert answer["status"] == "failed"
    assert "was killed (SIGKILL)" in str(answer["failure"])
    assert len(list(folder.glob("dead *"))) == before + 2
    assert solve(service, 1)["status"] == "solved"


def test_agents_that_cannot_be_made_are_told_of_at_the_start(tmp_path: Path) -> None:
    before = set(active_children())
    with pytest.raises(CoeError, match="no model here"):
        create_app({"adder": Adder(str(tmp_path))}, CONFIG, {"adder": unmade})
    assert set(active_children()) == before
