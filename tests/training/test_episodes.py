"""Episodes to learn from: kept once whatever happens, accepted by the verifier, chosen and thinned."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from coe.agents.budget import BudgetedAgent
from coe.agents.protocol import failed
from coe.agents.scripted import ScriptedAgent
from coe.agents.tiny import TinyAgent
from coe.demonstrations.formats import Format
from coe.demonstrations.generate import StartKind
from coe.demonstrations.manifest import read_manifest
from coe.demonstrations.replay import fault_of
from coe.demonstrations.rows import read_set
from coe.environment import Decoding, EnvironmentConfig, Episode, EpisodeStatus, Feedback, Recorder
from coe.errors import AgentError, UsageError
from coe.messages import Message, Reply, Sampling, Usage
from coe.problem import Problem, write_jsonl
from coe.rollout import Start
from coe.training.episodes.choosing import Counts, Keep, choose_episodes, chosen_episodes, is_accepted
from coe.training.episodes.rows import write_rows
from coe.training.episodes.sampling import MOST_FAILURES, PlayConfig, play_into
from coe.training.episodes.starts import StartConfig, repeated, start_of, training_starts
from coe.training.episodes.store import EpisodeFile
from coe.training.episodes.teaching import Teaching

STARTS = StartConfig("linear_equations,expand", 8, seed=3)
PLAY = PlayConfig(EnvironmentConfig(max_steps=8), Decoding(Sampling(0.7, 5)))
SETTINGS = PLAY.to_dict()
ABOUT = {"start": "empty", "mistakes": [], "mistake_lines": []}
PROBLEM = Problem("Solve for x: 2x + 5 = 13", "x = 4", metadata=ABOUT)


def played(path: Path, agent: object = None, samples: int = 2) -> EpisodeFile:
    file = EpisodeFile(path, SETTINGS)
    with file:
        play_into(agent or TinyAgent(), repeated(training_starts(STARTS), samples), file, PLAY)  # type: ignore[arg-type]
    return file


def recorded(*commands: str, sample: int = 0, problem: Problem = PROBLEM, **config: object) -> Episode:
    recorder = Recorder(problem, (), config=EnvironmentConfig(**config), sample=sample)  # type: ignore[arg-type]
    for command in commands:
        recorder.step(command, agent="script")
    return recorder.episode()


def stored(path: Path, *episodes: Episode) -> EpisodeFile:
    with EpisodeFile(path, {}) as file:
        for episode in episodes:
            file.add(episode)
    return file


def test_starts_are_a_function_of_the_seed_and_say_how_they_were_made() -> None:
    starts = list(training_starts(STARTS))
    assert starts == list(training_starts(replace(STARTS, n=20)))[:8]
    assert starts != list(training_starts(replace(STARTS, seed=4)))
    assert {start.problem.split for start in starts} == {"train"}
    assert len({start.problem.id for start in starts}) == 8
    for start in starts:
        kind, mistakes = start_of(start.problem)
        assert (kind is StartKind.CORRUPTED) == bool(mistakes)
        assert (kind is StartKind.EMPTY) == (start.draft_lines == ())
        assert not Recorder(start.problem, start.draft_lines).done


def test_problems_of_a_file_without_worked_solutions_start_from_nothing(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    own = [replace(PROBLEM, split="train"), replace(PROBLEM, statement="Calculate 2 + 3", split="test")]
    write_jsonl([*own, replace(own[0], statement="Calculate 3 + 4", drafts=(("3 + 4 = 8",),))], path)
    starts = list(training_starts(StartConfig(str(path), 9)))
    assert [start.draft_lines for start in starts] == [(), ("3 + 4 = 8",)]
    with pytest.raises(UsageError, match="no problem of the validation split"):
        list(training_starts(StartConfig(str(path), 9, split="validation")))


@pytest.mark.parametrize("values", [{"n": 0}, {"split": "tset"}, {"empty": 2.0}, {"mistakes": "sighn"}])
def test_starts_that_make_no_sense_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        StartConfig(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("cut", [1, 40, 5000])
def test_a_file_that_was_cut_short_goes_on_without_a_repeat(tmp_path: Path, cut: int) -> None:
    whole = played(tmp_path / "whole.jsonl")
    expected = {s.episode.problem.id + str(s.episode.sample): s.episode.lines for s in whole}
    path = tmp_path / "cut.jsonl"
    path.write_bytes(whole.path.read_bytes()[:-cut])
    kept = len(EpisodeFile(path, SETTINGS).finished)
    asked: list[Episode] = []
    file = EpisodeFile(path, SETTINGS)
    with file:
        play_into(TinyAgent(), repeated(training_starts(STARTS), 2), file, PLAY, on_episode=asked.append)
    assert len(asked) == 16 - kept
    assert {s.episode.problem.id + str(s.episode.sample): s.episode.lines for s in file} == expected


def test_other_settings_and_foreign_files_are_refused(tmp_path: Path) -> None:
    path = stored(tmp_path / "a.jsonl", recorded("ADDL 1 >>>x = 4")).path
    with pytest.raises(UsageError, match="other settings"):
        EpisodeFile(path, {"seed": 1})
    path.write_text('{"other": 1}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="no file of episodes"):
        EpisodeFile(path, {})
    path.write_text('{"episodes": {}}\n{"broken": 1}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"a.jsonl:2 is no episode"):
        EpisodeFile(path, {})


def test_an_agent_that_always_fails_is_asked_no_more_and_its_problems_stay_open(tmp_path: Path) -> None:
    asked: list[object] = []

    def answer(conversation: Sequence[Message]) -> Reply:
        asked.append(conversation)
        return failed("no network")

    starts = repeated(training_starts(replace(STARTS, n=50)), 2)
    with EpisodeFile(tmp_path / "a.jsonl", SETTINGS) as file, pytest.raises(AgentError, match="no network"):
        play_into(ScriptedAgent(answer), starts, file, PLAY, batch_size=4)
    assert len(asked) <= MOST_FAILURES + 4
    assert file.finished == set()
    again = played(tmp_path / "a.jsonl")
    assert len(again.finished) == 16


def test_a_budget_ends_the_playing_and_what_was_spent_is_known_after(tmp_path: Path) -> None:
    tiny = BudgetedAgent(TinyAgent(), tokens=900)
    file = played(tmp_path / "a.jsonl", tiny)
    assert tiny.used_up
    assert 0 < len(file.finished) < 16
    assert EpisodeFile(file.path, SETTINGS).usage.tokens == file.usage.tokens >= 900


def test_lines_accepts_without_the_reference_and_outcome_by_it() -> None:
    right = recorded("ADDL 1 >>>2x = 8", "ADDL 2 >>>x = 4")
    other = recorded("ADDL 1 >>>2x = 8", "ADDL 2 >>>x = 4", problem=replace(PROBLEM, answer="x = 99"))
    assert right.solved
    assert not other.solved
    assert [is_accepted(e, Feedback.LINES) for e in (right, other)] == [True, True]
    assert [is_accepted(e, Feedback.OUTCOME) for e in (right, other)] == [True, False]
    unread = replace(PROBLEM, statement="What does the sphinx ask?", answer="4")
    by_exit = recorded("ADDL 1 >>>Answer: 4", "EXIT", problem=unread)
    assert by_exit.status is EpisodeStatus.SOLVED
    assert [is_accepted(by_exit, level) for level in (Feedback.LINES, Feedback.OUTCOME)] == [False, True]
    for nothing in (replace(right, failure="lost"), recorded("ADDL 1 >>>x = 5")):
        assert not any(is_accepted(nothing, level) for level in Feedback)


def test_the_best_episode_is_the_shortest_of_those_that_came_as_far(tmp_path: Path) -> None:
    long = recorded("ADDL 1 >>>x = 5", "REPL 1 >>>x = 4", sample=0)
    short = recorded("ADDL 1 >>>x = 4", sample=1)
    again = recorded("add 1 >>>  x = 4", sample=2)
    wrong = recorded("ADDL 1 >>>x = 5", "EXIT", sample=3)
    other = recorded("ADDL 1 >>>x = 7", "REPL 1 >>>x = 4", sample=0)
    first = stored(tmp_path / "a.jsonl", long, again, short, wrong)
    second = stored(tmp_path / "b.jsonl", replace(short, sample=0), other)
    best = choose_episodes([first, second], Feedback.LINES, Keep.BEST)
    assert list(chosen_episodes([first, second], best)) == [short]
    assert best.of_file == (Counts(4, 3, 1, 1, 1), Counts(2, 2, 1, 1, 0))
    assert best.all == Counts(6, 5, 1, 1, 1)
    every = choose_episodes([first, second], Feedback.LINES, Keep.DIFFERENT)
    commands = [[turn.edit for turn in e.turns] for e in chosen_episodes([first, second], every)]
    assert commands[0] == ["ADDL 1 >>>x = 4"]
    assert len(commands) == len({tuple(map(str, each)) for each in commands})


def test_refused_commands_and_turns_that_did_not_help_are_not_learned() -> None:
    commands = ("ADDL 9 >>>x = 4", "ADDL 1 >>>x = 5", "REPL 1 >>>2x = 8", "add 2 >>>x = {8 / 2}")
    episode = recorded(*commands)
    assert is_accepted(episode, Feedback.LINES)
    (all_of_it,) = Teaching(thin=False).demonstrations([episode])
    assert all_of_it.learned == (False, True, True, True)
    teaching = Teaching(thin=True)
    (thinned,) = teaching.demonstrations([episode])
    assert thinned.learned == (False, False, True, True)
    assert thinned.episode.turns[-1].reply == "ADDL 2 >>>x = {8 / 2}"
    assert (teaching.turns, teaching.refused, teaching.idle, teaching.learned) == (4, 1, 1, 2)


def test_a_state_with_its_command_is_taught_once_but_every_end() -> None:
    one = recorded("ADDL 1 >>>2x = 8", "ADDL 2 >>>x = 4")
    other = recorded("ADDL 1 >>>2x = 8", "ADDL 2 >>>x = 8/2", "REPL 2 >>>x = 4", sample=1)
    teaching = Teaching(thin=False)
    masks = [demo.learned for demo in teaching.demonstrations([one, one, other])]
    assert masks[:2] == [(True, True), (False, True)]
    assert not masks[2][0]
    assert teaching.repeated == 2


@pytest.mark.parametrize("form", list(Format))
@pytest.mark.parametrize("feedback", [Feedback.LINES, Feedback.OUTCOME])
def test_rows_replay_and_are_the_set_that_demos_writes(
    tmp_path: Path, form: Format, feedback: Feedback
) -> None:
    config = PlayConfig(EnvironmentConfig(feedback, max_steps=8), PLAY.decoding)
    with EpisodeFile(tmp_path / "episodes.jsonl", {}) as file:
        play_into(TinyAgent(), repeated(training_starts(STARTS), 2), file, config)
    choice = choose_episodes([file], feedback, Keep.DIFFERENT)
    assert len(choice.chosen) >= 6
    for _ in range(2):  # the second time it is replaced
        demos = Teaching(thin=True).demonstrations(chosen_episodes([file], choice))
        manifest = write_rows(demos, tmp_path / "rows", form=form, settings={"seed": 3}, about="## Figures")
    recorded_rows = list(read_set(tmp_path / "rows"))
    assert len(recorded_rows) == len(choice.chosen) == manifest.splits["train"]
    assert [fault_of(item) for item in recorded_rows] == [None] * len(recorded_rows)
    assert read_manifest(tmp_path / "rows") == manifest
    assert "## Figures" in (tmp_path / "rows" / "README.md").read_text(encoding="utf-8")
    row = json.loads((tmp_path / "rows/data/train-00000.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert row["feedback"] == feedback
    assert row["start"] in ("corrupted", "empty", "partial")


def test_what_was_spent_on_a_reply_that_failed_is_counted(tmp_path: Path) -> None:
    broken = Reply("", Usage(100, 20, 0.1), error="cut off")
    with EpisodeFile(tmp_path / "a.jsonl", {}) as file:
        play_into(ScriptedAgent([broken]), [Start(PROBLEM, (), 0)], file, PLAY)
    assert file.usage.tokens == 120
    assert file.last_failure == "cut off"
