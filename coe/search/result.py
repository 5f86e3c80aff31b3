"""What a search found, with everything that it asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add

from coe.environment import Episode, Turn, rank
from coe.messages import Usage
from coe.verifier import verify


@dataclass(frozen=True, slots=True)
class Expansion:
    """One reply of a beam search.

    Args:
        depth: of the draft that it led to, from 1.
        parent: which expansion led to the draft that the agent read, None for the starting draft.
        kept: whether the draft that it led to was among the best of its turn.
        turn: what it did; None where the reply failed.
        failure: why it failed.
        usage: what it took.
    """

    depth: int
    parent: int | None
    kept: bool
    turn: Turn | None
    failure: str | None
    usage: Usage

    def to_dict(self) -> dict[str, object]:
        """A JSON-serialisable record."""
        return {
            "depth": self.depth,
            "parent": self.parent,
            "kept": self.kept,
            "turn": None if self.turn is None else self.turn.to_dict(),
            "failure": self.failure,
        }


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The solutions of one problem, and the chosen one.

    Args:
        kind: "best" (of several episodes) or "beam".
        episodes: of samples all, in their order; of a beam the ways to the drafts that were kept at the end,
            best first.
        chosen: which one was chosen.
        why: in words.
        expansions: of a beam every reply that was asked for; the turns of `episodes` are among them.
        sample: of the start.
    """

    kind: str
    episodes: tuple[Episode, ...]
    chosen: int
    why: str
    expansions: tuple[Expansion, ...] = ()
    sample: int = 0

    @property
    def episode(self) -> Episode:
        """The chosen one."""
        return self.episodes[self.chosen]

    @property
    def replies(self) -> int:
        """How many replies the agent gave."""
        if self.kind == "beam":
            return sum(expansion.turn is not None for expansion in self.expansions)
        return sum(episode.steps for episode in self.episodes)

    @property
    def usage(self) -> Usage:
        """Tokens, seconds and cost of everything that was asked for, kept or not."""
        parts = self.expansions if self.kind == "beam" else self.episodes
        return reduce(add, (part.usage for part in parts), Usage())

    @property
    def ranks(self) -> tuple[tuple[int, int], ...]:
        """How far each episode came, by the verifier alone."""
        return tuple(rank(verify(episode.problem.statement, episode.lines)) for episode in self.episodes)

    def to_dict(self) -> dict[str, object]:
        """A JSON-serialisable record, every episode and every expansion in full."""
        return {
            "kind": self.kind,
            "chosen": self.chosen,
            "why": self.why,
            "episodes": [episode.to_dict() for episode in self.episodes],
            "expansions": [expansion.to_dict() for expansion in self.expansions],
        }
