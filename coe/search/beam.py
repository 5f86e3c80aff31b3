"""Beam search over drafts: every turn the best of them, by their verdicts, are gone on with.

Each turn asks for several edits of every draft that was kept, and keeps the best drafts that were not there
before. The edits are episodes of one step that go through `run_episodes`, those of all problems in flight in
one batch. The search on a problem ends when the verifier calls a draft solved, when the agent has said EXIT
on all that are kept, or after `max_steps` turns. Where a turn brings too few drafts (refused commands, drafts
that were there before), drafts of the turn before keep their places and are asked about again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from coe.agents.protocol import Agent
from coe.environment import EnvironmentConfig, Method
from coe.errors import UsageError
from coe.messages import Sampling
from coe.rollout import INTERRUPTED, Start, numbered, run_episodes
from coe.search.result import SearchResult
from coe.search.samples import check_varied
from coe.search.tree import Tree

_Tell = Callable[[SearchResult], None]


@dataclass(frozen=True, slots=True)
class BeamTurn:
    """One turn on one problem, as it happens, for displays.

    Args:
        depth: number of the turn, from 1.
        asked: replies in this turn.
        drafts: those that are kept, best first.
    """

    depth: int
    asked: int
    drafts: tuple[tuple[str, ...], ...]


def beam_search(
    agent: Agent,
    starts: Iterable[Start | None],
    width: int,
    *,
    sampling: Sampling,
    expand: int | None = None,
    config: EnvironmentConfig | None = None,
    batch_size: int = 32,
    constrained: bool = False,
    seed: int = 0,
    solution_tokens: int = 1024,
    on_turn: Callable[[BeamTurn], None] | None = None,
    on_result: _Tell | None = None,
    on_interrupt: _Tell | None = None,
) -> Iterator[SearchResult]:
    """One result a start, as they finish; the same seed gives the same results, however they are batched.

    A reply that fails is one expansion less; where all of a turn fail, the episodes of the result are
    `failed`, with the turns they had. Where a budget is used up, no further start is read.

    Args:
        agent: answers.
        starts: read as places become free; None among them says that there is none for now.
        width: drafts kept each turn.
        sampling: how replies are drawn.
        expand: replies asked for each kept draft; None is as many as `width`.
        config: the environment's settings; `max_steps` is the number of turns.
        batch_size: replies asked for at once.
        constrained, seed, solution_tokens: as of `run_episodes`.
        on_turn: called after every turn on every problem.
        on_result: called with every result before it is yielded: the place to save it.
        on_interrupt: called with what there is of every start in flight where the run is interrupted
            (KeyboardInterrupt), before that goes on.

    Raises:
        UsageError: a width or a number of expansions below 1, greedy expansions, another method than coe, or
            feedback that uses the reference answer, which a search must not know; and what `run_episodes`
            raises.
    """
    config, expand = config or EnvironmentConfig(), width if expand is None else expand
    _check(config, width, expand, sampling)
    settings = {
        "sampling": sampling, "batch_size": batch_size, "constrained": constrained, "seed": seed,
        "solution_tokens": solution_tokens, "config": replace(config, max_steps=1), "repeat_temperature": 0.0,
    }  # fmt: skip
    forest = _Forest(starts, config, width, expand, max(1, batch_size // (width * expand)))
    return _run(agent, forest, settings, on_turn, on_result, on_interrupt)


def _run(
    agent: Agent,
    forest: _Forest,
    settings: dict[str, Any],
    on_turn: Callable[[BeamTurn], None] | None,
    on_result: _Tell | None,
    on_interrupt: _Tell | None,
) -> Iterator[SearchResult]:
    try:
        while forest.grow():
            queue = _Queue(start for tree in forest.trees for start in tree.starts())
            episodes = run_episodes(agent, queue, **settings)
            found = {(episode.problem.id, episode.sample): episode for episode in episodes}
            forest.paid = queue.read
            for tree in forest.trees:
                answered = tree.take(found)
                if answered and on_turn is not None:
                    on_turn(BeamTurn(tree.depth, answered, tree.drafts))
            for tree in forest.harvest():
                yield _told(tree.result(), on_result)
    except KeyboardInterrupt:
        for tree in forest.trees:
            tree.failure = INTERRUPTED
            _told(tree.result(), on_interrupt)
        raise


class _Forest:
    """The searches in flight, one a start.

    Args:
        starts: read as places become free; None says that there is none for now.
        config: of each search.
        width: of each search.
        expand: of each search.
        places: searches at once.
    """

    def __init__(
        self, starts: Iterable[Start | None], config: EnvironmentConfig, width: int, expand: int, places: int
    ) -> None:
        self._waiting = numbered(starts)
        self._config, self._width, self._expand, self._places = config, width, expand, places
        self.trees: list[Tree] = []
        self.paid = True

    def grow(self) -> bool:
        """Fill the places while there is something to pay with; whether any is taken."""
        while (
            self.paid and len(self.trees) < self._places and (start := next(self._waiting, None)) is not None
        ):
            assert start.sample is not None, "numbered"
            first = start.sample * self._config.max_steps * self._width * self._expand
            self.trees.append(Tree(start, self._config, self._width, self._expand, first))
        return bool(self.trees)

    def harvest(self) -> list[Tree]:
        """The searches that are over, taken out."""
        over = [tree for tree in self.trees if tree.over]
        self.trees = [tree for tree in self.trees if not tree.over]
        return over


class _Queue:
    """Starts for one run, and whether it read them to the end: it does unless a budget is used up."""

    def __init__(self, starts: Iterable[Start]) -> None:
        self._starts = starts
        self.read = False

    def __iter__(self) -> Iterator[Start]:
        yield from self._starts
        self.read = True


def _check(config: EnvironmentConfig, width: int, expand: int, sampling: Sampling) -> None:
    for name, value in (("width", width), ("expand", expand)):
        if value < 1:
            raise UsageError(f"{name} must be at least 1, not {value}")
    check_varied(sampling, expand)
    if config.method is not Method.COE:
        raise UsageError(f"a beam search is for method coe: method {config.method} has nothing to go on with")
    if config.uses_reference:
        raise UsageError("a beam search knows nothing of the reference answer: it needs feedback lines")


def _told(result: SearchResult, tell: _Tell | None) -> SearchResult:
    if tell is not None:
        tell(result)
    return result
