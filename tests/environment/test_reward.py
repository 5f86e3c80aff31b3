from itertools import pairwise

import pytest

from coe.environment import Environment, EnvironmentConfig, RewardConfig, potential, turn_reward
from coe.problem import Problem
from coe.verifier.report import AnswerStatus, LineStatus, LineVerdict, Reason, Report

GOOD = LineVerdict(LineStatus.VALID, Reason.FOLLOWS)
BAD = LineVerdict(LineStatus.INVALID, Reason.FALSE)
OPEN = LineVerdict(LineStatus.UNCHECKED, Reason.NO_CLAIM)
EQUATION = "Solve for x: 2x + 15 = 23"


def worth(*verdicts: LineVerdict) -> float:
    lines = [f"line {number}" for number in range(len(verdicts))]
    return potential("a problem", lines, Report(verdicts, AnswerStatus.UNKNOWN, None, ""))


def test_potential_is_the_share_of_valid_lines() -> None:
    assert worth() == 0
    assert worth(GOOD, BAD) == 0.5
    assert worth(OPEN) == 0


@pytest.mark.parametrize(
    ("lines", "new"),
    [
        (("2x + 15 = 23",), 0),
        (("2x+15=23", "2x = 8"), 1),
        (("2x = 8", "= 4x", "2x = 8"), 2),
        (("x = 2",), 1),
        (("2x + 15 = 2x + 15", "3x = 3x", "3x"), 1),
        # A part of a number that the problem has is not the number.
        (("2x + 1",), 1),
        (("5 = 23",), 1),
    ],
)
def test_what_the_problem_or_a_line_before_says_counts_for_nothing(lines: tuple[str, ...], new: int) -> None:
    report = Report((GOOD,) * len(lines), AnswerStatus.UNKNOWN, None, "")
    assert potential(EQUATION, lines, report) == pytest.approx(new / len(lines))
    assert potential(EQUATION, lines, report, repeats=1) == 1


def test_a_number_that_stands_behind_a_longer_one_is_the_problems_too() -> None:
    report = Report((GOOD,), AnswerStatus.UNKNOWN, None, "")
    assert potential("Add 15 and 5.", ("5",), report) == 0
    assert potential("Add 15 and 25.", ("5",), report) == 1


def test_writing_the_problem_down_earns_nothing_and_a_step_does() -> None:
    problem = Problem("Calculate 8 + 5 * 2", answer="18")
    for repeats, earned in ((0.0, 0.0), (1.0, 0.2)):
        environment = Environment(EnvironmentConfig(rewards=RewardConfig(repeats=repeats)))
        environment.reset(problem)
        assert environment.step("ADDL 1 >>>= 8 + 5 * 2").reward == pytest.approx(earned)
        assert environment.step("ADDL 2 >>>= 8 + 5 * 2").reward == pytest.approx(0)
        assert environment.step("REPL 2 >>>= 8 + 10").reward == pytest.approx(0 if repeats else 0.1)


def test_the_parts() -> None:
    assert turn_reward(1, 1, accepted=True, solved=True) == 1
    assert turn_reward(1, 1, accepted=False, solved=False) == pytest.approx(-0.1)
    assert turn_reward(0.5, 1, accepted=True, solved=False) == pytest.approx(0.1)


def test_a_cycle_earns_nothing() -> None:
    states = [worth(GOOD, BAD), worth(GOOD), worth(), worth(GOOD, BAD)]
    rewards = [turn_reward(a, b, accepted=True, solved=False) for a, b in pairwise(states)]
    assert sum(rewards) == pytest.approx(0)


def test_the_discount_enters_as_in_the_theorem() -> None:
    config = RewardConfig(progress=1, discount=0.5)
    reward = turn_reward(worth(GOOD, BAD), worth(GOOD), accepted=True, solved=False, config=config)
    assert reward == pytest.approx(0.5 * 1 - 0.5)
