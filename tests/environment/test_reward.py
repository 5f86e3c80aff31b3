from itertools import pairwise

import pytest

from coe.environment import RewardConfig, potential, turn_reward
from coe.verifier.report import AnswerStatus, LineStatus, LineVerdict, Reason, Report

GOOD = LineVerdict(LineStatus.VALID, Reason.FOLLOWS)
BAD = LineVerdict(LineStatus.INVALID, Reason.FALSE)
OPEN = LineVerdict(LineStatus.UNCHECKED, Reason.NO_CLAIM)


def report(*verdicts: LineVerdict) -> Report:
    return Report(verdicts, AnswerStatus.UNKNOWN, None, "")


def test_potential_is_the_share_of_valid_lines() -> None:
    assert potential(report()) == 0
    assert potential(report(GOOD, BAD)) == 0.5
    assert potential(report(OPEN)) == 0


def test_the_parts() -> None:
    same = report(GOOD)
    assert turn_reward(same, same, accepted=True, solved=True) == 1
    assert turn_reward(same, same, accepted=False, solved=False) == pytest.approx(-0.1)
    assert turn_reward(report(GOOD, BAD), report(GOOD, GOOD), accepted=True, solved=False) == pytest.approx(
        0.1
    )


def test_a_cycle_earns_nothing() -> None:
    states = [report(GOOD, BAD), report(GOOD), report(), report(GOOD, BAD)]
    rewards = [turn_reward(a, b, accepted=True, solved=False) for a, b in pairwise(states)]
    assert sum(rewards) == pytest.approx(0)


def test_the_discount_enters_as_in_the_theorem() -> None:
    config = RewardConfig(progress=1, discount=0.5)
    reward = turn_reward(report(GOOD, BAD), report(GOOD), accepted=True, solved=False, config=config)
    assert reward == pytest.approx(0.5 * 1 - 0.5)
