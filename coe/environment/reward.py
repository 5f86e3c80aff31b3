"""The reward of a turn: a pure function of the reports before and after it.

    reward = solved (+1, on the turn that solves the problem and so ends the episode; under feedback `none`,
             where nothing ends it but the agent or the limit, on the last turn of a solved one)
           + refused (-0.1, for a command that does not parse or does not fit)
           + discount * potential(after) - potential(before)

The last row is potential-based shaping: it changes no optimal policy (Ng, Harada, Russell 1999, "Policy
invariance under reward transformations", ICML, theorem 1). Around a cycle of states it sums to nothing when
the discount is 1, so undoing and redoing an edit earns nothing. The potential is the share of
lines that are valid and say something that neither the problem nor a line before says, times `progress`; an
empty draft has potential 0. A learner that looks one turn ahead would else be paid for writing the problem
down, again and again.

Where an episode ends the potential is kept, not set to 0 as the theorem asks of finite episodes (Grzes 2017):
over an episode the shaping then sums to the gain in valid lines, at most `progress`, which
stays under the reward for solving.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from coe.environment.config import RewardConfig
from coe.verifier.report import LineStatus, Report

_DEFAULT = RewardConfig()


def potential(statement: str, lines: Sequence[str], report: Report, repeats: float = 0.0) -> float:
    """Share of lines that are valid, 0 to 1; 0 for an empty draft.

    Args:
        statement: of the problem.
        lines: of the draft.
        report: on the draft.
        repeats: what a valid line counts for whose text, spaces and a leading "=" left out, stands in the
            statement or is that of a line before. "A = A" says A.
    """
    if not lines:
        return 0.0
    worth, before = 0.0, set()
    for line, verdict in zip(lines, report.lines, strict=True):
        text = _said(line)
        if verdict.status is LineStatus.VALID:
            worth += repeats if text in before or _says(statement, text) else 1.0
        before.add(text)
    return worth / len(lines)


@lru_cache(maxsize=16_384)
def _squeezed(text: str) -> str:
    return "".join(text.split()).lstrip("=")


@lru_cache(maxsize=16_384)
def _said(line: str) -> str:
    text = _squeezed(line)
    first, *others = text.split("=")
    return first if all(other == first for other in others) else text


@lru_cache(maxsize=16_384)
def _says(statement: str, text: str) -> bool:
    """Whether a text stands in the statement; its digits are no part of a longer number there."""
    whole = _squeezed(statement)
    if text not in whole:  # most are not, and each pattern has to be compiled
        return False
    first, last = (r"(?<!\d)" if text[:1].isdigit() else ""), (r"(?!\d)" if text[-1:].isdigit() else "")
    return re.search(first + re.escape(text) + last, whole) is not None


def turn_reward(
    before: float, after: float, *, accepted: bool, solved: bool, config: RewardConfig = _DEFAULT
) -> float:
    """The reward of one turn.

    Args:
        before: potential of the draft before the turn.
        after: potential of the draft after it.
        accepted: the command parsed and fitted the draft.
        solved: this turn solved the problem.
        config: sizes of the parts.
    """
    reward = config.progress * (config.discount * after - before)
    if solved:
        reward += config.solved
    if not accepted:
        reward += config.refused
    return reward
