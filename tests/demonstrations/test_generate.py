"""Every demonstration replays to solved, and equal observations get equal edits."""

from __future__ import annotations

from collections import Counter

import pytest

from coe.corruptions import CORRUPTIONS
from coe.demonstrations.expert import LAPSE
from coe.demonstrations.formats import FORMATS, METHOD, Format
from coe.demonstrations.generate import (
    Demonstration,
    DemonstrationConfig,
    StartKind,
    demonstration,
    demonstrations,
)
from coe.demonstrations.lapses import MOST_IN_A_ROW
from coe.demonstrations.quality.report import DEFAULT_MIX
from coe.demonstrations.replay import fault_of
from coe.demonstrations.rows import Recorded
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
        turns = zip(demo.episode.turns, demo.learned, strict=True)
        assert not any(turn.error for turn, learned in turns if learned)


@pytest.mark.parametrize("method", ["cot", "direct"])
def test_one_reply_is_shown_on_the_problems_that_edits_are_shown_on(method: str) -> None:
    families = ("percent", "expand", "absolute_value", "story_ages")
    edits = list(demonstrations(DemonstrationConfig(families, seed=3), 40))
    shown = list(demonstrations(DemonstrationConfig(families, seed=3, method=method), 40))
    same = sum(one.episode.problem == two.episode.problem for one, two in zip(edits, shown, strict=True))
    assert same >= 36  # where a draw does not end solved, another problem is drawn
    for demo in shown:
        problem, (turn,) = demo.episode.problem, demo.episode.turns
        lines = problem.solution if method == "cot" else ()
        assert turn.reply.split("\n") == [*lines, f"Answer: {problem.answer}"]
        assert replay(demo.episode) is EpisodeStatus.SOLVED


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("settings", [{"method": "cot"}, {"method": "direct"}, {"feedback": "none"}])
def test_rows_of_every_method_and_feedback_replay(form: Format, settings: dict[str, str]) -> None:
    config = DemonstrationConfig(("percent", "vectors", "story_ages"), seed=4, recovery=0.5, **settings)
    for index, demo in enumerate(demonstrations(config, 15)):
        recorded = Recorded("here", form, tuple(FORMATS[form](demo, index)))
        assert fault_of(recorded) is None
        if form is not Format.TRACE:
            old = [{key: value for key, value in row.items() if key != METHOD} for row in recorded.rows]
            assert (fault_of(Recorded("here", form, tuple(old))) is None) is ("method" not in settings)


def test_without_carrying_a_wrong_value_stays_in_its_line() -> None:
    settings = {"families": ("story_shopping",), "seed": 6, "mistakes": "arithmetic_slip", "most_mistakes": 1}
    carried, alone = (
        list(demonstrations(DemonstrationConfig(**settings, carry=carry, empty=0, partial=0, right=0), 60))
        for carry in (True, False)
    )

    def wrong_lines(demo: Demonstration) -> int:
        pairs = zip(demo.episode.initial_lines, demo.episode.problem.solution, strict=True)
        return sum(line != right for line, right in pairs)

    assert {wrong_lines(demo) for demo in alone} == {1}
    assert max(map(wrong_lines, carried)) > 1


def test_drafts_of_a_model_are_for_edits() -> None:
    with pytest.raises(UsageError, match="mended by edits"):
        DemonstrationConfig(method="cot", drafts="drafts.jsonl")
    with pytest.raises(UsageError, match="coe, cot or direct"):
        DemonstrationConfig(method="beam")


def test_every_kind_of_start_and_nearly_every_kind_of_mistake_is_demonstrated() -> None:
    demos = list(demonstrations(DemonstrationConfig(seed=5), 600))
    kinds = {mistake.kind for demo in demos for mistake in demo.mistakes}
    assert kinds <= set(CORRUPTIONS)
    # A rule of one family, such as one for inequalities or series, may be missing in so small a sample.
    assert len(kinds) >= len(CORRUPTIONS) - 20
    assert {demo.start for demo in demos} == set(StartKind) - {StartKind.MODEL}
    assert max(len(demo.mistakes) for demo in demos) == 6


def test_equal_observations_get_equal_edits() -> None:
    seen: dict[str, str] = {}
    for demo in demonstrations(DemonstrationConfig(seed=2), 1500):
        for turn, learned in zip(demo.episode.turns, demo.learned, strict=True):
            if learned:
                assert seen.setdefault(turn.observation, turn.reply) == turn.reply


def test_all_five_commands_are_demonstrated_about_as_often_as_aimed_at() -> None:
    demos = demonstrations(DemonstrationConfig(seed=6), 600)
    replies = [
        turn.reply
        for demo in demos
        for turn, learned in zip(demo.episode.turns, demo.learned, strict=True)
        if learned
    ]
    commands = Counter(reply.split()[0] for reply in replies)
    assert set(commands) == set(DEFAULT_MIX)
    for command, percent in DEFAULT_MIX.items():
        assert 0.5 * percent < 100 * commands[command] / len(replies) < 2 * percent


def test_an_episode_pushed_off_the_path_is_mended_and_only_the_mending_is_learned() -> None:
    pushed = [d for d in demonstrations(DemonstrationConfig(seed=8, recovery=1), 150) if not all(d.learned)]
    assert len(pushed) > 90
    for demo in pushed:
        wrong = [turn for turn, learned in zip(demo.episode.turns, demo.learned, strict=True) if not learned]
        assert 1 <= len(wrong) <= MOST_IN_A_ROW
        assert demo.learned[-1]
        assert replay(demo.episode) is EpisodeStatus.SOLVED
    everything = [turn for demo in pushed for turn in demo.episode.turns if turn.agent == LAPSE]
    refused = [turn for turn in everything if turn.error is not None]
    # Both kinds: what parses and fits and harms the draft, and what is refused.
    assert 0.2 < len(refused) / len(everything) < 0.8
    assert any(turn.edit is None for turn in refused)
    assert any(turn.edit is not None for turn in refused)


def test_a_draft_that_is_right_gets_exit_at_once() -> None:
    config = DemonstrationConfig(("word_two_step",), seed=3, empty=0, partial=0, right=1, recovery=0)
    for demo in demonstrations(config, 20):
        assert demo.start is StartKind.RIGHT
        assert [turn.reply for turn in demo.episode.turns] == ["EXIT"]


def test_shares_and_replaced_words_can_be_turned_off() -> None:
    config = DemonstrationConfig(seed=3, empty=0, partial=0, right=0, recovery=0, replace_word=False)
    for demo in demonstrations(config, 150):
        assert demo.start is StartKind.CORRUPTED
        assert all(demo.learned)
        assert not any(turn.reply.startswith("REPW") for turn in demo.episode.turns)


def test_mistakes_are_those_of_the_mixture() -> None:
    config = DemonstrationConfig(seed=3, mistakes="sign_flip,unfinished_answer=2", most_mistakes=2)
    demos = list(demonstrations(config, 100))
    assert {mistake.kind for demo in demos for mistake in demo.mistakes} == {"sign_flip", "unfinished_answer"}
    assert max(len(demo.mistakes) for demo in demos) == 2


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


@pytest.mark.parametrize(
    "settings",
    [
        {"feedback": "loud"},
        {"empty": 0.8, "partial": 0.5},
        {"empty": -0.1},
        {"right": 0.9},
        {"recovery": 1.5},
        {"most_mistakes": 0},
        {"mistakes": "canned_line"},
    ],
)
def test_settings_that_do_not_fit_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        DemonstrationConfig(**settings)  # type: ignore[arg-type]
