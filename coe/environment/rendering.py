"""The only renderer: what every agent reads, in demonstrations, training, evaluation and on the page.

A state reads

    Problem: Solve for x: 2x + 5 = 13
    L 1 [does not follow] 2x = 18
    L 2 [rests on line 1] x = 9

with `(no lines)` for an empty draft, and after the lines, only where they apply, `Error: ...` (the last
command was refused), `The answer is wrong.` (feedback `outcome`) and `Expected answer: ...` (revealed).
Each part is one line of text: a statement cannot forge verdicts. Under feedback `none` the brackets are left
out, and the instructions do not speak of verdicts.

The methods of one reply read the same, with instructions of their own and nothing where there is no draft;
where a first draft is asked for, the state ends with a line that says so.

Two forms of an episode: `state`, where each turn is a fresh conversation with the current state, and `trace`,
where the conversation grows. The messages between the roles are the same text in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from coe.environment.methods import Asked, Method
from coe.environment.observation import Observation
from coe.messages import Message
from coe.verifier.report import LineStatus, LineVerdict, Reason


class Rendering(StrEnum):
    """Form of a conversation: a fresh one each turn, or one that grows."""

    STATE = "state"
    TRACE = "trace"


_WITH_VERDICTS = """\
You mend and complete the worked solution of a mathematics problem. Its lines are numbered, one short step a \
line, and each carries a verdict in square brackets."""
_WITHOUT_VERDICTS = """\
You mend and complete the worked solution of a mathematics problem. Its lines are numbered, one short step a \
line."""
_COMMANDS = """ \
Answer with exactly one edit command and nothing else:

ADDL n >>>text          insert text as a new line n
REPL n >>>text          replace line n
DELL n                  delete line n
REPW n >>>old >>>new    replace the first occurrence of old in line n
EXIT                    stop: the solution is right and complete

Line numbers start at 1. Text is one line. The last line states the answer."""
_CALCULATOR = """
Write arithmetic in braces and it is worked out for you: REPL 1 >>>2x = {13 - 5} stores 2x = 8."""

_ATTEMPT = """\
Lines under the problem, if there are any, are an earlier attempt; each carries a verdict in brackets."""
_STEP_BY_STEP = f"""\
You solve a mathematics problem. Think step by step and write the worked solution in plain text, one short \
step a line. {_ATTEMPT} Write the whole solution anew. State the answer on the last line:

Answer: ..."""
_ANSWER_ONLY = f"""\
You answer a mathematics problem. {_ATTEMPT} Write only the answer, on one line, without any explanation:

Answer: ..."""
_FIRST_DRAFT = """\
(no lines)
Write no command this time, but a first draft of the whole solution, one short step a line."""

_EDITS = {
    (calculator, verdicts): Message(
        "system",
        (_WITH_VERDICTS if verdicts else _WITHOUT_VERDICTS) + _COMMANDS + (_CALCULATOR if calculator else ""),
    )
    for calculator in (True, False)
    for verdicts in (True, False)
}
_ONE_REPLY = {
    Method.COT: Message("system", _STEP_BY_STEP),
    Method.DIRECT: Message("system", _ANSWER_ONLY),
}


def instructions(*, calculator: bool, method: Method = Method.COE, verdicts: bool = True) -> str:
    """The system message: static, the same for every problem."""
    return _system(calculator, method, verdicts).content


def _system(calculator: bool, method: Method, verdicts: bool) -> Message:
    return _EDITS[calculator, verdicts] if method is Method.COE else _ONE_REPLY[method]


def verdict_label(verdict: LineVerdict) -> str:
    """The words between the brackets of a line."""
    status = verdict.status
    if status is LineStatus.VALID:
        return "ok"
    if status is LineStatus.INVALID:
        return verdict.reason.value
    if status is LineStatus.UNCHECKED and verdict.reason is Reason.RESTS_ON:
        return f"rests on line {verdict.rests_on}"
    return status.value


_NO_LINES = {Asked.EDIT: "(no lines)", Asked.DRAFT: _FIRST_DRAFT}


def render_observation(observation: Observation, asked: Asked = Asked.EDIT) -> str:
    """The state as text, without a newline at the end."""
    rows = ["Problem: " + " ".join(observation.statement.split())]
    for number, (line, verdict) in enumerate(
        zip(observation.lines, observation.verdicts, strict=True), start=1
    ):
        label = f" [{verdict_label(verdict)}]" if observation.shows_verdicts else ""
        rows.append(f"L {number}{label} {line}")
    if not observation.lines and asked in _NO_LINES:
        rows.append(_NO_LINES[asked])
    if observation.error is not None:
        rows.append("Error: " + " ".join(observation.error.split()))
    if observation.answer_is_right is False:
        rows.append("The answer is wrong.")
    if observation.revealed is not None:
        rows.append("Expected answer: " + " ".join(observation.revealed.split()))
    return "\n".join(rows)


def render_messages(observation: Observation, *, calculator: bool = True) -> tuple[Message, ...]:
    """The `state` form: instructions and the current state."""
    text = render_observation(observation)
    return state_messages(text, calculator=calculator, verdicts=observation.shows_verdicts)


def state_messages(
    text: str, *, calculator: bool = True, method: Method = Method.COE, verdicts: bool = True
) -> tuple[Message, ...]:
    """The `state` form of a state that is already rendered (`Turn.observation`)."""
    return (_system(calculator, method, verdicts), Message("user", text))


def trace_messages(
    observations: Sequence[str],
    replies: Sequence[str],
    *,
    calculator: bool = True,
    method: Method = Method.COE,
    verdicts: bool = True,
) -> tuple[Message, ...]:
    """The `trace` form: instructions, then states and replies in turn.

    Args:
        observations: rendered states, oldest first.
        replies: as many, or one fewer when the agent is to speak next.
        calculator: whether the instructions explain calculator spans.
        method: how the problem is solved.
        verdicts: whether the lines carry verdicts (`EnvironmentConfig.shows_verdicts`).

    Raises:
        ValueError: the lengths do not fit.
    """
    if len(observations) - len(replies) not in (0, 1):
        raise ValueError(f"{len(observations)} observations do not alternate with {len(replies)} replies")
    messages = [_system(calculator, method, verdicts)]
    for index, text in enumerate(observations):
        messages.append(Message("user", text))
        if index < len(replies):
            messages.append(Message("assistant", replies[index]))
    return tuple(messages)
