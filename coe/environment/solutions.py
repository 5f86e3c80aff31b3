"""Replies that hold a solution instead of a command: text of models to lines of a draft.

Only what is no mathematics is taken off: thoughts before a closing `</think>`, fences, bullets, numbers as in
our own states, bold face. What a line means is for the verifier to read.
"""

from __future__ import annotations

import re

from coe.dsl.text import MARK, text_fault
from coe.environment.config import EnvironmentConfig
from coe.environment.methods import Asked
from coe.errors import CalculatorError
from coe.verifier import fill_spans, verify

_THOUGHT = "</think>"
_FENCE = re.compile(r"(?:```|~~~)\w*$")
_STATE_NUMBER = re.compile(r"L \d+ (?:\[[a-z][a-z 0-9]*\] )?(?=\S)")
_BULLET = re.compile(r"(?:[*•]\s+|[-–]\s+(?=[^\W\d_]{2}|[*$\\]))")
_BOLD = re.compile(r"(?<![\w)*])\*\*(?=[^\s*])([^*]+)(?<=\S)\*\*(?![\w*])")


def read_solution(
    reply: str, asked: Asked, statement: str, config: EnvironmentConfig
) -> tuple[tuple[str, ...], str | None]:
    """The lines of a reply, and what did not fit, None if all did.

    The limits of the settings and calculator spans are for drafts that edits go on with; a solution that is
    only judged keeps every line as it was written. A span that does not evaluate stays as it is.

    Args:
        reply: anything.
        asked: no EDIT. Of an ANSWER the first line counts, and is marked as the answer if it does not say so.
        statement: the problem.
        config: the environment's settings.
    """
    lines = _lines(reply)
    if not lines:
        return (), "the reply holds no line; expected one short step a line"
    if asked is Asked.ANSWER:
        return (_as_answer(statement, lines[0]),), None
    if asked is Asked.DRAFT:
        return _within(lines, config)
    return tuple(lines), None


def _lines(reply: str) -> list[str]:
    text = reply.rpartition(_THOUGHT)[2]
    stripped = (_without_marks(line) for line in text.splitlines())
    return [line for line in stripped if line]


def _without_marks(line: str) -> str:
    line = line.replace(MARK, " ").strip()
    while (fault := text_fault(line)) is not None:
        line = (line[: fault[0]] + line[fault[0] + 1 :]).strip()
    if _FENCE.fullmatch(line):
        return ""
    for mark in (_STATE_NUMBER, _BULLET):
        found = mark.match(line)
        line = line[found.end() :] if found else line
    return _BOLD.sub(r"\1", line).strip()


def _as_answer(statement: str, line: str) -> str:
    stated = verify(statement, (line,)).answer_text is not None
    return line if stated else f"Answer: {line}"


def _within(lines: list[str], config: EnvironmentConfig) -> tuple[tuple[str, ...], str | None]:
    """The lines that a draft may have, spans filled."""
    filled = [_filled(line) if config.calculator else line for line in lines]
    short = [line for line in filled if len(line) <= config.max_line_length]
    kept = tuple(short[: config.max_lines])
    if len(kept) == len(lines):
        return kept, None
    return kept, (
        f"{len(lines) - len(kept)} of {len(lines)} lines were left out; expected at most {config.max_lines} "
        f"lines of at most {config.max_line_length} characters"
    )


def _filled(line: str) -> str:
    try:
        return fill_spans(line).strip()
    except CalculatorError:
        return line
