"""Solutions that an agent wrote, kept in a file: its wrong ones are starting points for demonstrations.

One JSON object a line: first the settings, then an attempt each, in the order in which they ended, with the
problem and the lines that the agent left (`drafts`). A run that was cut short goes on with the attempts that
are missing; one under other settings is refused.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path

from coe.agents.protocol import Agent
from coe.dsl import Draft
from coe.environment import EnvironmentConfig, Episode, EpisodeStatus, Method
from coe.errors import EditError, ProblemError, UsageError
from coe.messages import Sampling
from coe.problem import Problem
from coe.rollout import Start, run_episodes
from coe.settings import differences
from coe.tasks.catalogue import split_of
from coe.workers import play_in_processes

MOST_LINES = 25
"""Longer drafts are left out: mending them would take more turns than an episode has."""
_WRONG = (EpisodeStatus.UNSOLVED, EpisodeStatus.GAVE_UP)


@dataclass(frozen=True, slots=True)
class Drafting:
    """How an agent writes its solutions.

    Args:
        agent: its name and model, as asked for.
        problems: what they are drawn from.
        method: "cot", one reply whose lines are the draft; or "coe", edits from an empty draft.
        temperature: of the agent.
        seed: of its sampling.
        max_steps: commands an episode, with method coe.
        tokens: most tokens of a solution, with method cot.
        batch_size: asked together.
    """

    agent: str
    problems: str
    method: Method = Method.COT
    temperature: float = 0.8
    seed: int = 0
    max_steps: int = 12
    tokens: int = 384
    batch_size: int = 16


@dataclass(frozen=True, slots=True)
class Attempt:
    """What an agent made of a problem.

    Args:
        number: of the problem in the order asked, from 0.
        status: how the episode ended.
        problem: its only draft is what the agent left.
    """

    number: int
    status: EpisodeStatus
    problem: Problem

    @property
    def lines(self) -> tuple[str, ...]:
        """What the agent left."""
        return self.problem.drafts[0]

    @property
    def is_wrong(self) -> bool:
        """Whether it is a draft to mend: not solved, not empty, and no failure of ours."""
        return self.status in _WRONG and bool(self.lines)


def write_attempts(
    agent: Agent,
    problems: Iterable[Problem],
    path: Path,
    drafting: Drafting,
    *,
    on_attempt: Callable[[int], None] | None = None,
    make_agent: Callable[[], Agent] | None = None,
    workers: int = 1,
) -> None:
    """Let an agent try the problems, and keep what it left of each; goes on with an existing file.

    Args:
        agent: writes.
        problems: in an order that never varies.
        path: the file.
        drafting: settings; the file's own must be the same.
        on_attempt: called with the number of attempts in the file.
        make_agent: makes the same agent once more, for each of several processes.
        workers: processes, as of `coe.workers.play_in_processes`; the attempts are the same.

    Raises:
        UsageError: the file is of other settings or cannot be written, or the agent knows only edits and is
            asked for a solution.
    """
    done = _prepare(path, drafting)
    if on_attempt:
        on_attempt(len(done))
    starts = (Start(problem, (), number) for number, problem in enumerate(problems) if number not in done)
    config = EnvironmentConfig(method=drafting.method, max_steps=drafting.max_steps)
    play = partial(
        run_episodes, config=config, batch_size=drafting.batch_size,
        sampling=Sampling(temperature=drafting.temperature), seed=drafting.seed,
        solution_tokens=drafting.tokens,
    )  # fmt: skip
    episodes = play_in_processes(
        make_agent or (lambda: agent), play, starts, workers=workers if make_agent else 1,
        batch_size=drafting.batch_size, config=config, here=agent,
    )  # fmt: skip
    count = len(done)
    try:
        with path.open("a", encoding="utf-8") as stream:
            for episode in episodes:
                stream.write(json.dumps(_record(episode), ensure_ascii=False) + "\n")
                stream.flush()
                count += 1
                if on_attempt:
                    on_attempt(count)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


def read_attempts(path: Path) -> list[Attempt]:
    """The attempts of a file, by number.

    Raises:
        UsageError: it cannot be read, or a line is no attempt.
    """
    try:
        _, *lines = path.read_bytes().splitlines(keepends=True)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} is no file of drafts: {error}") from error
    whole = (line for line in lines if line.endswith(b"\n"))
    attempts = [_attempt(line, f"{path}:{number}") for number, line in enumerate(whole, start=2)]
    return sorted(attempts, key=lambda attempt: attempt.number)


@lru_cache(maxsize=4)
def wrong_drafts(path: str, split: str = "", fingerprint: str = "") -> tuple[Problem, ...]:
    """The problems with a worked solution whose draft is wrong, in the order of the attempts, none twice.

    Args:
        path: file of `write_attempts`.
        split: only problems of this one, all if empty. A problem without a split is in that of its statement.
        fingerprint: of `fingerprint_of`; where given, the file must still have it.

    Raises:
        UsageError: it cannot be read, or has another content.
    """
    attempts = read_attempts(Path(path))
    if fingerprint and _fingerprint(attempts) != fingerprint:
        raise UsageError(f"{path} has changed since this set was begun; choose another --out")
    fitting = (
        replace(attempt.problem, split=_split(attempt.problem))
        for attempt in attempts
        if attempt.is_wrong
        and attempt.problem.solution
        and attempt.lines != attempt.problem.solution
        and len(attempt.lines) <= MOST_LINES
        and split in ("", _split(attempt.problem))
    )
    return tuple({(problem.id, problem.drafts): problem for problem in fitting}.values())


def _split(problem: Problem) -> str:
    return problem.split or split_of(problem.statement)


def fingerprint_of(path: Path) -> str:
    """A hash of the attempts, whatever the order in which they ended."""
    return _fingerprint(read_attempts(path))


def _fingerprint(attempts: Iterable[Attempt]) -> str:
    digest = blake2b(digest_size=8)
    for attempt in attempts:
        digest.update(
            repr((attempt.number, attempt.status.value, attempt.problem.id, attempt.lines)).encode()
        )
    return digest.hexdigest()


def _record(episode: Episode) -> Mapping[str, object]:
    problem = replace(episode.problem, drafts=(episode.lines,))
    return {"attempt": episode.sample, "status": episode.status.value, "problem": problem.to_dict()}


def _attempt(line: bytes, place: str) -> Attempt:
    try:
        record = json.loads(line)
        problem = Problem.from_dict(record["problem"])
        for draft in problem.drafts:
            Draft(draft)
        if len(problem.drafts) != 1:
            raise ProblemError("expected one draft")
        return Attempt(int(record["attempt"]), EpisodeStatus(record["status"]), problem)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        ProblemError,
        EditError,
    ) as error:
        raise UsageError(f"{place} is no attempt of an agent: {error}") from error


def _prepare(path: Path, drafting: Drafting) -> set[int]:
    """Numbers of the attempts in the file, which ends after the last whole one."""
    settings = json.loads(json.dumps(asdict(drafting)))
    try:
        if not path.exists() or not path.stat().st_size:
            path.write_text(json.dumps({"drafting": settings}) + "\n", encoding="utf-8")
            return set()
        data = path.read_bytes()
        os.truncate(path, data.rfind(b"\n") + 1)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error
    try:
        stored = json.loads(data.split(b"\n", 1)[0])["drafting"]
        changed = differences(stored, settings, "the file")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} is no file of drafts; choose another") from error
    if changed:
        raise UsageError(f"{path} was written with other settings: {'; '.join(changed)}")
    return {attempt.number for attempt in read_attempts(path)}
