"""What becomes of questions that the symbolic worker did not answer in time."""

from __future__ import annotations

import threading

Question = tuple[str, tuple[object, ...]]


class WorkerTimeout(Exception):
    """A question to the symbolic worker was not answered within its limit.

    It passes through every cache, so that nothing of what hangs on the answer is kept; `line_alone`, `verify`
    and the functions for answers turn it into `timeout` or "unknown".
    """


class TooSlow(WorkerTimeout):
    """The question itself took too long: asked again it would do so again."""


class _Late(threading.local):
    """The questions of this thread that took too long."""

    depth = 0

    def __init__(self) -> None:
        self.questions: set[Question] = set()


_late = _Late()


class AskedOnce:
    """Within it a question that took too long is not asked again by the same thread."""

    def __enter__(self) -> None:
        _late.depth += 1

    def __exit__(self, *_: object) -> None:
        _late.depth -= 1
        if not _late.depth:
            _late.questions.clear()


def was_too_slow(question: Question) -> bool:
    """Whether the question took too long within this `AskedOnce`."""
    return question in _late.questions


def note_too_slow(question: Question) -> None:
    """Remember the question until the end of this `AskedOnce`."""
    if _late.depth:
        _late.questions.add(question)
