"""Results come in order from any number of processes, and the processes end with their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from coe.demonstrations.engine import LocalEngine
from coe.errors import CoeError, UsageError
from tests.processes import wait_until_gone


def slower_first(item: int) -> tuple[int, int]:
    time.sleep(0.05 * (item % 3 == 0))
    return item, os.getpid()


def die(item: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return item


def refuse(item: int) -> int:
    raise UsageError(f"no {item}")


def test_order_and_processes():
    results = list(LocalEngine(2).map(slower_first, range(12)))
    assert [item for item, _ in results] == list(range(12))
    pids = {pid for _, pid in results}
    assert len(pids) == 2
    assert os.getpid() not in pids


@pytest.mark.parametrize(("workers", "items"), [(1, 5), (2, 1)])
def test_little_work_is_done_here(workers, items):
    assert {pid for _, pid in LocalEngine(workers).map(slower_first, range(items))} == {os.getpid()}


def test_items_are_drawn_as_they_are_needed():
    drawn = []

    def items():
        for item in range(1000):
            drawn.append(item)
            yield item

    results = LocalEngine(2).map(slower_first, items())
    next(results)
    results.close()
    assert len(drawn) < 20


def test_an_error_and_a_killed_process_are_told():
    with pytest.raises(UsageError, match="no 0"):
        list(LocalEngine(2).map(refuse, range(4)))
    with pytest.raises(CoeError, match="was killed"):
        list(LocalEngine(2).map(die, range(4)))


PARENT = """
import time
from coe.demonstrations.engine import LocalEngine

def wait(item):
    time.sleep(0.2)
    return item

if __name__ == "__main__":
    import multiprocessing
    for item in LocalEngine(2).map(wait, range(1000)):
        print(*[process.pid for process in multiprocessing.active_children()], flush=True)
"""


def test_processes_end_with_a_killed_parent(tmp_path):
    program = tmp_path / "parent.py"
    program.write_text(PARENT)
    parent = subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(pids) == 2
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_until_gone(pids)
