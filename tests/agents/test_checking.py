"""`check_agent` finds what is wrong and how to mend it; the example of an own agent keeps the contract."""

from __future__ import annotations

import runpy
import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from coe.agents import check_agent
from coe.agents.scripted import ScriptedAgent
from coe.environment import EpisodeStatus
from coe.messages import Message, Reply, Sampling, Usage
from coe.problem import Problem
from coe.rollout import Start, run_episodes

EXAMPLE = Path(__file__).parents[2] / "examples" / "own_agent.py"


class Answering:
    """Answers each conversation by a function of it and of its sampling."""

    name = "mine"

    def __init__(
        self, answer: Callable[[Sequence[Message], Sampling], object], container: type = list
    ) -> None:
        self.answer, self.container = answer, container

    def act(self, conversations: Sequence[Sequence[Message]], sampling: object = None) -> object:
        wanted = sampling or [Sampling()] * len(conversations)
        return self.container(map(self.answer, conversations, wanted))  # type: ignore[call-overload]


class Streaming(ScriptedAgent):
    def stream(self, conversation: object, sampling: Sampling, on_text: Callable[[str], None]) -> Reply:
        return Reply("another")


class Identified(ScriptedAgent):
    @property
    def identity(self) -> dict[str, object]:
        return {"layers": 12}


class TakesNoSampling:
    name = "mine"

    def act(self, conversations: Sequence[Sequence[Message]]) -> list[Reply]:
        return [Reply("EXIT")] * len(conversations)


def echo(conversation: Sequence[Message]) -> str:
    return conversation[-1].content


counter = iter(range(1000))


@pytest.mark.parametrize(
    ("broken", "promise", "remedy"),
    [
        (ScriptedAgent, "it is an object", "make an agent of it"),
        (object(), "a name and act", "add the two"),
        (TakesNoSampling(), "act() answers 0", "sampling=None"),
        (Answering(lambda *_: Reply("EXIT"), tuple), "no replies", "returned ()"),
        (Answering(lambda *_: "EXIT"), "every reply is a Reply", "write Reply(text)"),
        (Answering(lambda *_: Reply(b"EXIT")), "is text", "decode it"),  # type: ignore[arg-type]
        (Answering(lambda *_: Reply("EXIT", error="no")), "has no text", 'Reply("", error=...)'),
        (Answering(lambda *_: Reply("EXIT", Usage(seconds=-1))), "is a Usage", "leave it out"),
        (Answering(lambda *_: Reply("", error="no key")), "answers what it is asked", "no key"),
        (Answering(lambda *_: Reply(str(next(counter)))), "greedy replies repeat", "keep no state"),
        (Answering(lambda *_: 1 / 0), "act() answers 3", "Reply("),
        (
            Answering(lambda _, how: Reply("a" if how.temperature == 0 else str(next(counter)))),
            "equal seeds",
            "sampling.seed",
        ),
        (Streaming(echo), "stream() gives the reply", "pieces are for display"),
        (Identified(echo), "identity maps text", "str()"),
    ],
)
def test_what_is_wrong_is_found_with_its_remedy(broken: object, promise: str, remedy: str) -> None:
    with pytest.raises(AssertionError) as found:
        check_agent(broken)  # type: ignore[arg-type]
    said, mend = str(found.value).split("To mend it: ")
    assert promise in said
    assert remedy in mend


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Solves nothing but "2x = 8", and fails on all but that."""
    place = tmp_path / "program"
    place.write_text(
        f"#!{sys.executable}\nimport json, sys\nasked = json.load(sys.stdin)[-1]['content']\n"
        "print('ADDL 1 >>>x = 4') if '2x = 8' in asked else sys.exit('cannot')\n"
    )
    place.chmod(place.stat().st_mode | stat.S_IEXEC)
    return place


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a script with a shebang line")
def test_the_example_of_an_own_agent_keeps_the_contract_and_solves(program: Path) -> None:
    assert EXAMPLE.read_text("utf-8").count("\n") <= 30
    agent = runpy.run_path(str(EXAMPLE))["ProgramAgent"](str(program))
    check_agent(agent, [[Message("user", "Problem: Solve for x: 2x = 8")]])
    starts = [Start(Problem("Solve for x: 2x = 8")), Start(Problem("Solve for x: 3x = 9"))]
    solved, failed = run_episodes(agent, starts)
    assert solved.status is EpisodeStatus.SOLVED
    assert failed.failure == "cannot"
