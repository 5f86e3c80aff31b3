"""The built-in model's tokenizer: byte-level BPE that knows the edit language.

Promises: any text round-trips; digits are single tokens, never merged with spaces or letters (unless
`numbers="whole"` asks for one token for each number of up to three digits); line numbers, verdict labels and
edit verbs are single tokens; `tokenizers` alone and transformers' AutoTokenizer read the folder and give the
same ids, chat template included. The system message is dropped: this model knows only one task.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from coe.errors import UsageError

PAD, BOS, EOS, EDIT = "<pad>", "<bos>", "<eos>", "<edit>"
SPECIAL = (PAD, BOS, EOS, EDIT)
NUMBERED_LINES = 20

_LABELS = (
    *("ok", "false statement", "does not follow", "loses solutions", "adds solutions", "wrong answer"),
    *("unchecked", "timeout"),
)
WHOLE = (
    "Problem: ",
    *(f" [{label}] " for label in _LABELS),
    *(" [rests on line ", "] ", "\n(no lines)", "\nError: ", "\nThe answer is wrong.", "\nExpected answer: "),
    *(f"\nL {number}" for number in range(1, NUMBERED_LINES + 1)),
    *("REPL ", "ADDL ", "DELL ", "REPW ", "EXIT", " >>>"),
)

# Digits stand alone; operators and closing punctuation take the spaces around them; words take the space
# before them; every bracket is its own token, so that a span or a term is copied symbol by symbol.
_PIECES = r"\n|\d| ?\p{L}+| ?[=+\-*/<>≤≥≠×÷·] ?| ?[({\[$]|[)}\]^%°√]|[,;:.?!] ?| +|[^\s\p{L}\d]|\s+"

CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{% if message['role'] == 'user' %}{{ '<bos>' + message['content'] + '<edit>' }}"
    "{% elif message['role'] == 'assistant' %}{{ message['content'] + '<eos>' }}{% endif %}"
    "{% endfor %}"
)


def build_tokenizer(
    texts: Iterable[str], *, vocab_size: int = 768, numbers: Literal["digits", "whole"] = "digits"
) -> Tokenizer:
    """A tokenizer whose merges are learned from `texts`; `vocab_size` counts every token."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PIECES), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    added = [AddedToken(text, normalized=False, special=False) for text in WHOLE]
    if numbers == "whole":
        added += [AddedToken(str(number), normalized=False, special=False) for number in range(10, 1000)]
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size - len(added),
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        min_frequency=2,
        show_progress=False,
    )
    tokenizer.train_from_iterator(_without_whole(texts), trainer)
    tokenizer.add_tokens(added)
    return tokenizer


def _without_whole(texts: Iterable[str]) -> Iterable[str]:
    """The texts without the pieces that become tokens anyway, so that no merge is spent on them."""
    for text in texts:
        for piece in sorted(WHOLE, key=len, reverse=True):
            text = text.replace(piece, "\n")
        yield text


def save_tokenizer(tokenizer: Tokenizer, folder: Path, *, context: int = 512) -> None:
    """Writes tokenizer.json, tokenizer_config.json and chat_template.jinja."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": BOS,
        "eos_token": EOS,
        "pad_token": PAD,
        "additional_special_tokens": [EDIT],
        "clean_up_tokenization_spaces": False,
        "model_max_length": context,
        "chat_template": CHAT_TEMPLATE,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


class Codec:
    """Texts to the ids of one training example, exactly as the chat template lays them out."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        tokenizer.encode_special_tokens = True  # "<eos>" inside a text is text
        self.pad, self.bos, self.eos, self.edit = (self._special(text) for text in SPECIAL)

    def _special(self, text: str) -> int:
        number = self._tokenizer.token_to_id(text)
        if number is None:
            raise UsageError(f"the tokenizer is not of the built-in model: it lacks {text}")
        return number

    def encode_many(self, texts: list[str]) -> list[list[int]]:
        """Ids of each text, without special tokens."""
        return [
            encoding.ids for encoding in self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        ]

    def prompts(self, texts: list[str]) -> list[list[int]]:
        return [[self.bos, *ids, self.edit] for ids in self.encode_many(texts)]

    def completions(self, texts: list[str]) -> list[list[int]]:
        return [[*ids, self.eos] for ids in self.encode_many(texts)]
