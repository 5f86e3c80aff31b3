"""Requests batched into the one rollout loop.

A lane is a thread that runs `run_episodes` over a queue that never ends: requests that come while others are
being answered take the places that become free in the batch, so fifty requests at once cost the agent a few
batches, not fifty calls. An agent that several threads may ask at once has as many lanes: while one judges
edits, another reads and writes. Any other agent is asked by one thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from coe.agents.protocol import Agent, calls_at_once
from coe.environment import Decoding, Episode
from coe.rollout import Start, TurnEvent, run_episodes
from coe.workers import StartQueue, number_of


class Full(Exception):
    """No place left in the queue."""


class Stopped(Exception):
    """The service is ending."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A request on its way.

    Args:
        start: what is to be solved, with its sample.
        tell: called in another thread with what is shown of each turn, and at last of the episode.
    """

    start: Start
    tell: Callable[[Any], None]
    cancelled: threading.Event = field(default_factory=threading.Event)


class Lanes:
    """All lanes of an agent.

    Args:
        agent: answers.
        decoding: how replies are drawn.
        batch_size: episodes in flight.
        waiting: most tickets in work or waiting.
        show_turn: what tickets are told of a turn.
        show_episode: what they are told of a finished episode.
    """

    def __init__(
        self,
        agent: Agent,
        decoding: Decoding,
        *,
        batch_size: int,
        waiting: int,
        show_turn: Callable[[TurnEvent], Any],
        show_episode: Callable[[Episode], Any],
    ) -> None:
        self.agent, self.decoding = agent, decoding
        self.show_turn, self.show_episode = show_turn, show_episode
        self._most = min(calls_at_once(agent), batch_size)
        self.batch_size, self._waiting = batch_size // self._most, waiting
        self._lanes: list[_Lane] = []
        self._lock = threading.Lock()
        self._open = 0
        self._stopped = False

    @property
    def open(self) -> int:
        """Tickets in work or waiting."""
        return self._open

    @property
    def pids(self) -> list[int]:
        """Of processes beside this one: none."""
        return []

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
            lane = min(self._lanes, key=lambda lane: lane.load, default=None)
            if lane is None or (lane.load > 0 and len(self._lanes) < self._most):
                lane = _Lane(self)
                self._lanes.append(lane)
                lane.start()
            lane.put(ticket)

    def stop(self, seconds: float = 10.0) -> None:
        """Take no more tickets, and wait for those in work."""
        with self._lock:
            self._stopped = True
        for lane in self._lanes:
            lane.close()
        for lane in self._lanes:
            lane.join(seconds)

    def note_end(self) -> None:
        """A ticket is done with."""
        with self._lock:
            self._open -= 1


class _Lane(threading.Thread):
    """One thread, one endless run of episodes."""

    def __init__(self, owner: Lanes) -> None:
        super().__init__(name="coe lane", daemon=True)
        self._owner = owner
        self._tickets: dict[int, Ticket] = {}
        self._numbers = count()
        self._starts = StartQueue(self._is_wanted)
        self._closed = False

    @property
    def load(self) -> int:
        """Tickets in work or waiting."""
        return len(self._tickets)

    def put(self, ticket: Ticket) -> None:
        number = next(self._numbers)
        self._tickets[number] = ticket
        self._starts.put(number, ticket.start)

    def close(self) -> None:
        self._closed = True
        self._starts.close()

    def run(self) -> None:
        # A budget that is used up ends a run; what still waits is told so by a run of its own.
        while not self._closed or self._tickets:
            self._play()

    def _play(self) -> None:
        owner = self._owner
        for episode in run_episodes(
            owner.agent, self._starts, batch_size=owner.batch_size,
            on_turn=self._turned, **owner.decoding.as_arguments(),
        ):  # fmt: skip
            number, record = self._starts.ended(episode)
            ticket = self._tickets.pop(number)
            owner.note_end()
            ticket.tell(owner.show_episode(record))

    def _is_wanted(self, number: int) -> bool:
        wanted = not self._tickets[number].cancelled.is_set()
        if not wanted:
            del self._tickets[number]
            self._owner.note_end()
        return wanted

    def _turned(self, event: TurnEvent) -> None:
        self._tickets[number_of(event.problem)].tell(self._owner.show_turn(event))
