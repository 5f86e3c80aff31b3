"""Scripted agents that the command line can name as "cli_agents:..."."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

import pytest

from coe.agents.scripted import ScriptedAgent
from coe.cli.main import main
from coe.messages import Message, Reply, Usage

Conversation = tuple[Message, ...]


@dataclass(frozen=True)
class Finished:
    """What a run of the command line left."""

    code: int
    out: str
    err: str


@pytest.fixture
def coe(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finished]:
    """Run the command line in this process."""
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: str) -> Finished:
        with pytest.raises(SystemExit) as end:
            main(arguments)
        captured = capsys.readouterr()
        return Finished(int(end.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Make an agent of these replies; the path to name on the command line. `script.seen` holds what it read."""
    module = ModuleType("cli_agents")
    monkeypatch.setitem(sys.modules, "cli_agents", module)
    seen: list[str] = []

    def make(*replies: str | Reply, **options: object) -> str:
        script = iter(replies)

        def answer(conversation: Conversation) -> Reply:
            seen.append("\n".join(message.content for message in conversation))
            reply = next(script)
            return Reply(reply, Usage(10, 2, 0.5)) if isinstance(reply, str) else reply

        def factory(model: str | None = None) -> ScriptedAgent:
            return ScriptedAgent(answer, name=f"script {model}")

        module.agent = factory  # type: ignore[attr-defined]
        return "cli_agents:agent"

    make.seen = seen  # type: ignore[attr-defined]
    yield make
