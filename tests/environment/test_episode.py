import json

import pytest

from coe.environment import EnvironmentConfig, Episode, EpisodeStatus, Feedback, Recorder, Rendering
from coe.errors import ProblemError
from coe.messages import Reply, Usage
from coe.problem import Problem

LINEAR = Problem("Solve for x: 2x + 5 = 13", answer="4", family="linear")


def played() -> Episode:
    config = EnvironmentConfig(Feedback.OUTCOME, max_steps=9)
    recorder = Recorder(LINEAR, ("2x = 18", "x = 9"), config=config, sample=3)
    recorder.step(Reply("REPL 1 >>>2x = {13 - 5}", Usage(10, 5, 0.5)), agent="a", temperature=0.7)
    recorder.step("what?\ud800")
    recorder.step("REPL 2 >>>x = 4")
    return recorder.episode()


def test_the_record_says_what_happened() -> None:
    episode = played()
    first, second, third = episode.turns
    assert first.observation.startswith("Problem: Solve for x: 2x + 5 = 13\nL 1 [does not follow] 2x = 18")
    assert (first.edit, first.stored) == ("REPL 1 >>>2x = {13 - 5}", "2x = 8")
    assert (first.agent, first.temperature, first.usage.prompt_tokens) == ("a", 0.7, 10)
    assert second.edit is None
    assert "expected ADDL" in (second.error or "")
    assert second.lines == first.lines
    assert third.labels == ("ok", "ok")
    assert episode.status is EpisodeStatus.SOLVED
    assert (episode.steps, episode.lines, episode.sample) == (3, ("2x = 8", "x = 4"), 3)
    assert episode.usage.completion_tokens == 5
    assert not episode.exited
    assert not episode.truncated


def test_round_trip_through_utf8_json() -> None:
    episode = played()
    text = json.dumps(episode.to_dict(), ensure_ascii=False).encode().decode()
    assert Episode.from_dict(json.loads(text)) == episode


def test_records_of_another_version_or_damaged_are_refused() -> None:
    record = played().to_dict()
    with pytest.raises(ProblemError, match="version 2"):
        Episode.from_dict({**record, "version": 2})
    for damaged in ({"status": "fine"}, {"turns": [{}]}, {"turns": 3}, {"config": {"max_steps": 0}}):
        with pytest.raises(ProblemError):
            Episode.from_dict({**record, **damaged})


def test_a_record_replays_to_itself() -> None:
    episode = played()
    recorder = Recorder(episode.problem, episode.initial_lines, config=episode.config)
    again = [recorder.step(turn.reply) for turn in episode.turns]
    assert [(t.lines, t.verdicts, t.reward) for t in again] == [
        (t.lines, t.verdicts, t.reward) for t in episode.turns
    ]


def test_both_renderings_ask_about_the_same_state() -> None:
    recorder = Recorder(LINEAR)
    recorder.step("nonsense")
    state, trace = recorder.messages(), recorder.messages(Rendering.TRACE)
    assert state[-1] == trace[-1]
    assert (len(state), len(trace)) == (2, 4)


def test_a_failure_is_its_own_status() -> None:
    episode = Recorder(LINEAR).episode("the server is down")
    assert episode.status is EpisodeStatus.FAILED
    assert episode.failure == "the server is down"
