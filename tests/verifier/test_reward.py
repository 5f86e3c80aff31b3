"""The reward for trainers: called as TRL's GRPOTrainer calls it, with None only where the failure is ours."""

from __future__ import annotations

import copy
import logging
import pickle
from collections.abc import Callable

import pytest

from coe import AnswerReward, answer_reward
from coe.errors import VerifierError
from coe.verifier import Percent, Policy

GOLD = "Natalia sold 48/2 = <<48/2=24>>24 clips in May.\n#### 72"


def as_a_trainer(
    reward: Callable[..., list[float | None]], completions: list[object], **columns: list[object]
) -> list[float | None]:
    """TRL 1.16 passes the prompts, the completions, their token ids, every other column and its own tools."""
    count = len(completions)
    return reward(
        prompts=["How many clips?"] * count,
        completions=completions,
        completion_ids=[[1, 2]] * count,
        **columns,
        trainer_state=object(),
        log_extra=lambda column, values: None,
        log_metric=lambda name, value: None,
    )


def chat(text: str) -> list[dict[str, str]]:
    return [{"role": "assistant", "content": text}]


@pytest.mark.parametrize("shape", [str, chat])
def test_right_and_wrong_answers(shape: Callable[[str], object]) -> None:
    texts = [
        "So 48 + 24 = 72.\n#### 72",
        r"Thus \boxed{72}",
        "The answer is 72 clips.",
        "The answer is 73.",
        "#### 27",
    ]
    rewards = as_a_trainer(
        answer_reward, [shape(text) for text in texts], answer=[GOLD, "72", "72", "72", "72"]
    )
    assert rewards == [1.0, 1.0, 1.0, 0.0, 0.0]


@pytest.mark.parametrize(
    "text", ["", "I do not know", "???", "__import__('os')", "The answer is 4 or 5", "\u200b4"]
)
def test_no_answer_is_wrong_so_that_it_does_not_pay(text: str) -> None:
    assert answer_reward([text], answer=["4"]) == [0.0]


def test_answers_are_compared_by_meaning() -> None:
    pairs = [("1/2", "0.5"), ("x = 4", "4"), (r"\frac{3}{4}", "6/8"), ("$1,200", "1200"), ("15%", "15")]
    assert answer_reward([f"The answer is {a}." for a, _ in pairs], [b for _, b in pairs]) == [1, 1, 1, 1, 0]


@pytest.mark.parametrize("reference", [None, "", "   ", "(((", "9^9^9^9"])
def test_a_reference_that_says_nothing_is_our_failure(reference: str | None) -> None:
    assert answer_reward(["#### 4", "#### 5"], answer=[reference, "5"]) == [None, 1.0]


def test_what_cannot_be_compared_is_left_out_or_has_the_reward_asked() -> None:
    # Two values are taught for the odd root of a negative number.
    texts, references = ["#### (-8)^(1/3)"], ["-2"]
    assert answer_reward(texts, answer=references) == [None]
    assert AnswerReward(undecided=0.5)(texts, answer=references) == [0.5]


def test_a_crash_is_logged_and_costs_one_reward(caplog: pytest.LogCaptureFixture) -> None:
    class Unprintable:
        def __str__(self) -> str:
            raise RuntimeError("no text")

    with caplog.at_level(logging.ERROR):
        assert answer_reward(["#### 4", "#### 5"], answer=[Unprintable(), 5]) == [None, 1.0]
    assert "no text" in caplog.text


def test_numbers_of_rewards_and_columns_are_options() -> None:
    reward = AnswerReward(right=2.0, wrong=-1.0, answer_column="solution")
    assert as_a_trainer(reward, ["#### 4", "#### 5"], solution=[4, 4], answer=["5", "4"]) == [2.0, -1.0]


def test_a_flawed_solution_is_paid_less_where_asked() -> None:
    sound, flawed = "48/2 = 24\n48 + 24 = 72\n#### 72", "48/2 = 25\n48 + 24 = 72\n#### 72"
    reward = AnswerReward(flawed=0.25)
    assert as_a_trainer(reward, [chat(sound), chat(flawed), "#### 71"], answer=["72"] * 3) == [1.0, 0.25, 0.0]
    assert answer_reward([flawed], answer=["72"]) == [1.0]
    # The problem says what follows: by itself x = 5 is no mistake.
    lines, question = "x = 5\nx = 4\n#### 4", ["Solve for x: 2x + 5 = 13"]
    assert reward([lines], answer=["4"], question=question) == [0.25]


def test_the_question_and_the_policy_decide_whether_fifteen_is_fifteen_percent() -> None:
    asked = {"question": ["What percentage of the clips is red?"]}
    assert answer_reward(["#### 15"], answer=["15%"], **asked) == [1.0]
    assert answer_reward(["#### 15"], answer=["15%"]) == [0.0]
    assert AnswerReward(policy=Policy(percent=Percent.VALUE))(["#### 15"], answer=["15%"], **asked) == [0.0]


def test_messages_with_parts_and_tools() -> None:
    parts = [{"type": "text", "text": "so "}, {"type": "text", "text": "#### 72"}]
    conversation = [
        {"role": "assistant", "content": parts},
        {"role": "assistant", "content": None, "tool_calls": []},
    ]
    assert answer_reward([conversation, []], answer=["72", "72"]) == [1.0, 0.0]


def test_a_missing_or_short_column_is_named() -> None:
    with pytest.raises(VerifierError, match="no column 'answer'"):
        as_a_trainer(answer_reward, ["#### 4"], solution=["4"])
    with pytest.raises(VerifierError, match="list of 2 values"):
        answer_reward(["#### 4", "#### 5"], answer=["4"])


def test_it_has_a_name_and_travels_to_other_processes() -> None:
    assert answer_reward.__name__ == "answer_reward"
    assert pickle.loads(pickle.dumps(answer_reward)) == answer_reward == copy.deepcopy(answer_reward)
