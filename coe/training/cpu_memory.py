"""Memory of training on a CPU: oneDNN keeps what it prepares for each shape of a matrix product.

Rows differ in length, so there are new shapes in every update, and with the defaults (1,024 each) the two
caches of PyTorch's CPU kernels grow for long. The shapes of one update fit into far fewer.
"""

from __future__ import annotations

import os

# As read by oneDNN and by the layer above it, when PyTorch is loaded.
_CAPACITIES = {"ONEDNN_PRIMITIVE_CACHE_CAPACITY": "256", "LRU_CACHE_CAPACITY": "256"}


def bound_caches() -> None:
    """Bounds the caches of PyTorch's CPU kernels, unless the environment says how; before torch is loaded."""
    for name, capacity in _CAPACITIES.items():
        os.environ.setdefault(name, capacity)
