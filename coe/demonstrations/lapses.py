"""Wrong commands that push an episode off the good path, so that the expert shows how to get back.

They are what untrained models do: a wrong line, the right line in the wrong place, a needless deletion, a
command that does not parse and one that does not fit. None of them is to be learned.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from coe.corruptions import FULL, load_corruption
from coe.corruptions.sheet import Sheet, Step
from coe.dsl import AddLine, DeleteLine, Edit, ReplaceLine, format_edit
from coe.errors import CalculatorError
from coe.problem import Problem

MOST_IN_A_ROW = 3
_TRIES = 6
_NUMBER = re.compile(r"\d+")
_SLIPS = tuple(
    name for name in FULL
    if name in {
        "introduce_typo", "sign_flip", "arithmetic_slip", "wrong_operation", "forgotten_term", "swap_operand",
        "decimal_point", "table_slip", "operation_confused", "lost_minus", "misread_number", "one_side_only",
    }
)  # fmt: skip


def lapse(problem: Problem, lines: Sequence[str], right: Edit, calculator: bool, rng: Random) -> str:
    """A wrong command for this state.

    Args:
        problem: with a worked solution.
        lines: the draft.
        right: the expert's edit here.
        calculator: whether texts hold calculator spans.
        rng: local random stream.
    """
    kinds: list[Callable[..., str | None]] = [
        _wrong_text,
        _wrong_text,
        _wrong_place,
        _needless,
        _unread,
        _unfit,
    ]
    for _ in range(_TRIES):
        reply = rng.choice(kinds)(problem, lines, right, calculator, rng)
        if reply is not None and reply != format_edit(right):
            return reply
    return f"DELL {len(lines) + 1}"


def _text_of(right: Edit, problem: Problem) -> str:
    if isinstance(right, AddLine | ReplaceLine):
        return right.text
    return problem.solution[-1]


def _wrong_text(
    problem: Problem, lines: Sequence[str], right: Edit, calculator: bool, rng: Random
) -> str | None:
    """The right command with a slip in its text."""
    if not isinstance(right, AddLine | ReplaceLine):
        return None
    try:
        sheet = Sheet(problem.statement, (Step.of(right.text),))
        wrong = load_corruption(rng.choice(_SLIPS)).apply(sheet, 0, rng)
    except CalculatorError:
        return None
    if wrong is None:
        return None
    step = wrong.steps[0]
    return format_edit(type(right)(right.line, step.derivation if calculator else step.text))


def _wrong_place(
    problem: Problem, lines: Sequence[str], right: Edit, calculator: bool, rng: Random
) -> str | None:
    """The right text in another place: over a line that was good, or before it."""
    if not lines or not isinstance(right, AddLine | ReplaceLine):
        return None
    number = rng.randint(1, len(lines))
    if number == right.line:
        return None
    return format_edit((ReplaceLine if rng.random() < 0.5 else AddLine)(number, right.text))


def _needless(
    problem: Problem, lines: Sequence[str], right: Edit, calculator: bool, rng: Random
) -> str | None:
    """A line deleted that the expert would keep for the time being."""
    if not lines:
        return None
    return format_edit(DeleteLine(rng.randint(1, len(lines))))


def _unread(problem: Problem, lines: Sequence[str], right: Edit, calculator: bool, rng: Random) -> str:
    """No command at all, or one that is written wrongly."""
    text, number = _text_of(right, problem), rng.randint(1, len(lines) + 1)
    return rng.choice(
        (
            f"REPL {number} {text}",
            f"ADDL >>>{text}",
            f"REPL {number} >>>",
            f"EDIT {number} >>>{text}",
            f"L {number} {text}",
            f"REPW {number} >>>{text}",
            f"DELL {number} >>>{text}",
            f"DELL line {number}",
            f"Line {number} is wrong.",
            f"The next line should be {text}",
            "DELL",
            text,
        )
    )


def _unfit(problem: Problem, lines: Sequence[str], right: Edit, calculator: bool, rng: Random) -> str | None:
    """A command for a line or a piece that is not there, or with a calculation that has no value."""
    text, beyond = _text_of(right, problem), len(lines) + rng.randint(2, 4)
    forms = [f"ADDL {beyond} >>>{text}", f"REPL {beyond} >>>{text}", f"DELL {beyond}"]
    if lines:
        number = rng.randint(1, len(lines))
        missing = str(rng.randint(2, 999))
        if missing not in lines[number - 1]:
            forms.append(f"REPW {number} >>>{missing} >>>{rng.randint(2, 999)}")
    numbers = _NUMBER.findall(text)
    if calculator and numbers:
        forms.append(f"ADDL {len(lines) + 1} >>>{{{numbers[0]} / 0}}")
    return rng.choice(forms)
