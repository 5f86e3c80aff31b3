from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from coe.agents.protocol import Agent, Conversation
from coe.agents.scripted import ScriptedAgent
from coe.environment import Decoding, Episode
from coe.messages import Reply, Sampling
from coe.problem import Problem
from coe.rollout import Start
from coe.server.lanes import Lanes, Ticket


class Meeting:
    """Says EXIT when as many threads ask as are to meet, or after a while alone."""

    def __init__(self, calls_at_once: int | None, seconds: float) -> None:
        self.name = "meeting"
        if calls_at_once is not None:
            self.calls_at_once = calls_at_once
        self._seconds = seconds
        self._lock = threading.Lock()
        self._both = threading.Event()
        self._inside = self.most = 0

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        with self._lock:
            self._inside += 1
            self.most = max(self.most, self._inside)
            if self._inside == 2:
                self._both.set()
        self._both.wait(self._seconds)
        with self._lock:
            self._inside -= 1
        return [Reply("EXIT")] * len(conversations)


def make_lanes(agent: Agent, batch_size: int) -> Lanes:
    return Lanes(
        agent, Decoding(), batch_size=batch_size, waiting=10,
        show_turn=lambda event: None, show_episode=lambda episode: episode,
    )  # fmt: skip


def solved(lanes: Lanes, count: int) -> list[Episode]:
    """The episodes of as many tickets, handed in at once."""
    episodes: list[Episode] = []
    done = threading.Semaphore(0)

    def tell(shown: Episode | None) -> None:
        if shown is not None:
            episodes.append(shown)
            done.release()

    for number in range(count):
        problem = Problem(f"Solve for x: 2x + {number} = 13")
        lanes.submit(Ticket(Start(problem), tell))
    for _ in range(count):
        assert done.acquire(timeout=20)
    return episodes


@pytest.mark.parametrize(("at_once", "seconds", "most"), [(2, 20.0, 2), (None, 0.05, 1)])
def test_an_agent_is_asked_by_as_many_threads_as_it_says(
    at_once: int | None, seconds: float, most: int
) -> None:
    agent = Meeting(at_once, seconds)
    lanes = make_lanes(agent, 4)
    assert len(solved(lanes, 6)) == 6
    lanes.stop()
    assert agent.most == most
    assert lanes.open == 0


def test_requests_one_after_another_stay_in_one_lane() -> None:
    agent = ScriptedAgent(["EXIT"] * 5)
    agent.calls_at_once = 3  # type: ignore[attr-defined]
    lanes = make_lanes(agent, 6)
    before = threading.active_count()
    for _ in range(5):
        solved(lanes, 1)
    assert threading.active_count() <= before + 2  # a lane counts a ticket until its episode is handed over
    lanes.stop()
