"""Methods of one reply and first drafts: what is asked, what becomes the draft, how it is scored."""

from __future__ import annotations

import pytest

from coe.environment import (
    Asked,
    EnvironmentConfig,
    Episode,
    EpisodeStatus,
    Feedback,
    FirstDraft,
    Method,
    Recorder,
    Rendering,
    instructions,
)
from coe.errors import UsageError
from coe.problem import Problem

LINEAR = Problem("Solve for x: 2x + 5 = 13", answer="4")
APPLES = Problem("Ann has 3 bags of 4 apples and eats 2. How many are left?", answer="10")
COT, DIRECT = EnvironmentConfig(method=Method.COT), EnvironmentConfig(method=Method.DIRECT)
DRAFTED = EnvironmentConfig(draft=FirstDraft.MODEL, max_steps=3)


def played(config: EnvironmentConfig, *replies: str, problem: Problem = LINEAR) -> Episode:
    recorder = Recorder(problem, config=config)
    for reply in replies:
        recorder.step(reply)
    assert recorder.done
    return recorder.episode()


def test_the_lines_of_one_reply_are_judged_and_scored_like_a_draft() -> None:
    episode = played(COT, "Subtract 5: 2x = 8\nDivide by 2: x = 4\nAnswer: x = 4")
    assert episode.labels == ("ok", "ok", "ok")
    assert (episode.status, episode.steps, episode.method) == (EpisodeStatus.SOLVED, 1, Method.COT)
    (turn,) = episode.turns
    assert (turn.asked, turn.edit, turn.stored, turn.error) == (Asked.SOLUTION, None, None, None)
    wrong_line = played(COT, "2x = 18\nAnswer: x = 4")
    assert wrong_line.status is EpisodeStatus.UNSOLVED
    assert wrong_line.labels[0] == "does not follow"


@pytest.mark.parametrize(
    ("method", "reply", "status"),
    [
        (Method.COT, "3 * 4 = 12\n12 - 2 = 10\nAnswer: 10", EpisodeStatus.SOLVED),
        (Method.COT, "3 * 4 = 12\nAnswer: 12", EpisodeStatus.UNSOLVED),
        (Method.COT, "", EpisodeStatus.UNSOLVED),
        (Method.DIRECT, "10", EpisodeStatus.SOLVED),
        (Method.DIRECT, "Answer: 12 apples", EpisodeStatus.UNSOLVED),
    ],
)
def test_the_reference_scores_one_reply(method: Method, reply: str, status: EpisodeStatus) -> None:
    assert played(EnvironmentConfig(method=method), reply, problem=APPLES).status is status


def test_without_a_reference_one_reply_is_consistent_at_most() -> None:
    problem = Problem(APPLES.statement)
    assert played(COT, "3 * 4 = 12\nAnswer: 12", problem=problem).status is EpisodeStatus.CONSISTENT


@pytest.mark.parametrize("reply", ["4", "x = 4", "Answer: 4", "The answer is 4.", "x = 4\nbecause ..."])
def test_a_bare_answer_is_read_as_the_answer(reply: str) -> None:
    episode = played(DIRECT, reply)
    assert episode.solved
    assert len(episode.lines) == 1


def test_one_reply_ends_the_episode_whatever_it_is() -> None:
    for config in (COT, DIRECT):
        episode = played(config, "no idea")
        assert (episode.exited, episode.truncated) == (False, False)
        assert episode.status is EpisodeStatus.UNSOLVED


def test_what_is_asked_is_in_the_messages_and_the_answer_is_not() -> None:
    secret = Problem(LINEAR.statement, answer="8191")
    for config in (COT, DIRECT, DRAFTED):
        recorder = Recorder(secret, config=config)
        for rendering in Rendering:
            system, user = recorder.messages(rendering)
            assert system.content == instructions(calculator=True, method=config.method)
            assert user.content.startswith(f"Problem: {LINEAR.statement}")
            assert "8191" not in system.content + user.content
    assert Recorder(LINEAR, config=COT).messages()[1].content == f"Problem: {LINEAR.statement}"
    assert "Think step by step" in instructions(calculator=True, method=Method.COT)
    assert "only the answer" in instructions(calculator=True, method=Method.DIRECT)


def test_one_reply_does_not_depend_on_the_reference() -> None:
    def seen(answer: str | None) -> tuple[object, ...]:
        recorder = Recorder(Problem(APPLES.statement, answer=answer), config=COT)
        before = recorder.messages()
        turn = recorder.step("3 * 4 = 12\nAnswer: 12")
        return before, turn.verdicts, turn.reward, recorder.done, recorder.observation

    assert seen(None) == seen("10") == seen("12")


def test_an_attempt_is_shown_with_its_verdicts_and_written_anew() -> None:
    recorder = Recorder(LINEAR, ("2x = 18", "x = 9"), config=COT)
    assert "L 1 [does not follow] 2x = 18" in recorder.messages()[1].content
    recorder.step("2x = 8\nx = 4")
    assert recorder.episode().lines == ("2x = 8", "x = 4")


def test_a_first_draft_by_the_model_is_a_turn_and_edits_go_on_with_it() -> None:
    recorder = Recorder(LINEAR, config=DRAFTED)
    assert "no command this time" in recorder.messages()[1].content
    draft = recorder.step("1. 2x = {13 - 5}\n2. x = 5", agent="a")
    assert (draft.asked, draft.lines) == (Asked.DRAFT, ("1. 2x = 8", "2. x = 5"))
    assert recorder.messages()[1].content.endswith("L 2 [does not follow] 2. x = 5")
    assert len(recorder.messages(Rendering.TRACE)) == 4
    recorder.step("REPL 2 >>>x = {8 / 2}")
    episode = recorder.episode()
    assert episode.solved
    assert [turn.asked for turn in episode.turns] == [Asked.DRAFT, Asked.EDIT]
    assert Episode.from_dict(episode.to_dict()) == episode
    assert episode.to_dict()["method"] == "coe"


def test_a_given_draft_is_not_written_by_the_model() -> None:
    assert Recorder(LINEAR, ("2x = 18",), config=DRAFTED).environment.asked is Asked.EDIT


def test_a_draft_that_is_refused_or_emptied_is_not_asked_for_again() -> None:
    recorder = Recorder(LINEAR, config=DRAFTED)
    turn = recorder.step("  \n")
    assert "no line" in (turn.error or "")
    assert recorder.environment.asked is Asked.EDIT
    assert recorder.messages()[1].content.splitlines()[1:] == ["(no lines)", f"Error: {turn.error}"]


def test_older_records_are_of_edits() -> None:
    recorder = Recorder(LINEAR)
    recorder.step("ADDL 1 >>>x = 4")
    record = recorder.episode().to_dict()
    del record["method"], record["decoding"], record["turns"][0]["asked"]  # type: ignore[index]
    del record["config"]["method"], record["config"]["draft"]  # type: ignore[attr-defined]
    assert Episode.from_dict(record) == recorder.episode()


def test_settings_that_do_not_fit_are_named() -> None:
    with pytest.raises(UsageError, match="no first draft"):
        EnvironmentConfig(method=Method.COT, draft=FirstDraft.MODEL)
    with pytest.raises(UsageError, match="environment settings"):
        EnvironmentConfig.from_dict({"method": "guess"})
    config = EnvironmentConfig(Feedback.OUTCOME, method=Method.DIRECT)
    assert EnvironmentConfig.from_dict(config.to_dict()) == config
