"""`coe serve`: what it refuses before it listens."""

from __future__ import annotations

import socket
from collections.abc import Callable
from multiprocessing import active_children

import pytest


def test_a_taken_port_is_wrong_usage(coe: Callable) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = coe("serve", "--port", str(taken.getsockname()[1]))
    assert done.code == 2
    assert "choose another --port" in done.err


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--host", "0.0.0.0"), "COE_API_KEY"),
        (("--host", "no.such.host.invalid", "--service-key", "a key of sixteen or more"), "--host"),
        (("--service-key", "short"), "16 characters"),
        (("--model-type", "nonsense"), "nonsense"),
        (("--also", "nonsense"), "nonsense"),
        (("--runs", "none.sqlite"), "no run none.sqlite"),
        (("--answers", "redis://127.0.0.1:1/0"), "--answers"),
    ],
)
def test_wrong_usage(coe: Callable, flags: tuple[str, ...], said: str) -> None:
    done = coe("serve", *flags)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert [child for child in active_children() if child.name == "coe worker"] == []
