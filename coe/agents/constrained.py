"""Replies that keep to a grammar while they are drawn, through llguidance.

At each step llguidance says which tokens can follow, whatever the tokenizer; every other token is out. The
grammar comes with the request (`Sampling.grammar`): agents know nothing of the edit language. What many
grammars share (`Sampling.outline`) is compiled once, and a token that was drawn among all is kept where it
happens to be allowed, so that most steps ask about one token only.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coe._optional import require
from coe.errors import UsageError
from coe.messages import Outline

Bits = NDArray[np.int32]

_KEPT = 256  # compiled grammars: each is a few hundred kilobytes


class Constraint:
    """Where one reply stands in its grammar.

    Args:
        matcher: of llguidance.
        ends: tokens that end the reply where the grammar lets it end.
        rest: of an outline that has openings: from the tokens so far whether these may yet become one, and,
            where they are one, the matcher of the grammar itself that goes on with them.
    """

    def __init__(
        self,
        matcher: Any,
        ends: frozenset[int],
        rest: Callable[[Sequence[int]], tuple[bool, Any | None]] | None = None,
    ) -> None:
        self.matcher = matcher
        self.ends = ends
        self._rest = rest
        self._tokens: list[int] = []

    def consume(self, token: int) -> None:
        """The reply goes on with a token that was allowed."""
        if not self.matcher.consume_token(token):
            raise RuntimeError(f"token {token} does not keep to the grammar: {self.matcher.get_error()}")
        if self._rest is not None:
            self._tokens.append(token)
            undecided, matcher = self._rest(self._tokens)
            self._rest = self._rest if undecided else None
            self.matcher = matcher or self.matcher

    def allows(self, token: int) -> bool:
        """Whether the token may follow, or end the reply: much cheaper than to ask about all."""
        if token in self.ends and self.accepting:
            return True
        forced = self.matcher.compute_ff_tokens()  # where one text must follow, only its usual tokens may
        return token == forced[0] if forced else bool(self.matcher.validate_tokens([token]))

    @property
    def accepting(self) -> bool:
        """Whether the reply may end here."""
        return bool(self.matcher.is_accepting())

    @property
    def over(self) -> bool:
        """Whether nothing but the end can follow."""
        return bool(self.matcher.is_stopped())


class Constrainer:
    """Grammars over the tokens of one model.

    Args:
        tokenizer: the JSON of a tokenizer of the tokenizers library.
        vocabulary: number of logits of the model.
        ends: tokens that end a reply.

    Several threads may ask at once.

    Raises:
        UsageError: llguidance cannot read the tokenizer.
        MissingDependencyError: llguidance is not installed.
    """

    def __init__(self, tokenizer: str, vocabulary: int, ends: Iterable[int]) -> None:
        self._guidance = require("llguidance")
        self._numpy = require("llguidance.numpy")
        self._vocabulary = vocabulary
        try:
            self._tokens = self._guidance.LLTokenizer(tokenizer, n_vocab=vocabulary, eos_token=sorted(ends))
        except Exception as error:  # ValueError and what the Rust side raises
            raise UsageError(
                f"this tokenizer cannot be constrained ({error}); use --constrained off"
            ) from error
        self._executor = self._guidance.LLExecutor()
        self._compiled: OrderedDict[str, Any] = OrderedDict()
        self._lock = Lock()
        self._ends = frozenset({*ends, *self._line_breaks()})
        self._end_bits = self._bits(self._ends)

    def _line_breaks(self) -> Iterable[int]:
        # A model that was not taught to end with a special token ends its line with a line break.
        for token in range(self._vocabulary):
            text = self._tokens.decode_bytes([token])
            if text[:1] in (b"\n", b"\r") and not text.strip():
                yield token

    def _bits(self, tokens: Iterable[int]) -> Bits:
        words = (self._vocabulary + 31) // 32
        bits = np.zeros(32 * words, np.uint8)
        bits[[token for token in tokens if token < self._vocabulary]] = 1
        return np.packbits(bits, bitorder="little").view(np.int32)

    def start(
        self, grammars: Sequence[str], outlines: Sequence[Outline | None] | None = None
    ) -> list[Constraint]:
        """A constraint at its start for each grammar.

        Args:
            grammars: Lark texts.
            outlines: of the grammars. One that has an outline is compiled only where a reply needs it.

        Raises:
            UsageError: a text that is no grammar.
        """
        shared = outlines or [None] * len(grammars)
        texts = [
            text if outline is None else outline.text for text, outline in zip(grammars, shared, strict=True)
        ]
        with self._lock:
            matchers = self._matchers(texts)
        return [
            Constraint(
                matcher,
                self._ends,
                None if outline is None or not outline.openings else partial(self._rest, grammar, outline),
            )
            for grammar, outline, matcher in zip(grammars, shared, matchers, strict=True)
        ]

    def _matchers(self, texts: Sequence[str]) -> list[Any]:
        """One at its start for each grammar; those that are not there yet are compiled at once."""
        absent = list(dict.fromkeys(text for text in texts if text not in self._compiled))
        if len(absent) > 1:  # llguidance compiles outside the interpreter's lock
            with ThreadPoolExecutor(min(len(absent), os.cpu_count() or 1)) as pool:
                self._compiled.update(zip(absent, pool.map(self._compile, absent), strict=True))
        elif absent:
            self._compiled[absent[0]] = self._compile(absent[0])
        matchers = [self._compiled[text].deep_copy() for text in texts]
        self._used(texts)
        return matchers

    def _used(self, texts: Iterable[str]) -> None:
        for text in texts:
            self._compiled.move_to_end(text)
        while len(self._compiled) > _KEPT:
            self._compiled.popitem(last=False)

    def _rest(self, grammar: str, outline: Outline, tokens: Sequence[int]) -> tuple[bool, Any | None]:
        """As `Constraint` needs it."""
        written = self._tokens.decode_bytes(list(tokens))
        openings = [opening.encode() for opening in outline.openings]
        if written not in openings:
            return any(opening.startswith(written) for opening in openings), None
        with self._lock:
            (matcher,) = self._matchers([grammar])
        if not matcher.consume_tokens(list(tokens)):
            raise RuntimeError(f"the grammar does not begin as its outline does: {matcher.get_error()}")
        return False, matcher

    def _compile(self, text: str) -> Any:
        matcher = self._guidance.LLMatcher(
            self._tokens, self._guidance.LLMatcher.grammar_from_lark(text), log_level=0
        )
        if matcher.is_error():
            raise UsageError(f"the grammar cannot be used: {matcher.get_error()}")
        return matcher

    def allowed(self, constraints: Sequence[Constraint]) -> NDArray[np.bool_]:
        """[len(constraints), vocabulary]: which tokens may follow, those that end the reply included."""
        bits = np.zeros((len(constraints), len(self._end_bits)), np.int32)
        if len(constraints) == 1:
            self._numpy.fill_next_token_bitmask(constraints[0].matcher, bits)
        else:
            rows = [(constraint.matcher, row) for row, constraint in enumerate(constraints)]
            self._numpy.fill_next_token_bitmask_par(self._executor, rows, bits)
        for row, constraint in enumerate(constraints):
            if constraint.accepting:
                bits[row] |= self._end_bits
        unpacked = np.unpackbits(bits.view(np.uint8), axis=1, count=self._vocabulary, bitorder="little")
        return unpacked.view(np.bool_)
