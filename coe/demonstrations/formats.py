"""Rows of a demonstration, in four forms, and the columns that each form has.

`chat`, `prompt` and `instruction` have one row a turn: the state that the agent reads and the edit (or, in
the methods of one reply, the solution or the answer) that it should give. `trace` has one row a
demonstration: the whole conversation, and a mask with one number a message, 1 where the model is to learn to
write it. Turns that are not to be learned (an episode pushed off the good path) are what the expert mends:
they are no rows of their own, and in a trace their mask is 0.

Every row carries what it takes to replay it: see `coe.demonstrations.replay`. The column `answer` is for
scoring; no message depends on it unless the column `feedback` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from coe.demonstrations.generate import Demonstration
from coe.environment.episode import Turn
from coe.environment.rendering import instructions, state_messages, trace_messages
from coe.messages import Message

Row = dict[str, Any]


class Format(StrEnum):
    """Shape of a row."""

    CHAT = "chat"
    PROMPT = "prompt"
    INSTRUCTION = "instruction"
    TRACE = "trace"


class Kind(StrEnum):
    """Type of a column."""

    TEXT = "string"
    INTEGER = "int64"
    FLAG = "bool"
    TEXTS = "list of string"
    INTEGERS = "list of int64"
    MESSAGES = "list of {role, content}"


METHOD = "method"
"""A column that sets made before it do not have: they are of method coe."""

_ABOUT = {
    "task_id": Kind.TEXT,
    "family": Kind.TEXT,
    "source": Kind.TEXT,
    "split": Kind.TEXT,
    "difficulty": Kind.INTEGER,
    "answer": Kind.TEXT,
    "start": Kind.TEXT,
    "mistakes": Kind.TEXTS,
    "feedback": Kind.TEXT,
    "calculator": Kind.FLAG,
    METHOD: Kind.TEXT,
    "max_steps": Kind.INTEGER,
    "demo": Kind.INTEGER,
}
_OF_A_TURN = {**_ABOUT, "turn": Kind.INTEGER, "turns": Kind.INTEGER}

COLUMNS: Mapping[Format, Mapping[str, Kind]] = {
    Format.CHAT: {"messages": Kind.MESSAGES, **_OF_A_TURN},
    Format.PROMPT: {"prompt": Kind.MESSAGES, "completion": Kind.MESSAGES, **_OF_A_TURN},
    Format.INSTRUCTION: {
        "instruction": Kind.TEXT, "input": Kind.TEXT, "output": Kind.TEXT, **_OF_A_TURN,
    },
    Format.TRACE: {"messages": Kind.MESSAGES, "mask": Kind.INTEGERS, **_ABOUT, "turns": Kind.INTEGER},
}  # fmt: skip
"""Columns of each form, in order."""


def chat_rows(demonstration: Demonstration, index: int) -> list[Row]:
    """Rows {"messages": [system, user, assistant], ...}."""
    return [
        {"messages": [*_prompt(demonstration, turn), _answer(turn)], **origin}
        for turn, origin in _taught(demonstration, index)
    ]


def prompt_rows(demonstration: Demonstration, index: int) -> list[Row]:
    """Rows {"prompt": [system, user], "completion": [assistant], ...}."""
    return [
        {"prompt": _prompt(demonstration, turn), "completion": [_answer(turn)], **origin}
        for turn, origin in _taught(demonstration, index)
    ]


def instruction_rows(demonstration: Demonstration, index: int) -> list[Row]:
    """Rows {"instruction", "input", "output", "task_id", ...}."""
    config = demonstration.episode.config
    text = instructions(calculator=config.calculator, method=config.method, verdicts=config.shows_verdicts)
    return [
        {"instruction": text, "input": turn.observation, "output": turn.reply, **origin}
        for turn, origin in _taught(demonstration, index)
    ]


def trace_rows(demonstration: Demonstration, index: int) -> list[Row]:
    """One row {"messages": [system, user, assistant, user, ...], "mask": [0, 0, 1, 0, ...], ...}."""
    turns, config = demonstration.episode.turns, demonstration.episode.config
    messages = trace_messages(
        [turn.observation for turn in turns],
        [turn.reply for turn in turns],
        calculator=config.calculator, method=config.method, verdicts=config.shows_verdicts,
    )  # fmt: skip
    mask = [0]
    for learned in demonstration.learned:
        mask += [0, int(learned)]
    about = _about(demonstration, index)
    return [{"messages": list(map(_message, messages)), "mask": mask, **about, "turns": len(turns)}]


FORMATS: Mapping[Format, Callable[[Demonstration, int], list[Row]]] = {
    Format.CHAT: chat_rows,
    Format.PROMPT: prompt_rows,
    Format.INSTRUCTION: instruction_rows,
    Format.TRACE: trace_rows,
}


def _taught(demonstration: Demonstration, index: int) -> list[tuple[Turn, Row]]:
    """The turns to learn from, each with the columns about it."""
    turns = demonstration.episode.turns
    about = _about(demonstration, index)
    return [
        (turn, {**about, "turn": number, "turns": len(turns)})
        for number, (turn, learned) in enumerate(zip(turns, demonstration.learned, strict=True), start=1)
        if learned
    ]


def _prompt(demonstration: Demonstration, turn: Turn) -> list[Row]:
    config = demonstration.episode.config
    messages = state_messages(
        turn.observation,
        calculator=config.calculator, method=config.method, verdicts=config.shows_verdicts,
    )  # fmt: skip
    return list(map(_message, messages))


def _answer(turn: Turn) -> Row:
    return {"role": "assistant", "content": turn.reply}


def _message(message: Message) -> Row:
    return {"role": message.role, "content": message.content}


def _about(demonstration: Demonstration, index: int) -> Row:
    episode = demonstration.episode
    return {
        "task_id": episode.problem.id,
        "family": episode.problem.family,
        "source": episode.problem.source,
        "split": episode.problem.split,
        "difficulty": episode.problem.metadata.get("difficulty"),
        "answer": episode.problem.answer,
        "start": demonstration.start.value,
        "mistakes": [mistake.kind for mistake in demonstration.mistakes],
        "feedback": episode.config.feedback.value,
        "calculator": episode.config.calculator,
        METHOD: episode.config.method.value,
        "max_steps": episode.config.max_steps,
        "demo": index,
    }
