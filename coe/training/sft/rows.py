"""Examples packed into rows, and rows as what the model is given.

Which examples share a row is a function of the seed and the epoch alone, so that a run which was cut short
goes on with the rows it has not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coe._optional import require
from coe.agents.prefixes import common_length
from coe.errors import UsageError
from coe.seeding import derive_seed
from coe.training.sft.encoding import Encoded, Lesson, encode_lesson
from coe.training.sft.shared_prefix import layout_of

Batch = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Examples:
    """What is learned from, as tokens.

    Args:
        encoded: the examples.
        kind: of each, the number of the beginning that it shares with others.
        prefixes: tokens that all examples of a kind begin with; 0 where nothing is shared.
        skipped: examples left out because they do not fit the context.
    """

    encoded: Sequence[Encoded]
    kind: Sequence[int]
    prefixes: Sequence[int]
    skipped: int = 0

    def own(self, index: int) -> int:
        """Tokens of an example after what it shares."""
        return len(self.encoded[index]) - self.prefixes[self.kind[index]]

    def own_tokens(self, indices: Iterable[int]) -> int:
        """The same, of several."""
        return sum(map(self.own, indices))

    def learned_tokens(self, indices: Iterable[int]) -> int:
        """Tokens of several examples that are learned."""
        return sum(int(self.encoded[index].learned.sum()) for index in indices)


def encode_all(
    tokenizer: Any, lessons: Iterable[Lesson], context: int | None, *, skip: bool = False, share: bool = True
) -> Examples:
    """Examples of lessons; those with the same system message share what they begin with.

    Args:
        tokenizer: of the model.
        lessons: to be learned.
        context: most tokens that the model holds; None if it does not say.
        skip: leave out what does not fit the context, instead of an error.
        share: whether anything is shared.

    Raises:
        UsageError: nothing to learn from, or an example that does not fit the context.
    """
    encoded: list[Encoded] = []
    kinds: list[int] = []
    numbers: dict[str, int] = {}
    skipped = 0
    for lesson in lessons:
        item = encode_lesson(tokenizer, lesson)
        if context is not None and len(item) > context:
            if not skip:
                raise UsageError(
                    f"{lesson.place}: {len(item)} tokens, and the model holds {context}; leave such examples "
                    "out with --too-long skip, or make rows of one turn (--format chat)"
                )
            skipped += 1
            continue
        first = lesson.messages[0]
        kinds.append(numbers.setdefault(first.content if first.role == "system" else "", len(numbers)))
        encoded.append(item)
    if not encoded:
        raise UsageError(
            f"the data hold nothing to learn from{f': all {skipped} rows are too long' if skipped else ''}"
        )
    return Examples(encoded, kinds, _prefixes(encoded, kinds, share), skipped)


def _prefixes(encoded: Sequence[Encoded], kinds: Sequence[int], share: bool) -> list[int]:
    """For each kind how many tokens its examples share, at least one short of the first that is learned."""
    found: dict[int, tuple[Encoded, int]] = {}
    for item, kind in zip(encoded, kinds, strict=True):
        first, length = found.get(kind, (item, len(item)))
        length = min(length, common_length(first.ids, item.ids), int(item.learned.argmax()) - 1)
        found[kind] = first, max(0, length)
    return [found[kind][1] if share else 0 for kind in range(len(found))]


def pack(examples: Examples, row_tokens: int, epoch: int, seed: int) -> list[list[int]]:
    """The rows of an epoch: examples of one kind, at most `row_tokens` tokens unless one alone has more.

    Examples are shuffled, then rows are filled in order, then the rows are shuffled.
    """
    rng = np.random.default_rng(derive_seed("sft rows", seed, epoch))
    rows: list[list[int]] = []
    open_rows: dict[int, tuple[list[int], int]] = {}
    for index in map(int, rng.permutation(len(examples.encoded))):
        kind, own = examples.kind[index], examples.own(index)
        row, filled = open_rows.get(kind, ([], examples.prefixes[kind]))
        if row and filled + own > row_tokens:
            rows.append(row)
            row, filled = [], examples.prefixes[kind]
        open_rows[kind] = [*row, index], filled + own
    rows += [row for row, _ in open_rows.values()]
    return [sorted(rows[place], key=examples.own) for place in rng.permutation(len(rows))]


def all_rows(examples: Examples, row_tokens: int, epochs: float, seed: int) -> list[list[int]]:
    """The rows of all epochs in order; of a part of an epoch, the first rows."""
    whole = int(np.ceil(epochs))
    packed = [pack(examples, row_tokens, epoch, seed) for epoch in range(whole)]
    rest = epochs - (whole - 1)
    packed[-1] = packed[-1][: max(1, round(rest * len(packed[-1])))]
    return [row for epoch in packed for row in epoch]


def described(examples: Examples) -> str:
    """A line about examples."""
    every = range(len(examples.encoded))
    shared = " or ".join(map(str, sorted(set(examples.prefixes))))
    return (
        f"{len(examples.encoded):,} examples, {examples.own_tokens(every):,} tokens beside the {shared} that "
        f"they begin with alike, {examples.learned_tokens(every):,} learned"
        + (f"; {examples.skipped:,} too long, left out" if examples.skipped else "")
    )


def widest(rows: Iterable[Sequence[int]], examples: Examples) -> int:
    """Tokens of the longest row."""
    return max(examples.prefixes[examples.kind[row[0]]] + examples.own_tokens(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Collator:
    """Makes what the model is given out of the examples of a row.

    Args:
        examples: all of them.
        padding: a token to pad with.
        packed: whether the examples stand in one row (`coe.training.sft.shared_prefix`) or each in its own,
            padded, for models whose attention is none of ours.
    """

    examples: Examples
    padding: int
    packed: bool = True

    def __call__(self, rows: Sequence[Sequence[int]]) -> Batch:
        """The model's inputs; `labels` are the tokens to be foretold at `logits_to_keep`."""
        indices = [index for row in rows for index in row]
        return self._packed(indices) if self.packed else self._padded(indices)

    def _packed(self, indices: Sequence[int]) -> Batch:
        torch = require("torch")
        items = [self.examples.encoded[index] for index in indices]
        prefix = self.examples.prefixes[self.examples.kind[indices[0]]]
        ids = np.concatenate([items[0].ids[:prefix], *(item.ids[prefix:] for item in items)])
        learned = np.concatenate([np.zeros(prefix, bool), *(item.learned[prefix:] for item in items)])
        positions = np.concatenate([np.arange(prefix), *(np.arange(prefix, len(item)) for item in items)])
        places = np.flatnonzero(learned)
        return {
            "input_ids": torch.from_numpy(ids.astype(np.int64))[None],
            "position_ids": torch.from_numpy(positions)[None],
            # Taken as it is: the layout says what reads what.
            "attention_mask": torch.ones(1, 1, 1, 1, dtype=torch.bool),
            "layout": layout_of(prefix, [len(item) - prefix for item in items]),
            "logits_to_keep": torch.from_numpy(places - 1),
            "labels": torch.from_numpy(ids[places].astype(np.int64))[None],
        }

    def _padded(self, indices: Sequence[int]) -> Batch:
        torch = require("torch")
        items = [self.examples.encoded[index] for index in indices]
        shape = (len(items), max(map(len, items)))
        ids, mask, labels = np.full(shape, self.padding), np.zeros(shape, np.int64), np.full(shape, -100)
        for row, item in enumerate(items):
            ids[row, : len(item)], mask[row, : len(item)] = item.ids, 1
            labels[row, : len(item)][item.learned] = item.ids[item.learned]
        places = np.flatnonzero((labels != -100).any(0))
        parts = {
            "input_ids": ids,
            "attention_mask": mask,
            "logits_to_keep": places - 1,
            "labels": labels[:, places],
        }
        return {name: torch.from_numpy(np.asarray(part, np.int64)) for name, part in parts.items()}


def each(rows: Sequence[Sequence[int]]) -> Iterator[int]:
    """The examples of rows."""
    return (index for row in rows for index in row)
