"""Which episodes are learned from: those that are verified, none twice, the best of each problem or all.

Two passes over the files: the first keeps a few figures an episode, the second reads what was chosen, so that
memory does not grow with what is in the episodes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from coe.environment import Episode, Feedback, Rank, rank
from coe.training.episodes.store import EpisodeFile
from coe.verifier import Outcome, verify


class Keep(StrEnum):
    """How many verified episodes of a problem are kept: the best one, or all that differ."""

    BEST = "best"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A verified episode in a file.

    Args:
        problem_id: of its problem.
        rank: of its last draft, by the verifier alone.
        steps: commands used, refused ones too.
        source: number of its file.
        sample: which episode on the problem.
        offset: of its line in the file.
        commands: hash of the start and the commands that were carried out.
    """

    problem_id: str
    rank: Rank
    steps: int
    source: int
    sample: int
    offset: int
    commands: bytes

    @property
    def merit(self) -> tuple[int, int, int, int, int]:
        """Higher is better: further by `coe.environment.rank`, then fewer commands, then the earlier file and
        sample."""
        return (*self.rank, -self.steps, -self.source, -self.sample)


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of a file, or of all of them.

    Args:
        played: episodes that did not fail on our side.
        accepted: of those, verified ones.
        problems: problems that were played.
        solved: of those, with a verified episode.
        chosen: episodes that were chosen.
    """

    played: int
    accepted: int
    problems: int
    solved: int
    chosen: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen.

    Args:
        chosen: problem by problem, in the order in which the problems were first met; the best first.
        of_file: figures file by file.
        all: figures of all files together.
    """

    chosen: tuple[Candidate, ...]
    of_file: tuple[Counts, ...]
    all: Counts


def is_accepted(episode: Episode, feedback: Feedback) -> bool:
    """Whether an episode ended verified, after at least one command.

    Under `lines` by what the verifier reads in the statement: the reference answer is not looked at. Under
    `outcome` by the reference where there is one.
    """
    if episode.failure is not None or not episode.turns:
        return False
    if feedback is Feedback.OUTCOME:
        return episode.solved
    return verify(episode.problem.statement, episode.lines).outcome is Outcome.SOLVED


def choose_episodes(files: Sequence[EpisodeFile], feedback: Feedback, keep: Keep) -> Choice:
    """The episodes to learn from.

    Args:
        files: read in this order.
        feedback: what may decide.
        keep: how many a problem.
    """
    found: dict[str, list[Candidate]] = {}
    played = [Counter[str]() for _ in files]
    for source, file in enumerate(files):
        for stored in file:
            episode = stored.episode
            if episode.failure is not None:
                continue
            played[source][episode.problem.id] += 1
            candidates = found.setdefault(episode.problem.id, [])
            if is_accepted(episode, feedback):
                candidates.append(_candidate(episode, source, stored.offset))
    accepted = [candidate for candidates in found.values() for candidate in candidates]
    chosen = [candidate for candidates in found.values() for candidate in _kept(candidates, keep)]
    of_file = tuple(
        _counts(
            times,
            [candidate for candidate in accepted if candidate.source == source],
            sum(candidate.source == source for candidate in chosen),
        )
        for source, times in enumerate(played)
    )
    together = _counts(sum(played, Counter[str]()), accepted, len(chosen))
    return Choice(tuple(chosen), of_file, together)


def chosen_episodes(files: Sequence[EpisodeFile], choice: Choice) -> Iterator[Episode]:
    """The chosen episodes, read from their files."""
    return (files[candidate.source].at(candidate.offset) for candidate in choice.chosen)


def _counts(played: Counter[str], accepted: Sequence[Candidate], chosen: int) -> Counts:
    solved = {candidate.problem_id for candidate in accepted}
    return Counts(played.total(), len(accepted), len(played), len(solved), chosen)


def _kept(candidates: Iterable[Candidate], keep: Keep) -> list[Candidate]:
    ordered = sorted(candidates, key=lambda candidate: candidate.merit, reverse=True)
    if keep is Keep.BEST:
        return ordered[:1]
    return list({candidate.commands: candidate for candidate in reversed(ordered)}.values())[::-1]


def _candidate(episode: Episode, source: int, offset: int) -> Candidate:
    standing = rank(verify(episode.problem.statement, episode.lines))
    return Candidate(
        episode.problem.id, standing, episode.steps, source, episode.sample, offset, _commands(episode)
    )


def _commands(episode: Episode) -> bytes:
    carried_out = [turn.edit for turn in episode.turns if turn.error is None]
    return blake2b(repr((episode.initial_lines, carried_out)).encode(), digest_size=16).digest()
