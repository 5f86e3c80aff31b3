"""The drafts of one beam search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from coe.dsl import Draft
from coe.environment import Asked, Decoding, EnvironmentConfig, Episode, Rank, Recorder, Turn, rank
from coe.errors import EditApplyError
from coe.messages import Reply
from coe.rollout import Start
from coe.search.choosing import choose
from coe.search.result import Expansion, SearchResult
from coe.verifier import Outcome, verify

_Found = Mapping[tuple[str, int], Episode]
_UNSOLVED = 0  # first part of the rank of a draft that is neither solved nor consistent


@dataclass(slots=True, eq=False)
class _Node:
    """A draft that was reached.

    Args:
        lines: of it.
        rank: of its report.
        made_by: the expansion that led to it, None for the starting draft.
        best: the highest rank on the way to it.
        stalled: turns since the rank last rose above all before it.
        ended: the agent said EXIT.
        exits: how many of its latest expansions did.
    """

    lines: tuple[str, ...]
    rank: Rank
    made_by: int | None
    best: Rank
    stalled: int
    ended: bool = False
    exits: int = 0


class Tree:
    """A search on one problem: asked turn by turn for the replies it needs, and told what they were.

    Args:
        start: where it starts.
        config: of the whole search; `max_steps` turns at most.
        width: drafts kept each turn.
        expand: replies for each of them.
        first_sample: number of its first reply, part of the replies' seeds; the others follow.
    """

    def __init__(
        self, start: Start, config: EnvironmentConfig, width: int, expand: int, first_sample: int
    ) -> None:
        self._start, self._config = start, config
        self._width, self._expand, self._first_sample = width, expand, first_sample
        self._expansions: list[Expansion] = []
        self._asked: list[tuple[int, _Node]] = []
        self._decoding: Decoding | None = None
        self._unopened: Episode | None = None
        self.depth = 0
        self.failure: str | None = None  # why nothing more can be asked
        lines = _cleaned(start.draft_lines)
        standing = self._rank(lines)
        self._kept = [_Node(lines, standing, None, standing, start.stalled)]
        self._seen = {lines}

    def _rank(self, lines: tuple[str, ...]) -> Rank:
        return rank(verify(self._start.problem.statement, lines))

    @property
    def drafts(self) -> tuple[tuple[str, ...], ...]:
        """The drafts that are kept, best first."""
        return tuple(node.lines for node in self._kept)

    @property
    def over(self) -> bool:
        """Whether nothing more is to be asked."""
        return (
            self.failure is not None
            or self.depth >= self._config.max_steps
            or self._solved
            or all(node.ended for node in self._kept)
        )

    @property
    def _solved(self) -> bool:
        report = verify(self._start.problem.statement, self._kept[0].lines)
        return report.outcome is Outcome.SOLVED

    def starts(self) -> Iterator[Start]:
        """The one-step episodes of the next turn."""
        self._asked = []
        if self.over:
            return
        live = [node for node in self._kept if not node.ended]
        for node in live:
            node.exits = 0
        for number, node in enumerate(node for node in live for _ in range(self._expand)):
            sample = self._first_sample + len(self._expansions) + number
            self._asked.append((sample, node))
            yield Start(self._start.problem, node.lines, sample, node.stalled)

    def take(self, found: _Found) -> int:
        """Go on with the episodes of the starts that were read; how many replies there were."""
        children = []
        depth, answered, reason = self.depth + 1, 0, "the run ended before it was asked"
        for sample, node in self._asked:
            episode = found.get((self._start.problem.id, sample))
            if episode is None:
                continue
            turn = episode.turns[0] if episode.turns else None
            self._decoding = episode.decoding
            index = len(self._expansions)
            self._expansions.append(
                Expansion(depth, node.made_by, False, turn, episode.failure, episode.usage)
            )
            if turn is None:
                reason = episode.failure or reason
                self._unopened = self._unopened or episode
                continue
            answered += 1
            child = self._child(node, turn, episode.exited, index)
            children += [] if child is None else [child]
        if not self._asked:
            return 0
        if answered:
            self.depth = depth
            self._keep(children)
        else:
            self.failure = reason
        return answered

    def _child(self, node: _Node, turn: Turn, exited: bool, index: int) -> _Node | None:
        """The draft that the turn led to, None for one that was there before."""
        if exited:
            node.exits += 1
            if node.exits > 1:
                return None
            return _Node(node.lines, node.rank, index, node.best, node.stalled + 1, ended=True)
        if (turn.error is not None and turn.asked is Asked.EDIT) or turn.lines in self._seen:
            return None
        self._seen.add(turn.lines)
        standing = self._rank(turn.lines)
        stalled = 0 if standing > node.best else node.stalled + 1
        return _Node(turn.lines, standing, index, max(standing, node.best), stalled)

    def _keep(self, children: list[_Node]) -> None:
        """The best of the turn; where they are too few, drafts of the turn before keep their places."""
        before, self._kept = self._kept, []
        unsolved_ends = {
            child.lines: child for child in children if child.ended and child.rank[0] == _UNSOLVED
        }
        fresh = [node for node in before if node.ended]
        fresh += [child for child in children if child.lines not in unsolved_ends or not child.ended]
        # To say EXIT on a draft with something wrong in it is to give up: it counts where all say so.
        for node in before:
            if not node.ended:
                node.stalled += 1
        fillers = [
            unsolved_ends[node.lines] if node.exits == self._expand and node.lines in unsolved_ends else node
            for node in before
            if not node.ended and not any(child.ended and child.lines == node.lines for child in fresh)
        ]
        fresh.sort(key=lambda node: node.rank, reverse=True)
        fillers.sort(key=lambda node: node.rank, reverse=True)
        self._kept = (fresh + fillers)[: self._width]
        for node in self._kept:
            if node.made_by is not None:
                made = self._expansions[node.made_by]
                self._expansions[node.made_by] = replace(made, kept=True)

    def result(self) -> SearchResult:
        """What there is."""
        if self._unopened is not None and self.depth == 0:
            failed = replace(self._unopened, config=self._config, sample=0, failure=self.failure)
            episodes: tuple[Episode, ...] = (failed,)
        else:
            episodes = tuple(self._episode(place, node) for place, node in enumerate(self._kept))
        choice = choose(episodes)
        return SearchResult(
            "beam", episodes, choice.index, choice.why, tuple(self._expansions), self._start.sample or 0
        )

    def _episode(self, place: int, node: _Node) -> Episode:
        """The way to a draft, played again from its replies."""
        turns: list[Turn] = []
        index = node.made_by
        while index is not None:
            made = self._expansions[index]
            assert made.turn is not None, "a failed reply leads nowhere"
            turns.append(made.turn)
            index = made.parent
        recorder = Recorder(
            self._start.problem, self._start.draft_lines, config=self._config, sample=place,
            decoding=self._decoding,
        )  # fmt: skip
        for turn in reversed(turns):
            recorder.step(Reply(turn.reply, turn.usage), agent=turn.agent, temperature=turn.temperature)
        return recorder.episode(self.failure)


def _cleaned(lines: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return Draft.from_lines(lines).lines
    except EditApplyError:
        return lines  # the run will say why it cannot start
