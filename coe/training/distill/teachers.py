"""Teachers play training problems one after another, within one budget, each into a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coe.agents.budget import BudgetedAgent
from coe.agents.protocol import Agent
from coe.environment import Episode
from coe.errors import AgentError
from coe.messages import Usage
from coe.rollout import Start, check_method
from coe.training.episodes.choosing import is_accepted
from coe.training.episodes.sampling import PlayConfig, play_into
from coe.training.episodes.showing import Bars, Tally
from coe.training.episodes.store import EpisodeFile


@dataclass(frozen=True, slots=True)
class Teacher:
    """One who plays.

    Args:
        name: as asked for.
        make: makes the agent; called when its turn comes, so that one model at most is in memory.
        constrained: commands are held to the grammar, by agents that can.
    """

    name: str
    make: Callable[[], Agent]
    constrained: bool = True


@dataclass(frozen=True, slots=True)
class Budget:
    """What all teachers may spend together, over all parts of a run; None is no limit."""

    usd: float | None = None
    tokens: int | None = None

    def around(self, agent: Agent, spent: Usage) -> Agent:
        """The agent with this budget, of which so much is spent."""
        if self.usd is None and self.tokens is None:
            return agent
        budgeted = BudgetedAgent(agent, usd=self.usd, tokens=self.tokens)
        budgeted.spent = spent
        return budgeted


@dataclass(frozen=True, slots=True)
class Taught:
    """What a teacher did.

    Args:
        teacher: its name.
        file: its episodes.
        wanted: episodes that were asked for.
        missing: of those, not finished.
        why: they are missing; None where none is.
        budget: whether the budget is the reason.
    """

    teacher: str
    file: EpisodeFile
    wanted: int
    missing: int
    why: str | None
    budget: bool = False


def episode_file(folder: Path, number: int, teacher: Teacher, play: PlayConfig, about: object) -> EpisodeFile:
    """The file of teacher number `number`.

    Raises:
        UsageError: it is of another teacher or other settings.
    """
    settings = {"teacher": teacher.name, **_play_of(teacher, play).to_dict(), "starts": about}
    return EpisodeFile(folder / f"teacher-{number}.jsonl", settings)


def teach(
    teachers: Sequence[Teacher],
    files: Sequence[EpisodeFile],
    starts: Sequence[Start],
    play: PlayConfig,
    *,
    budget: Budget,
    only_unsolved: bool,
    batch_size: int,
    bars: Bars,
) -> list[Taught]:
    """Every teacher plays what its file does not hold yet, in their order.

    A teacher that fails all the time, cannot be made, or finds the budget used up leaves its problems open;
    the others go on.

    Args:
        teachers: in order.
        files: one each.
        starts: what is played, with samples.
        play: how.
        budget: of all together.
        only_unsolved: a teacher gets only the problems on which no earlier one has a verified episode.
        batch_size: episodes in flight.
        bars: shows progress.

    Raises:
        UsageError: a file cannot be written, or a teacher knows only edits and is asked for something else.
    """
    taught: list[Taught] = []
    solved: set[str] = set()
    for number, (teacher, file) in enumerate(zip(teachers, files, strict=True)):
        wanted = [start for start in starts if not (only_unsolved and start.problem.id in solved)]
        spent = sum((each.usage for each in files), Usage())
        taught.append(_one(teacher, file, wanted, play, budget, spent, batch_size, bars))
        if only_unsolved and number + 1 < len(teachers):
            feedback = play.environment.feedback
            solved |= {stored.episode.problem.id for stored in file if is_accepted(stored.episode, feedback)}
    return taught


def _one(
    teacher: Teacher,
    file: EpisodeFile,
    starts: Sequence[Start],
    play: PlayConfig,
    budget: Budget,
    spent: Usage,
    batch_size: int,
    bars: Bars,
) -> Taught:
    keys = {(start.problem.id, start.sample) for start in starts}
    why, used_up = None, None
    if keys - file.finished:
        config = _play_of(teacher, play)

        def accepts(episode: Episode) -> bool:
            return is_accepted(episode, play.environment.feedback)

        try:
            agent = budget.around(teacher.make(), spent)
            check_method(agent, config.environment)
            used_up = _used_up(agent)
            if used_up is None:
                with bars(teacher.name, len(keys)) as bar, file:
                    tally = Tally(bar, len(keys & file.finished), accepts, "verified")
                    play_into(agent, starts, file, config, batch_size=batch_size, on_episode=tally.add)
                used_up = _used_up(agent)
            why = used_up or file.last_failure
        except AgentError as error:
            why = str(error)
    missing = len(keys - file.finished)
    return Taught(teacher.name, file, len(keys), missing, why if missing else None, used_up is not None)


def _used_up(agent: Agent) -> str | None:
    return agent.used_up if isinstance(agent, BudgetedAgent) else None


def _play_of(teacher: Teacher, play: PlayConfig) -> PlayConfig:
    return replace(play, decoding=replace(play.decoding, constrained=teacher.constrained))
