"""The killable worker: time limits from any thread, crashes, replacement, and its end."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from fractions import Fraction

import pytest

from coe.verifier.workers import Worker, WorkerTimeout, decode, encode, shared_worker

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the fork of the helper is tested")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    worker = Worker()
    worker.warm()
    yield worker
    worker.close()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as status:
        return status.read().split()[2] != "Z"


def wait_until_dead(pid: int) -> None:
    deadline = time.monotonic() + 5
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(pid)


def test_messages_survive_the_pipe(worker: Worker) -> None:
    value = ("+", ("num", Fraction(1, 3), None), ("var", "total cost"), True, 7)
    assert decode(encode(value)) == value
    assert worker.ask("echo", value) == value


def test_a_question_past_its_limit_is_killed_in_time(worker: Worker) -> None:
    before = worker.pid
    start = time.perf_counter()
    with pytest.raises(WorkerTimeout):
        worker.ask("hang", 1, seconds=0.2)
    assert 0.2 <= time.perf_counter() - start < 0.6
    assert worker.ask("echo", 5) == 5
    assert worker.pid != before


def test_the_limit_holds_from_other_threads(worker: Worker) -> None:
    outcomes: list[object] = []

    def ask(number: int) -> None:
        try:
            outcomes.append(
                worker.ask("hang", 1, seconds=0.1) if number % 2 else worker.ask("echo", number, seconds=5)
            )
        except WorkerTimeout:
            outcomes.append("timeout")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(map(str, outcomes)) == ["0", "2", "4", "timeout", "timeout", "timeout"]


def test_a_crash_counts_as_a_timeout_and_the_next_question_is_answered(worker: Worker) -> None:
    with pytest.raises(WorkerTimeout):
        worker.ask("crash")
    assert worker.ask("echo", 6) == 6


def test_a_worker_killed_while_idle_is_replaced_unnoticed(worker: Worker) -> None:
    assert worker.pid is not None
    pid = worker.pid
    os.kill(pid, 9)
    wait_until_dead(pid)
    assert worker.ask("echo", 7, seconds=5) == 7


def test_close_ends_the_process_and_a_later_question_starts_another() -> None:
    worker = Worker()
    assert worker.ask("echo", 1, seconds=30) == 1
    pid = worker.pid
    assert pid is not None
    worker.close()
    wait_until_dead(pid)
    assert worker.ask("echo", 2, seconds=30) == 2
    worker.close()


def test_nothing_is_left_when_the_parent_ends() -> None:
    code = (
        "from coe.verifier.workers import shared_worker as s; w = s(); w.warm();"
        " print(w.pid, w._process.pid, flush=True)"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=os.getcwd()
    ).stdout
    for pid in out.split():
        wait_until_dead(int(pid))


def test_importing_starts_nothing_and_loads_no_sympy() -> None:
    code = (
        "import sys, coe.verifier.symbolic as s; from coe.verifier.workers import shared_worker;"
        " assert 'sympy' not in sys.modules; assert shared_worker().pid is None"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=os.getcwd())


def test_the_shared_worker_is_one() -> None:
    assert shared_worker() is shared_worker()
