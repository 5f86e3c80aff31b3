"""A search as a setting of a run: one episode a start, whatever was asked for to find it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import reduce
from operator import add

from coe.agents.protocol import Agent
from coe.environment import Decoding, EnvironmentConfig, Episode
from coe.errors import UsageError
from coe.messages import Usage
from coe.rollout import Start
from coe.search.beam import beam_search
from coe.search.result import SearchResult
from coe.search.samples import best_of


class SearchKind(StrEnum):
    """What is sought among."""

    BEST = "best"
    BEAM = "beam"


@dataclass(frozen=True, slots=True)
class SearchConfig:
    """How a solution is sought.

    Args:
        kind: several episodes, of which the best is taken, or a beam of drafts.
        width: how many episodes, or how many drafts are kept each turn.
        expand: of a beam: replies asked for each kept draft; None is as many as `width`.

    Raises:
        UsageError: several episodes have nothing to expand.
    """

    kind: SearchKind
    width: int = 4
    expand: int | None = None

    def __post_init__(self) -> None:
        if self.kind is SearchKind.BEST and self.expand is not None:
            raise UsageError("expand is of a beam: the best of several episodes has no use for it")

    def to_dict(self) -> dict[str, object]:
        """A JSON-serialisable record."""
        return {**asdict(self), "kind": self.kind.value}


def search_episodes(
    agent: Agent,
    starts: Iterable[Start | None],
    search: SearchConfig,
    *,
    config: EnvironmentConfig,
    decoding: Decoding,
    batch_size: int = 32,
) -> Iterator[Episode]:
    """The chosen episode of each start, with the start's own sample number, as they finish.

    What the replies took that are not among its turns is its `unchosen_usage`.

    Args:
        agent: answers.
        starts: each with its sample number; as of `run_episodes`.
        search: how.
        config: the environment's settings.
        decoding: how replies are drawn.
        batch_size: replies asked for at once.

    Raises:
        UsageError: settings that do not fit a search: greedy replies, a beam with feedback that uses the
            reference answer or without edits.
    """
    settings = {"config": config, "batch_size": batch_size, **decoding.as_arguments()}
    if search.kind is SearchKind.BEST:
        found = best_of(agent, starts, search.width, **settings)
    else:
        del settings["repeat_temperature"], settings["rendering"]  # every draft of a beam is another
        found = beam_search(agent, starts, search.width, expand=search.expand, **settings)
    return map(chosen, found)


def chosen(result: SearchResult) -> Episode:
    """The chosen episode of a search, with what the rest of the search took."""
    if result.kind == "beam":
        path = [turn.usage for turn in result.episode.turns]
        asked = [expansion.usage for expansion in result.expansions]
        for usage in path:
            asked.remove(usage)
    else:
        asked = [e.usage for place, e in enumerate(result.episodes) if place != result.chosen]
    return replace(result.episode, sample=result.sample, unchosen_usage=reduce(add, asked, Usage()))
