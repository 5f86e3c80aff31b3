"""Demonstrations as a function of (configuration, index).

A demonstration is an episode that the expert of `coe.corruptions.repair` played through the real environment
and ended solved. In the methods of one reply it is that reply, the worked solution or the answer, to the same
problems that edits are shown on. An episode of edits starts from a draft with mistakes, an empty one, a
partial one or one that is right, and in some the episode is pushed off the good path for a few turns, which
are not to be learned. Whatever does not end solved is not a demonstration: the draw is repeated, and the
share of repeated draws is the caller's to count (`Demonstration.draws`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from coe.corruptions import Mistake, corrupt, mixture
from coe.demonstrations.balance import thinned
from coe.demonstrations.expert import (
    EXPERT,
    expert_episode,
    is_readable,
    mended_episode,
    one_reply_episode,
)
from coe.demonstrations.model_drafts import wrong_drafts
from coe.environment import EnvironmentConfig, Episode, Feedback, Method
from coe.errors import UsageError
from coe.problem import Problem
from coe.seeding import derive_rng
from coe.tasks.catalogue import family_names
from coe.tasks.sources import draw_problem

_MOST_DRAWS = 200
MIXED = "mixed"


class StartKind(StrEnum):
    """What a demonstration starts from."""

    CORRUPTED = "corrupted"
    EMPTY = "empty"
    PARTIAL = "partial"
    RIGHT = "right"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class DemonstrationConfig:
    """What is demonstrated.

    Args:
        families: task families, drawn evenly; all by default.
        seed: of everything drawn.
        split: of the problems.
        feedback: "none", "lines", "outcome" or "mixed" (lines in two of three, else outcome).
        calculator: edits hold calculator spans.
        max_steps: of an episode.
        empty: share that starts from an empty draft.
        partial: share that starts from the first lines of the solution.
        right: share that starts from the solution, where the environment does not end there: the agent, not
            the verifier, has to see that nothing is missing and say EXIT.
        recovery: share in which one to three wrong commands are carried out on the way and then mended;
            fewer where the episode ends before.
        replace_word: the expert says REPW for REPL where that is the shorter command.
        mistakes: the mixture of mistakes, as `coe.corruptions.mixtures` reads it.
        most_mistakes: most of them in a draft; their number is drawn evenly from 1.
        carry: a wrong value goes on into the lines after it.
        method: "coe", edits; "cot" or "direct", one reply from an empty draft: what says how drafts go wrong
            then changes nothing.
        drafts: file of an agent's own solutions (`coe.demonstrations.model_drafts`); none if empty.
        drafts_fingerprint: of its content, so that another one is not taken for it.
        drafts_share: share that mends the wrong ones among them, each in its turn, whatever `families` are.
        command_mix: (command, share) that the commands to be learned are to have; none if empty.
        command_kept: (command, share of its turns that is kept) for that (`coe.demonstrations.pilot`).
    """

    families: tuple[str, ...] = ()
    seed: int = 0
    split: str = "train"
    feedback: str = "lines"
    calculator: bool = True
    max_steps: int = 30
    empty: float = 0.15
    partial: float = 0.1
    right: float = 0.05
    recovery: float = 0.15
    replace_word: bool = True
    mistakes: str = "full"
    most_mistakes: int = 6
    carry: bool = True
    method: str = Method.COE.value
    drafts: str = ""
    drafts_fingerprint: str = ""
    drafts_share: float = 0.2
    command_mix: tuple[tuple[str, float], ...] = ()
    command_kept: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        if self.feedback not in (*Feedback, MIXED):
            raise UsageError(f"feedback is none, lines, outcome or mixed, not {self.feedback!r}")
        if self.method not in tuple(Method):
            raise UsageError(f"method is coe, cot or direct, not {self.method!r}")
        if self.drafts and Method(self.method).one_reply:
            raise UsageError(f"drafts are mended by edits: not with method {self.method}")
        if self.command_mix and Method(self.method).one_reply:
            raise UsageError(f"a mix of commands is of edits: not with method {self.method}")
        starts = (self.empty, self.partial, self.right)
        if min(starts) < 0 or not sum(starts) <= 1:
            raise UsageError("the shares of empty, partial and right drafts must add up to at most 1")
        for name in ("recovery", "drafts_share"):
            if not 0 <= getattr(self, name) <= 1:
                raise UsageError(f"{name} is a share from 0 to 1, not {getattr(self, name)}")
        if self.most_mistakes < 1:
            raise UsageError(f"most_mistakes is 1 or more, not {self.most_mistakes}")
        mixture(self.mistakes)


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A solved episode and how its draft went wrong.

    Args:
        episode: as the environment recorded it.
        start: what it started from.
        mistakes: made in the starting draft, in order.
        draws: draws that this demonstration took; 1 unless some did not end solved.
        taught: for each turn, whether it is to be learned, where that is not simply what the expert did: in
            an agent's episode, or where turns were thinned.
    """

    episode: Episode
    start: StartKind
    mistakes: tuple[Mistake, ...]
    draws: int
    taught: tuple[bool, ...] | None = None

    @property
    def learned(self) -> tuple[bool, ...]:
        """For each turn, whether it is to be learned: the expert's are, those that led astray are not."""
        if self.taught is not None:
            return self.taught
        return tuple(turn.agent == EXPERT for turn in self.episode.turns)


