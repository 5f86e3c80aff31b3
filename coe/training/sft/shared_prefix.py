"""One row for many examples that begin alike: the beginning is computed once, and every example reads it.

A row is the shared beginning (the system message, for a model that edits) and then the examples without it,
one after another. All of a layer but attention works on single tokens, so a row of any make-up is exact
there, and nothing is padded. In attention the beginning reads itself, and each example reads the beginning
and itself; positions of each example go on where the beginning ends. Losses and gradients are those of the
examples read one by one, up to rounding, because sums that the examples share are made once.

The attention of a transformers model is replaced by name (`AttentionInterface`); without a layout it is that
of `coe.agents.grouped_attention`, so that the model answers as before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coe._optional import require
from coe.agents import grouped_attention

NAME = "coe_shared_prefix"


@dataclass(frozen=True, slots=True)
class Group:
    """Examples of about equal length, which stand together in the row.

    Args:
        rows: [examples, longest], for each example the places of its tokens in the row; where an example has
            ended, the place of its first.
        back: for each token of the group its place in `rows`, flattened.
    """

    rows: Any
    back: Any


@dataclass(frozen=True, slots=True)
class Layout:
    """How a row is made up.

    Args:
        prefix: tokens of the shared beginning, 0 or more.
        groups: of the examples, in the order of the row.
    """

    prefix: int
    groups: tuple[Group, ...]

    def to(self, device: Any) -> Layout:
        """The same on a device."""
        moved = (Group(group.rows.to(device), group.back.to(device)) for group in self.groups)
        return Layout(self.prefix, tuple(moved))


def layout_of(prefix: int, lengths: Sequence[int], together: int = 8) -> Layout:
    """The layout of a row of examples that have so many tokens after the beginning.

    Args:
        prefix: tokens of the beginning.
        lengths: of the examples; sorted ones waste least.
        together: examples in a group.
    """
    torch = require("torch")
    groups = []
    start = prefix
    for first in range(0, len(lengths), together):
        sizes = torch.tensor(lengths[first : first + together])
        starts = start + torch.cumsum(sizes, 0) - sizes
        steps = torch.arange(int(sizes.max()))
        inside = steps[None, :] < sizes[:, None]
        rows = torch.where(inside, starts[:, None] + steps[None, :], starts[:, None])
        groups.append(Group(rows, inside.flatten().nonzero()[:, 0]))
        start += int(sizes.sum())
    return Layout(prefix, tuple(groups))


def attend(
    module: Any,
    query: Any,
    key: Any,
    value: Any,
    attention_mask: Any,
    *,
    dropout: float = 0.0,
    scaling: float | None = None,
    layout: Layout | None = None,
    **options: Any,
) -> tuple[Any, None]:
    """Attention of one row [1, heads, tokens, width], as transformers asks for it, the tokens first."""
    if layout is None:
        return grouped_attention.attend(
            module, query, key, value, attention_mask, dropout=dropout, scaling=scaling, **options
        )
    torch = require("torch")
    scale = query.shape[-1] ** -0.5 if scaling is None else scaling
    repeat = query.shape[1] // key.shape[1]
    if repeat > 1:
        key, value = key.repeat_interleave(repeat, 1), value.repeat_interleave(repeat, 1)
    query, key, value = query[0], key[0], value[0]  # [heads, tokens, width]
    head = [part[:, : layout.prefix] for part in (query, key, value)]
    pieces = [_read_first(head, dropout, scale).transpose(0, 1)] if layout.prefix else []
    compute = _in_parts if query.device.type == "cpu" else _fused
    flat = [part.transpose(0, 1) for part in (query, key, value)]  # [tokens, heads, width]
    for group in layout.groups:
        own = [_gathered(part, group.rows) for part in flat]
        tails = compute(own, head[1], head[2], dropout, scale)
        pieces.append(tails.transpose(1, 2).flatten(0, 1).index_select(0, group.back))
    return torch.cat(pieces)[None], None


def _gathered(part: Any, rows: Any) -> Any:
    """[tokens, heads, width] to [examples, heads, longest, width]."""
    return part.index_select(0, rows.flatten()).unflatten(0, rows.shape).transpose(1, 2)


def _read_first(head: Sequence[Any], dropout: float, scale: float) -> Any:
    """The beginning, [heads, tokens, width], reading itself."""
    functional = require("torch.nn.functional")
    parts = (part[None] for part in head)
    return functional.scaled_dot_product_attention(*parts, is_causal=True, dropout_p=dropout, scale=scale)[0]


def _fused(own: Sequence[Any], key: Any, value: Any, dropout: float, scale: float) -> Any:
    """Examples reading the beginning and themselves, by PyTorch's kernels."""
    torch = require("torch")
    count = len(own[0])
    keys, values = (
        torch.cat((first[None].expand(count, -1, -1, -1), mine), 2)
        for first, mine in zip((key, value), own[1:], strict=True)
    )
    longest, prefix = own[0].shape[2], key.shape[1]
    steps, places = (torch.arange(n, device=key.device) for n in (longest, prefix + longest))
    mask = places[None, :] <= prefix + steps[:, None]
    return require("torch.nn.functional").scaled_dot_product_attention(
        own[0], keys, values, attn_mask=mask, dropout_p=dropout, scale=scale
    )


def _in_parts(own: Sequence[Any], key: Any, value: Any, dropout: float, scale: float) -> Any:
    """The same by matrix products, the beginning in one for all examples: several times faster on a CPU,
    whose fused kernel is slow on short rows with a mask."""
    torch = require("torch")
    query, mine, values = own
    count, heads, longest, width = query.shape
    together = query.transpose(0, 1).reshape(heads, count * longest, width) * scale
    of_first = (together @ key.transpose(1, 2)).view(heads, count, longest, -1).transpose(0, 1)
    of_own = (query * scale) @ mine.transpose(2, 3)
    later = torch.ones(longest, longest, dtype=torch.bool, device=key.device).triu(1)
    of_own = of_own.masked_fill(later, float("-inf"))
    weights = torch.cat((of_first, of_own), 3).softmax(3, dtype=torch.float32).to(query.dtype)
    if dropout:
        weights = require("torch.nn.functional").dropout(weights, dropout)
    on_first, on_own = weights.split((key.shape[1], longest), 3)
    read = on_first.transpose(0, 1).reshape(heads, count * longest, -1) @ value
    return read.view(heads, count, longest, width).transpose(0, 1) + on_own @ values


def register() -> None:
    """Makes the attention known to transformers under `NAME`."""
    grouped_attention.register(NAME, attend)
