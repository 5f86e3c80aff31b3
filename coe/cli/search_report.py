"""What `coe solve` prints of a search: a line for each episode or turn, what was chosen and why."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from coe.cli.display import printable
from coe.cli.solve_report import usage_record
from coe.environment import Episode
from coe.search import BeamTurn, Expansion, SearchResult


def print_sample(console: Console, episode: Episode) -> None:
    """One episode of several, as it finishes."""
    status = episode.status.value.replace("_", " ")
    answer = episode.final_answer or "none stated"
    console.print(
        Text(f"Sample {episode.sample + 1}: {status}, steps: {episode.steps}, answer: {printable(answer)}"),
        soft_wrap=True,
    )


def print_beam_turn(console: Console, turn: BeamTurn) -> None:
    """One turn of a beam search: how many drafts there are, and the best."""
    best = "; ".join(turn.drafts[0]) or "(no lines)"
    row = f"Turn {turn.depth}: {turn.asked} replies, {len(turn.drafts)} drafts kept, best: {printable(best)}"
    console.print(Text(row), soft_wrap=True)


def print_choice(console: Console, found: SearchResult) -> None:
    """Which solution was chosen and why; its lines follow."""
    what = "draft" if found.kind == "beam" else "sample"
    console.print()
    console.print(
        Text.assemble(
            (f"Chosen: {what} {found.chosen + 1} of {len(found.episodes)}", "bold"),
            f": {printable(found.why)}. {found.replies} replies in all.",
        ),
        soft_wrap=True,
    )


def search_record(found: SearchResult, usage: dict[str, Any]) -> dict[str, Any]:
    """What a search adds to the object of `--json`: `usage` becomes that of everything asked for."""
    return {
        "usage": usage | usage_record(found.usage),
        "search": {
            "kind": found.kind,
            "chosen": found.chosen,
            "why": found.why,
            "replies": found.replies,
            "episodes": [
                _episode(episode, rank) for episode, rank in zip(found.episodes, found.ranks, strict=True)
            ],
            "expansions": [_expansion(expansion) for expansion in found.expansions],
        },
    }


def _episode(episode: Episode, rank: tuple[int, int]) -> dict[str, Any]:
    return {
        "status": episode.status.value,
        "rank": list(rank),
        "replies": [turn.reply for turn in episode.turns],
        "solution": list(episode.lines),
        "verdicts": list(episode.labels),
        "usage": usage_record(episode.usage),
        "failure": episode.failure,
    }


def _expansion(expansion: Expansion) -> dict[str, Any]:
    turn = expansion.turn
    return {
        "depth": expansion.depth,
        "parent": expansion.parent,
        "kept": expansion.kept,
        "reply": None if turn is None else turn.reply,
        "solution": None if turn is None else list(turn.lines),
        "verdicts": None if turn is None else list(turn.labels),
        "usage": usage_record(expansion.usage),
        "failure": expansion.failure,
    }
