"""Verdicts are the same from sixteen threads, from asyncio, and while the symbolic worker is being killed."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from coe.tasks.catalogue import family_names, make_problem
from coe.verifier import LineStatus, Report, verify
from coe.verifier.workers.worker import shared_worker

THREADS = 16
Draft = tuple[str, tuple[str, ...]]


def drafts(seed: int, each: int = 4) -> list[Draft]:
    """Worked solutions of every family, the last line of every second one spoiled."""
    found: list[Draft] = []
    for family in family_names():
        for index in range(each):
            problem = make_problem(family, "train", seed, index)
            lines = problem.solution
            spoiled = (*lines[:-1], lines[-1] + " + 1") if index % 2 else lines
            found.append((problem.statement, spoiled))
    return found


def symbolic_lines(first: int, count: int) -> list[str]:
    """True lines, each different, that only the symbolic worker decides."""
    return [f"max(x, {number}) = max({number}, x)" for number in range(first, first + count)]


def judge(draft: Draft) -> Report:
    return verify(*draft)


@pytest.fixture(scope="module", autouse=True)
def _warm() -> Iterator[None]:
    shared_worker().warm()
    yield
    shared_worker().close()


def test_sixteen_threads_give_the_verdicts_of_one() -> None:
    work = drafts(21)
    with ThreadPoolExecutor(THREADS) as pool:
        # Each draft from several threads at once, in different orders, with nothing cached for it.
        together = [list(pool.map(judge, work if turn % 2 else work[::-1])) for turn in range(4)]
    for reports, order in zip(together, (1, 0, 1, 0), strict=True):
        expected = [judge(draft) for draft in (work[::-1] if order else work)]
        assert reports == expected
    assert {verdict.status for report in together[0] for verdict in report.lines} >= {
        LineStatus.VALID,
        LineStatus.INVALID,
    }


def test_threads_that_all_need_the_worker_get_its_answers() -> None:
    lines = symbolic_lines(2, 3 * THREADS)
    asked = shared_worker().asked
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(lambda line: verify("", [line]).lines[0].status, lines))
    assert set(found) == {LineStatus.VALID}
    assert shared_worker().asked == asked + len(lines)


def test_many_tasks_under_asyncio() -> None:
    work = [*drafts(22, each=3), *(("", (line,)) for line in symbolic_lines(202, 10))]

    async def main() -> tuple[list[Report], int]:
        ticks = 0
        done = asyncio.Event()

        async def tick() -> None:
            nonlocal ticks
            while not done.is_set():
                await asyncio.sleep(0.001)
                ticks += 1

        ticking = asyncio.create_task(tick())
        reports = await asyncio.gather(*(asyncio.to_thread(judge, draft) for draft in work))
        done.set()
        await ticking
        return reports, ticks

    reports, ticks = asyncio.run(main())
    assert reports == [judge(draft) for draft in work]
    assert all(report.lines[0].status is LineStatus.VALID for report in reports[-10:])
    assert ticks, "the loop stood still"


class Killer:
    """Kills the worker again and again until told to stop; counts the kills."""

    def __init__(self, most: int) -> None:
        self.kills = 0
        self._most = most
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Killer:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        last = None
        while not self._stop.is_set() and self.kills < self._most:
            pid = shared_worker().pid
            if pid is not None and pid != last:
                os.kill(pid, signal.SIGKILL)
                self.kills, last = self.kills + 1, pid
            time.sleep(0.03)


def test_a_killed_worker_costs_one_verdict_at_most_from_sixteen_threads() -> None:
    lines = symbolic_lines(402, 4 * THREADS)
    with Killer(most=8) as killer, ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(lambda line: verify("", [line]).lines[0].status, lines))
    assert killer.kills
    assert set(found) <= {LineStatus.VALID, LineStatus.TIMEOUT}
    assert found.count(LineStatus.TIMEOUT) <= killer.kills
    again = [verify("", [line]).lines[0].status for line in lines]
    assert set(again) == {LineStatus.VALID}, "a verdict that a killed worker cost is not kept"


def test_a_killed_worker_costs_one_verdict_at_most_under_asyncio() -> None:
    lines = symbolic_lines(802, 40)

    async def main() -> list[LineStatus]:
        reports = await asyncio.gather(*(asyncio.to_thread(verify, "", [line]) for line in lines))
        return [report.lines[0].status for report in reports]

    with Killer(most=5) as killer:
        found = asyncio.run(main())
    assert killer.kills
    assert set(found) <= {LineStatus.VALID, LineStatus.TIMEOUT}
    assert found.count(LineStatus.TIMEOUT) <= killer.kills
