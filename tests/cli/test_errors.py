"""Errors of this package become one line and an exit code; bugs stay visible."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coe.cli.errors import exit_code_of
from coe.errors import AgentError, MissingDependencyError, UsageError

NO_MEMORY = (
    "coe: the memory of this machine ran out; try a smaller model, smaller batches or shorter rows; what was "
    "finished is kept\n"
)


def raiser(error: BaseException) -> Callable[[], int]:
    def call() -> int:
        raise error

    return call


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (UsageError("no such\nagent"), 2, "coe: no such agent\n"),
        (UsageError("no file \x1b[2Jx"), 2, "coe: no file [2Jx\n"),
        (AgentError("out of memory"), 1, "coe: out of memory\n"),
        (MissingDependencyError("run: pip install x"), 1, "coe: run: pip install x\n"),
        (MemoryError(), 1, NO_MEMORY),
        (KeyboardInterrupt(), 130, "coe: interrupted\n"),
    ],
)
def test_one_line_and_a_code(
    error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(raiser(error)) == code
    captured = capsys.readouterr()
    assert captured.err == said
    assert captured.out == ""


def test_a_bug_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        exit_code_of(lambda: 1 // 0)


def test_a_result_passes() -> None:
    assert exit_code_of(lambda: 1) == 1
