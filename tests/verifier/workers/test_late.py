"""What the symbolic worker does not answer in time: a timeout, never another verdict, and never kept."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from coe.verifier import AnswerStatus, LineStatus, equivalent, explain, verify
from coe.verifier.workers.late import AskedOnce, TooSlow, WorkerTimeout
from coe.verifier.workers.worker import Worker, shared_worker

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the worker is stopped by its process id")

SLOW = r"\int_0^1 e^{x^3} \sin(x^2) dx = 1"
FLAW = "2 + 2 = 5"


def late(ask: Callable[[], object]) -> object:
    """What comes of a question to a worker that hangs from now on."""
    shared_worker().warm()
    pid = shared_worker().pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    shared_worker().patience, patience = 1, shared_worker().patience
    try:
        return ask()
    finally:
        shared_worker().patience = patience


def statuses(problem: str, lines: list[str]) -> list[str]:
    return [str(verdict.status) for verdict in verify(problem, lines).lines]


def test_a_late_line_is_a_timeout_and_the_next_time_it_is_judged() -> None:
    lines = [FLAW, "max(x, 3001) = max(3001, x)", "1 + 1 = 2"]
    assert late(lambda: statuses("", lines)) == ["invalid", "timeout", "valid"]
    assert statuses("", lines) == ["invalid", "valid", "valid"]


def test_late_solutions_of_the_problem_make_every_line_late_for_the_price_of_one_question() -> None:
    problem, lines = "Solve for x: x * 2^x = 8", ["x * 2^x = 8", "x = 3", "x = 2"]
    asked = shared_worker().asked
    assert late(lambda: statuses(problem, lines)) == ["timeout"] * 3
    assert shared_worker().asked == asked + 1
    assert "timeout" not in statuses(problem, lines)


def test_what_hangs_on_a_late_line_is_late() -> None:
    lines = ["total = max(3, 4) + 0^0", "a = 5"]
    assert "timeout" not in statuses("", lines)
    unknown = [SLOW.replace("= 1", "= area"), "area = 3", "b = 3"]
    assert statuses("", unknown) == ["timeout", "timeout", "unchecked"]


def test_a_late_answer_is_unknown_and_not_kept() -> None:
    pair = ("max(x, 3002)", "max(3002, x)")
    assert late(lambda: equivalent(*pair)) is None
    assert equivalent(*pair) is True
    report = verify("", [SLOW], "1")
    assert report.lines[0].status is LineStatus.TIMEOUT
    assert report.answer is not AnswerStatus.WRONG


def test_a_timeout_is_explained() -> None:
    assert explain("", [SLOW]) == ("line 1: time limit: it could not be decided in time",)


def test_a_slow_question_is_asked_once_and_a_crash_again() -> None:
    worker = Worker()
    try:
        with AskedOnce():
            for _ in range(3):
                with pytest.raises(TooSlow):
                    worker.ask("hang", 2, seconds=0.05)
            assert worker.asked == 1
            for _ in range(2):
                with pytest.raises(WorkerTimeout):
                    worker.ask("crash")
            assert worker.asked == 3
        with pytest.raises(TooSlow):
            worker.ask("hang", 2, seconds=0.05)
        assert worker.asked == 4
    finally:
        worker.close()


def test_the_answer_does_not_depend_on_what_was_asked_before() -> None:
    worker, other = Worker(), Worker()
    try:
        question = ("+", ("^", ("var", "b"), ("var", "a")), ("call", "sin", (("var", "c"),)))
        first = worker.ask("integrate", question, "c", seconds=20)
        for name in ("a", "b"):
            other.ask("integrate", question, name, seconds=20)
        assert other.ask("integrate", question, "c", seconds=20) == first
    finally:
        worker.close()
        other.close()
