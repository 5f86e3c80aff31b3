"""Rows through the environment again: does each state read as recorded, and does the episode end solved?

The replay starts from the text of the first state, not from how it was made, so it tests what a reader of the
rows has. Where turns that are not to be learned were left out, it goes on from the state after them; an EXIT
that was left out at the end is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coe.demonstrations.formats import METHOD, Format, Row
from coe.demonstrations.rows import Recorded
from coe.dsl import Exit, format_edit
from coe.environment import Environment, EnvironmentConfig, EpisodeStatus, Feedback, Method
from coe.environment.rendering import instructions, render_observation
from coe.errors import CoeError
from coe.problem import Problem

_STATEMENT = "Problem: "
_LINES = {True: re.compile(r"L \d+ \[[^\]]*\] (.*)"), False: re.compile(r"L \d+ (.*)")}
_ERROR = "Error: "


@dataclass(frozen=True, slots=True)
class RecordedTurn:
    """One turn as the rows have it.

    Args:
        system: the instructions.
        state: what was read.
        reply: what was answered.
        number: of the turn in its episode, from 1.
        learned: whether the reply is to be learned.
    """

    system: str
    state: str
    reply: str
    number: int
    learned: bool


def turns_of(recorded: Recorded) -> list[RecordedTurn]:
    """The turns of a demonstration.

    Raises:
        CoeError: the messages do not alternate as they should.
    """
    try:
        return list(_turns(recorded))
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise CoeError(f"the row does not have the shape of its form: {error!r}") from error


def _turns(recorded: Recorded) -> Iterator[RecordedTurn]:
    if recorded.form is Format.TRACE:
        yield from _trace_turns(recorded.rows[0])
        return
    for row in recorded.rows:
        if recorded.form is Format.INSTRUCTION:
            texts = row["instruction"], row["input"], row["output"]
        else:
            messages = row["messages"] if "messages" in row else [*row["prompt"], *row["completion"]]
            _check_roles(messages, ["system", "user", "assistant"])
            texts = tuple(message["content"] for message in messages)
        system, state, reply = texts
        yield RecordedTurn(system, state, reply, row["turn"], True)


def _trace_turns(row: Row) -> Iterator[RecordedTurn]:
    messages, mask = row["messages"], row["mask"]
    count = (len(messages) - 1) // 2
    _check_roles(messages, ["system", *["user", "assistant"] * count])
    if len(mask) != len(messages) or any(mask[::2][:1]) or any(mask[1::2]):
        raise ValueError("the mask does not fit the messages")
    for index in range(count):
        user, assistant = messages[1 + 2 * index], messages[2 + 2 * index]
        learned = bool(mask[2 + 2 * index])
        yield RecordedTurn(messages[0]["content"], user["content"], assistant["content"], index + 1, learned)


def _check_roles(messages: list[Row], roles: list[str]) -> None:
    found = [message["role"] for message in messages]
    if found != roles:
        raise ValueError(f"roles are {found}")


def state_of(text: str, *, verdicts: bool = True) -> tuple[str, tuple[str, ...]]:
    """(statement, lines) of a rendered state.

    Args:
        verdicts: whether its lines carry verdicts (`EnvironmentConfig.shows_verdicts`).

    Raises:
        CoeError: it is no state.
    """
    first, *rest = text.split("\n")
    if not first.startswith(_STATEMENT):
        raise CoeError(f"a state begins with {_STATEMENT!r}, not {first[:40]!r}")
    found = [match[1] for match in map(_LINES[verdicts].fullmatch, rest) if match]
    return first.removeprefix(_STATEMENT), tuple(found)


def first_state(recorded: Recorded) -> tuple[str, tuple[str, ...]]:
    """(statement, lines) of the state that a demonstration starts from.

    Raises:
        CoeError: its rows have no such state.
    """
    shown = recorded.rows[0].get("feedback") != Feedback.NONE
    return state_of(turns_of(recorded)[0].state, verdicts=shown)


def settings_of(row: Row) -> EnvironmentConfig:
    """The settings of the environment that a row was made under.

    Raises:
        KeyError, TypeError, ValueError: a column is missing or does not fit.
    """
    return EnvironmentConfig(
        Feedback(row["feedback"]), row["calculator"], row["max_steps"],
        method=Method(row.get(METHOD, Method.COE)),
    )  # fmt: skip


def fault_of(recorded: Recorded) -> str | None:
    """Why the demonstration does not replay, in one sentence; None where it does."""
    try:
        return _fault(recorded)
    except CoeError as error:
        return str(error)
    except (KeyError, TypeError, ValueError) as error:
        return f"a column does not fit: {error!r}"


def _fault(recorded: Recorded) -> str | None:
    turns = turns_of(recorded)
    row = recorded.rows[-1]
    missing = row["turns"] - turns[-1].number if turns else row["turns"]
    if missing not in (0, 1):
        return "the last turn is missing"
    config = settings_of(row)
    prompt = instructions(calculator=config.calculator, method=config.method, verdicts=config.shows_verdicts)
    statement, _ = state_of(turns[0].state, verdicts=config.shows_verdicts)
    problem = Problem(statement, row["answer"])
    environment = Environment(config)
    before = 0
    for turn in turns:
        if turn.system != prompt:
            return f"turn {turn.number}: the instructions are not those of the environment"
        jumped = turn.number != before + 1 or before == 0
        if jumped:
            environment.reset(problem, state_of(turn.state, verdicts=config.shows_verdicts)[1])
        state = render_observation(environment.observation, environment.asked)
        if not _same(state, turn.state, jumped):
            return f"turn {turn.number}: the state reads otherwise"
        if environment.done:
            return f"turn {turn.number}: the episode is over before it"
        if environment.step(turn.reply).observation.error is not None and turn.learned:
            return f"turn {turn.number}: the command is refused"
        before = turn.number
    if missing and not environment.done:
        environment.step(format_edit(Exit()))
    if not environment.done:
        return "the episode is not over after the last turn"
    status = environment.status()
    return None if status is EpisodeStatus.SOLVED else f"the episode ends {status}, not solved"


def _same(replayed: str, recorded: str, jumped: bool) -> bool:
    if jumped:
        # What was wrong with a command that was left out cannot be known.
        recorded = "\n".join(row for row in recorded.split("\n") if not row.startswith(_ERROR))
    return replayed == recorded
