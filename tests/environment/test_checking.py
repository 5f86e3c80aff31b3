"""The contract program must catch what breaks the contract."""

import pytest

from coe.environment import Environment, EnvironmentConfig, Observation, StepResult, check_environment
from coe.problem import Problem


class LeaksTheAnswer(Environment):
    """Ends where the reference says right, as the paper's setting would."""

    def step(self, reply: str) -> StepResult:
        result = super().step(reply)
        right = self.problem.answer == "5"
        return StepResult(
            result.observation, result.reward + right, result.terminated, result.truncated, result.edit, None
        )


class ForgetsToTruncate(Environment):
    def step(self, reply: str) -> StepResult:
        result = super().step(reply)
        return StepResult(result.observation, 0.0, result.terminated, False, result.edit, result.stored)


class SwallowsErrors(Environment):
    def step(self, reply: str) -> StepResult:
        result = super().step(reply)
        seen = result.observation
        quiet = Observation(seen.statement, seen.lines, seen.verdicts)
        return StepResult(quiet, 0.0, result.terminated, result.truncated, result.edit, result.stored)


class KeepsItsDraft(Environment):
    def reset(self, problem: Problem, draft_lines: object = ()) -> Observation:
        kept = self.lines if self._problem is not None else ()
        return super().reset(problem, kept)


@pytest.mark.parametrize("broken", [LeaksTheAnswer, ForgetsToTruncate, SwallowsErrors, KeepsItsDraft])
def test_broken_environments_are_found(broken: type[Environment]) -> None:
    with pytest.raises(AssertionError, match="breaks a promise"):
        check_environment(broken(EnvironmentConfig()))
