"""The killable worker: time limits from any thread, crashes, kills, replacement, forks, and its end."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from coe.verifier.workers.worker import Worker, WorkerTimeout, decode, encode, shared_worker

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
    # The limit is one of processor time: on a busy machine it comes later on the clock.
    assert 0.2 <= time.perf_counter() - start < 8
    assert worker.ask("echo", 5, seconds=5) == 5
    assert worker.pid != before


def test_a_worker_that_does_not_run_is_waited_for_on_the_clock(worker: Worker) -> None:
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGSTOP)
    worker.patience, patience = 2, worker.patience
    try:
        start = time.perf_counter()
        with pytest.raises(WorkerTimeout):
            worker.ask("echo", 1, seconds=0.1)
        assert 0.2 <= time.perf_counter() - start < 5
    finally:
        worker.patience = patience
    assert worker.ask("echo", 5, seconds=5) == 5


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


def asked_to_hang(worker: Worker, seconds: float) -> tuple[threading.Thread, list[str]]:
    """A thread whose question the worker has begun when this returns, and what comes of it."""
    outcome: list[str] = []

    def ask() -> None:
        try:
            worker.ask("hang", 1, seconds=seconds)
        except WorkerTimeout:
            outcome.append("timeout")

    thread = threading.Thread(target=ask)
    thread.start()
    assert worker.pid is not None
    started = processor_time(worker.pid)
    while processor_time(worker.pid) - started < 0.05:
        time.sleep(0.01)
    return thread, outcome


def processor_time(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_worker_killed_at_work_costs_that_question_at_once(worker: Worker) -> None:
    thread, outcome = asked_to_hang(worker, seconds=30)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    thread.join(timeout=5)
    assert outcome == ["timeout"]
    assert worker.ask("echo", 8, seconds=5) == 8


def test_a_helper_killed_at_work_costs_that_question_at_once(worker: Worker) -> None:
    thread, outcome = asked_to_hang(worker, seconds=30)
    helper, answering = worker.helper_pid, worker.pid
    assert helper is not None
    assert answering is not None
    os.kill(helper, signal.SIGKILL)
    thread.join(timeout=5)
    assert outcome == ["timeout"]
    wait_until_dead(answering)
    assert worker.ask("echo", 9, seconds=5) == 9
    assert worker.helper_pid != helper


def test_a_helper_killed_while_idle_is_replaced_unnoticed(worker: Worker) -> None:
    assert worker.helper_pid is not None
    helper = worker.helper_pid
    os.kill(helper, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while worker.helper_pid == helper and time.monotonic() < deadline:
        # Its parent has to have seen the end, else the question goes to a dead process.
        if Path(f"/proc/{helper}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            break
        time.sleep(0.01)
    assert worker.ask("echo", 10, seconds=5) == 10


def test_an_interrupted_question_is_not_waited_for(worker: Worker) -> None:
    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        with pytest.raises(KeyboardInterrupt):
            worker.ask("hang", 1, seconds=30)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert worker.ask("echo", 11, seconds=5) == 11


def test_close_ends_the_process_and_a_later_question_starts_another() -> None:
    worker = Worker()
    assert worker.ask("echo", 1, seconds=30) == 1
    pid = worker.pid
    assert pid is not None
    worker.close()
    wait_until_dead(pid)
    assert worker.ask("echo", 2, seconds=30) == 2
    worker.close()


def run(code: str, *before: str, folder: Path | None = None) -> list[str]:
    """The words that a Python process prints, which runs `code` and must end well."""
    done = subprocess.run(
        [*before, sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


WARM = """
import os, signal
from coe.verifier.workers.worker import shared_worker
worker = shared_worker()
worker.warm()
print(worker.pid, worker.helper_pid, flush=True)
"""


@pytest.mark.parametrize("end", ["", "os._exit(0)", "os.kill(os.getpid(), signal.SIGTERM)"])
def test_nothing_is_left_when_the_parent_ends(end: str) -> None:
    code = f"import os\nif os.fork() == 0:\n    exec({WARM + end!r})\nelse:\n    os.wait()"
    for pid in run(code):
        wait_until_dead(int(pid))


def test_a_helper_whose_host_died_starts_no_worker_in_vain() -> None:
    helper = "from coe.verifier.workers.sympy_side import main; main()"
    reads, writes = os.pipe()
    os.close(reads)
    process = subprocess.Popen(
        [sys.executable, "-c", helper], stdin=subprocess.PIPE, stdout=writes, stderr=subprocess.DEVNULL
    )
    os.close(writes)
    try:
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.communicate()


def test_nothing_is_left_when_the_parent_is_killed_and_a_fork_of_it_lives_on() -> None:
    fork = """