def demonstrations(config: DemonstrationConfig, n: int, first: int = 0) -> Iterator[Demonstration]:
    """Demonstrations `first` to `first + n - 1`."""
    for index in range(first, first + n):
        yield demonstration(config, index)


def demonstration(config: DemonstrationConfig, index: int) -> Demonstration:
    """Demonstration number `index`.

    Raises:
        UsageError: an unknown family, or one whose episodes the expert does not solve.
    """
    made = _drawn(config, index)
    if not config.command_kept:
        return made
    rng = derive_rng("thinned", config.seed, config.split, index)
    return replace(made, taught=thinned(commands_of(made), dict(config.command_kept), rng))


def commands_of(demonstration: Demonstration) -> list[tuple[str, bool]]:
    """(command, whether it is to be learned) of each turn; "" for a reply that is none."""
    turns = zip(demonstration.episode.turns, demonstration.learned, strict=True)
    return [((turn.edit or "").partition(" ")[0], learned) for turn, learned in turns]


def _drawn(config: DemonstrationConfig, index: int) -> Demonstration:
    place = _draft_place(config, index)
    if place is not None:
        return _from_model(config, index, place)
    names = config.families or family_names()
    family = names[index % len(names)]
    for draw in range(_MOST_DRAWS):
        rng = derive_rng("demonstration", config.seed, config.split, family, index, draw)
        problem = draw_problem(family, config.split, config.seed, index * _MOST_DRAWS + draw)
        if Method(config.method).one_reply:
            episode = one_reply_episode(problem, _settings(config, rng))
            if episode is not None:
                return Demonstration(episode, StartKind.EMPTY, (), draw + 1)
            continue
        start, lines, mistakes = starting_draft(problem, rng, config)
        if lines == problem.solution and start is not StartKind.RIGHT:
            continue
        settings = _settings(config, rng)
        lapses = rng if config.recovery and rng.random() < config.recovery else None
        episode = expert_episode(problem, lines, settings, replace_word=config.replace_word, lapses=lapses)
        if episode is not None:
            return Demonstration(episode, start, mistakes, draw + 1)
    raise UsageError(
        f"{family}: the expert solved none of {_MOST_DRAWS} drafts; see coe.tasks.checking.check_task"
    )


def _draft_place(config: DemonstrationConfig, index: int) -> int | None:
    """Which of the agent's drafts this demonstration mends, counted from 0; None where it mends none."""
    if not config.drafts:
        return None
    before, after = int(index * config.drafts_share), int((index + 1) * config.drafts_share)
    return before if after > before else None


def _from_model(config: DemonstrationConfig, index: int, place: int) -> Demonstration:
    drafts = wrong_drafts(config.drafts, config.split, config.drafts_fingerprint)
    settings = _settings(config, derive_rng("model draft", config.seed, config.split, index))
    for draw in range(len(drafts)):
        problem = drafts[(place + draw) % len(drafts)]
        episode = mended_episode(problem, problem.drafts[0], settings, replace_word=config.replace_word)
        if episode is not None:
            return Demonstration(episode, StartKind.MODEL, (), draw + 1)
    raise UsageError(
        f"{config.drafts} holds no wrong draft of the {config.split} split that can be mended to a worked "
        "solution; let the agent try more problems"
    )


def starting_draft(
    problem: Problem, rng: Random, config: DemonstrationConfig
) -> tuple[StartKind, tuple[str, ...], tuple[Mistake, ...]]:
    """A draft to start from: empty, partial, right, or with mistakes."""
    draw = rng.random()
    if draw < config.empty:
        return StartKind.EMPTY, (), ()
    if draw < config.empty + config.partial and len(problem.solution) > 1:
        return StartKind.PARTIAL, problem.solution[: rng.randrange(1, len(problem.solution))], ()
    if 0 <= draw - config.empty - config.partial < config.right and not is_readable(problem):
        return StartKind.RIGHT, problem.solution, ()
    count, weights = rng.randint(1, config.most_mistakes), mixture(config.mistakes)
    corrupted = corrupt(problem, rng, count, weights, carries=config.carry)
    if corrupted is None:
        return StartKind.CORRUPTED, problem.solution, ()
    return StartKind.CORRUPTED, corrupted.lines, corrupted.mistakes


def _settings(config: DemonstrationConfig, rng: Random) -> EnvironmentConfig:
    feedback = config.feedback
    if feedback == MIXED:
        feedback = rng.choice((Feedback.LINES, Feedback.LINES, Feedback.OUTCOME))
    return EnvironmentConfig(
        Feedback(feedback), config.calculator, config.max_steps, method=Method(config.method)
    )
