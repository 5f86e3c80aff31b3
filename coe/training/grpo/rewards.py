"""Rewards as the real environment gives them; None where ours failed, so that nothing is learned from it.

What could not be judged is not wrong: a line that ran into the verifier's time limit, a draft that states an
answer of which nothing can tell whether it is right, and a crash of ours have no reward. The trainer leaves
such a completion out of the mean of its group and out of the loss. Under feedback `lines` nothing here
depends on the reference answer.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from coe.environment import Environment, EnvironmentConfig, Episode
from coe.problem import Problem
from coe.verifier.report import LineStatus, LineVerdict, Outcome

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Judged:
    """What the environment says of one reply.

    Args:
        reward: None where it could not be computed.
        solved: the reply solved the problem, by what the feedback level may use.
        refused: it was no command, or did not fit.
    """

    reward: float | None
    solved: bool = False
    refused: bool = False


def judge_edit(
    problem: Problem, lines: tuple[str, ...], reply: str, config: EnvironmentConfig, *, gave_up: float = 0.0
) -> Judged:
    """What one reply to a state that is not solved is worth.

    Args:
        problem: of the state.
        lines: the draft.
        reply: what the policy wrote.
        config: of the environment.
        gave_up: added for EXIT.
    """
    environment = Environment(config)
    try:
        environment.reset(problem, lines)
        before = environment.report.lines
        result = environment.step(reply)
    except Exception:
        # A crash of ours must neither stop a run nor teach the model anything.
        _log.exception("no reward: the environment failed")
        return Judged(None)
    refused = result.observation.error is not None
    if _timed_out(before) or _undecided(environment):
        return Judged(None, refused=refused)
    reward = result.reward + (gave_up if environment.exited else 0.0)
    return Judged(reward, result.terminated and not environment.exited, refused)


def episode_reward(episode: Episode) -> float | None:
    """The sum of an episode's rewards, None where it could not be computed."""
    if episode.failure is not None:
        return None
    if ended_solved(episode):
        return episode.reward
    if any(_timed_out(turn.verdicts) for turn in episode.turns):
        return None  # one of these drafts may have been the solution
    environment = Environment(episode.config)
    try:
        environment.reset(episode.problem, episode.lines)
    except Exception:
        _log.exception("no reward: the environment failed")
        return None
    return None if _undecided(environment) else episode.reward


def ended_solved(episode: Episode) -> bool:
    """Whether the last turn solved the problem, by what its feedback level may use."""
    over = episode.exited or episode.truncated or episode.failure is not None
    return bool(episode.turns) and not over


def _undecided(environment: Environment) -> bool:
    """Whether nothing tells if the draft is the solution."""
    if environment.done and not (environment.exited or environment.truncated):
        return False  # it is
    unknown = environment.observation.answer_is_right is None
    consistent = environment.report.outcome is Outcome.CONSISTENT
    return _timed_out(environment.report.lines) or (consistent and unknown)


def _timed_out(verdicts: Iterable[LineVerdict]) -> bool:
    return any(verdict.status is LineStatus.TIMEOUT for verdict in verdicts)
