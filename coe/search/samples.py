"""Best of k episodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from coe.agents.protocol import Agent
from coe.environment import Episode
from coe.errors import UsageError
from coe.messages import Sampling
from coe.rollout import Start, numbered, run_episodes
from coe.search.choosing import choose
from coe.search.result import SearchResult

_Group = tuple[str, int]
_Tell = Callable[[SearchResult], None]


def best_of(
    agent: Agent,
    starts: Iterable[Start | None],
    samples: int,
    *,
    sampling: Sampling,
    on_result: _Tell | None = None,
    on_interrupt: _Tell | None = None,
    **settings: Any,
) -> Iterator[SearchResult]:
    """One result a start, as they finish: `samples` episodes and the one that `choose` takes.

    All episodes go through one run of `run_episodes`, which batches them whatever their start. Where a budget
    ends it, a start that was begun gives a result of the episodes there are.

    Args:
        agent: answers.
        starts: as of `run_episodes`.
        samples: episodes a start. Their seeds, and so their replies, differ.
        sampling: how replies are drawn.
        on_result: called with every result before it is yielded: the place to save it.
        on_interrupt: called with what there is of every start in flight where the run is interrupted
            (KeyboardInterrupt), before that goes on.
        settings: the other arguments of `run_episodes`.

    Raises:
        UsageError: fewer samples than 1, or greedy ones, which would all be the same; and what `run_episodes`
            raises.
    """
    if samples < 1:
        raise UsageError(f"samples must be at least 1, not {samples}")
    check_varied(sampling, samples)
    settings |= {"sampling": sampling}
    return _run(agent, starts, samples, on_result, on_interrupt, settings)


def _run(
    agent: Agent,
    starts: Iterable[Start | None],
    samples: int,
    on_result: _Tell | None,
    on_interrupt: _Tell | None,
    settings: dict[str, Any],
) -> Iterator[SearchResult]:
    groups: dict[_Group, list[Episode]] = {}

    def group_of(episode: Episode) -> _Group:
        return episode.problem.id, episode.sample // samples

    def cut(episode: Episode) -> None:
        groups.setdefault(group_of(episode), []).append(episode)

    try:
        for episode in run_episodes(agent, _repeated(starts, samples), on_interrupt=cut, **settings):
            group = groups.setdefault(group_of(episode), [])
            group.append(episode)
            if len(group) == samples:
                yield _told(groups.pop(group_of(episode)), samples, on_result)
    except KeyboardInterrupt:
        for group in groups.values():
            _told(group, samples, on_interrupt)
        raise
    for group in groups.values():
        yield _told(group, samples, on_result)


def check_varied(sampling: Sampling, samples: int) -> None:
    """Nothing, unless several replies to one question are to be the same.

    Raises:
        UsageError: they are.
    """
    if samples > 1 and sampling.temperature == 0:
        raise UsageError("several replies to one question must differ: give a --temperature above 0")


def _repeated(starts: Iterable[Start | None], samples: int) -> Iterator[Start | None]:
    for start in numbered(starts):
        if start is None:
            yield None
            continue
        assert start.sample is not None, "numbered"
        for sample in range(samples):
            yield replace(start, sample=start.sample * samples + sample)


def _told(group: list[Episode], samples: int, tell: _Tell | None) -> SearchResult:
    episodes = tuple(sorted(group, key=lambda episode: episode.sample))
    choice = choose(episodes)
    result = SearchResult("best", episodes, choice.index, choice.why, sample=episodes[0].sample // samples)
    if tell is not None:
        tell(result)
    return result
