"""Load on `coe serve` with the built-in model: many clients at once beside one at a time.

    python benchmarks/service.py --clients 50 --seconds 120

Every problem is asked once, so that no answer comes from the cache. Printed: answers by status, lost ones,
p50 and p95, memory of the service at the start and at the end, and the throughput beside that of one client.
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
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import numpy as np

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


def client(url: str, questions: Iterator[bytes], load: Load, until: float, guard: threading.Lock) -> None:
    while time.monotonic() < until:
        with guard:
            body = next(questions)
        begun = time.perf_counter()
        try:
            with urlopen(
                Request(url + "/solve", body, {"Content-Type": "application/json"}), timeout=150
            ) as answer:
                json.load(answer)
                load.note(str(answer.status), time.perf_counter() - begun)
        except HTTPError as error:
            load.note(str(error.code), 0.0)
            if error.code == 429:
                time.sleep(float(error.headers.get("Retry-After", 1)))
        except (URLError, OSError, ValueError):
            with load.lock:
                load.lost += 1


def run(url: str, questions: Iterator[bytes], clients: int, seconds: float) -> Load:
    load, guard = Load(), threading.Lock()
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=client, args=(url, questions, load, until, guard)) for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return load


def memory(process: int) -> float:
    """MiB resident."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def report(name: str, load: Load, seconds: float) -> float:
    done = len(load.seconds)
    rate = done / seconds
    p50, p95 = np.percentile(load.seconds, [50, 95]) if done else (float("nan"), float("nan"))
    others = {status: count for status, count in load.statuses.items() if status != "200"}
    print(
        f"{name}: {done} answers, {rate:.1f}/s, p50 {p50:.2f} s, p95 {p95:.2f} s, "
        f"others {others or 'none'}, lost {load.lost}"
    )
    return rate


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--alone", type=float, default=30.0, help="seconds of one request at a time")
    options = parser.parse_args()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "coe", "serve", "--port", str(port), "--cache-seconds", "0"]
    server = subprocess.Popen(command, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urlopen(url + "/health", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        questions = bodies()
        run(url, questions, 4, 3.0)  # caches and pages of memory that every service has
        alone = report("one at a time", run(url, questions, 1, options.alone), options.alone)
        before = memory(server.pid)
        many = report(
            f"{options.clients} clients",
            run(url, questions, options.clients, options.seconds),
            options.seconds,
        )
        print(f"throughput {many / alone:.1f} times that of one at a time")
        print(f"memory {before:.0f} MiB before, {memory(server.pid):.0f} MiB after")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


if __name__ == "__main__":
    main()
