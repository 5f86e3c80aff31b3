"""Token ids of a conversation and which of them are learned: the one function for training and for looking.

What the model reads is encoded by `coe.agents.chat.encode`, as the agent reads it when it solves; what it
is to write is the text of the reply and the token that ends a turn. Only those are learned, and of them only
the turns whose mask says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coe.agents.chat import encode, inert
from coe.errors import UsageError
from coe.messages import Message

Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A conversation to learn from.

    Args:
        messages: in order; what is learned is among the assistant's.
        learned: for each message whether it is learned.
        place: file and row, for error messages.
    """

    messages: tuple[Message, ...]
    learned: tuple[bool, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Encoded:
    """The tokens of a lesson.

    Args:
        ids: of everything up to the last learned token.
        learned: whether each is learned: to be foretold from those before it.
    """

    ids: Ids
    learned: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)


def encode_lesson(tokenizer: Any, lesson: Lesson) -> Encoded:
    """The tokens of a lesson and which of them are learned.

    Raises:
        UsageError: nothing in it is learned, the template refuses it, or the template writes an earlier turn
            in another way once more turns follow, so that what is learned would not be what is read.
    """
    last = max((place for place, learned in enumerate(lesson.learned) if learned), default=0)
    if last == 0:
        raise UsageError(f"{lesson.place}: no message of the assistant is to be learned")
    ids: list[int] = []
    marks: list[bool] = []
    for place, message in enumerate(lesson.messages[: last + 1]):
        if message.role != "assistant":
            continue
        prompt = encode(tokenizer, lesson.messages[:place])
        if prompt[: len(ids)] != ids:
            raise UsageError(
                f"{lesson.place}: the chat template of this model writes earlier turns in another way once "
                "more follow, so a trace cannot be learned; use rows of one turn (--format chat)"
            )
        reply = reply_ids(tokenizer, message.content)
        marks += [False] * (len(prompt) - len(ids)) + [lesson.learned[place]] * len(reply)
        ids = [*prompt, *reply]
    return Encoded(np.asarray(ids, np.int32), np.asarray(marks, np.bool_))


def reply_ids(tokenizer: Any, text: str) -> list[int]:
    """What the model is to write for this reply: its text and the token that ends a turn."""
    return [*tokenizer.encode(inert(tokenizer, text), add_special_tokens=False), end_of_turn(tokenizer)]


@lru_cache(maxsize=8)
def end_of_turn(tokenizer: Any) -> int:
    """The token that the chat template writes after a reply, if it is a special one, else the tokenizer's
    end.

    Raises:
        UsageError: there is neither.
    """
    asked = [Message("user", "a")]
    if tokenizer.chat_template is not None:
        prompt = encode(tokenizer, asked)
        whole = _whole(tokenizer, asked)
        text = tokenizer.encode("b", add_special_tokens=False)
        start = len(prompt) + len(text)
        if whole[:start] == [*prompt, *text] and start < len(whole) and _is_special(tokenizer, whole[start]):
            return int(whole[start])
    if tokenizer.eos_token_id is None:
        raise UsageError("the tokenizer names no token that ends a reply (eos_token), so none can be learned")
    return int(tokenizer.eos_token_id)


def _whole(tokenizer: Any, asked: Sequence[Message]) -> list[int]:
    messages = [{"role": message.role, "content": message.content} for message in asked]
    messages.append({"role": "assistant", "content": "b"})
    return list(tokenizer.apply_chat_template(messages, tokenize=True, return_dict=True)["input_ids"])


def _is_special(tokenizer: Any, token: int) -> bool:
    return token in tokenizer.all_special_ids or bool(
        (known := tokenizer.added_tokens_decoder.get(token)) is not None and known.special
    )
