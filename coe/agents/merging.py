"""A LoRA adapter merged into the weights of its model, which then costs what it does without one.

The product of the adapter's matrices is added to the weights by peft (Hu et al. 2022, arXiv 2106.09685,
section 4.1) in the precision of the model.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from coe.agents.adapters import Adapter
from coe.errors import UsageError


def merged(model: Any, adapter: Adapter) -> Any:
    """The model without peft around it.

    Args:
        model: of peft, with this adapter.
        adapter: a LoRA.

    Raises:
        UsageError: merged weights are no numbers.
    """
    try:
        return model.merge_and_unload(safe_merge=True)
    except ValueError as error:  # peft, where a weight is no number
        raise UsageError(f"the adapter in {adapter.folder} cannot be merged: {error}") from error


def says_the_same_merged(model: Any, adapter: Adapter) -> bool:
    """Whether a merged model answers as the adapted one, up to rounding: a LoRA on a weight that other layers
    use too (tied embeddings) would change those."""
    if not adapter.is_lora:
        return False
    shared = _shared_parameters(model)
    layers = [module.base_layer for module in model.modules() if hasattr(module, "base_layer")]
    return not any(id(parameter) in shared for layer in layers for parameter in layer.parameters())


def _shared_parameters(model: Any) -> set[int]:
    """The `id` of each parameter that several modules have, as tied embeddings are."""
    uses = Counter(
        id(parameter) for module in model.modules() for parameter in module.parameters(recurse=False)
    )
    return {parameter for parameter, count in uses.items() if count > 1}
