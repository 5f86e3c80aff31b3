"""Requests batched into the one rollout loop.

A lane is a thread that runs `run_episodes` over a queue that never ends: requests that come while others are
being answered take the places that become free in the batch, so fifty requests at once cost the agent a few
batches, not fifty calls. Requests with other settings (feedback, number of commands) have lanes of their
own. An agent that several threads may ask at once has as many lanes for the same settings: while one judges
edits, another reads and writes. Any other agent is asked by one thread at a time.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from coe.agents.protocol import Agent, Conversation, calls_at_once
from coe.environment import Decoding, EnvironmentConfig, Episode
from coe.messages import Reply, Sampling
from coe.problem import Problem
from coe.rollout import Start, TurnEvent, run_episodes

_TICKET = "coe.server.ticket"
_IDLE_SECONDS = 30.0


class Full(Exception):
    """No place left in the queue."""


class Stopped(Exception):
    """The service is ending."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A request on its way.

    Args:
        start: what is to be solved.
        config: under which settings.
        on_turn: called in the lane's thread after each command.
        on_end: called in the lane's thread with the finished episode.
    """

    start: Start
    config: EnvironmentConfig
    on_turn: Callable[[TurnEvent], None]
    on_end: Callable[[Episode], None]
    cancelled: threading.Event = field(default_factory=threading.Event)


class Lanes:
    """All lanes of a service.

    Args:
        agent: answers.
        decoding: how replies are drawn.
        batch_size: episodes in flight with the same settings.
        waiting: most tickets in work or waiting.
    """

    def __init__(self, agent: Agent, decoding: Decoding, *, batch_size: int, waiting: int) -> None:
        self._beside = min(calls_at_once(agent), batch_size)
        self._agent = _InTurn(agent, self._beside)
        self._decoding, self._batch_size, self._waiting = decoding, batch_size // self._beside, waiting
        self._lanes: dict[EnvironmentConfig, list[_Lane]] = {}
        self._lock = threading.Lock()
        self._open = 0
        self._stopped = False

    @property
    def open(self) -> int:
        """Tickets in work or waiting."""
        return self._open

    def submit(self, ticket: Ticket) -> None:
        """Take a ticket.

        Raises:
            Full: there are as many as may wait.
            Stopped: the service is ending.
        """
        with self._lock:
            if self._stopped:
                raise Stopped
            if self._open >= self._waiting:
                raise Full
            self._open += 1
            lanes = self._lanes.setdefault(ticket.config, [])
            lanes[:] = [lane for lane in lanes if lane.is_alive()]
            lane = min(lanes, key=lambda lane: lane.load, default=None)
            free = len(lanes) < self._beside and (lane is None or lane.load > 0)
            if lane is None or free or not lane.put(ticket):
                lane = _Lane(ticket.config, self)
                lanes.append(lane)
                lane.put(ticket)
                lane.start()

    def stop(self, seconds: float = 10.0) -> None:
        """Take no more tickets, and wait for those in work."""
        with self._lock:
            self._stopped = True
            lanes = [lane for beside in self._lanes.values() for lane in beside]
        for lane in lanes:
            lane.close()
        for lane in lanes:
            lane.join(seconds)

    def _ended(self) -> None:
        with self._lock:
            self._open -= 1


class _InTurn:
    """An agent that only so many threads ask at a time."""

    def __init__(self, agent: Agent, threads: int) -> None:
        self.name = agent.name
        self._agent = agent
        self._places = threading.Semaphore(threads)

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        with self._places:
            return self._agent.act(conversations, sampling)


class _Lane(threading.Thread):
    """One thread, one endless run of episodes with one configuration."""

    def __init__(self, config: EnvironmentConfig, lanes: Lanes) -> None:
        super().__init__(name="coe lane", daemon=True)
        self._config, self._owner = config, lanes
        self._queue: queue.Queue[Ticket | None] = queue.Queue()
        self._tickets: dict[int, Ticket] = {}
        self._numbers = count()
        self._guard = threading.Lock()
        self._closed = False

    @property
    def load(self) -> int:
        """Tickets in work or waiting, about."""
        return len(self._tickets) + self._queue.qsize()

    def put(self, ticket: Ticket) -> bool:
        """Whether the lane took it: one that is ending takes none."""
        with self._guard:
            if not self._closed:
                self._queue.put(ticket)
            return not self._closed

    def close(self) -> None:
        with self._guard:
            self._closed = True
            self._queue.put(None)

    def run(self) -> None:
        self._play()
        # A budget that is used up ends a run; what still waits is told so by a run of its own.
        while not self._leave():
            self._play()

    def _play(self) -> None:
        owner = self._owner
        for episode in run_episodes(
            owner._agent, self._starts(), config=self._config, batch_size=owner._batch_size,
            on_turn=self._turned, **owner._decoding.as_arguments(),
        ):  # fmt: skip
            ticket = self._tickets.pop(_number(episode.problem))
            owner._ended()
            ticket.on_end(replace(episode, problem=ticket.start.problem))

    def _starts(self) -> Iterator[Start | None]:
        """Starts as they come; None where the episodes in flight should go on without a new one."""
        while True:
            try:
                ticket = self._queue.get_nowait() if self._tickets else self._queue.get(timeout=_IDLE_SECONDS)
            except queue.Empty:
                if self._tickets:
                    yield None
                    continue
                if self._leave():
                    return
                continue
            if ticket is None:
                return
            if ticket.cancelled.is_set():
                self._owner._ended()
                continue
            number = next(self._numbers)
            self._tickets[number] = ticket
            problem = ticket.start.problem
            yield replace(
                ticket.start,
                problem=replace(problem, metadata={**problem.metadata, _TICKET: number}),
                sample=0,
            )

    def _leave(self) -> bool:
        """Whether the lane, idle for a while, may end."""
        with self._guard:
            self._closed = self._queue.empty()
            return self._closed

    def _turned(self, event: TurnEvent) -> None:
        self._tickets[_number(event.problem)].on_turn(event)


def _number(problem: Problem) -> int:
    number: int = problem.metadata[_TICKET]
    return number
