"""Starts that come while others are played."""

from __future__ import annotations

import pytest

from coe.environment import Decoding, EnvironmentConfig, Episode
from coe.messages import Sampling
from coe.rollout import run_episodes
from coe.search import SearchConfig, SearchKind, search_episodes
from coe.workers import StartQueue
from tests.workers.test_play_in_processes import SUMS, Adder

CONFIG = EnvironmentConfig()
WARM = Decoding(Sampling(temperature=1.0))


@pytest.mark.parametrize("search", [None, SearchConfig(SearchKind.BEST, 2), SearchConfig(SearchKind.BEAM, 2)])
def test_each_that_ends_makes_room_for_another(search: SearchConfig | None) -> None:
    queue = StartQueue()
    coming = iter(enumerate(SUMS[:7]))
    for _ in range(2):
        queue.put(*next(coming))
    if search is None:
        episodes = run_episodes(Adder(), queue, batch_size=4)
    else:
        episodes = search_episodes(Adder(), queue, search, config=CONFIG, decoding=WARM, batch_size=16)
    ended: dict[int, Episode] = {}
    for episode in episodes:
        number, record = queue.ended(episode)
        ended[number] = record
        if (another := next(coming, None)) is not None:
            queue.put(*another)
        elif len(ended) == 7:
            queue.close()
    assert {number: episode.problem for number, episode in ended.items()} == {
        number: start.problem for number, start in enumerate(SUMS[:7])
    }
    assert all(episode.solved and episode.problem.metadata == {} for episode in ended.values())


def test_there_is_none_for_now_while_one_is_in_flight() -> None:
    queue = StartQueue(wanted=lambda number: number != 1)
    for number in range(3):
        queue.put(number, SUMS[number])
    starts = iter(queue)
    taken = [next(starts), next(starts)]
    assert [start.problem.statement for start in taken if start] == ["Calculate 1 + 5", "Calculate 3 + 5"]
    assert next(starts) is None
    queue.close()
    assert list(starts) == []
