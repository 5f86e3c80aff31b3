from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coe.dsl import Draft, ReplaceLine
from coe.environment import (
    Environment,
    EnvironmentConfig,
    EpisodeStatus,
    Feedback,
    check_environment,
    render_observation,
)
from coe.environment.config import RewardConfig
from coe.errors import EditApplyError
from coe.problem import Problem
from coe.verifier.report import LineStatus

LINEAR = Problem("Solve for x: 2x + 5 = 13", answer="4")
APPLES = Problem("Tom has 3 apples and buys 5 more. How many apples does he have?", answer="8")
WRONG = ("2x = 18", "x = 9")
OUTCOME = EnvironmentConfig(Feedback.OUTCOME)


@pytest.mark.parametrize(
    "config",
    [
        EnvironmentConfig(),
        OUTCOME,
        EnvironmentConfig(Feedback.NONE),
        EnvironmentConfig(reveal_truth=True),
        EnvironmentConfig(calculator=False, max_steps=1, rewards=RewardConfig(refused=0)),
    ],
)
def test_the_contract(config: EnvironmentConfig) -> None:
    check_environment(Environment(config))


def test_a_repair_from_start_to_solved() -> None:
    environment = Environment()
    first = environment.reset(LINEAR, WRONG)
    assert first.verdicts[0].status is LineStatus.INVALID
    step = environment.step("REPL 1 >>>2x = {13 - 5}")
    assert step.stored == "2x = 8"
    assert step.edit == ReplaceLine(1, "2x = {13 - 5}")
    assert not step.terminated
    last = environment.step("repl 2 >>> x = {8 / 2}")
    assert last.observation.lines == ("2x = 8", "x = 4")
    assert last.terminated
    assert not last.truncated
    assert last.reward > 1
    assert environment.done
    assert environment.status() is EpisodeStatus.SOLVED


def test_a_replaced_word_is_worked_out_in_its_line() -> None:
    environment = Environment()
    environment.reset(LINEAR, ("2x + 5 = 13", "2x + 1 = 13"))
    assert environment.step("REPW 2 >>>1 >>>{3 - 10}").stored == "2x - 7 = 13"


def test_without_the_calculator_braces_are_plain_text() -> None:
    environment = Environment(EnvironmentConfig(calculator=False))
    environment.reset(LINEAR)
    assert environment.step("ADDL 1 >>>2x = {13 - 5}").stored == "2x = {13 - 5}"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("Replace line 1 please", "expected a line number"),
        ("REPL 3 >>>x = 4", "from 1 to 2"),
        ("REPL 1 >>>2x = {8 / 0}", "8 / 0"),
        ("REPL 1 >>>" + "x" * 401, "at most 400"),
        ("REPW 1 >>>7 >>>8", "does not hold"),
    ],
)
def test_refused_commands_are_explained(reply: str, words: str) -> None:
    environment = Environment()
    environment.reset(LINEAR, WRONG)
    step = environment.step(reply)
    assert words in (step.observation.error or "")
    assert step.observation.lines == WRONG
    assert step.reward == pytest.approx(-0.1)
    assert environment.steps == 1
    assert environment.step("REPL 1 >>>2x = 8").observation.error is None


def test_a_draft_cannot_grow_without_end() -> None:
    environment = Environment(EnvironmentConfig(max_lines=2))
    environment.reset(LINEAR, WRONG)
    assert "the most" in (environment.step("ADDL 1 >>>x = 4").observation.error or "")


@pytest.mark.parametrize("problem", [LINEAR, APPLES])
def test_nothing_depends_on_the_answer(problem: Problem) -> None:
    replies = ("REPL 1 >>>2x = 8", "oops", "DELL 1", "ADDL 2 >>>Answer: 8", "REPL 2 >>>x = 4", "EXIT")

    def stream(answer: str | None) -> list[object]:
        environment = Environment()
        met: list[object] = [environment.reset(replace(problem, answer=answer), WRONG)]
        for reply in replies:
            if environment.done:
                break
            met.append(environment.step(reply))
        return met

    assert repr(stream("8")) == repr(stream("4")) == repr(stream("x = 9")) == repr(stream(None))


