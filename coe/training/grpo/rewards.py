"""Rewards as the real environment gives them; None where ours failed, so that nothing is learned from it.

What could not be judged is not wrong: a line or an answer that ran into the verifier's time limit, a draft
that states an answer of which nothing can tell whether it is right, and a crash of ours have no reward. The
trainer leaves such a completion out of the mean of its group and out of the loss. Under feedback `lines`
nothing here depends on the reference answer.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from coe.environment import Environment, EnvironmentConfig, Episode
from coe.problem import Problem
from coe.verifier import AnswerStatus, LineStatus, LineVerdict, Outcome, Report, check_answer, verify
from coe.verifier.answers.stated import stated_answer

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
        undecided = _timed_out(before) or _undecided(environment)
    except Exception:
        # A crash of ours must neither stop a run nor teach the model anything.
        _log.exception("no reward: the environment failed")
        return Judged(None)
    refused = result.observation.error is not None
    if undecided:
        return Judged(None, refused=refused)
    reward = result.reward + (gave_up if environment.exited else 0.0)
    return Judged(reward, result.terminated and not environment.exited, refused)


def judge_episode(episode: Episode, *, gave_up: float = 0.0) -> Judged:
    """What an episode is worth: the sum of the rewards of its turns, or by a method of one reply that of its
    answer.

    Args:
        episode: that ended.
        gave_up: added for EXIT in a draft that is not solved, once for the turn and once for each that was
            left: where that is no less than a refused command costs, giving up is never worth more than
            trying.
    """
    if episode.failure is not None:
        return Judged(None)
    config = episode.config
    if config.method.one_reply:
        return judge_answer(episode.problem, episode.lines, config)
    solved = bool(episode.turns) and not (episode.exited or episode.truncated)
    if solved:
        return Judged(episode.reward, True)
    if any(_timed_out(turn.verdicts) for turn in episode.turns):
        return Judged(None)  # one of these drafts may have been the solution
    environment = Environment(config)
    try:
        environment.reset(episode.problem, episode.lines)
        undecided = _undecided(environment)
    except Exception:
        _log.exception("no reward: the environment failed")
        return Judged(None)
    unused = config.max_steps - len(episode.turns) + 1 if episode.exited else 0
    return Judged(None if undecided else episode.reward + gave_up * unused)


def judge_answer(problem: Problem, lines: tuple[str, ...], config: EnvironmentConfig) -> Judged:
    """The reward for solving where the final answer is right, else 0; the lines before it are not judged.

    Right is what the verifier accepts for the problem as it reads the statement, and under `outcome` what
    means the same as the reference. Stating no answer is wrong.

    Args:
        problem: that was asked.
        lines: of the solution.
        config: of the environment.
    """
    try:
        report = verify(problem.statement, lines)
        answer = report.answer
        if config.uses_reference and problem.answer is not None:
            answer = check_answer(lines, problem.answer, problem.statement)
        missing = report.answer_text is None and not _answer_was_late(problem.statement, lines, report)
    except Exception:
        _log.exception("no reward: the verifier failed")
        return Judged(None)
    if answer is AnswerStatus.UNKNOWN and not missing:
        return Judged(None)
    right = answer is AnswerStatus.RIGHT
    return Judged(config.rewards.solved if right else 0.0, right)


def _undecided(environment: Environment) -> bool:
    """Whether nothing tells if the draft is the solution."""
    if environment.done and not (environment.exited or environment.truncated):
        return False  # it is
    report = environment.report
    unknown = environment.observation.answer_is_right is None
    consistent = report.outcome is Outcome.CONSISTENT
    late = _answer_was_late(environment.problem.statement, environment.lines, report)
    return late or _timed_out(report.lines) or (consistent and unknown)


def _answer_was_late(statement: str, lines: tuple[str, ...], report: Report) -> bool:
    """Whether a final answer is stated that the verifier did not get to in time, so that its report holds
    none."""
    return report.answer_text is None and stated_answer(statement, lines) is not None


def _timed_out(verdicts: Iterable[LineVerdict]) -> bool:
    return any(verdict.status is LineStatus.TIMEOUT for verdict in verdicts)
