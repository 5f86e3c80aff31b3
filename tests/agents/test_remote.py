"""What agents of services share: pauses that servers ask for, and an end that nobody has to wait for."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from email.utils import formatdate

import pytest

from coe.agents.protocol import Conversation
from coe.agents.remote import Patience, Requests, ServiceFault, is_transient, seconds_asked
from coe.errors import UsageError
from coe.messages import Message, Reply
from tests.agents.local_service import Answer, running, script


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-1"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
    ],
)
def test_what_a_header_asks_for(headers: dict[str, str], seconds: float | None) -> None:
    assert seconds_asked(headers) == seconds


def test_a_date_in_the_future_is_waited_for() -> None:
    asked = seconds_asked({"retry-after": formatdate(time.time() + 30, usegmt=True)})
    assert asked is not None
    assert 27 < asked <= 30


def test_which_statuses_may_pass() -> None:
    assert [status for status in range(400, 600, 1) if is_transient(status)][:3] == [408, 429, 500]
    assert is_transient(599)


def test_a_mistake_in_one_request_fails_that_one() -> None:
    def send(conversation: Conversation, *_: object) -> Reply:
        if conversation[0].content == "1":
            raise ZeroDivisionError("a bug with secret-key-123")
        return Reply(conversation[0].content)

    requests = Requests(send, 2, Patience(), "gemini", "secret-key-123")
    replies = requests.act([[Message("user", str(n))] for n in range(3)], None)
    assert [reply.text for reply in replies] == ["0", "", "2"]
    assert replies[1].error == "ZeroDivisionError: a bug with [key]"


def test_long_words_of_a_service_are_cut() -> None:
    def send(*_: object) -> Reply:
        raise ServiceFault("word\n" * 1000)

    (reply,) = Requests(send, 1, Patience(), "gemini", None).act([[]], None)
    assert len(reply.error or "") < 450
    assert "\n" not in (reply.error or "")


def test_no_requests_no_replies() -> None:
    def send(*_: object) -> Reply:
        raise AssertionError

    assert Requests(send, 4, Patience(), "gemini", None).act([], None) == []


def test_a_request_is_sent_once_at_least() -> None:
    with pytest.raises(UsageError, match="attempts"):
        Patience(0)


@pytest.mark.parametrize("fault", ["pause", "hang"])
def test_an_interruption_waits_for_nobody(fault: str) -> None:
    answer = Answer({}, 503, {"Retry-After": "60"}) if fault == "pause" else Answer({}, delay=20.0)
    with running(script(answer)) as service:
        command = [
            *(sys.executable, "-m", "coe", "solve", "linear", "--model-type", "gemini", "--quiet"),
            *("--api-key", "k", "--base-url", service.url),
        ]
        solving = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        while not service.asked:
            assert solving.poll() is None
            time.sleep(0.02)
        time.sleep(0.2)
        begun = time.perf_counter()
        solving.send_signal(signal.SIGINT)
        _, err = solving.communicate(timeout=30)
        assert time.perf_counter() - begun < 5
    assert solving.returncode == 130
    assert "Traceback" not in err
