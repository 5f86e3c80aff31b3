"""Guesses how a text goes on from where its last tokens stood before (prompt lookup decoding).

A command copies much from the state it mends, and derivations repeat each other. A model checks a whole guess
in one pass, for little more than the price of one token, and keeps what it would have said itself: the text
stays the same, only its speed depends on the guesses (Leviathan et al. 2022, arXiv 2211.17192, with runs of
tokens in the place of the small model).
"""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST = 5
_KEPT = 50_000

Runs = dict[tuple[int, ...], int]


class Lookup:
    """What came after runs of tokens in earlier replies."""

    def __init__(self) -> None:
        self.earlier: Runs = {}

    def remember(self, reply: Sequence[int]) -> None:
        """A reply that was said, the token before it first."""
        if len(self.earlier) > _KEPT:
            self.earlier = {}
        _note(reply, self.earlier, 1)

    def text(self, prompt: Sequence[int]) -> GuessedText:
        """A text that begins with the prompt."""
        return GuessedText(prompt, self)


class GuessedText:
    """A text that grows, and guesses how.

    Args:
        prompt: its first tokens.
        lookup: asked where the text itself does not help.
    """

    def __init__(self, prompt: Sequence[int], lookup: Lookup) -> None:
        self.tokens = list(prompt)
        self._lookup = lookup
        self._runs: Runs = {}
        self._noted = 1

    def guess(self, most: int) -> list[int]:
        """At most `most` tokens that may come next."""
        if most < 1:
            return []
        _note(self.tokens, self._runs, self._noted)
        self._noted = len(self.tokens)
        last = self.tokens[-_LONGEST:]
        guess: list[int] = []
        while len(guess) < most and (token := self._next(last)) is not None:
            guess.append(token)
            last = [*last[-_LONGEST + 1 :], token]
        return guess

    def _next(self, last: Sequence[int]) -> int | None:
        for length in range(len(last), 0, -1):
            key = tuple(last[-length:])
            token = self._runs.get(key)
            if token is None and length > 1:
                token = self._lookup.earlier.get(key)
            if token is not None:
                return token
        return None


def _note(tokens: Sequence[int], runs: Runs, start: int) -> None:
    """Adds what came after each short run, from the token `start` on; later places replace earlier ones."""
    for place in range(start, len(tokens)):
        for length in range(1, min(_LONGEST, place) + 1):
            runs[tuple(tokens[place - length : place])] = tokens[place]
