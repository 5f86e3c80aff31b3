"""Lines, turns and episodes as answers hold them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coe.environment import Episode, verdict_label
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


def turn_event(event: TurnEvent) -> dict[str, Any]:
    """One edit of a stream; the first one holds the message that comes before it, under `before`."""
    turn = event.turn
    shown = {
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
    if event.number == 1:
        before = event.before
        shown["before"] = _start_event(event.problem.statement, before.lines, before.verdicts)
    return shown


def end_event(episode: Episode) -> dict[str, Any]:
    """The last message of a stream; where it is the only one, it holds the one before it too."""
    shown: dict[str, Any] = {"event": "end", "result": _solve_answer(episode).model_dump()}
    if not episode.turns:
        statement = episode.problem.statement
        shown["before"] = _start_event(statement, episode.initial_lines, episode.initial_verdicts)
    return shown


def _start_event(statement: str, lines: Sequence[str], verdicts: Sequence[LineVerdict]) -> dict[str, Any]:
    return {"event": "start", "read_as": read_as(statement), "lines": _plain(shown_lines(lines, verdicts))}


def _solve_answer(episode: Episode) -> SolveAnswer:
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
