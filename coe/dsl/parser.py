"""A reply to an edit: any text at all either parses or raises `EditParseError`.

Canonical commands are read, and what models write instead: ADD, REPLACE, DELETE and DEL, any case, blank
space around the parts, a code fence around the command. Nothing else: a reply with prose or with two
commands is refused, because guessing which part was meant would hide the mistake from the model.
"""

from __future__ import annotations

import re

from coe.dsl.edits import MAX_LINE_NUMBER, AddLine, DeleteLine, Edit, Exit, ReplaceLine, ReplaceWord
from coe.dsl.text import MARK, quote, text_fault
from coe.errors import EditParseError

COMMANDS = ("ADDL", "REPL", "DELL", "REPW", "EXIT")
_ALIASES = {"ADD": "ADDL", "REPLACE": "REPL", "DELETE": "DELL", "DEL": "DELL"}

_FENCE = re.compile(r"```[A-Za-z]*[ \t]*\r?\n(.*?)\r?\n?[ \t]*```", re.DOTALL)
_WORD = re.compile(r"([A-Za-z]+)[ \t]*")
_NUMBER = re.compile(r"([1-9][0-9]*)(?![0-9])[ \t]*", re.ASCII)


def parse_edit(reply: str) -> Edit:
    """The one edit that the reply holds.

    Raises:
        EditParseError: the reply is not one edit command; says where reading stopped and what was expected.
    """
    text, start, end = _unwrap(reply)
    word = _WORD.match(text, start, end)
    name = word.group(1).upper() if word else ""
    name = _ALIASES.get(name, name)
    if word is None or name not in COMMANDS:
        raise _error(text, start, end, COMMANDS)
    if name == "EXIT":
        _expect_end(text, word.end(), end)
        return Exit()
    line, position = _line_number(text, word.end(), end)
    if name == "DELL":
        _expect_end(text, position, end)
        return DeleteLine(line)
    position = _mark(text, position, end)
    if name == "REPW":
        return _replace_word(text, line, position, end)
    body = _text(text, position, end)
    if not body:
        remedy = "" if name == "ADDL" else f" (to delete the line use DELL {line})"
        raise _error(text, end, end, ("text after >>>" + remedy,))
    return AddLine(line, body) if name == "ADDL" else ReplaceLine(line, body)


def _replace_word(text: str, line: int, position: int, end: int) -> ReplaceWord:
    middle = text.find(MARK, position, end)
    if middle < 0:
        raise _error(text, end, end, (">>> and the new text",))
    old, new = _text(text, position, middle), _text(text, middle + len(MARK), end)
    if not old:
        raise _error(text, position, end, ("the text to replace",))
    return ReplaceWord(line, old, new)


def _unwrap(reply: str) -> tuple[str, int, int]:
    """The reply, and where in it the command starts and ends."""
    stripped = reply.strip()
    start = reply.find(stripped)
    end = start + len(stripped)
    fence = _FENCE.fullmatch(reply, start, end) if stripped.startswith("```") else None
    if fence is not None:
        inner = fence.group(1).strip()
        start = reply.find(inner, fence.start(1))
        end = start + len(inner)
    return reply, start, end


def _line_number(text: str, position: int, end: int) -> tuple[int, int]:
    found = _NUMBER.match(text, position, end)
    if found is None or len(found.group(1)) > len(str(MAX_LINE_NUMBER)):
        raise _error(text, position, end, ("a line number from 1",))
    return int(found.group(1)), found.end()


def _mark(text: str, position: int, end: int) -> int:
    if not text.startswith(MARK, position, end):
        raise _error(text, position, end, (MARK,))
    return position + len(MARK)


def _text(text: str, position: int, end: int) -> str:
    """The text between two places, without the blank space around it."""
    body = text[position:end]
    fault = text_fault(body.strip())
    if fault is not None:
        place = position + len(body) - len(body.lstrip()) + fault[0]
        broken = fault[1] == "a line break"
        wanted = "the end of the command (one command a reply)" if broken else "text on one line"
        raise _error(text, place, end, (wanted,), fault[1])
    return body.strip()


def _expect_end(text: str, position: int, end: int) -> None:
    if position < end:
        raise _error(text, position, end, ("the end of the command",))


def _error(
    text: str, position: int, end: int, expected: tuple[str, ...], found: str | None = None
) -> EditParseError:
    before = text[:position]
    line, column = before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
    rest = text[position:end].split("\n", 1)[0]
    seen = found or (quote(rest) if rest else "a line break" if position < end else "the end of the reply")
    wanted = expected[0] if len(expected) == 1 else ", ".join(expected[:-1]) + " or " + expected[-1]
    message = f"line {line}, column {column} of the command: found {seen}, expected {wanted}"
    return EditParseError(message, line=line, column=column, expected=expected)
