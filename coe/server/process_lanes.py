"""Requests played by worker processes, each with an agent of its own.

What a request is told of its turns and of its end is made in the processes too: this one only passes it on.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

from coe.agents.protocol import Agent
from coe.environment import Decoding, EnvironmentConfig, Episode
from coe.errors import CoeError
from coe.rollout import TurnEvent, never_played, run_episodes
from coe.server.lanes import Full, Stopped, Ticket
from coe.workers import Crew, Ended, Lost, Turned, Work

_POLL_SECONDS = 0.2


@dataclass(slots=True)
class _InWork:
    """A ticket that a process has, and the number of the last turn that it was told of."""

    ticket: Ticket
    turn: int = 0


class ProcessLanes:
    """As `Lanes`, in other processes.

    Args:
        make_agent: called in each; must be picklable, as `show_turn` and `show_episode` must.
        decoding: how replies are drawn.
        workers: processes.
        batch_size: episodes in flight in all of them.
        waiting: most tickets in work or waiting.
        show_turn: what tickets are told of a turn.
        show_episode: what they are told of a finished episode.

    Raises:
        CoeError: a process cannot make its agent.
    """

    def __init__(
        self,
        make_agent: Callable[[], Agent],
        decoding: Decoding,
        *,
        workers: int,
        batch_size: int,
        waiting: int,
        show_turn: Callable[[TurnEvent], Any],
        show_episode: Callable[[Episode], Any],
    ) -> None:
        self._decoding, self._most, self._show_episode = decoding, waiting, show_episode
        places = max(1, batch_size // workers)
        play = partial(run_episodes, batch_size=places, **decoding.as_arguments())
        self._crew = Crew(Work(make_agent, play, show_turn, show_episode), workers, places=places)
        try:
            self._crew.wait_until_ready()
        except BaseException:
            self._crew.close()
            raise
        self._waiting: deque[Ticket] = deque()
        self._in_work: dict[int, _InWork] = {}
        self._numbers = count()
        self._lock = threading.Lock()
        self._stopped = False
        self._broken: CoeError | None = None
        self._reader = threading.Thread(target=self._read, name="coe workers", daemon=True)
        self._reader.start()

    @property
    def open(self) -> int:
        """Tickets in work or waiting."""
        return len(self._in_work) + len(self._waiting)

    @property
    def pids(self) -> list[int]:
        """Of the processes."""
        return self._crew.pids

    def submit(self, ticket: Ticket) -> None:
        """Take a ticket.

        Raises:
            Full: there are as many as may wait.
            Stopped: the service is ending.
            CoeError: the processes died and do not start any more.
        """
        with self._lock:
            if self._stopped:
                raise Stopped
            if self._broken is not None:
                raise self._broken
            if self.open >= self._most:
                raise Full
            self._waiting.append(ticket)
            self._give()

    def stop(self, seconds: float = 10.0) -> None:
        """Take no more tickets, wait for those in work, and end the processes."""
        with self._lock:
            self._stopped = True
        until = time.monotonic() + seconds
        while self.open and self._broken is None and time.monotonic() < until:
            time.sleep(_POLL_SECONDS / 10)
        with self._lock:
            self._waiting.clear()
            self._in_work.clear()
        self._reader.join()
        self._crew.close()

    def _give(self) -> None:
        """Hand out what waits to whatever process has a place."""
        while self._waiting and self._crew.free > 0:
            ticket = self._waiting.popleft()
            if not ticket.cancelled.is_set():
                number = next(self._numbers)
                self._in_work[number] = _InWork(ticket)
                self._crew.give(number, ticket.start)

    def _read(self) -> None:
        """Pass on what comes back, until the service has stopped."""
        try:
            while not self._stopped or self.open:
                for message in self._crew.wait(_POLL_SECONDS):
                    self._pass_on(message)
                with self._lock:
                    self._give()
        except CoeError as error:
            with self._lock:
                self._broken = error
                left = [*(work.ticket for work in self._in_work.values()), *self._waiting]
                self._in_work.clear()
                self._waiting.clear()
            for ticket in left:
                self._give_up(ticket, f"workers: {error}")

    def _pass_on(self, message: Turned | Ended | Lost) -> None:
        work = self._in_work.get(message.number)
        if work is None:
            return
        if isinstance(message, Turned):
            if message.turn > work.turn:  # a turn that was played again is the same again
                work.turn = message.turn
                work.ticket.tell(message.shown)
            return
        with self._lock:
            self._in_work.pop(message.number, None)
        if isinstance(message, Ended):
            work.ticket.tell(message.result)
        else:
            self._give_up(work.ticket, message.failure)

    def _give_up(self, ticket: Ticket, failure: str) -> None:
        episode = never_played(ticket.start, failure, EnvironmentConfig(), self._decoding)
        ticket.tell(self._show_episode(episode))
