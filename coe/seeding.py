"""Random streams as a function of names, never of arithmetic on seeds.

`Random(seed + index)` makes neighbouring seeds share almost all their items; hashing the whole path
(task, split, seed, index) makes every stream independent of every other.
"""

from __future__ import annotations

import hashlib
from random import Random


def derive_seed(*parts: str | int) -> int:
    """A 64-bit seed that depends on every part and on their order.

    >>> derive_seed("linear", "train", 0, 1) != derive_seed("linear", "train", 1, 0)
    True
    """
    text = "\x1f".join(f"{type(part).__name__}:{part}" for part in parts)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def derive_rng(*parts: str | int) -> Random:
    """A local random generator for this path of names."""
    return Random(derive_seed(*parts))
