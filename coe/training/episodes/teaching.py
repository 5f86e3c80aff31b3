"""Which turns of a verified episode are learned, and the demonstration that it makes.

A command that was refused is never learned. With `thin`, neither is a turn after which the draft ranks no
higher (`coe.environment.rank`) than before it: it led nowhere, or to what was mended later. A pair of state
and command that was taught already is not taught again. The last turn, which ended the episode verified,
always is. Commands are learned in canonical form, however the agent wrote them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from coe.demonstrations.generate import Demonstration
from coe.environment import Asked, Episode, Turn, rank
from coe.training.episodes.starts import start_of
from coe.verifier import verify


@dataclass(slots=True)
class Teaching:
    """Makes demonstrations of episodes, and counts what it leaves out.

    Args:
        thin: leave out turns that did not help.
        turns: met so far.
        refused: of those, refused.
        idle: of those, left out because they did not help.
        repeated: of those, left out because they were taught before.
    """

    thin: bool
    turns: int = 0
    refused: int = 0
    idle: int = 0
    repeated: int = 0
    _taught: set[bytes] = field(default_factory=set)

    @property
    def learned(self) -> int:
        """Turns that are learned."""
        return self.turns - self.refused - self.idle - self.repeated

    def demonstrations(self, episodes: Iterable[Episode]) -> Iterator[Demonstration]:
        """One for every episode.

        Raises:
            KeyError, ValueError, TypeError: an episode is on no problem of `training_starts`.
        """
        for episode in episodes:
            kind, mistakes = start_of(episode.problem)
            taught = self._mask(episode)
            turns = tuple(
                replace(turn, reply=turn.edit) if learned and turn.edit is not None else turn
                for turn, learned in zip(episode.turns, taught, strict=True)
            )
            yield Demonstration(replace(episode, turns=turns), kind, mistakes, 1, taught)

    def _mask(self, episode: Episode) -> tuple[bool, ...]:
        before = episode.initial_lines
        mask = []
        for number, turn in enumerate(episode.turns, start=1):
            mask.append(self._learns(episode.problem.statement, before, turn, number == episode.steps))
            before = turn.lines
        return tuple(mask)

    def _learns(self, statement: str, before: tuple[str, ...], turn: Turn, last: bool) -> bool:
        self.turns += 1
        if turn.error is not None or turn.edit is None or turn.asked is not Asked.EDIT:
            self.refused += 1
            return False
        key = blake2b(f"{turn.observation}\n{turn.edit}".encode(), digest_size=16).digest()
        if not last and self.thin and not _helps(statement, before, turn.lines):
            self.idle += 1
            return False
        if not last and key in self._taught:
            self.repeated += 1
            return False
        self._taught.add(key)
        return True


def _helps(statement: str, before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    return rank(verify(statement, after)) > rank(verify(statement, before))