child = os.fork()
if child == 0:
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (1, 2):
        os.dup2(null, standard)
    import time
    time.sleep(60)
print(child)
"""
    code = f"""
import os
read, write = os.pipe()
if os.fork() == 0:
    os.dup2(write, 1)
    exec({WARM + fork!r}, {{}})
    import sys; sys.stdout.flush()
    os.kill(os.getpid(), 9)
os.close(write)
os.wait()
print(os.read(read, 100).decode())
"""
    worker, helper, child = map(int, run(code))
    try:
        wait_until_dead(worker)
        wait_until_dead(helper)
        assert alive(child)
    finally:
        os.kill(child, signal.SIGKILL)


def test_a_fork_of_the_host_asks_a_worker_of_its_own() -> None:
    code = """
child = os.fork()
if child == 0:
    assert shared_worker() is not worker and shared_worker().pid is None
    assert shared_worker().ask("echo", 1, seconds=5) == 1
    print(shared_worker().pid, shared_worker().helper_pid, flush=True)
    shared_worker().close()
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
assert worker.ask("echo", 2, seconds=5) == 2
"""
    pids = run(WARM + code)
    assert len(set(pids)) == 4
    for pid in map(int, pids):
        wait_until_dead(pid)


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes_of_multiprocessing_verify(method: str, tmp_path: Path) -> None:
    script = tmp_path / "host.py"
    script.write_text(HOST.format(method=method))
    out = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert out.returncode == 0, out.stderr
    *verdicts, first, second = out.stdout.split()
    assert verdicts == ["valid", "valid"]
    assert first != second
    wait_until_dead(int(first))
    wait_until_dead(int(second))


HOST = """
import multiprocessing, os
from coe.verifier import verify
from coe.verifier.workers.worker import shared_worker

def judge(line):
    verdict = verify("", [line]).lines[0].status.value
    return verdict, shared_worker().pid

if __name__ == "__main__":
    mine, pid = judge("sqrt(x)sqrt(y) = sqrt(xy)")
    with multiprocessing.get_context("{method}").Pool(1) as pool:
        theirs, other = pool.apply(judge, ("sqrt(a)sqrt(b) = sqrt(ab)",))
        print(mine, theirs, pid, other)
"""


def test_no_shared_memory_is_needed() -> None:
    """An empty read-only /dev/shm, where the system lets us mount one; the names of it are never opened."""
    code = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args)) if "shm" in str(args) else None)
from coe.verifier import verify
from coe.verifier.workers.worker import shared_worker
assert verify("", ["sqrt(x)sqrt(y) = sqrt(xy)"]).lines[0].status.value == "valid"
assert not opened and "_multiprocessing" not in sys.modules and "_posixshmem" not in sys.modules
maps = open(f"/proc/{shared_worker().pid}/maps").read() + open("/proc/self/maps").read()
assert "/dev/shm" not in maps and "sem." not in maps
"""
    run(code)
    mount = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    if not Path("/dev/shm").is_dir() or subprocess.run([*mount, HIDE]).returncode:
        return
    run(code, *mount, HIDE + ' && test -z "$(ls /dev/shm)" && ! touch /dev/shm/x && exec "$0" "$@"')


HIDE = "mount -t tmpfs -o ro none /dev/shm 2>/dev/null"


def test_modules_in_the_working_directory_are_not_imported(tmp_path: Path) -> None:
    for name in ("sympy", "json", "coe"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('code of a stranger')")
    run("import sys; sys.path.remove('')\n" + WARM + "assert worker.ask('echo', 3) == 3", folder=tmp_path)


def test_signals_that_the_host_ignores_do_not_matter() -> None:
    code = """
worker.close()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM, signal.SIGCHLD})
worker.warm()
helper = worker.helper_pid
killed = worker.pid
os.kill(killed, signal.SIGKILL)
while os.path.exists(f"/proc/{killed}"):
    pass
assert worker.ask("echo", 4, seconds=5) == 4
assert worker.helper_pid == helper
"""
    run(WARM + code)


def test_importing_starts_nothing_and_loads_no_sympy() -> None:
    code = (
        "import sys, coe.verifier.workers.symbolic; from coe.verifier.workers.worker import shared_worker"
        "; assert 'sympy' not in sys.modules; assert shared_worker().pid is None"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=os.getcwd())


def test_the_shared_worker_is_one() -> None:
    assert shared_worker() is shared_worker()
