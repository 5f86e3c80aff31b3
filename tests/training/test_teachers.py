"""Teachers: the best verified episode of each problem, within one budget, whatever fails on the way."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coe.agents.protocol import Agent, failed
from coe.agents.scripted import ScriptedAgent
from coe.agents.tiny import TinyAgent
from coe.demonstrations.replay import fault_of
from coe.demonstrations.rows import read_set
from coe.environment import Decoding, EnvironmentConfig
from coe.errors import AgentError, CoeError, UsageError
from coe.messages import Message, Reply, Sampling, Usage
from coe.training.distill.config import TeachConfig
from coe.training.distill.rows import TaughtRows, make_rows
from coe.training.distill.teachers import Budget, Teacher
from coe.training.episodes.sampling import PlayConfig
from coe.training.episodes.starts import StartConfig, training_starts

STARTS = StartConfig("linear_equations", 5, seed=3, empty=1.0, partial=0.0)
SOLUTIONS = {start.problem.statement: start.problem.solution for start in training_starts(STARTS)}


def tiny() -> Teacher:
    return Teacher("tiny", TinyAgent, constrained=False)


def scripted(name: str, answer: Callable[[Sequence[Message]], str | Reply]) -> Teacher:
    return Teacher(name, lambda: ScriptedAgent(answer, name))


def in_one_step(messages: Sequence[Message]) -> str:
    """The last line of the worked solution, and nothing before it."""
    statement = messages[-1].content.split("\n")[0].removeprefix("Problem: ")
    return f"ADDL 1 >>>{SOLUTIONS[statement][-1]}"


def config(out: Path, *teachers: Teacher, **options: Any) -> TeachConfig:
    play = PlayConfig(EnvironmentConfig(max_steps=8), Decoding(Sampling(0.0, 5)))
    return TeachConfig(teachers, out, options.pop("starts", STARTS), play, **options)


def counted(out: Path, *teachers: Teacher, **options: Any) -> tuple[TaughtRows, list[int]]:
    """The rows, and how often each teacher was asked."""
    asked = [0] * len(teachers)

    def watched(number: int, teacher: Teacher) -> Teacher:
        def make() -> Agent:
            agent = teacher.make()

            def act(messages: Sequence[Message]) -> Reply:
                asked[number] += 1
                return agent.act([messages])[0]

            return ScriptedAgent(act, teacher.name)

        return replace(teacher, make=make)

    watching = [watched(number, teacher) for number, teacher in enumerate(teachers)]
    return make_rows(config(out, *watching, **options)), asked


def test_of_several_teachers_the_one_with_fewer_commands_is_learned(tmp_path: Path) -> None:
    wrong = scripted("wrong", lambda messages: "ADDL 1 >>>x = 12345")
    long = scripted("long", _with_detours)
    short = scripted("short", in_one_step)
    made = make_rows(config(tmp_path / "out", wrong, long, short))
    figures = {each.teacher: (each.accepted, each.solved, each.chosen) for each in made.teachers}
    assert figures == {"wrong": (0, 0, 0), "long": (5, 5, 0), "short": (5, 5, 5)}
    assert (made.problems, made.solved, made.episodes, made.rows) == (5, 5, 5, 5)
    recorded = list(read_set(made.folder))
    assert [fault_of(item) for item in recorded] == [None] * 5
    replies = [item.rows[0]["messages"][-1]["content"] for item in recorded]
    assert replies == [f"ADDL 1 >>>{solution[-1]}" for solution in SOLUTIONS.values()]
    card = (made.folder / "README.md").read_text(encoding="utf-8")
    assert "| short | 5 of 5 | 5 of 5 | 5 |" in card


def _with_detours(messages: Sequence[Message]) -> str:
    state = messages[-1].content
    if "(no lines)" in state:
        return "ADDL 1 >>>x = 12345"
    return in_one_step(messages).replace("ADDL", "REPL")


def test_a_second_run_asks_nobody_and_a_cut_one_only_for_what_is_missing(tmp_path: Path) -> None:
    made, asked = counted(tmp_path / "out", tiny())
    again, none = counted(tmp_path / "out", tiny())
    assert again == made
    assert (asked[0] > 0, none) == (True, [0])
    rows = (made.folder / "data/train-00000.jsonl").read_bytes()
    (tmp_path / "out/taught.json").unlink()  # killed before the end
    file = tmp_path / "out/teacher-0.jsonl"
    file.write_bytes(file.read_bytes()[:-10])
    less, some = counted(tmp_path / "out", tiny())
    assert 0 < some[0] < asked[0]
    assert (less.folder / "data/train-00000.jsonl").read_bytes() == rows


def test_only_what_no_earlier_teacher_solved_is_asked(tmp_path: Path) -> None:
    statements = list(SOLUTIONS)

    def some(messages: Sequence[Message]) -> str:
        known = any(statement in messages[-1].content for statement in statements[:3])
        return in_one_step(messages) if known else "EXIT"

    teachers = scripted("first", some), scripted("second", in_one_step)
    made, asked = counted(tmp_path / "out", *teachers, only_unsolved=True)
    assert asked == [5, 2]
    assert [each.chosen for each in made.teachers] == [3, 2]


def test_a_teacher_that_fails_stops_the_run_and_the_next_one_mends_it(tmp_path: Path) -> None:
    broken = scripted("second", lambda messages: failed("no network"))
    with pytest.raises(AgentError, match=r"second: 5 of 5 episodes are missing: no network.*--go-on"):
        make_rows(config(tmp_path / "out", tiny(), broken))
    made, asked = counted(tmp_path / "out", tiny(), scripted("second", in_one_step))
    assert asked == [0, 5]
    assert [each.missing for each in made.teachers] == [0, 0]


def test_with_go_on_the_rows_are_of_those_that_answered(tmp_path: Path) -> None:
    broken = scripted("broken", lambda messages: failed("no network"))
    unmade = Teacher("unmade", _raises)
    said: list[str] = []
    teachers = broken, unmade, scripted("good", in_one_step)
    made = make_rows(config(tmp_path / "out", *teachers, go_on=True), report=said.append)
    assert [each.chosen for each in made.teachers] == [0, 0, 5]
    assert [line.split(":")[0] for line in said] == ["broken", "unmade"]


def _raises() -> Agent:
    raise AgentError("the model does not load")


def test_one_budget_holds_for_all_teachers_and_over_several_runs(tmp_path: Path) -> None:
    def paid(messages: Sequence[Message]) -> Reply:
        return Reply(in_one_step(messages), Usage(100, 10, 0.1, cost_usd=0.25))

    out, said = tmp_path / "out", list[str]()
    teachers = scripted("first", paid), scripted("second", paid)
    made = make_rows(config(out, *teachers, budget=Budget(usd=1.75)), report=said.append)
    assert sum(each.played for each in made.teachers) == 7
    assert [each.missing for each in made.teachers] == [0, 3]
    assert "budget of 1.75 USD is used up" in said[0]
    (out / "taught.json").unlink()
    lines = [(out / f"teacher-{number}.jsonl").read_bytes() for number in range(2)]
    make_rows(config(out, *teachers, budget=Budget(usd=1.75)))  # nobody is asked, nothing is written
    assert lines == [(out / f"teacher-{number}.jsonl").read_bytes() for number in range(2)]
    (out / "taught.json").unlink()
    more = make_rows(config(out, *teachers, budget=Budget(usd=2.25)))
    assert [each.played for each in more.teachers] == [5, 4]
    assert sum(each.cost_usd or 0 for each in more.teachers) == 2.25


def test_a_teacher_without_a_price_does_not_spend_a_budget_in_dollars(tmp_path: Path) -> None:
    free = scripted("free", lambda messages: Reply(in_one_step(messages), Usage(10, 1, 0.1, cost_usd=None)))
    said: list[str] = []
    made, asked = counted(tmp_path / "out", free, budget=Budget(usd=1.0))
    assert asked == [1]
    assert (made.teachers[0].played, made.teachers[0].cost_usd) == (1, None)
    assert said == []


def test_nothing_verified_is_an_error_that_says_why(tmp_path: Path) -> None:
    with pytest.raises(CoeError, match="none of 5 episodes was accepted under feedback lines"):
        make_rows(config(tmp_path / "out", scripted("wrong", lambda messages: "EXIT")))


def test_other_settings_and_foreign_folders_are_refused(tmp_path: Path) -> None:
    make_rows(config(tmp_path / "out", scripted("good", in_one_step)))
    with pytest.raises(UsageError, match="other settings"):
        make_rows(config(tmp_path / "out", scripted("good", in_one_step), starts=replace(STARTS, n=6)))
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="not empty"):
        make_rows(config(tmp_path / "foreign", scripted("good", in_one_step)))
    (tmp_path / "out" / "taught.json").write_text(json.dumps({"rows": 1}), encoding="utf-8")
    with pytest.raises(UsageError, match="no figures of teachers"):
        make_rows(config(tmp_path / "out", scripted("good", in_one_step)))


@pytest.mark.parametrize(
    ("options", "said"),
    [({"samples": 2}, "temperature"), ({"samples": 0}, "samples"), ({"batch_size": 0}, "batch_size")],
)
def test_settings_that_make_no_sense_are_refused(tmp_path: Path, options: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        config(tmp_path, tiny(), **options)
    with pytest.raises(UsageError, match="twice"):
        config(tmp_path, tiny(), tiny())
    with pytest.raises(UsageError, match="no teacher"):
        config(tmp_path)
