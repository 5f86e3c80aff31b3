"""Conversations to prompts, for models with a transformers tokenizer."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import Any

from coe.agents.protocol import Conversation
from coe.errors import UsageError
from coe.messages import Message


def encode(tokenizer: Any, conversation: Conversation) -> list[int]:
    """Token ids of the conversation, up to where the model is to speak.

    Through the chat template where there is one. A template that knows no system message gets it in front of
    the first user message. Without a template: the contents as plain text, a blank line between them and a
    line break at the end. The names of special tokens in a message ("<|im_end|>" in a problem, say) are
    broken up with a space: they are text, never an instruction.

    Raises:
        UsageError: the conversation is empty, or the template refuses it.
    """
    if not conversation:
        raise UsageError("a conversation cannot be empty")
    conversation = [Message(message.role, inert(tokenizer, message.content)) for message in conversation]
    if tokenizer.chat_template is None:
        text = "\n\n".join(message.content for message in conversation) + "\n"
        return list(tokenizer(text)["input_ids"])
    try:
        return _templated(tokenizer, conversation)
    except Exception as error:  # templates raise what they like
        folded = _without_system(conversation)
        if folded is not None:
            with suppress(Exception):  # the first refusal is the one that says why
                return _templated(tokenizer, folded)
        raise UsageError(f"the chat template refused the conversation: {error}") from error


def _templated(tokenizer: Any, conversation: Conversation) -> list[int]:
    messages = [{"role": message.role, "content": message.content} for message in conversation]
    encoded = tokenizer.apply_chat_template(
        messages, add_generation_prompt=True, tokenize=True, return_dict=True
    )
    return list(encoded["input_ids"])


def inert(tokenizer: Any, text: str) -> str:
    """The text with the names of special tokens broken up, so that they are read as text."""
    for name in _special_names(tokenizer):
        if name in text:
            text = text.replace(name, f"{name[:1]} {name[1:]}")
    return text


@lru_cache(maxsize=8)
def _special_names(tokenizer: Any) -> tuple[str, ...]:
    tokens = tokenizer.added_tokens_decoder.values()
    return tuple(str(token) for token in tokens if token.special and len(str(token)) > 1)


def _without_system(conversation: Conversation) -> Conversation | None:
    """The conversation with the system message inside the first user message; None without the two."""
    if len(conversation) < 2 or (conversation[0].role, conversation[1].role) != ("system", "user"):
        return None
    text = f"{conversation[0].content}\n\n{conversation[1].content}"
    return [Message("user", text), *conversation[2:]]


def only_edits(tokenizer: Any) -> bool:
    """Whether this is the tokenizer of a model that `coe train tiny` made, which knows only edits."""
    return "<edit>" in tokenizer.get_vocab()


def end_tokens(tokenizer: Any, configured: object) -> frozenset[int]:
    """Tokens that end a reply: the tokenizer's own and those the model's configuration names."""
    found = {tokenizer.eos_token_id}
    found |= set(configured) if isinstance(configured, list | tuple | set) else {configured}
    return frozenset(int(token) for token in found if token is not None)
