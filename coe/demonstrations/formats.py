"""Rows of a demonstration: one a turn, with the state that the agent reads and the edit it should give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from coe.demonstrations.generate import Demonstration
from coe.environment.episode import Turn
from coe.environment.rendering import instructions, state_messages

Row = dict[str, Any]


class Format(StrEnum):
    """Shape of a row."""

    CHAT = "chat"
    INSTRUCTION = "instruction"


def chat_rows(demonstration: Demonstration, index: int) -> list[Row]:
    """Rows {"messages": [system, user, assistant], ...}."""
    calculator = demonstration.episode.config.calculator
    rows = []
    for number, turn in _learned(demonstration):
        prompt = [
            {"role": message.role, "content": message.content}
            for message in state_messages(turn.observation, calculator=calculator)
        ]
        answer = {"role": "assistant", "content": turn.reply}
        rows.append({"messages": [*prompt, answer], **_origin(demonstration, index, number)})
    return rows


def instruction_rows(demonstration: Demonstration, index: int) -> list[Row]:
    """Rows {"instruction", "input", "output", "task_id", ...}."""
    text = instructions(calculator=demonstration.episode.config.calculator)
    return [
        _instruction_row(text, turn) | _origin(demonstration, index, number)
        for number, turn in _learned(demonstration)
    ]


def _learned(demonstration: Demonstration) -> list[tuple[int, Turn]]:
    """(number from 1, turn) of the turns to be learned from."""
    turns = zip(demonstration.episode.turns, demonstration.learned, strict=True)
    return [(number, turn) for number, (turn, learned) in enumerate(turns, start=1) if learned]


def _instruction_row(text: str, turn: Turn) -> Row:
    return {"instruction": text, "input": turn.observation, "output": turn.reply}


def _origin(demonstration: Demonstration, index: int, number: int) -> Row:
    episode = demonstration.episode
    return {
        "task_id": episode.problem.id,
        "family": episode.problem.family,
        "split": episode.problem.split,
        "difficulty": episode.problem.metadata.get("difficulty"),
        "start": demonstration.start.value,
        "mistakes": [mistake.kind for mistake in demonstration.mistakes],
        "feedback": episode.config.feedback.value,
        "demo": index,
        "turn": number,
        "turns": len(episode.turns),
    }


FORMATS: Mapping[Format, Callable[[Demonstration, int], list[Row]]] = {
    Format.CHAT: chat_rows,
    Format.INSTRUCTION: instruction_rows,
}
