"""Rows of demonstrations as conversations to learn from.

The four shapes of `coe.demonstrations.formats`, told by their columns. Only the columns with text are
needed: rows of other origin need no task, family or verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from coe.demonstrations.formats import Row
from coe.demonstrations.rows import files_of, numbered_rows
from coe.environment import Method
from coe.errors import ProblemError
from coe.messages import Message
from coe.tasks.catalogue import FAMILIES
from coe.training.sft.encoding import Lesson

_WANTED = "messages, or prompt and completion, or instruction and output"


def read_lessons(sources: Iterable[Path], split: str = "train", *, named: bool = False) -> Iterator[Lesson]:
    """What is to be learned from files and folders; rows that name another split are passed over.

    Args:
        sources: files and folders.
        split: of the rows.
        named: pass over rows that name no split, too.

    Raises:
        UsageError: there is no such file or folder.
        ProblemError: a row cannot be read, or lacks columns; the message says which.
    """
    for source in sources:
        for path in files_of(source):
            for number, row in numbered_rows(path):
                if (row.get("split") or ("" if named else split)) == split:
                    yield lesson_of(row, f"{path}:{number}")


def taught_in(sources: Iterable[Path]) -> tuple[tuple[str, ...], tuple[Method, ...]]:
    """The task families that rows to learn from name, as far as there are such families, and the methods that
    they show (edits, where a row names none), both in the order in which they come.

    Raises:
        UsageError: there is no such file or folder.
        ProblemError: a row cannot be read, or names a method that is none.
    """
    families: dict[str, None] = {}
    methods: dict[Method, None] = {}
    for source in sources:
        for path in files_of(source):
            for number, row in numbered_rows(path):
                if row.get("split", "train") != "train":
                    continue
                if isinstance(name := row.get("family"), str):
                    families.setdefault(name)
                methods.setdefault(_method_of(row, f"{path}:{number}"))
    return tuple(name for name in families if name in FAMILIES), tuple(methods)


def _method_of(row: Row, place: str) -> Method:
    name = row.get("method") or Method.COE
    try:
        return Method(name)
    except ValueError:
        raise ProblemError(f"{place}: method is one of {', '.join(Method)}, not {str(name)[:80]!r}") from None


def lesson_of(row: Row, place: str) -> Lesson:
    """The conversation of a row, and which of its messages are learned.

    Raises:
        ProblemError: columns are missing, or hold something else.
    """
    if "messages" in row:
        messages = _messages(row["messages"], f"{place}: messages")
        learned = _mask(row.get("mask"), messages, place)
    elif "prompt" in row and "completion" in row:
        asked = _messages(row["prompt"], f"{place}: prompt")
        messages = (*asked, *_messages(row["completion"], f"{place}: completion"))
        learned = tuple(
            index >= len(asked) and message.role == "assistant" for index, message in enumerate(messages)
        )
    elif "instruction" in row and "output" in row:
        texts = (row["instruction"], row.get("input") or "", row["output"])
        if not all(isinstance(text, str) and _encodes(text) for text in texts):
            raise ProblemError(f"{place}: instruction, input and output are texts")
        system, user, output = texts
        asked = (Message("system", system), Message("user", user)) if user else (Message("user", system),)
        messages = (*asked, Message("assistant", output))
        learned = (*(False for _ in asked), True)
    else:
        raise ProblemError(
            f"{place}: no row to learn from: it has the columns {', '.join(sorted(row)) or '(none)'}; "
            f"wanted are {_WANTED}"
        )
    if not any(learned):
        raise ProblemError(f"{place}: no message of the assistant is to be learned")
    return Lesson(messages, learned, place)


def _messages(value: Any, place: str) -> tuple[Message, ...]:
    if isinstance(value, str):
        raise ProblemError(f"{place}: a list of messages is wanted, not a text")
    if not isinstance(value, Sequence) or not value:
        raise ProblemError(f"{place}: a list of messages is wanted")
    return tuple(_message(item, place) for item in value)


def _message(item: Any, place: str) -> Message:
    role = item.get("role") if isinstance(item, Mapping) else None
    content = item.get("content") if isinstance(item, Mapping) else None
    if role not in ("system", "user", "assistant") or not (isinstance(content, str) and _encodes(content)):
        raise ProblemError(
            f"{place}: a message has a role (system, user or assistant) and a text as content, "
            f"not {str(item)[:80]!r}"
        )
    return Message(role, content)


def _encodes(text: str) -> bool:
    """Whether a tokenizer takes it: JSON can hold halves of surrogate pairs, which none does."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _mask(mask: Any, messages: Sequence[Message], place: str) -> tuple[bool, ...]:
    of_assistant = tuple(message.role == "assistant" for message in messages)
    if mask is None:
        return of_assistant
    if not isinstance(mask, Sequence) or len(mask) != len(messages) or any(one not in (0, 1) for one in mask):
        raise ProblemError(f"{place}: mask has one 0 or 1 for each of the {len(messages)} messages")
    wrong = [index for index, one in enumerate(mask) if one and not of_assistant[index]]
    if wrong:
        raise ProblemError(
            f"{place}: mask: message {wrong[0] + 1} is not the assistant's, so not to be learned"
        )
    return tuple(map(bool, mask))
