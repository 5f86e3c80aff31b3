"""The reward of a turn: a pure function of the reports before and after it.

    reward = solved (+1, on the turn that solves the problem and so ends the episode; under feedback `none`,
             where nothing ends it but the agent or the limit, on the last turn of a solved one)
           + refused (-0.1, for a command that does not parse or does not fit)
           + discount * potential(after) - potential(before)

The last row is potential-based shaping: it changes no optimal policy (Ng, Harada, Russell 1999, "Policy
invariance under reward transformations", ICML, theorem 1). Around a cycle of states it sums to nothing when
the discount is 1, so undoing and redoing an edit earns nothing. The potential is the share of
lines that are valid, times `progress`; an empty draft has potential 0.

Where an episode ends the potential is kept, not set to 0 as the theorem asks of finite episodes (Grzes 2017):
over an episode the shaping then sums to the gain in valid lines, at most `progress`, which
stays under the reward for solving.
"""

from __future__ import annotations

from coe.environment.config import RewardConfig
from coe.verifier.report import LineStatus, Report

_DEFAULT = RewardConfig()


def potential(report: Report) -> float:
    """Share of lines that are valid, 0 to 1; 0 for an empty draft."""
    if not report.lines:
        return 0.0
    valid = LineStatus.VALID
    return sum([verdict.status is valid for verdict in report.lines]) / len(report.lines)


def turn_reward(
    before: Report, after: Report, *, accepted: bool, solved: bool, config: RewardConfig = _DEFAULT
) -> float:
    """The reward of one turn.

    Args:
        before: report on the draft before the turn.
        after: report on the draft after it.
        accepted: the command parsed and fitted the draft.
        solved: this turn solved the problem.
        config: sizes of the parts.
    """
    reward = config.progress * (config.discount * potential(after) - potential(before))
    if solved:
        reward += config.solved
    if not accepted:
        reward += config.refused
    return reward
