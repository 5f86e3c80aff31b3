"""Load on `coe serve` with the built-in model: many clients at once beside one at a time.

    python benchmarks/service.py --clients 50 --seconds 120

Every problem is asked once, so that no answer comes from the cache; a client keeps its connection. Printed:
answers by status, lost ones, p50 and p95, processor time of the service and of the clients an answer, memory
of the service every quarter of the time, and the throughput beside that of one client. The service is all its
processes; memory that they share is counted once.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.request import urlopen

import numpy as np
import psutil

from coe.evaluation import evaluation_starts

TASKS = "linear_equations,quadratics,percent,expand,integer_arithmetic"


@dataclass
class Load:
    """What clients saw."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lost: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, status: str, seconds: float) -> None:
        with self.lock:
            self.statuses[status] += 1
            if status == "200":
                self.seconds.append(seconds)


def bodies() -> Iterator[bytes]:
    """Different problems with mistaken drafts, without end."""
    seed = 100
    while True:
        for start in evaluation_starts(TASKS, 2000, seed=seed, mistakes="core"):
            yield json.dumps({"problem": start.problem.statement, "initial": start.draft_lines}).encode()
        seed += 1


def client(port: int, questions: Iterator[bytes], load: Load, until: float, guard: threading.Lock) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=150)
    while time.monotonic() < until:
        with guard:
            body = next(questions)
        begun = time.perf_counter()
        try:
            connection.request("POST", "/solve", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            json.loads(answer.read())
            load.note(str(answer.status), time.perf_counter() - begun)
            if answer.status == 429:
                time.sleep(float(answer.headers.get("Retry-After", 1)))
        except (HTTPException, OSError, ValueError):
            connection.close()  # the next request opens another
            with load.lock:
                load.lost += 1
    connection.close()


def run(port: int, questions: Iterator[bytes], clients: int, seconds: float) -> Load:
    load, guard = Load(), threading.Lock()
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=client, args=(port, questions, load, until, guard)) for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return load


def family(process: int) -> list[psutil.Process]:
    """A process and those that it has started."""
    return [psutil.Process(process), *psutil.Process(process).children()]


def processor(process: int) -> float:
    """Seconds that a process and its children have computed."""
    return sum(times.user + times.system for times in (each.cpu_times() for each in family(process)))


def memory(process: int) -> float:
    """MiB of a process and its children; what several have is shared out among them."""
    return sum(each.memory_full_info().pss for each in family(process)) / 2**20


class MemoryOverTime(threading.Thread):
    """MiB of a process at the start, and after each quarter of some seconds."""

    def __init__(self, process: int, seconds: float) -> None:
        super().__init__(daemon=True)
        self.found = [memory(process)]
        self._process, self._seconds = process, seconds
        self.start()

    def run(self) -> None:
        for _ in range(4):
            time.sleep(self._seconds / 4)
            self.found.append(memory(self._process))


def measured(
    name: str, port: int, server: int, questions: Iterator[bytes], clients: int, seconds: float
) -> float:
    """Answers a second of so many clients."""
    before, own, begun = processor(server), time.process_time(), time.perf_counter()
    load = run(port, questions, clients, seconds)
    took = time.perf_counter() - begun
    done = max(1, len(load.seconds))
    p50, p95 = np.percentile(load.seconds or [float("nan")], [50, 95])
    others = {status: count for status, count in load.statuses.items() if status != "200"}
    print(
        f"{name}: {len(load.seconds)} answers, {len(load.seconds) / took:.1f}/s, p50 {p50:.3f} s, "
        f"p95 {p95:.3f} s, others {others or 'none'}, lost {load.lost}; processor "
        f"{1e3 * (processor(server) - before) / done:.1f} ms an answer, clients "
        f"{1e3 * (time.process_time() - own) / done:.1f} ms",
        flush=True,
    )
    return len(load.seconds) / took


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--alone", type=float, default=30.0, help="seconds of one request at a time")
    parser.add_argument("--warm", type=float, default=3.0, help="seconds of all clients before that")
    parser.add_argument("--workers", type=int, help="of the service")
    options = parser.parse_args()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "coe", "serve", "--port", str(port), "--cache-seconds", "0"]
    if options.workers is not None:
        command += ["--workers", str(options.workers)]
    server = subprocess.Popen(command, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        for _ in range(600):
            try:
                urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        questions = bodies()
        run(
            port, questions, options.clients, options.warm
        )  # caches and pages of memory that every service has
        alone = measured("one at a time", port, server.pid, questions, 1, options.alone)
        held = MemoryOverTime(server.pid, options.seconds)
        name = f"{options.clients} clients"
        many = measured(name, port, server.pid, questions, options.clients, options.seconds)
        print(f"throughput {many / alone:.1f} times that of one at a time")
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        held.join()
        print(f"{len(family(server.pid))} processes, MiB: {', '.join(f'{mib:.0f}' for mib in held.found)}")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


if __name__ == "__main__":
    main()
