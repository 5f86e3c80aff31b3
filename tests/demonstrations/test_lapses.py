"""Lapses are wrong commands of every sort, drawn from the stream given."""

from __future__ import annotations

from coe.demonstrations.expert import LAPSE, expert_episode
from coe.demonstrations.lapses import lapse
from coe.dsl import AddLine, DeleteLine, Exit, ReplaceLine, format_edit, parse_edit
from coe.environment import EnvironmentConfig
from coe.errors import EditParseError
from coe.problem import Problem
from coe.seeding import derive_rng

PROBLEM = Problem(
    "Solve for x: 5x + 3 = 2x + 15", "x = 4", ("3x = 12", "x = 4"), ("{5 - 2}x = {15 - 3}", "x = {12 / 3}")
)
RIGHT = ReplaceLine(1, "{5 - 2}x = {15 - 3}")


def lapses(lines: tuple[str, ...], right: object = RIGHT, calculator: bool = True) -> set[str]:
    return {
        lapse(PROBLEM, lines, right, calculator, derive_rng("lapse", draw))  # type: ignore[arg-type]
        for draw in range(300)
    }


def parsed(replies: set[str]) -> list[object]:
    found = []
    for reply in replies:
        try:
            found.append(parse_edit(reply))
        except EditParseError:
            found.append(None)
    return found


def test_no_lapse_is_the_expert_s_command_and_every_sort_is_drawn() -> None:
    replies = lapses(("3x = 18", "x = 6"))
    assert format_edit(RIGHT) not in replies
    edits = parsed(replies)
    assert None in edits
    assert {AddLine, DeleteLine, ReplaceLine} <= {type(edit) for edit in edits}
    assert any(isinstance(edit, DeleteLine) and edit.line > 2 for edit in edits)


def test_an_empty_draft_and_an_exit_can_go_wrong_too() -> None:
    assert len(lapses((), AddLine(1, "{5 - 2}x = {15 - 3}"))) > 20
    assert len(lapses(PROBLEM.solution, Exit())) > 20


def test_without_the_calculator_no_lapse_holds_a_span() -> None:
    assert not any(
        "{" in reply for reply in lapses(("3x = 18",), ReplaceLine(1, "3x = 12"), calculator=False)
    )


def test_an_episode_with_lapses_ends_solved_and_says_who_wrote_what() -> None:
    episodes = [
        expert_episode(PROBLEM, ("3x = 18", "x = 6"), EnvironmentConfig(), lapses=derive_rng("episode", draw))
        for draw in range(30)
    ]
    agents = [{turn.agent for turn in episode.turns} for episode in episodes if episode is not None]
    assert len(agents) > 20
    assert sum(LAPSE in names for names in agents) > 15
