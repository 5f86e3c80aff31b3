"""`coe solve`: how replies are drawn, and text that is shown while it is written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from coe.cli.sampling_flags import SamplingRequest, make_decoding
from coe.cli.switches import Switch
from coe.dsl import draft_grammar
from coe.environment import Decoding
from coe.messages import Message, Reply, Sampling

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals on this system")

LINEAR = "Solve for x: 2x + 5 = 13"


class Recording:
    """Keeps how it was asked."""

    name = "recording"

    def __init__(self) -> None:
        self.asked: list[Sampling] = []

    def act(
        self, conversations: Sequence[Sequence[Message]], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        self.asked += sampling or []
        return [Reply("nonsense") for _ in conversations]


@pytest.fixture
def recording(monkeypatch: pytest.MonkeyPatch) -> Recording:
    module, agent = ModuleType("recording_agents"), Recording()
    vars(module)["agent"] = lambda: agent
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return agent


ASK = ("solve", LINEAR, "--model-type", "recording_agents:agent", "--max-steps", "2")


def test_every_flag_reaches_the_agent(coe: Callable, recording: Recording) -> None:
    flags = (
        "--temperature", "0.3", "--top-k", "5", "--top-p", "0.9", "--min-p", "0.1", "--max-tokens", "7",
        "--repetition-penalty", "1.2", "--stop", "!", "--stop", "?", "--repeat-temperature", "0.8",
    )  # fmt: skip
    coe(*ASK, *flags)
    first, second = recording.asked
    assert (first.temperature, second.temperature) == (0.3, 0.8)
    for how in (first, second):
        assert (how.top_k, how.top_p, how.min_p, how.max_tokens) == (5, 0.9, 0.1, 7)
        assert (how.repetition_penalty, how.stop) == (1.2, ("\n", "!", "?"))
        assert how.grammar == draft_grammar(())
    assert first.seed != second.seed


def test_constraint_and_raised_temperature_can_be_turned_off(coe: Callable, recording: Recording) -> None:
    coe(*ASK, "--constrained", "off", "--repeat-temperature", "0")
    assert [(how.grammar, how.temperature) for how in recording.asked] == [(None, 0.0)] * 2


def test_the_built_in_model_is_constrained_only_where_asked() -> None:
    assert not SamplingRequest().keeps_to_grammar
    assert SamplingRequest(constrained=Switch.ON).keeps_to_grammar
    assert SamplingRequest(model_type="local").keeps_to_grammar
    assert make_decoding(SamplingRequest()) == Decoding()


@pytest.mark.parametrize(
    "flags", [("--top-p", "0"), ("--min-p", "2"), ("--stop", ""), ("--constrained", "x")]
)
def test_a_value_outside_its_range_is_wrong_usage(coe: Callable, flags: tuple[str, ...]) -> None:
    done = coe(*ASK, *flags)
    assert done.code == 2
    assert "Traceback" not in done.err


AGENT = """
import sys
from coe.messages import Reply

class Slow:
    name = "slow"
    def act(self, conversations, sampling=None):
        return [self.stream(c, None, lambda piece: None) for c in conversations]
    def stream(self, conversation, sampling, on_text):
        for piece in ("ADDL 1", " >>>x", " = 4\x1b[2J"):
            on_text(piece)
        return Reply("ADDL 1 >>>x = 4")
"""


def run_in_terminal(folder: Path, *flags: str) -> str:
    """What a terminal gets."""
    (folder / "slow_agents.py").write_text(AGENT, encoding="utf-8")
    leader, follower = pty.openpty()
    environment = {
        **os.environ,
        "PYTHONPATH": f"{folder}:{os.environ.get('PYTHONPATH', '')}",
        "TERM": "xterm",
    }
    command = [sys.executable, "-m", "coe", "solve", LINEAR, "--model-type", "slow_agents:Slow", *flags]
    with subprocess.Popen(
        command, stdin=follower, stdout=follower, stderr=follower, env=environment
    ) as program:
        os.close(follower)
        seen = b""
        while True:
            try:
                part = os.read(leader, 4096)
            except OSError:  # how Linux says that the other end is closed
                break
            if not part:
                break
            seen += part
        assert program.wait() == 0, seen.decode()
    os.close(leader)
    return seen.decode()


def test_a_terminal_shows_the_text_as_it_comes(tmp_path: Path) -> None:
    seen = run_in_terminal(tmp_path)
    first, second = seen.index("ADDL 1"), seen.index("ADDL 1 >>>x")
    step = seen.index("Step 1: ")
    assert first < second < step
    assert seen.count("Step 1: ") == 1
    assert "\x1b[2J" not in seen  # escapes in a reply are not obeyed
    assert "\x1b[2K" in seen[second:step]  # what was shown is taken off again


def test_quiet_and_json_show_nothing_of_it(tmp_path: Path) -> None:
    assert "ADDL" not in run_in_terminal(tmp_path, "--quiet")
    assert run_in_terminal(tmp_path, "--json").count("ADDL") == 1


def test_nothing_changes_where_there_is_no_terminal(
    coe: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "slower_agents.py").write_text(AGENT, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    done = coe("solve", LINEAR, "--model-type", "slower_agents:Slow")
    assert done.code == 0
    assert done.out.count("ADDL 1") == 1
    assert "\x1b" not in done.out
