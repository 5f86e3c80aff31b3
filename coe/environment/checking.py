"""The environment's contract as a program: run it on your own subclass or replacement."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn, Protocol

from coe.environment.config import EnvironmentConfig
from coe.environment.environment import StepResult
from coe.environment.observation import Observation
from coe.environment.rendering import render_observation
from coe.problem import Problem

_PROBLEM = Problem("Solve for x: 2x + 5 = 13", answer="4", solution=("2x = 8", "x = 4"))
_DRAFT = ("2x = 18", "x = 9")
_REFUSED = (
    "",
    "I think so",
    "REPL 3 >>>x = 4",
    "DELL 0",
    "REPW 1 >>>absent >>>x",
    "ADDL 9 >>>x",
    "REPL 1 >>>",
)
_SCRIPT = ("REPL 1 >>>2x = 8", "nonsense", "DELL 2", "ADDL 2 >>>x = 4", "EXIT")


class SteppedEnvironment(Protocol):
    """What `check_environment` needs of an environment."""

    config: EnvironmentConfig

    def reset(self, problem: Problem, draft_lines: tuple[str, ...] = ()) -> Observation:
        """Start an episode."""
        ...

    def step(self, reply: str) -> StepResult:
        """Carry out one command."""
        ...


def check_environment(environment: SteppedEnvironment) -> None:
    """Nothing, if the environment keeps its contract; it is left at the end of some episode.

    Raises:
        AssertionError: a promise is broken; the message says which.
    """
    _check_refusals(environment)
    _check_exit(environment)
    _check_truncation(environment)
    _check_repeats(environment)
    if not environment.config.uses_reference:
        _check_no_leak(environment)


def _check_refusals(environment: SteppedEnvironment) -> None:
    for reply in _REFUSED:
        before = environment.reset(_PROBLEM, _DRAFT)
        result = environment.step(reply)
        after = result.observation
        _promise(after.lines == before.lines == _DRAFT, f"a refused command leaves the draft: {reply!r}")
        _promise(bool(after.error), f"a refused command is explained: {reply!r}")
        _promise(result.stored is None, f"a refused command stores nothing: {reply!r}")
        _promise(not result.terminated, f"a refused command does not end the episode: {reply!r}")


def _check_exit(environment: SteppedEnvironment) -> None:
    environment.reset(_PROBLEM, _DRAFT)
    result = environment.step("EXIT")
    _promise(result.terminated and not result.truncated, "EXIT terminates, and is no truncation")
    try:
        environment.step("EXIT")
    except RuntimeError:
        return
    _fail("a step after the end raises RuntimeError")


def _check_truncation(environment: SteppedEnvironment) -> None:
    environment.reset(_PROBLEM, _DRAFT)
    limit = environment.config.max_steps
    for step in range(1, limit + 1):
        result = environment.step("nonsense")
        _promise(result.truncated == (step == limit), f"truncated at command {limit} and not before")
        _promise(not result.terminated, "the limit truncates and does not terminate")


def _check_repeats(environment: SteppedEnvironment) -> None:
    first, second = _stream(environment, _PROBLEM), _stream(environment, _PROBLEM)
    _promise(first == second, "the same commands give the same episode after a second reset")
    observations = [environment.reset(_PROBLEM, _DRAFT)]
    observations.append(environment.step("REPL 1 >>>2x = 8").observation)
    judged = all(len(seen.verdicts) == len(seen.lines) for seen in observations)
    _promise(judged, "every line of every state has a verdict")


def _check_no_leak(environment: SteppedEnvironment) -> None:
    streams = {_stream(environment, replace(_PROBLEM, answer=answer)) for answer in ("4", "5", None)}
    _promise(len(streams) == 1, "nothing that the agent meets depends on the reference answer")


def _stream(environment: SteppedEnvironment, problem: Problem) -> tuple[object, ...]:
    """All that an agent or a learner meets in one scripted episode."""
    stream: list[object] = [render_observation(environment.reset(problem, _DRAFT))]
    for reply in _SCRIPT:
        result = environment.step(reply)
        ends = (result.terminated, result.truncated)
        stream += [render_observation(result.observation), repr(result.reward), ends]
        if result.terminated or result.truncated:
            break
    return tuple(stream)


def _promise(kept: bool, promise: str) -> None:
    if not kept:
        _fail(promise)


def _fail(promise: str) -> NoReturn:
    raise AssertionError(f"the environment breaks a promise: {promise}")
