"""Linear layers in bfloat16 on a CPU, their weights laid out once as oneDNN's kernels want them.

PyTorch hands oneDNN plain weights, which are rearranged at every call; for few rows that takes as long as the
product. The operators are those that `torch.compile` puts into frozen models for the CPU; they are no public
interface, so they are tried on the first layer, and where they are missing or differ nothing is changed.

Layers that read the same rows (queries, keys and values; gate and up) are one product: for one row, starting
a product takes as long as half of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from coe._optional import require

# Rows that the layout is chosen for; it serves fewer and more.
_ROWS = 16
# Names, within a module of transformers, of layers that are asked one after another with the same rows.
_TOGETHER = (("q_proj", "k_proj", "v_proj"), ("gate_proj", "up_proj"))


def pack_linears(model: Any) -> int:
    """Replaces the linear layers of a model that is only to answer; how many were replaced.

    The weights of a replaced layer are kept in the other layout only, but for those that are used elsewhere
    too: a head that is tied to the embeddings, from which single rows are read, takes its memory twice.
    """
    torch = require("torch")
    replaced = 0
    works: bool | None = None
    for parent in list(model.modules()):
        for names in _groups(torch, parent):
            linears = [getattr(parent, name) for name in names]
            if works is None:
                works = _works(torch, linears[0])
            if not works:
                return 0
            product = _Product(torch, linears)
            for number, name in enumerate(names):
                setattr(parent, name, _packed_linear()(product, number))
            replaced += len(names)
    return replaced


def _groups(torch: Any, parent: Any) -> Iterator[Sequence[str]]:
    """Names of the layers of a module that can be replaced, those that are one product together."""
    fit = {
        name: child
        for name, child in parent.named_children()
        if type(child) is torch.nn.Linear
        and child.weight.dtype == torch.bfloat16
        and child.weight.device.type == "cpu"
    }
    for names in _TOGETHER:
        same = {(fit[name].in_features, fit[name].bias is None) for name in names if name in fit}
        if all(name in fit for name in names) and len(same) == 1:
            yield names
            for name in names:
                del fit[name]
    yield from ((name,) for name in fit)


def _works(torch: Any, linear: Any) -> bool:
    rows = torch.linspace(-1, 1, 3 * linear.in_features).reshape(1, 3, -1).to(linear.weight.dtype)
    try:
        with torch.inference_mode():
            packed, plain = _packed_linear()(_Product(torch, [linear]), 0)(rows), linear(rows)
    except (AttributeError, RuntimeError, TypeError):  # no such operator, not for this CPU, another signature
        return False
    return bool(
        torch.allclose(packed.float(), plain.float(), rtol=0.05, atol=0.02 * plain.abs().max().item())
    )


class _Product:
    """The product of rows and the weights of one layer or several.

    What the first layer computes for all stays until the last has asked. It is found again by the rows
    themselves, which are held meanwhile: whoever asks in another order, or in another thread between two
    layers, gets the right product and pays for it.
    """

    def __init__(self, torch: Any, linears: Sequence[Any]) -> None:
        self.linears = [(linear.in_features, linear.out_features) for linear in linears]
        weight, bias = linears[0].weight, linears[0].bias
        if len(linears) > 1:
            weight = torch.cat([linear.weight for linear in linears])
            bias = None if bias is None else torch.cat([linear.bias for linear in linears])
        self._bias = None if bias is None else bias.detach()
        self._packed = torch.ops.mkldnn._reorder_linear_weight(weight.detach(), _ROWS)
        self._multiply = torch.ops.mkldnn._linear_pointwise
        ends = [sum(out for _, out in self.linears[: number + 1]) for number in range(len(linears))]
        self._parts = [slice(end - out, end) for end, (_, out) in zip(ends, self.linears, strict=True)]
        self._known: tuple[Any, Any] | None = None

    def part(self, number: int, rows: Any) -> Any:
        """What the layer of this number gives for rows [..., in]."""
        known = self._known
        product = known[1] if known is not None and known[0] is rows else self._of(rows)
        if len(self._parts) == 1:
            return product
        self._known = (rows, product) if number < len(self._parts) - 1 else None
        return product[..., self._parts[number]]

    def _of(self, rows: Any) -> Any:
        return self._multiply(rows, self._packed, self._bias, "none", [], "")


@cache
def _packed_linear() -> Any:
    torch = require("torch")

    class PackedLinear(torch.nn.Module):  # type: ignore[misc, name-defined]
        """A linear layer whose weight is in oneDNN's layout, its part of a product that others may share."""

        def __init__(self, product: _Product, number: int) -> None:
            super().__init__()
            self.in_features, self.out_features = product.linears[number]
            self._product, self._number = product, number

        def forward(self, rows: Any) -> Any:
            return self._product.part(self._number, rows)

    return PackedLinear
