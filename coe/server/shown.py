"""Lines, turns and episodes as answers hold them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coe.environment import Episode, Observation, verdict_label
from coe.rollout import TurnEvent
from coe.server.schemas import ShownLine, SolveAnswer, Usage
from coe.typesetting import typeset
from coe.verifier import LineVerdict, understand


def shown_lines(
    lines: Sequence[str], verdicts: Sequence[LineVerdict], explanations: Sequence[str] = ()
) -> list[ShownLine]:
    """Lines with their verdicts, and with explanations where they are given."""
    return [
        ShownLine(
            text=line,
            status=verdict.status.value,
            label=verdict_label(verdict),
            explanation=explanations[index] if explanations else "",
            pieces=[(piece.text, piece.mathematics) for piece in typeset(line)],
        )
        for index, (line, verdict) in enumerate(zip(lines, verdicts, strict=True))
    ]


def read_as(statement: str) -> str:
    """How the verifier understood the problem, so that a misreading is seen; empty where it did not."""
    goal = understand(statement)
    return "" if goal is None else goal.read_as


def start_event(statement: str, state: Observation | Episode) -> dict[str, Any]:
    """The first message of a stream."""
    lines = state.lines if isinstance(state, Observation) else state.initial_lines
    verdicts = state.verdicts if isinstance(state, Observation) else state.initial_verdicts
    return {"event": "start", "read_as": read_as(statement), "lines": _plain(shown_lines(lines, verdicts))}


def turn_event(event: TurnEvent) -> dict[str, Any]:
    """One edit of a stream."""
    turn = event.turn
    return {
        "event": "turn",
        "number": event.number,
        "edit": turn.edit,
        "reply": turn.reply if turn.edit is None else None,
        "error": turn.error,
        "agent": turn.agent,
        "lines": _plain(shown_lines(turn.lines, turn.verdicts)),
        "tokens": turn.usage.tokens,
        "seconds": round(turn.usage.seconds, 4),
    }


def solve_answer(episode: Episode) -> SolveAnswer:
    """A finished episode."""
    usage = episode.usage
    return SolveAnswer(
        status=episode.status.value,
        solved=episode.solved,
        read_as=read_as(episode.problem.statement),
        answer=episode.final_answer,
        steps=episode.steps,
        edits=[turn.edit or turn.reply for turn in episode.turns],
        lines=shown_lines(episode.lines, episode.verdicts),
        usage=Usage(
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            cost_usd=usage.cost_usd,
            seconds=round(usage.seconds, 4),
        ),
        failure=episode.failure,
        episode=episode.to_dict(),
    )


def _plain(lines: Sequence[ShownLine]) -> list[dict[str, Any]]:
    return [line.model_dump() for line in lines]
