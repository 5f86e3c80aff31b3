"""Every demonstration replays to solved, and equal observations get equal edits."""

from __future__ import annotations

import pytest

from coe.corruptions import CORRUPTIONS
from coe.demonstrations.generate import DemonstrationConfig, StartKind, demonstration, demonstrations
from coe.environment import Episode, EpisodeStatus, Recorder
from coe.errors import UsageError
from coe.tasks.catalogue import family_names


def replay(episode: Episode) -> EpisodeStatus:
    """The status that the recorded replies reach in a fresh environment."""
    recorder = Recorder(episode.problem, episode.initial_lines, config=episode.config)
    for turn in episode.turns:
        recorder.step(turn.reply)
    assert recorder.done
    return recorder.environment.status()


@pytest.mark.parametrize("calculator", [True, False])
@pytest.mark.parametrize("family", family_names())
def test_every_demonstration_of_a_family_replays_to_solved(family: str, calculator: bool) -> None:
    config = DemonstrationConfig((family,), seed=11, feedback="mixed", calculator=calculator)
    for demo in demonstrations(config, 25):
        assert replay(demo.episode) is EpisodeStatus.SOLVED
        assert not any(turn.error for turn in demo.episode.turns)


def test_every_kind_of_start_and_nearly_every_kind_of_mistake_is_demonstrated() -> None:
    demos = list(demonstrations(DemonstrationConfig(seed=5), 600))
    kinds = {mistake.kind for demo in demos for mistake in demo.mistakes}
    assert kinds <= set(CORRUPTIONS)
    # A rule that few lines use, such as one for inequalities, may be missing in so small a sample.
    assert len(kinds) >= len(CORRUPTIONS) - 10
    assert {demo.start for demo in demos} == set(StartKind)
    assert max(len(demo.mistakes) for demo in demos) == 6


def test_equal_observations_get_equal_edits() -> None:
    seen: dict[str, str] = {}
    for demo in demonstrations(DemonstrationConfig(seed=2), 1500):
        for turn in demo.episode.turns:
            assert seen.setdefault(turn.observation, turn.reply) == turn.reply


def test_a_demonstration_is_a_function_of_configuration_and_index() -> None:
    config = DemonstrationConfig(seed=9)
    assert demonstration(config, 7) == demonstration(config, 7)
    assert demonstration(config, 7).episode != demonstration(DemonstrationConfig(seed=10), 7).episode


def test_spans_are_in_the_replies_only_with_the_calculator() -> None:
    for calculator in (True, False):
        demos = demonstrations(DemonstrationConfig(seed=1, calculator=calculator), 60)
        assert any("{" in turn.reply for demo in demos for turn in demo.episode.turns) is calculator
    assert not any(
        "{" in line for demo in demonstrations(DemonstrationConfig(seed=1), 60) for line in demo.episode.lines
    )


@pytest.mark.parametrize("settings", [{"feedback": "loud"}, {"empty": 0.8, "partial": 0.5}, {"empty": -0.1}])
def test_settings_that_do_not_fit_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        DemonstrationConfig(**settings)  # type: ignore[arg-type]
