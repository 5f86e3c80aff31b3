"""An agent's own wrong solutions are kept once, survive a cut, and are mended by few edits."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from coe.agents.scripted import ScriptedAgent
from coe.demonstrations.expert import mended_episode
from coe.demonstrations.generate import DemonstrationConfig, StartKind, demonstration, demonstrations
from coe.demonstrations.model_drafts import (
    Drafting,
    fingerprint_of,
    read_attempts,
    write_attempts,
    wrong_drafts,
)
from coe.dsl import Draft, edit_script
from coe.environment import EnvironmentConfig, EpisodeStatus, Method
from coe.errors import UsageError
from coe.messages import Message
from coe.problem import Problem
from coe.tasks.catalogue import make_problem
from tests.demonstrations.test_generate import replay
from tests.demonstrations.wrong_agent import WRONG, wrong_agent

DRAFTING = Drafting("wrong", "some", batch_size=3)
PROBLEMS = [
    make_problem(family, "train", 4, index)
    for index in range(3)
    for family in ("word_two_step", "linear_equations", "rates")
]


def written(path: Path, count: int = len(PROBLEMS), drafting: Drafting = DRAFTING) -> Path:
    write_attempts(wrong_agent(), PROBLEMS[:count], path, drafting)
    return path


def test_every_wrong_solution_is_kept_with_its_problem(tmp_path: Path) -> None:
    path = written(tmp_path / "drafts.jsonl")
    attempts = read_attempts(path)
    assert [attempt.number for attempt in attempts] == list(range(len(PROBLEMS)))
    assert all(attempt.is_wrong and attempt.lines == WRONG for attempt in attempts)
    assert [attempt.problem.statement for attempt in attempts] == [problem.statement for problem in PROBLEMS]


def test_processes_write_the_attempts_that_one_writes(tmp_path: Path) -> None:
    problems = [make_problem("linear_equations", "train", 4, index) for index in range(36)]
    paths = [tmp_path / f"{workers}.jsonl" for workers in (1, 2)]
    for workers, path in enumerate(paths, start=1):
        write_attempts(
            wrong_agent(), problems, path, DRAFTING, make_agent=wrong_agent, workers=workers
        )  # fmt: skip
    assert len(read_attempts(paths[0])) == len(problems)
    assert read_attempts(paths[0]) == read_attempts(paths[1])


def test_right_solutions_are_no_drafts_to_mend(tmp_path: Path) -> None:
    problem = Problem("Solve 2x = 8", "x = 4", ("x = 4",), ("x = {8 / 2}",))
    path = tmp_path / "drafts.jsonl"
    write_attempts(ScriptedAgent(["x = 4", "x = 5"]), [problem, problem], path, DRAFTING)
    assert {attempt.status for attempt in read_attempts(path)} == {
        EpisodeStatus.SOLVED,
        EpisodeStatus.UNSOLVED,
    }
    assert [draft.drafts for draft in wrong_drafts(str(path))] == [(("x = 5",),)]


def test_a_problem_without_a_split_is_in_one_only(tmp_path: Path) -> None:
    path = tmp_path / "drafts.jsonl"
    problems = [replace(make_problem("rates", "train", 6, index), split="") for index in range(4)]
    write_attempts(wrong_agent(), problems, path, DRAFTING)
    assert len(wrong_drafts(str(path), "train")) == 4
    assert {problem.split for problem in wrong_drafts(str(path), "train")} == {"train"}
    assert wrong_drafts(str(path), "test") == ()


@pytest.mark.parametrize("cut", [1, 30, 900])
def test_a_file_that_was_cut_short_goes_on(tmp_path: Path, cut: int) -> None:
    path = written(tmp_path / "drafts.jsonl")
    whole, data = fingerprint_of(path), path.read_bytes()
    path.write_bytes(data[:-cut])
    counts: list[int] = []
    asked: list[object] = []

    def answer(messages: object) -> str:
        asked.append(messages)
        return "\n".join(WRONG)

    write_attempts(ScriptedAgent(answer, "wrong"), PROBLEMS, path, DRAFTING, on_attempt=counts.append)
    assert fingerprint_of(path) == whole
    assert len(asked) == len(PROBLEMS) - counts[0]
    assert counts[-1] == len(PROBLEMS)


def test_other_settings_and_foreign_files_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "drafts.jsonl", 2)
    with pytest.raises(UsageError, match=r"temperature: 0.8 in the file, 0.1 asked"):
        written(path, 2, Drafting("wrong", "some", temperature=0.1, batch_size=3))
    foreign = tmp_path / "foreign.jsonl"
    foreign.write_text('{"other": 1}\n{"attempt": 1}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="no file of drafts"):
        written(foreign)
    with pytest.raises(UsageError, match=r"foreign.jsonl:2 is no attempt"):
        read_attempts(foreign)
    with pytest.raises(UsageError, match="no file of drafts"):
        read_attempts(tmp_path / "nowhere.jsonl")


def test_a_draft_is_mended_by_the_shortest_script() -> None:
    problem, settings = PROBLEMS[0], EnvironmentConfig(max_steps=30)
    episode = mended_episode(problem, WRONG, settings)
    assert episode is not None
    assert replay(episode) is EpisodeStatus.SOLVED
    edits = [turn.reply for turn in episode.turns if turn.reply != "EXIT"]
    assert len(edits) == len(edit_script(Draft(WRONG), Draft(problem.solution)))
    assert "{" in edits[0]
    plain = mended_episode(problem, WRONG, EnvironmentConfig(calculator=False, max_steps=30))
    assert plain is not None
    assert not any("{" in turn.reply for turn in plain.turns)


def test_a_draft_that_only_lacks_a_number_is_mended_by_a_word() -> None:
    problem = Problem(
        "Ann has 48 pens and gets 24.", "72", ("total = 48 + 24 = 72",), ("total = 48 + 24 = {48 + 24}",)
    )
    episode = mended_episode(problem, ("total = 48 + 24 = 73",), EnvironmentConfig(), replace_word=True)
    assert episode is not None
    assert episode.turns[0].reply == "REPW 1 >>>73 >>>{48 + 24}"


def test_a_share_of_the_demonstrations_mends_each_draft_in_its_turn(tmp_path: Path) -> None:
    path = written(tmp_path / "drafts.jsonl")
    config = DemonstrationConfig(
        ("expand",), drafts=str(path), drafts_fingerprint=fingerprint_of(path), drafts_share=0.25
    )
    demos = list(demonstrations(config, 4 * len(PROBLEMS)))
    mended = [demo for demo in demos if demo.start is StartKind.MODEL]
    assert [demo.episode.problem.statement for demo in mended] == [problem.statement for problem in PROBLEMS]
    assert all(demo.episode.initial_lines == WRONG and all(demo.learned) for demo in mended)
    assert all(replay(demo.episode) is EpisodeStatus.SOLVED for demo in demos)


def test_drafts_that_changed_or_do_not_suit_are_named(tmp_path: Path) -> None:
    path = written(tmp_path / "drafts.jsonl", 3)
    with pytest.raises(UsageError, match="has changed"):
        demonstration(DemonstrationConfig(drafts=str(path), drafts_fingerprint="0", drafts_share=1), 0)
    with pytest.raises(UsageError, match="no wrong draft of the test split"):
        demonstration(DemonstrationConfig(split="test", drafts=str(path), drafts_share=1), 0)


def test_edits_of_an_agent_that_knows_only_edits_leave_a_draft_too(tmp_path: Path) -> None:
    def answer(messages: list[Message]) -> str:
        return "ADDL 1 >>>x = 99" if "(no lines)" in messages[-1].content else "EXIT"

    path, drafting = tmp_path / "drafts.jsonl", Drafting("scripted", "some", Method.COE)
    write_attempts(ScriptedAgent(answer), PROBLEMS[1:2], path, drafting)  # type: ignore[arg-type]
    assert [draft.drafts for draft in wrong_drafts(str(path))] == [(("x = 99",),)]
    assert json.loads(path.read_text().splitlines()[0])["drafting"]["method"] == "coe"
