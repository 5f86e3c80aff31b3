"""A killable process for questions to SymPy, with a time limit that holds from any thread.

One helper process is started on the first question and imports SymPy once; it forks the worker that
answers, and a new one whenever that is killed (about 5 ms). A question past its limit kills the worker; a
worker that crashes or runs out of memory counts as a question past its limit. Questions wait for each
other: the limit counts from when the worker is free. Where processes cannot fork (Windows) the helper
itself answers and is started anew.

Messages are JSON lines: nothing is unpickled and no text is evaluated. The processes end with their
parent: at exit, at the end of its pipe, and by an alarm of their own should it die in the middle of a
question.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from fractions import Fraction
from pathlib import Path

from coe.errors import VerifierError
from coe.verifier.limits import WORKER_SECONDS

Message = None | bool | int | str | list["Message"] | dict[str, "Message"]

_START_SECONDS = 60.0
_BOOT = "import sys; sys.path.append(sys.argv[1]); from coe.verifier.sympy_side import main; main()"


class WorkerTimeout(Exception):
    """The question was not answered within its limit."""


def encode(value: object) -> Message:
    """Expressions (tuples, fractions, strings, whole numbers) as JSON values.

    Raises:
        TypeError: another kind of value.
    """
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, Fraction):
        return {"q": str(value)}
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    raise TypeError(f"cannot be sent: {type(value).__name__}")


def decode(value: Message) -> object:
    """The value that `encode` was given."""
    if isinstance(value, list):
        return tuple(decode(item) for item in value)
    if isinstance(value, dict):
        top, _, bottom = str(value["q"]).partition("/")
        return Fraction(int(top), int(bottom or 1))
    return value


class Worker:
    """One worker process behind a lock; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._worker_pid: int | None = None
        self._asked = 0

    def ask(self, question: str, *arguments: object, seconds: float = WORKER_SECONDS) -> object:
        """The worker's answer.

        Raises:
            WorkerTimeout: no answer within the limit, or the worker died of the question.
            VerifierError: the worker does not start.
        """
        with self._lock:
            self._wait_until_ready()
            self._asked += 1
            request = {
                "id": self._asked,
                "question": question,
                "arguments": encode(arguments),
                "seconds": seconds,
            }
            return self._answer(json.dumps(request).encode() + b"\n", seconds)

    def warm(self) -> None:
        """Start the worker now, so that the first question need not wait for its imports."""
        with self._lock:
            self._wait_until_ready()

    @property
    def pid(self) -> int | None:
        """Process that answers at the moment."""
        return self._worker_pid

    def close(self) -> None:
        """End the processes; the next question starts new ones."""
        process, self._process = self._process, None
        if process is None:
            return
        self._kill()
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _answer(self, request: bytes, seconds: float) -> object:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            self._kill()

        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        try:
            process.stdin.write(request)
            process.stdin.flush()
            timer.start()
            reply = self._reply(expired)
        except OSError:
            reply = None
        finally:
            timer.cancel()
        if reply is None:
            self.close()
            raise WorkerTimeout
        if "ready" in reply:
            raise WorkerTimeout
        return decode(reply.get("answer"))

    def _reply(self, expired: threading.Event) -> dict[str, Message] | None:
        """The answer, or the notice of a new worker once the time is up.

        A notice before that means that the worker died: the new one answers if the question was still
        unread, else the time runs out.
        """
        while True:
            reply = self._read()
            if reply is None or "ready" not in reply:
                return reply
            self._worker_pid = _pid_of(reply)
            if expired.is_set():
                return reply

    def _read(self) -> dict[str, Message] | None:
        """The next answer to the question asked last, or the notice of a new worker; None at the end."""
        process = self._process
        assert process is not None
        assert process.stdout is not None
        while True:
            line = process.stdout.readline()
            if not line:
                return None
            try:
                reply = json.loads(line)
            except ValueError:
                # Half a line of a worker that was killed while it wrote.
                continue
            if "ready" in reply or reply.get("id") == self._asked:
                return dict(reply)

    def _kill(self) -> None:
        pid, self._worker_pid = self._worker_pid, None
        if pid is None:
            return
        with contextlib.suppress(OSError):
            os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))

    def _wait_until_ready(self) -> None:
        if self._process is not None and self._worker_pid is not None and self._process.poll() is None:
            return
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._start()
        reply = self._read()
        if reply is None:
            self.close()
            raise VerifierError("the symbolic worker does not start")
        self._worker_pid = _pid_of(reply)

    def _start(self) -> None:
        root = str(Path(__file__).resolve().parents[2])
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BOOT, root],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def _pid_of(reply: dict[str, Message]) -> int | None:
    pid = reply.get("ready")
    return pid if isinstance(pid, int) else None


_shared = Worker()


def shared_worker() -> Worker:
    """The worker of this process."""
    return _shared


def _forget_after_fork() -> None:
    """A forked child must not talk through its parent's pipes: it starts a worker of its own."""
    global _shared
    _shared = Worker()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_after_fork)
atexit.register(lambda: shared_worker().close())
