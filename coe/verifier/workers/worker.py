"""A killable process for questions to SymPy, with a time limit that holds from any thread.

The pool of a process is one helper, started on the first question, which imports SymPy once and forks the
worker that answers, and a new one whenever that is killed (about 5 ms). A question past its limit kills the
worker; a worker or helper that is killed from outside, crashes or runs out of memory costs the question it
was at (WorkerTimeout), and no other. Questions wait for each other: the limit counts from when the worker
is free, in processor time of the worker, so that a busy machine does not change a verdict. Where processes
cannot fork (Windows) the helper itself answers and is started anew; there the limit is one on the clock.

Messages are JSON lines through pipes: nothing is unpickled, no text is evaluated, and neither shared memory
nor named semaphores are used. No thread is started. A child that the host forks leaves its parent's helper
alone and starts its own. The processes end with their parent: at exit, at the end of its pipe, and by an
alarm of their own should it die in the middle of a question.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from fractions import Fraction

from coe.errors import VerifierError
from coe.verifier.expressions.limits import WORKER_PATIENCE, WORKER_SECONDS
from coe.verifier.workers.late import TooSlow, WorkerTimeout, note_too_slow, was_too_slow

Message = None | bool | int | float | str | list["Message"] | dict[str, "Message"]

_START_SECONDS = 60.0
_STARTS = 2
_CLOSE_SECONDS = 5.0
_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from coe.verifier.workers.sympy_side import main; main()"
)


def encode(value: object) -> Message:
    """Expressions (tuples, fractions, strings, whole numbers) as JSON values.

    Raises:
        TypeError: another kind of value.
    """
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, Fraction):
        # Hexadecimal digits: Python refuses to write long numbers in decimal ones.
        return {"q": f"{value.numerator:x}/{value.denominator:x}"}
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    raise TypeError(f"cannot be sent: {type(value).__name__}")


def decode(value: Message) -> object:
    """The value that `encode` was given."""
    if isinstance(value, list):
        return tuple(decode(item) for item in value)
    if isinstance(value, dict):
        top, _, bottom = str(value["q"]).partition("/")
        return Fraction(int(top, 16), int(bottom, 16))
    return value


class Worker:
    """One worker process behind a lock; safe to use from any thread.

    Attributes:
        patience: how many times its limit of processor time a question may take on the clock.
    """

    def __init__(self, patience: float = WORKER_PATIENCE) -> None:
        self.patience = patience
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._worker_pid: int | None = None
        self._asked = 0
        self._unread = b""

    def ask(self, question: str, *arguments: object, seconds: float = WORKER_SECONDS) -> object:
        """The worker's answer.

        Raises:
            WorkerTimeout: no answer within the limit, or the worker died of the question.
            VerifierError: the worker does not start.
        """
        key = (question, arguments)
        if was_too_slow(key):
            raise TooSlow
        request: dict[str, Message] = {"question": question, "arguments": encode(arguments)}
        try:
            with self._lock:
                self._wait_until_ready()
                self._asked += 1
                # One clock for all processes: a question that nobody waits for any more is passed over.
                deadline = time.monotonic() + self.patience * seconds
                request |= {"id": self._asked, "seconds": seconds, "until": deadline}
                return self._answer(request, deadline)
        except TooSlow:
            note_too_slow(key)
            raise

    def warm(self) -> None:
        """Start the worker now, so that the first question need not wait for its imports."""
        with self._lock:
            self._wait_until_ready()

    @property
    def pid(self) -> int | None:
        """Process that answers at the moment."""
        return self._worker_pid

    @property
    def asked(self) -> int:
        """Questions so far."""
        return self._asked

    @property
    def helper_pid(self) -> int | None:
        """Process that imported SymPy and forks the worker."""
        process = self._process
        return None if process is None else process.pid

    def close(self) -> None:
        """End the processes, and with them a question under way; the next one starts new ones."""
        process = self._process
        if process is None:
            return
        process.kill()
        # A thread that asks holds the lock until it sees that end; a signal handler may have interrupted it.
        locked = self._lock.acquire(timeout=_CLOSE_SECONDS)
        try:
            self._end()
        finally:
            if locked:
                self._lock.release()

    def _end(self) -> None:
        process = self._process
        if process is not None:
            self._kill()
            process.kill()
            process.wait()
            self._forget(process)

    def abandon(self) -> None:
        """Forget the processes without ending them: in a forked child they belong to the parent.

        The child's ends of the pipes are closed, so that the helper still sees the end of its parent.
        """
        process = self._process
        if process is not None:
            self._forget(process)
            # Nobody here may wait for it: it is no child of this process.
            process.returncode = 0

    def _forget(self, process: subprocess.Popen[bytes]) -> None:
        self._process, self._worker_pid, self._unread = None, None, b""
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _answer(self, request: dict[str, Message], deadline: float) -> object:
        try:
            self._write(json.dumps(request).encode() + b"\n")
            reply = self._reply(deadline)
        except TimeoutError:
            self._kill()
            raise TooSlow from None
        except OSError:
            reply = None
        except WorkerTimeout:
            raise
        except BaseException:
            # Interrupted from the keyboard: nobody waits for the answer any more.
            self._kill()
            raise
        if reply is None:
            self._end()
            raise WorkerTimeout
        return decode(reply.get("answer"))

    def _reply(self, deadline: float) -> dict[str, Message] | None:
        """The answer to the question asked last; None where the helper has ended.

        Raises:
            TimeoutError: not before the deadline.
            WorkerTimeout: the worker died of the question; the next one is ready.
        """
        taken = over = False
        while True:
            reply = self._read(deadline)
            if reply is None:
                return None
            if "ready" in reply:
                self._worker_pid = _pid_of(reply)
                if over:
                    raise TooSlow
                if taken:
                    raise WorkerTimeout
                # It died before it read the question, and the next one finds it in the pipe.
            elif reply.get("id") == self._asked:
                return reply
            elif reply.get("taken") == self._asked:
                taken = True
            elif "over" in reply:
                over = taken

    def _write(self, request: bytes) -> None:
        process = self._process
        if process is None or process.stdin is None:
            raise BrokenPipeError
        while request:
            request = request[os.write(process.stdin.fileno(), request) :]

    def _read(self, deadline: float) -> dict[str, Message] | None:
        """The next message; None at the end.

        Raises:
            TimeoutError: not before the deadline.
        """
        while True:
            line, found, rest = self._unread.partition(b"\n")
            if not found:
                chunk = self._chunk(deadline)
                if not chunk:
                    return None
                self._unread += chunk
                continue
            self._unread = rest
            # Half a line of a worker that was killed while it wrote is no message.
            with contextlib.suppress(ValueError, RecursionError):
                message = json.loads(line)
                if isinstance(message, dict):
                    return message

    def _chunk(self, deadline: float) -> bytes:
        """Some bytes of the helper; none at its end."""
        process = self._process
        if process is None or process.stdout is None:
            return b""
        stream = process.stdout.fileno()
        left = max(0.0, deadline - time.monotonic())
        if hasattr(select, "poll"):
            poll = select.poll()
            poll.register(stream, select.POLLIN)
            if not poll.poll(left * 1000):
                raise TimeoutError
            return os.read(stream, 65536)
        # Windows cannot wait for a pipe: the end of the killed worker ends the read.
        timer = threading.Timer(left, process.kill)
        timer.daemon = True
        timer.start()
        try:
            return os.read(stream, 65536)
        finally:
            timer.cancel()

    def _kill(self) -> None:
        pid, self._worker_pid = self._worker_pid, None
        if pid is None:
            return
        with contextlib.suppress(OSError):
            os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))

    def _wait_until_ready(self) -> None:
        process = self._process
        alive = process is not None and process.poll() is None
        if alive and (self._worker_pid is not None or self._worker_starts()):
            return
        for _ in range(_STARTS):
            self._end()
            self._start()
            if self._worker_starts():
                return
        self._end()
        raise VerifierError(
            "the symbolic worker does not start; try: python -c 'import sympy; sympy.simplify(1)'"
        )

    def _worker_starts(self) -> bool:
        """Wait for the notice of a new worker."""
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                reply = self._read(deadline)
            except OSError:
                return False
            if reply is None:
                return False
            if "ready" in reply:
                self._worker_pid = _pid_of(reply)
                return True

    def _start(self) -> None:
        # The helper imports what this process would, from no other place: not from the working directory.
        path = [os.path.abspath(entry) for entry in sys.path]
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _BOOT, json.dumps(path)],
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                # SymPy goes through sets: with the order of their items its answers and its time are fixed.
                env={**os.environ, "PYTHONHASHSEED": "0"},
            )
        except OSError as error:
            raise VerifierError(f"the symbolic worker does not start: {error}") from error


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
    inherited, _shared = _shared, Worker(_shared.patience)
    inherited.abandon()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_after_fork)
atexit.register(lambda: shared_worker().close())
