"""The replies of one batch while they are written: drawing, constraints, ends, streamed text.

The frameworks compute logits; everything that decides what a reply says is here, once for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from coe.agents.constrained import Constrainer, Constraint
from coe.agents.drawing import draw
from coe.messages import FinishReason, Reply, Sampling, Usage

Floats = NDArray[np.float32]
OnText = Callable[[str], None]


class Vocabulary:
    """What a model's tokens mean.

    Args:
        decode: text of tokens, without special ones.
        ends: tokens that end a reply.
    """

    def __init__(self, decode: Callable[[Sequence[int]], str], ends: Iterable[int]) -> None:
        self.decode = decode
        self.ends = frozenset(ends)
        self._pieces: dict[int, str] = {}

    def piece(self, token: int) -> str:
        """The text of one token by itself."""
        if token not in self._pieces:
            self._pieces[token] = self.decode([token])
        return self._pieces[token]


@dataclass(slots=True)
class _Row:
    """One reply being written."""

    prompt: Sequence[int]
    how: Sampling
    constraint: Constraint | None
    stream: np.random.Generator
    tokens: list[int] = field(default_factory=list)
    ended: bool = False
    whole: int = 0  # tokens up to the last place where the grammar let the reply end
    sent: int = 0  # characters given to on_text

    @property
    def plain(self) -> bool:
        """Whether the likeliest token is taken, whatever came before."""
        return self.constraint is None and self.how.temperature <= 0 and self.how.repetition_penalty == 1


class Replies:
    """Replies to prompts, one token a step.

    Args:
        vocabulary: of the model.
        prompts: token ids.
        sampling: how each is answered.
        constrainer: needed where a sampling has a grammar.
        on_text: called with each further piece of the first reply's text.

    Raises:
        UsageError: a grammar that cannot be used.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        prompts: Sequence[Sequence[int]],
        sampling: Sequence[Sampling],
        constrainer: Constrainer | None = None,
        on_text: OnText | None = None,
    ) -> None:
        self._vocabulary = vocabulary
        self._constrainer = constrainer
        self._on_text = on_text
        self._rows = [
            _Row(prompt, how, None, np.random.default_rng(how.seed % 2**64))
            for prompt, how in zip(prompts, sampling, strict=True)
        ]
        if constrainer is not None:
            held = [row for row in self._rows if row.how.grammar is not None]
            started = constrainer.start(
                [str(row.how.grammar) for row in held], [row.how.outline for row in held]
            )
            for row, constraint in zip(held, started, strict=True):
                row.constraint = constraint
        self.active = [index for index, row in enumerate(self._rows) if row.how.max_tokens > 0]

    def take(self, logits: Floats) -> tuple[list[int], list[int]]:
        """Draws the next token of each active reply and ends those that are over.

        Args:
            logits: [len(active), vocab], in the order of `active`. Overwritten.

        Returns:
            Which rows of `logits` go on, and their tokens; `active` is then as long.
        """
        going, tokens = self.take_drafted(logits[:, None], [()] * len(self.active))
        return going, [token for (token,) in tokens]

    def take_drafted(
        self, logits: Floats, drafts: Sequence[Sequence[int]]
    ) -> tuple[list[int], list[list[int]]]:
        """Draws tokens of each active reply for as long as they are those of its draft, and one more.

        Every token is drawn as `take` draws it, from the logits that follow those before it: the draft
        decides how many tokens come at once, never which.

        Args:
            logits: [len(active), 1 + longest draft, vocab]: what follows before and after each token of a
                draft. Overwritten.
            drafts: one an active reply.

        Returns:
            Which rows of `logits` go on, and their tokens, at least one each; `active` is then as long.
        """
        rows = [self._rows[index] for index in self.active]
        tokens: list[list[int]] = [[] for _ in rows]
        over: set[int] = set()
        drawn, step = list(range(len(rows))), 0
        while drawn:
            chosen = self._draw([rows[place] for place in drawn], logits[drawn, step])
            agreed = []
            for place, token in zip(drawn, chosen, strict=True):
                row, draft = rows[place], drafts[place]
                if not self._goes_on(row, token):
                    over.add(place)
                    continue
                tokens[place].append(token)
                if step < len(draft) and draft[step] == token:
                    agreed.append(place)
            drawn, step = agreed, step + 1
        going = [place for place in range(len(rows)) if place not in over]
        first = self.active[0] == 0
        self.active = [self.active[place] for place in going]
        if self._on_text is not None and first:
            self._show(self._on_text)
        return going, [tokens[place] for place in going]

    def _draw(self, rows: Sequence[_Row], logits: Floats) -> list[int]:
        """A token for each row."""
        if all(row.plain for row in rows):
            return [int(token) for token in logits.argmax(-1)]
        tokens = [_unheld(row, scores) for row, scores in zip(rows, logits, strict=True)]
        held = [place for place, token in enumerate(tokens) if token is None]
        if held:
            self._constrain([rows[place] for place in held], logits, held)
        return [
            draw(logits[place], row.how, chain(row.prompt, row.tokens), row.stream)
            if token is None
            else token
            for place, (row, token) in enumerate(zip(rows, tokens, strict=True))
        ]

    def _constrain(self, rows: Sequence[_Row], logits: Floats, places: Sequence[int]) -> None:
        assert self._constrainer is not None, "a constraint comes from one"
        constraints = [row.constraint for row in rows if row.constraint is not None]
        for place, mask in zip(places, self._constrainer.allowed(constraints), strict=True):
            logits[place][~mask] = -np.inf

    def _goes_on(self, row: _Row, token: int) -> bool:
        constraint = row.constraint
        if token in self._vocabulary.ends or (constraint is not None and token in constraint.ends):
            row.ended = True
            return False
        row.tokens.append(token)
        if constraint is not None:
            constraint.consume(token)
            if constraint.accepting:
                row.whole = len(row.tokens)
            row.ended = constraint.over
        row.ended = row.ended or self._stops(row)
        return not row.ended and len(row.tokens) < row.how.max_tokens

    def _stops(self, row: _Row) -> bool:
        """Whether the text holds a stop, looked for only where the last token can have brought one."""
        if not row.how.stop:
            return False
        longest = max(map(len, row.how.stop))
        if longest == 1:
            last = self._vocabulary.piece(row.tokens[-1])
            if not any(stop in last for stop in row.how.stop):
                return False
        return _cut(self._vocabulary.decode(row.tokens).lstrip(), row.how.stop) is not None

    def written(self, index: int) -> tuple[list[int], bool]:
        """The tokens of a reply, without the one that ended it; and whether it has ended before its limit."""
        row = self._rows[index]
        return row.tokens, row.ended

    def text(self, index: int) -> str:
        """The text of a reply as it stands."""
        row = self._rows[index]
        tokens = row.tokens
        out_of_tokens = not row.ended and len(row.tokens) >= row.how.max_tokens
        if out_of_tokens and row.constraint is not None and row.whole:
            tokens = tokens[: row.whole]  # out of tokens in the middle: the last whole command
        text = self._vocabulary.decode(tokens).lstrip()
        cut = _cut(text, row.how.stop)
        return (text if cut is None else text[:cut]).rstrip()

    def _show(self, on_text: OnText) -> None:
        row, shown = self._rows[0], self.text(0)
        if self.active[:1] == [0]:  # half a character decodes to U+FFFD; the rest may still come
            shown = shown.rstrip("\ufffd").rstrip()
        if len(shown) > row.sent:
            on_text(shown[row.sent :])
            row.sent = len(shown)

    def finished(self, seconds: float) -> list[Reply]:
        """The replies, in order; each is said to have taken `seconds`."""
        return [
            Reply(
                self.text(index),
                Usage(len(row.prompt), len(row.tokens), seconds),
                FinishReason.STOP if row.ended else FinishReason.LENGTH,
            )
            for index, row in enumerate(self._rows)
        ]


def _unheld(row: _Row, logits: Floats) -> int | None:
    """A token drawn among all, None where the grammar forbids it or has to come first.

    A forbidden token is drawn again, among the allowed ones. With S the probability of all of these, one of
    probability p then comes with p + (1 - S) p / S = p / S, as if only they had been there. That holds where
    nothing but the temperature is between logits and probabilities: other filters work on what the grammar
    has left.
    """
    constraint, how = row.constraint, row.how
    if constraint is None:
        return draw(logits, how, chain(row.prompt, row.tokens), row.stream)
    if how.repetition_penalty != 1 or how.top_k or how.top_p < 1 or how.min_p:
        return None
    token = draw(logits, how, (), row.stream)
    return token if constraint.allows(token) else None


def _cut(text: str, stops: Sequence[str]) -> int | None:
    """Where the first stop begins."""
    found = [place for place in (text.find(stop) for stop in stops) if place >= 0]
    return min(found, default=None)
