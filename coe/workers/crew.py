"""The parent's side of the worker processes: who has what, and what becomes of it when a process dies.

A process that dies is replaced, and the starts that it had are given out again; those that a second process
dies with are given up, since they may be the reason. Where two in a row die before they are ready, none will
be, and that is an error. Processes are spawned, never forked: a parent with threads cannot be forked safely.
They end with their parent, however it ends.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler

from coe.errors import CoeError, UsageError
from coe.processes import usable_cores
from coe.rollout import Start
from coe.workers.process import Ended, Failed, Message, Ready, Turned, Work, main

_END_SECONDS = 5.0
_MOST_LOST = 2
# What numeric libraries read when they are loaded.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_spawning = threading.Lock()


@dataclass(frozen=True, slots=True)
class Lost:
    """A start that process after process died with.

    Args:
        number: of the start.
        start: as it was given.
        failure: what became of it, for its record.
    """

    number: int
    start: Start
    failure: str


@dataclass(slots=True, eq=False)
class _Member:
    """A process and the starts that it has not given back."""

    process: BaseProcess
    pipe: Connection
    given: dict[int, Start] = field(default_factory=dict)
    ready: bool = False


class Crew:
    """Worker processes. One thread may give out starts while another waits for what comes back.

    Args:
        work: what each is for.
        workers: processes; None takes one for every core that this process may use. They share out the cores
            among the threads of their numeric libraries.
        places: starts that a process has at once.

    Raises:
        UsageError: the work cannot be sent to another process.
    """

    def __init__(self, work: Work, workers: int | None = None, *, places: int) -> None:
        self.workers = workers or usable_cores()
        self._work, self._places = work, places
        self._lock = threading.Lock()
        self._again: deque[tuple[int, Start]] = deque()
        self._lost: Counter[int] = Counter()
        self._stillborn = 0  # processes that died before they were ready, in a row
        self._members: list[_Member] = []
        _refuse_unsendable(work)
        try:
            self._members += (self._new_member() for _ in range(self.workers))
        except BaseException:
            self.close()
            raise

    @property
    def pids(self) -> list[int]:
        """Of the processes."""
        return [member.process.pid or 0 for member in self._members]

    @property
    def free(self) -> int:
        """Starts that may be given out now."""
        given = sum(len(member.given) for member in self._members)
        return len(self._members) * self._places - given - len(self._again)

    def wait_until_ready(self) -> None:
        """Until every process has made its agent.

        Raises:
            CoeError: one cannot.
        """
        while waiting := [member for member in self._members if not member.ready]:
            for pipe in wait([member.pipe for member in waiting]):
                self._read(next(member for member in waiting if member.pipe is pipe))

    def give(self, number: int, start: Start) -> None:
        """Give a start to the process that has the fewest.

        Args:
            number: by which `wait` tells of it; no other start in work has it.
            start: with its sample.
        """
        with self._lock:
            self._give(number, start)

    def wait(self, seconds: float | None = None) -> list[Turned | Ended | Lost]:
        """What has come back, at least one message unless the time is up. A turn may come a second time.

        Raises:
            CoeError: an agent cannot be made, or two processes in a row died before they were ready.
        """
        messages: list[Turned | Ended | Lost] = []
        for pipe in wait([member.pipe for member in self._members], seconds):
            member = next((one for one in self._members if one.pipe is pipe), None)
            if member is not None:
                messages += self._read(member)
        return messages

    def close(self) -> None:
        """End the processes, and what they are at."""
        members, self._members = self._members, []
        for member in members:
            member.pipe.close()
        for member in members:
            member.process.join(_END_SECONDS)
            if member.process.exitcode is None:
                member.process.kill()
                member.process.join()
            member.process.close()

    def _new_member(self) -> _Member:
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=main, args=(theirs, self._work), name="coe worker", daemon=True
        )
        with _spawning, _environment(max(1, usable_cores() // self.workers)), _interrupts_held_back():
            process.start()
        theirs.close()  # so that the end of the process is the end of the pipe
        return _Member(process, ours)

    def _give(self, number: int, start: Start) -> None:
        member = min(self._members, key=lambda member: len(member.given))
        member.given[number] = start
        with contextlib.suppress(OSError):  # it has died; `wait` will see that, and give the start out again
            member.pipe.send((number, start))

    def _read(self, member: _Member) -> list[Turned | Ended | Lost]:
        """The messages of one process that are there."""
        messages: list[Turned | Ended | Lost] = []
        try:
            while True:
                messages += self._taken(member, member.pipe.recv())
                if not member.pipe.poll():
                    break
        except (EOFError, OSError):
            messages += self._replace(member)
        with self._lock:
            while self._again and self.free + len(self._again) > 0:
                self._give(*self._again.popleft())
        return messages

    def _taken(self, member: _Member, message: Message) -> list[Turned | Ended | Lost]:
        if isinstance(message, Failed):
            raise message.error
        if isinstance(message, Ready):
            member.ready, self._stillborn = True, 0
            return []
        if isinstance(message, Ended):
            del member.given[message.number]
            self._lost.pop(message.number, None)
        return [message]

    def _replace(self, member: _Member) -> list[Turned | Ended | Lost]:
        """A new process in the place of a dead one; the starts that are given up."""
        member.process.join(_END_SECONDS)
        how = _end_of(member.process)
        self._stillborn += not member.ready
        if self._stillborn >= _MOST_LOST:
            raise CoeError(
                f"a worker process {how} before it was ready, as one before it did (out of memory?); with "
                "fewer --workers each has more"
            )
        new = self._new_member()
        with self._lock:
            self._members[self._members.index(member)] = new
        member.pipe.close()
        given_up: list[Turned | Ended | Lost] = []
        for number, start in member.given.items():
            self._lost[number] += member.ready
            if self._lost[number] < _MOST_LOST:
                self._again.append((number, start))
            else:
                del self._lost[number]
                given_up.append(Lost(number, start, f"workers: the process {how}, as one before it did"))
        return given_up


def _refuse_unsendable(work: Work) -> None:
    try:
        ForkingPickler.dumps(work)
    except Exception as error:  # PicklingError, AttributeError, TypeError, and what a __reduce__ raises
        raise UsageError(
            f"this cannot be sent to another process ({error}); agents are made by functions or classes of a "
            "module, with arguments that can be pickled"
        ) from error


def _end_of(process: BaseProcess) -> str:
    code = process.exitcode
    if code is not None and code < 0:
        return f"was killed ({signal.Signals(-code).name})"
    return f"ended with code {code}"


@contextlib.contextmanager
def _environment(threads: int) -> Iterator[None]:
    """Within it, processes that are started take so many threads for their products."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, str(threads)))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextlib.contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """A process that is started within it never sees an interrupt from the keyboard, not even while it
    starts; this one sees it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # or the first process starts it, which lets interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
