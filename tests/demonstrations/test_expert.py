"""The expert mends every kind of mistake in every family, and its episodes replay to solved."""

from __future__ import annotations

import pytest

from coe.corruptions import CORRUPTIONS, corrupt
from coe.demonstrations.expert import expert_episode
from coe.environment import EnvironmentConfig, EpisodeStatus, Recorder
from coe.seeding import derive_rng
from coe.tasks.catalogue import family_names, make_problem
from tests.demonstrations.test_generate import replay

SETTINGS = EnvironmentConfig(max_steps=30)


@pytest.mark.parametrize("family", family_names())
def test_every_kind_of_mistake_in_a_family_is_mended(family: str) -> None:
    mended = 0
    for index, name in enumerate(CORRUPTIONS):
        problem = make_problem(family, "train", 21, index % 4)
        corrupted = corrupt(problem, derive_rng(family, name), 1, {name: 1.0})
        if corrupted is None:
            continue
        episode = expert_episode(problem, corrupted.lines, SETTINGS, replace_word=True)
        if episode is None:
            # Only a draft that the verifier already calls solved may need no mending.
            assert Recorder(problem, corrupted.lines, config=SETTINGS).done, (name, corrupted.lines)
            continue
        mended += 1
        assert replay(episode) is EpisodeStatus.SOLVED
    assert mended >= 8