def test_the_right_answer_in_words_does_not_end_the_episode() -> None:
    environment = Environment()
    environment.reset(APPLES)
    step = environment.step("ADDL 1 >>>apples = 3 + 5 = 8")
    assert not step.terminated
    assert step.observation.answer_is_right is None
    assert environment.step("EXIT").terminated
    assert environment.status() is EpisodeStatus.SOLVED


def test_without_feedback_no_verdict_and_no_end_tells_anything() -> None:
    seen = []
    for line in ("2x = 8", "2x = 18"):
        environment = Environment(EnvironmentConfig(Feedback.NONE, max_steps=3))
        environment.reset(LINEAR, (line, "x = 4"))
        assert not environment.done
        step = environment.step("REPL 2 >>>x = 4")
        assert not step.terminated
        assert len(step.observation.verdicts) == 2
        assert step.reward < 1
        seen.append(render_observation(step.observation).replace(line, ""))
        step = environment.step("EXIT")
        assert step.terminated
        assert (step.reward >= 1) is (line == "2x = 8")
    assert seen[0] == seen[1]
    assert environment.status() is EpisodeStatus.GAVE_UP


def test_outcome_adds_the_bit_and_ends_at_the_right_answer() -> None:
    environment = Environment(OUTCOME)
    environment.reset(APPLES)
    step = environment.step("ADDL 1 >>>apples = 3 + 4 = 7")
    assert step.observation.answer_is_right is False
    assert not step.terminated
    step = environment.step("REPL 1 >>>apples = 3 + 5 = 8")
    assert step.observation.answer_is_right is True
    assert step.terminated
    assert step.reward >= 1


def test_the_truth_is_shown_only_when_asked_for() -> None:
    assert Environment(EnvironmentConfig(reveal_truth=True)).reset(APPLES).revealed == "8"
    assert Environment(OUTCOME).reset(APPLES).revealed is None


@pytest.mark.parametrize(
    ("problem", "lines", "exits", "status"),
    [
        (LINEAR, WRONG, True, EpisodeStatus.GAVE_UP),
        (LINEAR, WRONG, False, EpisodeStatus.UNSOLVED),
        (LINEAR, ("2x = 8",), True, EpisodeStatus.GAVE_UP),
        (LINEAR, ("2x = 8", "x = 4"), False, EpisodeStatus.SOLVED),
        (APPLES, ("apples = 3 + 4 = 7",), True, EpisodeStatus.UNSOLVED),
        (APPLES, ("apples = 3 + 5 = 8",), True, EpisodeStatus.SOLVED),
        (replace(APPLES, answer=None), ("apples = 3 + 5 = 8",), True, EpisodeStatus.CONSISTENT),
        (replace(LINEAR, answer=None), ("2x = 8", "x = 4"), False, EpisodeStatus.SOLVED),
        (replace(LINEAR, answer="5"), ("2x = 8", "x = 4"), False, EpisodeStatus.UNSOLVED),
    ],
)
def test_how_episodes_end(
    problem: Problem, lines: tuple[str, ...], exits: bool, status: EpisodeStatus
) -> None:
    environment = Environment()
    environment.reset(problem, lines)
    if exits:
        environment.step("EXIT")
    assert environment.status() is status


def test_a_solved_draft_is_over_before_the_first_command() -> None:
    environment = Environment()
    environment.reset(LINEAR, ("2x = 8", "x = 4"))
    assert environment.done
    with pytest.raises(RuntimeError, match="reset"):
        environment.step("EXIT")


def test_a_starting_draft_is_cleaned_or_refused() -> None:
    environment = Environment()
    assert environment.reset(LINEAR, (" 2x = 18 ", "", "x = 9\n")).lines == WRONG
    with pytest.raises(EditApplyError):
        environment.reset(LINEAR, ("x >>>y",))


REPLIES = st.builds(
    "{}{}".format,
    st.sampled_from(["ADDL 1 >>>", "REPL 1 >>>", "REPW 1 >>>x >>>", "DELL 1", "EXIT", ""]),
    st.text("0123456789x+-*/^(){}=.> \\", max_size=12) | st.text(max_size=8),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(REPLIES, max_size=6))
def test_no_reply_breaks_the_environment(replies: list[str]) -> None:
    environment = Environment()
    observation = environment.reset(LINEAR, WRONG)
    for reply in replies:
        if environment.done:
            break
        observation = environment.step(reply).observation
        assert Draft(observation.lines).lines == environment.lines
        assert len(observation.verdicts) == len(observation.lines)
