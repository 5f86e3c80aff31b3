"""Linear layers in bfloat16 on a CPU, their weights laid out once as oneDNN's kernels want them.

PyTorch hands oneDNN plain weights, which are rearranged at every call; for few rows that takes as long as the
product. The operators are those that `torch.compile` puts into frozen models for the CPU; they are no public
interface, so they are tried on the first layer, and where they are missing or differ nothing is changed.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from coe._optional import require

# Rows that the layout is chosen for; it serves fewer and more.
_ROWS = 16


def pack_linears(model: Any) -> int:
    """Replaces the linear layers of a model that is only to answer; how many were replaced.

    The weights of a replaced layer are kept in the other layout only, but for those that are used elsewhere
    too: a head that is tied to the embeddings, from which single rows are read, takes its memory twice.
    """
    torch = require("torch")
    found = [
        (parent, name, child)
        for parent in model.modules()
        for name, child in parent.named_children()
        if type(child) is torch.nn.Linear
        and child.weight.dtype == torch.bfloat16
        and child.weight.device.type == "cpu"
    ]
    if not found or not _works(torch, found[0][2]):
        return 0
    kind = _packed_linear()
    for parent, name, child in found:
        setattr(parent, name, kind(child))
    return len(found)


def _works(torch: Any, linear: Any) -> bool:
    rows = torch.linspace(-1, 1, 3 * linear.in_features).reshape(1, 3, -1).to(linear.weight.dtype)
    try:
        with torch.inference_mode():
            packed, plain = _packed_linear()(linear)(rows), linear(rows)
    except (AttributeError, RuntimeError, TypeError):  # no such operator, not for this CPU, another signature
        return False
    return bool(
        torch.allclose(packed.float(), plain.float(), rtol=0.05, atol=0.02 * plain.abs().max().item())
    )


@cache
def _packed_linear() -> Any:
    torch = require("torch")

    class PackedLinear(torch.nn.Module):  # type: ignore[misc, name-defined]
        """A linear layer whose weight is in oneDNN's layout."""

        def __init__(self, linear: Any) -> None:
            super().__init__()
            self.in_features, self.out_features = linear.in_features, linear.out_features
            self.bias = linear.bias
            self._packed = torch.ops.mkldnn._reorder_linear_weight(linear.weight.detach(), _ROWS)

        def forward(self, rows: Any) -> Any:
            return torch.ops.mkldnn._linear_pointwise(rows, self._packed, self.bias, "none", [], "")

    return PackedLinear
