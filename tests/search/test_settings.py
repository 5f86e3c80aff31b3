"""A search as a setting of a run: one episode a start, and the whole search paid for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from coe.agents.protocol import Conversation
from coe.environment import Decoding, EnvironmentConfig, Episode, Feedback
from coe.errors import UsageError
from coe.evaluation import RunConfig, evaluate, open_store
from coe.messages import Reply, Sampling, Usage
from coe.problem import Problem
from coe.rollout import Start
from coe.search import SearchConfig, SearchKind, best_of, search_episodes

DECODING = Decoding(Sampling(0.7))
STARTS = [
    Start(Problem(f"Solve for x: x + {n} = 9", str(9 - n)), (), sample) for n in (1, 2) for sample in (0, 1)
]


class Varied:
    """Right in one of three replies, by the seed."""

    name = "varied"

    def __init__(self) -> None:
        self.replies = 0

    def act(
        self, conversations: Sequence[Conversation], sampling: Sequence[Sampling] | None = None
    ) -> list[Reply]:
        assert sampling is not None
        self.replies += len(conversations)
        return [
            self._reply(talk[-1].content, how.seed) for talk, how in zip(conversations, sampling, strict=True)
        ]

    def _reply(self, state: str, seed: int) -> Reply:
        known = int(state.partition("x + ")[2].partition(" ")[0])
        value = 9 - known if seed % 3 == 0 else 20 + seed % 50
        return Reply(f"ADDL 1 >>>x = {value}", Usage(10, 5, 0.5))


def found(search: SearchConfig, agent: Varied | None = None) -> list[Episode]:
    config = EnvironmentConfig(max_steps=3)
    return list(search_episodes(agent or Varied(), STARTS, search, config=config, decoding=DECODING))


@pytest.mark.parametrize("kind", list(SearchKind))
def test_one_episode_a_start_with_the_tokens_of_the_whole_search(kind: SearchKind) -> None:
    agent = Varied()
    episodes = found(SearchConfig(kind, 3), agent)
    wanted = {(start.problem.statement, start.sample) for start in STARTS}
    assert {(episode.problem.statement, episode.sample) for episode in episodes} == wanted
    assert sum(episode.usage.completion_tokens for episode in episodes) == 5 * agent.replies
    assert sum(episode.usage.seconds for episode in episodes) == pytest.approx(0.5 * agent.replies)
    assert agent.replies > sum(episode.steps for episode in episodes)
    for episode in episodes:
        assert Episode.from_dict(episode.to_dict()) == episode


def test_the_best_is_the_one_that_the_search_takes() -> None:
    config = EnvironmentConfig(max_steps=3)
    results = list(best_of(Varied(), STARTS, 3, sampling=DECODING.sampling, config=config))
    assert sorted(result.sample for result in results) == [0, 0, 1, 1]
    chosen = [(result.sample, result.episode.lines) for result in results]
    assert [(e.sample, e.lines) for e in found(SearchConfig(SearchKind.BEST, 3))] == chosen


def test_what_does_not_fit_is_refused_before_anything_is_asked() -> None:
    with pytest.raises(UsageError, match="expand is of a beam"):
        SearchConfig(SearchKind.BEST, 3, expand=2)
    beam, config = SearchConfig(SearchKind.BEAM, 3), EnvironmentConfig()
    with pytest.raises(UsageError, match="temperature above 0"):
        search_episodes(Varied(), (), beam, config=config, decoding=Decoding())
    told = replace(config, feedback=Feedback.OUTCOME)
    with pytest.raises(UsageError, match="feedback lines"):
        search_episodes(Varied(), (), beam, config=told, decoding=DECODING)


def test_a_run_with_a_search_is_another_run(tmp_path: Path) -> None:
    place = str(tmp_path / "run.sqlite")
    plain = RunConfig(
        "sums", {"name": "varied"}, environment=EnvironmentConfig(max_steps=3), decoding=DECODING
    )
    searched = replace(plain, search=SearchConfig(SearchKind.BEAM, 2))
    assert "search" not in plain.to_dict()
    agent = Varied()
    run = open_store(place, create=True).begin("main", searched)
    assert evaluate(agent, run, searched, STARTS[:3]) == 3
    asked = agent.replies
    assert evaluate(agent, run, searched, STARTS[:3]) == 0
    assert agent.replies == asked
    assert evaluate(agent, run, searched, STARTS) == 1
    assert sum(facts.completion_tokens for facts in run.facts()) == 5 * agent.replies
    with pytest.raises(UsageError, match="search"):
        open_store(place).begin("main", plain)
