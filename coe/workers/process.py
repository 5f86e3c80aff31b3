"""What a worker process does: it makes its agent, and plays what comes through a pipe until that ends.

Messages are pickled by `multiprocessing`, between processes of one program only; nothing of strangers is ever
unpickled.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from coe.agents.protocol import Agent
from coe.environment import Episode
from coe.errors import CoeError
from coe.processes import leave_interrupts_to_parent
from coe.rollout import TurnEvent
from coe.verifier import forget_texts
from coe.workers.start_queue import StartQueue, number_of

_FORGET = 500
"""Episodes after which what the verifier keeps of their lines is let go: about 9 MB."""

Play = Callable[..., Iterator[Episode]]
"""(agent, starts) -> episodes, as of `coe.rollout.run_episodes`; with `on_turn` where turns are shown."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker process is for. All of it must be picklable.

    Args:
        make_agent: called once.
        play: plays starts.
        show_turn: what is told of each turn; None tells nothing.
        show_episode: what is told of a finished episode; None tells it as it is.
    """

    make_agent: Callable[[], Agent]
    play: Play
    show_turn: Callable[[TurnEvent], object] | None = None
    show_episode: Callable[[Episode], object] | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """The agent is made."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A turn was taken.

    Args:
        number: of the start.
        turn: from 1.
        shown: what `Work.show_turn` made of it.
    """

    number: int
    turn: int
    shown: Any


@dataclass(frozen=True, slots=True)
class Ended:
    """An episode has ended.

    Args:
        number: of the start.
        result: the episode, or what `Work.show_episode` made of it.
    """

    number: int
    result: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """The process cannot go on."""

    error: CoeError


Message = Ready | Turned | Ended | Failed


def main(pipe: Connection, work: Work) -> None:
    """Play starts until the pipe ends, which it does with the parent."""
    leave_interrupts_to_parent()
    try:
        _play(pipe, work)
    except BrokenPipeError:
        return  # the parent has ended
    except Exception as error:
        pipe.send(Failed(_sendable(error)))


def _play(pipe: Connection, work: Work) -> None:
    starts = StartQueue()
    threading.Thread(target=_receive, args=(pipe, starts), daemon=True).start()
    agent = work.make_agent()
    pipe.send(Ready())
    turns: dict[str, object] = {}
    if (show := work.show_turn) is not None:
        turns["on_turn"] = lambda event: pipe.send(
            Turned(number_of(event.problem), event.number, show(event))
        )
    for count, episode in enumerate(work.play(agent, starts, **turns), start=1):
        number, record = starts.ended(episode)
        pipe.send(Ended(number, record if work.show_episode is None else work.show_episode(record)))
        if count % _FORGET == 0:
            forget_texts()


def _receive(pipe: Connection, starts: StartQueue) -> None:
    # In a thread of its own: were starts read between two batches, parent and process could wait for each
    # other, both with full pipes; and the parent's end is noticed at once.
    try:
        while True:
            starts.put(*pipe.recv())
    except (EOFError, OSError):
        os._exit(0)


def _sendable(error: Exception) -> CoeError:
    """The error itself where it is one of ours that survives the pipe, else its text."""
    if isinstance(error, CoeError):
        try:
            pickle.loads(pickle.dumps(error))
            return error
        except Exception:
            return CoeError(str(error))
    return CoeError(f"a worker process failed: {type(error).__name__}: {error}")
