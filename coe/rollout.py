"""Many episodes, batched: the only loop.

Every start gives exactly one episode, whatever fails: an agent's error ends the episodes it was asked about
as `failed`, and the others go on. Places in the batch are refilled as episodes end, so a slow episode holds
up nobody; episodes come out as they finish, not in the order of the starts. Only a budget that is used up
(`FinishReason.BUDGET`) ends a run early: no further start is read, and the episodes that could not go on end
as `failed` with the turns they had.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from coe.agents.protocol import Agent, knows_only_edits
from coe.dsl import draft_grammar, draft_outline
from coe.environment import (
    Asked,
    Decoding,
    EnvironmentConfig,
    Episode,
    EpisodeStatus,
    Method,
    Observation,
    Recorder,
    Rendering,
    Turn,
    rank,
)
from coe.errors import AgentError, UsageError
from coe.messages import FinishReason, Reply, Sampling, Usage
from coe.problem import Problem
from coe.seeding import derive_seed

INTERRUPTED = "interrupted"
"""The failure of an episode that was in flight when the run was interrupted."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where an episode starts.

    Args:
        problem: what is asked.
        draft_lines: the starting draft.
        sample: which episode on this problem, part of its sampling seeds; None counts the starts on the
            same problem in this run, from 0.
        stalled: turns without progress that came before, in an episode that this one goes on with.
        config: the environment's settings for this episode; None takes those of the run.
    """

    problem: Problem
    draft_lines: tuple[str, ...] = ()
    sample: int | None = None
    stalled: int = 0
    config: EnvironmentConfig | None = None


@dataclass(frozen=True, slots=True)
class TurnEvent:
    """One turn, as it happens, for displays.

    Args:
        problem: of the episode.
        sample: of the episode.
        number: of the turn, from 1.
        before: the state the agent read.
        after: the state its command led to.
        turn: the record.
        passed_on: the agent that was asked has passed the question on to the one that the turn names.
    """

    problem: Problem
    sample: int
    number: int
    before: Observation
    after: Observation
    turn: Turn
    passed_on: bool = False


def run_episodes(
    agent: Agent,
    starts: Iterable[Start | None],
    *,
    config: EnvironmentConfig | None = None,
    batch_size: int = 32,
    sampling: Sampling | None = None,
    repeat_temperature: float = 0.7,
    constrained: bool = False,
    seed: int = 0,
    rendering: Rendering = Rendering.STATE,
    solution_tokens: int = 1024,
    on_turn: Callable[[TurnEvent], None] | None = None,
    on_episode: Callable[[Episode], None] | None = None,
    on_interrupt: Callable[[Episode], None] | None = None,
) -> Iterator[Episode]:
    """The finished episodes, one a start, as they finish; fewer if a budget is used up.

    Args:
        agent: answers.
        starts: read as places in the batch become free, so it may be endless; None among them says that there
            is none for now, and the episodes in flight go on.
        config: the environment's settings, the method of solving among them, where a start has none of its
            own.
        batch_size: episodes in flight.
        sampling: how replies are drawn, None is greedy; its seed is set for each reply. A line break among
            its stops does not end a reply that is a whole solution.
        repeat_temperature: as in `Decoding`, whose fields the other settings of drawing are too.
        constrained: give each command the grammar of those that fit its draft, for agents that can keep to
            one.
        seed: with the problem, the sample and the turn it makes the seed of each reply.
        rendering: fresh conversations, or one that grows.
        solution_tokens: most tokens of a reply that is a whole solution.
        on_turn: called after every turn.
        on_episode: called with every finished episode before it is yielded: the place to save it.
        on_interrupt: called with every episode in flight, as failed, where the run is interrupted
            (KeyboardInterrupt) before that goes on.

    Raises:
        ValueError: a batch size below 1.
        UsageError: a value outside its range, or an agent that knows only edits asked for something else.
    """
    if batch_size < 1:
        raise ValueError(f"batch_size must be at least 1, not {batch_size}")
    config = config or EnvironmentConfig()
    check_method(agent, config)
    decoding = Decoding(
        replace(sampling or Sampling(), seed=seed),
        repeat_temperature,
        constrained,
        solution_tokens,
        rendering,
    )
    loop = _Loop(agent, config, decoding, on_turn, on_interrupt)
    for episode in loop.run(iter(starts), batch_size):
        if on_episode is not None:
            on_episode(episode)
        yield episode


def check_method(agent: Agent, config: EnvironmentConfig) -> None:
    """Nothing, unless the agent is to write what it does not know.

    Raises:
        UsageError: it is.
    """
    if knows_only_edits(agent) and not config.only_edits:
        asked = "write a first draft" if config.method is Method.COE else f"solve by method {config.method}"
        raise UsageError(
            f"{agent.name} knows only edit commands and cannot {asked}; use method coe with an empty or a "
            "given draft, or an instruct model"
        )


def numbered(starts: Iterable[Start | None]) -> Iterator[Start | None]:
    """The starts with their samples: one that has none counts those on the same problem before it, from 0."""
    begun: Counter[str] = Counter()
    for start in starts:
        if start is not None and start.sample is None:
            start = replace(start, sample=begun[start.problem.id])
            begun[start.problem.id] += 1
        yield start


def never_played(start: Start, failure: str, config: EnvironmentConfig, decoding: Decoding) -> Episode:
    """The record of an episode that failed on our side and has no turns.

    Args:
        start: whose episode it is.
        failure: what broke.
        config, decoding: of the run.
    """
    return Episode(
        problem=start.problem, initial_lines=(), initial_verdicts=(), turns=(),
        status=EpisodeStatus.FAILED, final_answer=None, exited=False, truncated=False,
        config=start.config or config, sample=start.sample or 0, failure=failure, decoding=decoding,
    )  # fmt: skip


class _Running:
    """An episode in flight."""

    __slots__ = ("best", "failed_usage", "failure", "recorder", "seen", "stalled", "temperature")

    def __init__(self, recorder: Recorder, stalled: int) -> None:
        self.recorder = recorder
        self.seen: set[tuple[str, ...]] = set()
        self.temperature = 0.0
        self.best = rank(recorder.environment.report)
        self.stalled = stalled
        self.failure: str | None = None
        self.failed_usage = Usage()

    @property
    def over(self) -> bool:
        return self.failure is not None or self.recorder.done

    def note_progress(self) -> None:
        """Count the turns since the state last ranked above all before it."""
        standing = rank(self.recorder.environment.report)
        self.stalled = 0 if standing > self.best else self.stalled + 1
        self.best = max(self.best, standing)


@dataclass(slots=True)
class _Loop:
    agent: Agent
    config: EnvironmentConfig
    decoding: Decoding
    on_turn: Callable[[TurnEvent], None] | None
    on_interrupt: Callable[[Episode], None] | None

    def run(self, starts: Iterator[Start | None], batch_size: int) -> Iterator[Episode]:
        starts = numbered(starts)
        running: list[_Running] = []
        paid = True
        while True:
            while paid and len(running) < batch_size and (start := next(starts, None)) is not None:
                opened = self._open(start)
                if isinstance(opened, Episode):
                    yield opened
                else:
                    running.append(opened)
            if not running:
                return
            try:
                for episode, reply in zip(running, self._ask(running), strict=True):
                    self._take(episode, reply)
                    paid = paid and reply.finish_reason is not FinishReason.BUDGET
            except KeyboardInterrupt:
                self._interrupted(running)
                raise
            finished = [episode for episode in running if episode.over]
            running = [episode for episode in running if not episode.over]
            for episode in finished:
                yield _close(episode)

    def _interrupted(self, running: Sequence[_Running]) -> None:
        if self.on_interrupt is None:
            return
        for episode in running:
            episode.failure = episode.failure or INTERRUPTED
            self.on_interrupt(_close(episode))

    def _open(self, start: Start) -> _Running | Episode:
        """The started episode, or its record if it is over before the first turn."""
        assert start.sample is not None, "numbered"
        config = start.config or self.config
        try:
            if config is not self.config:
                check_method(self.agent, config)
            recorder = Recorder(
                start.problem, start.draft_lines, config=config, sample=start.sample, decoding=self.decoding
            )
            return recorder.episode() if recorder.done else _Running(recorder, start.stalled)
        except Exception as error:
            return never_played(start, _failure("environment", error), config, self.decoding)

    def _ask(self, running: Sequence[_Running]) -> list[Reply]:
        """One reply an episode; the agent's exception becomes an error of each."""
        conversations = [episode.recorder.messages(self.decoding.rendering) for episode in running]
        sampling = [self._sampling(episode) for episode in running]
        try:
            replies = self.agent.act(conversations, sampling)
            if len(replies) != len(running):
                raise AgentError(f"{len(replies)} replies to {len(running)} conversations")
            if not all(isinstance(reply, Reply) for reply in replies):
                raise AgentError("a reply that is no Reply")
        except Exception as error:
            return [Reply("", error=_failure(f"agent {self.agent.name}", error))] * len(running)
        return replies

    def _sampling(self, episode: _Running) -> Sampling:
        recorder = episode.recorder
        environment = recorder.environment
        repeated = environment.lines in episode.seen
        episode.seen.add(environment.lines)
        sampling = self.decoding.of(environment.asked)
        temperature = sampling.temperature
        if repeated:
            temperature = max(temperature, self.decoding.repeat_temperature)
        episode.temperature = temperature
        if self.decoding.constrained and environment.asked is Asked.EDIT:
            lines = environment.lines
            sampling = replace(sampling, grammar=draft_grammar(lines), outline=draft_outline(len(lines)))
        # The statement and not the problem's id, which holds the reference answer: nothing that an agent
        # meets depends on that.
        statement = environment.problem.statement
        seed = derive_seed(sampling.seed, statement, recorder.sample, environment.steps)
        return replace(sampling, temperature=temperature, seed=seed, stalled=episode.stalled)

    def _take(self, episode: _Running, reply: Reply) -> None:
        recorder = episode.recorder
        if reply.error is not None:
            episode.failure, episode.failed_usage = reply.error, reply.usage
            return
        before = recorder.observation
        try:
            author = reply.agent or self.agent.name
            turn = recorder.step(reply, agent=author, temperature=episode.temperature)
            episode.note_progress()
        except Exception as error:
            episode.failure = _failure("environment", error)
            return
        if self.on_turn is not None:
            environment = recorder.environment
            problem, number = environment.problem, environment.steps
            after, passed_on = recorder.observation, bool(reply.agent)
            self.on_turn(TurnEvent(problem, recorder.sample, number, before, after, turn, passed_on))


def _close(running: _Running) -> Episode:
    try:
        return running.recorder.episode(running.failure, running.failed_usage)
    except Exception as error:
        return running.recorder.episode(_failure("environment", error))


def _failure(boundary: str, error: Exception) -> str:
    return f"{boundary}: {type(error).__name__}: {error}"
