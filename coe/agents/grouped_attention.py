"""Attention on a CPU for models whose heads share keys and values in groups.

PyTorch's kernel for the CPU takes the heads of a group one by one, and transformers copies keys and values
for each of them where there is a mask. Here the queries of a group stand below one another, as if they were
more tokens of one head: keys and values are read once, and nothing is copied (Ainslie et al. 2023, arXiv
2305.13245).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coe._optional import require

NAME = "coe_grouped"
# Options that ask for something else than plain attention.
_OTHERS = ("position_bias", "softcap", "cache")


def group_attention(model: Any) -> bool:
    """Gives a model on a CPU this attention in the place of PyTorch's own; whether it did.

    Args:
        model: of transformers, or an export, which keeps its own attention.
    """
    can_be_set = getattr(model, "_can_set_attn_implementation", None)  # `set_attn_implementation` only warns
    if can_be_set is None or not can_be_set():
        return False
    if model.device.type != "cpu" or model.config._attn_implementation != "sdpa":
        return False
    register(NAME, attend)
    model.set_attn_implementation(NAME)
    return True


def register(name: str, function: Callable[..., tuple[Any, None]]) -> None:
    """Makes an attention known to transformers by name, with the masks of PyTorch's own."""
    transformers = require("transformers")
    masks = require("transformers.masking_utils")
    transformers.AttentionInterface.register(name, function)
    transformers.AttentionMaskInterface.register(name, masks.sdpa_mask)


def attend(
    module: Any, query: Any, key: Any, value: Any, attention_mask: Any, **options: Any
) -> tuple[Any, None]:
    """Attention [batch, tokens, heads, width], as transformers asks for it.

    Args:
        module: that asks.
        query: [batch, heads, tokens, width].
        key: [batch, groups, places, width].
        value: as `key`.
        attention_mask: [batch, 1, tokens, places]; None is causal.
        options: of transformers' own function, which computes what is not to be grouped.
    """
    batch, heads, tokens, width = query.shape
    groups = key.shape[1]
    if (
        heads == groups
        or query.device.type != "cpu"
        or any(options.get(name) is not None for name in _OTHERS)
        or (tokens > 1 if attention_mask is None else attention_mask.shape[1] != 1)
    ):
        plain = require("transformers.integrations.sdpa_attention").sdpa_attention_forward
        result: tuple[Any, None] = plain(module, query, key, value, attention_mask, **options)
        return result
    each = heads // groups
    mixed = require("torch.nn.functional").scaled_dot_product_attention(
        query.reshape(batch, groups, each * tokens, width),
        key,
        value,
        attn_mask=None if attention_mask is None else attention_mask.repeat(1, 1, each, 1),
        dropout_p=options.get("dropout", 0.0),
        scale=options.get("scaling"),
    )
    return mixed.reshape(batch, heads, tokens, -1).transpose(1, 2).contiguous(), None
