"""Scripted agents that the command line can name as "cli_agents:..."."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType

import pytest

from coe.agents.scripted import ScriptedAgent
from coe.cli.main import main
from coe.messages import Message, Reply, Usage


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


class Script:
    """Makes an agent that the command line can name, and keeps what it was asked."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self.seen: list[str] = []
        self.models: list[str | None] = []

    def __call__(self, *replies: str | Reply) -> str:
        """The path of an agent that gives these replies in turn."""
        script = iter(replies)

        def answer(conversation: Sequence[Message]) -> Reply:
            self.seen.append("\n".join(message.content for message in conversation))
            reply = next(script)
            return Reply(reply, Usage(10, 2, 0.5)) if isinstance(reply, str) else reply

        def agent(model: str | None = None) -> ScriptedAgent:
            self.models.append(model)
            return ScriptedAgent(answer)

        vars(self._module)["agent"] = agent
        return f"{self._module.__name__}:agent"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    module = ModuleType("cli_agents")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return Script(module)
