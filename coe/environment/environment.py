"""The environment: one problem, one draft, one reply a step.

Promises, which `check_environment` tests: a refused command leaves the draft as it was, costs a turn and is
explained in the next observation; every line of every state has a verdict; and under feedback `lines` and
`none` (with nothing revealed) no observation, reward or end of an episode depends on the reference answer,
which is looked at once, by `status`, after the end. Not thread-safe: one environment an episode.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from coe.dsl import Draft, Edit, Exit, parse_edit
from coe.environment.config import EnvironmentConfig, Feedback
from coe.environment.editing import store
from coe.environment.methods import Asked, FirstDraft, Method
from coe.environment.observation import Observation
from coe.environment.reward import potential, turn_reward
from coe.environment.solutions import read_solution
from coe.errors import EditError
from coe.problem import Problem
from coe.verifier import check_answer, verify
from coe.verifier.report import AnswerStatus, Outcome, Report

_RIGHT_OR_WRONG = {AnswerStatus.RIGHT: True, AnswerStatus.WRONG: False, AnswerStatus.UNKNOWN: None}


class EpisodeStatus(StrEnum):
    """How an episode ended.

    SOLVED: the answer is right and no line is invalid. CONSISTENT: no line is invalid, and nothing could tell
    whether the answer is right. UNSOLVED: neither. GAVE_UP: EXIT with an invalid line or without an answer.
    FAILED: our own failure or a backend's, never counted as the model's mistake.
    """

    SOLVED = "solved"
    CONSISTENT = "consistent"
    UNSOLVED = "unsolved"
    GAVE_UP = "gave_up"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StepResult:
    """What one command did.

    Args:
        observation: the state after it.
        reward: of this turn.
        terminated: the episode is over: solved as far as the agent's feedback level tells (`none` tells
            nothing), EXIT, or the one reply of a method that has one.
        truncated: the episode is over because `max_steps` commands are used up.
        edit: the command as it was read, None if it did not parse.
        stored: the line that it stored, spans filled; None if it stored none.
    """

    observation: Observation
    reward: float
    terminated: bool
    truncated: bool
    edit: Edit | None
    stored: str | None


class Environment:
    """One episode at a time.

    Args:
        config: settings; the defaults are the project's.
    """

    __slots__ = (
        "_answer", "_done", "_draft", "_exited", "_observation", "_potential", "_problem", "_report",
        "_steps", "_truncated", "config",
    )  # fmt: skip

    def __init__(self, config: EnvironmentConfig | None = None) -> None:
        self.config = config or EnvironmentConfig()
        self._problem: Problem | None = None
        self._done = True

    def reset(self, problem: Problem, draft_lines: Iterable[str] = ()) -> Observation:
        """Start an episode; the first observation.

        `done` is already true where the verifier calls the starting draft solved and the agent may know.

        Args:
            problem: what is asked.
            draft_lines: the starting draft; blank lines and blank space around lines are dropped.

        Raises:
            EditApplyError: a starting line holds what no line may hold.
        """
        self._draft = Draft.from_lines(draft_lines)
        self._problem = problem
        self._steps = 0
        self._exited = self._truncated = False
        self._judge()
        self._done = self._ends_solved()
        self._observation = self._observe(None)
        return self._observation

    def step(self, reply: str) -> StepResult:
        """Carry out the one command that `reply` holds, or take the solution that was asked for (`asked`).

        Anything may be in `reply`: what is no command, or does not fit, is refused, costs a turn and is
        explained in the observation's `error`.

        Raises:
            RuntimeError: no episode is running: call `reset` first.
        """
        if self._done:
            raise RuntimeError("no episode is running: call reset() first")
        before = self._potential
        asked = self.asked
        edit, stored, error = (
            self._carry_out(reply) if asked is Asked.EDIT else self._take_solution(reply, asked)
        )
        self._steps += 1
        self._exited = error is None and isinstance(edit, Exit)
        terminated = self._ends_solved() or self._exited or self.config.method.one_reply
        self._truncated = truncated = not terminated and self._steps >= self.config.max_steps
        self._done = terminated or truncated
        solved = self._done and self._looks_solved()
        reward = turn_reward(
            before, self._potential, accepted=error is None, solved=solved, config=self.config.rewards
        )
        self._observation = self._observe(error)
        return StepResult(self._observation, reward, terminated, truncated, edit, stored)

    @property
    def problem(self) -> Problem:
        """The problem of the episode."""
        if self._problem is None:
            raise RuntimeError("no episode has been started: call reset() first")
        return self._problem

    @property
    def asked(self) -> Asked:
        """What the next reply is to be."""
        if self.config.method is not Method.COE:
            return Asked.SOLUTION if self.config.method is Method.COT else Asked.ANSWER
        first = self._steps == 0 and not self._draft.lines
        return Asked.DRAFT if first and self.config.draft is FirstDraft.MODEL else Asked.EDIT

    @property
    def observation(self) -> Observation:
        """The latest observation."""
        return self._observation

    @property
    def lines(self) -> tuple[str, ...]:
        """The draft."""
        return self._draft.lines

    @property
    def report(self) -> Report:
        """The verifier's report on the draft, made without the reference answer."""
        return self._report

    @property
    def steps(self) -> int:
        """Commands used so far."""
        return self._steps

    @property
    def done(self) -> bool:
        """Whether the episode is over."""
        return self._done

    @property
    def exited(self) -> bool:
        """Whether the agent said EXIT."""
        return self._exited

    @property
    def truncated(self) -> bool:
        """Whether the episode ended because its commands were used up."""
        return self._truncated

    def status(self) -> EpisodeStatus:
        """How the episode stands, scored against the reference where there is one. Not for agents."""
        outcome = self._scored()
        gave_up = self._report.first_invalid is not None or self._report.answer_text is None
        if self._exited and gave_up and outcome is Outcome.UNSOLVED:
            return EpisodeStatus.GAVE_UP
        return EpisodeStatus(outcome.value)

    def _scored(self) -> Outcome:
        report, problem = self._report, self.problem
        if problem.answer is None or report.first_invalid is not None:
            return report.outcome
        answer = check_answer(self._draft.lines, problem.answer, problem.statement)
        if answer is AnswerStatus.UNKNOWN:
            return report.outcome
        return Outcome.SOLVED if answer is AnswerStatus.RIGHT else Outcome.UNSOLVED

    def _carry_out(self, reply: str) -> tuple[Edit | None, str | None, str | None]:
        """The command, the line it stored and the reason for which it was refused."""
        edit: Edit | None = None
        try:
            edit = parse_edit(reply)
            draft, stored = store(self._draft, edit, self.config)
        except EditError as error:
            return edit, None, str(error)
        if draft.lines != self._draft.lines:
            self._draft = draft
            self._judge()
        return edit, stored, None

    def _take_solution(self, reply: str, asked: Asked) -> tuple[None, None, str | None]:
        """The reply's lines as the draft, as `_carry_out`."""
        lines, error = read_solution(reply, asked, self.problem.statement, self.config)
        if lines != self._draft.lines:
            self._draft = Draft(lines)
            self._judge()
        return None, None, error

    def _judge(self) -> None:
        problem = self.problem
        self._report = verify(problem.statement, self._draft.lines)
        repeats = self.config.rewards.repeats
        self._potential = potential(problem.statement, self._draft.lines, self._report, repeats)
        self._answer: AnswerStatus | None = None
        if self.config.uses_reference and problem.answer is not None:
            self._answer = check_answer(self._draft.lines, problem.answer, problem.statement)

    def _looks_solved(self) -> bool:
        """Whether the problem counts as solved by what this feedback level may use."""
        if self._report.outcome is Outcome.SOLVED:
            return True
        return self._answer is AnswerStatus.RIGHT and self._report.first_invalid is None

    def _ends_solved(self) -> bool:
        """Whether the episode is over because it looks solved: its end would tell what no feedback may."""
        return self.config.shows_verdicts and self._looks_solved()

    def _observe(self, error: str | None) -> Observation:
        bit = None
        if self._answer is not None and self.config.feedback is Feedback.OUTCOME:
            bit = _RIGHT_OR_WRONG[self._answer]
        revealed = self.problem.answer if self.config.reveal_truth else None
        return Observation(
            self.problem.statement, self._draft.lines, self._report.lines, error, bit, revealed,
            self.config.shows_verdicts,
        )  # fmt: skip


def is_solved(problem: Problem, draft_lines: Iterable[str]) -> bool:
    """Whether a draft is solved already, as the reference answer scores it.

    Raises:
        EditApplyError: a line holds what no line may hold.
    """
    environment = Environment()
    environment.reset(problem, draft_lines)
    return environment.status() is EpisodeStatus.SOLVED
