"""SWAP_OPERAND: the operands of a subtraction or a division change places."""

from __future__ import annotations

import re
from random import Random

from coe.corruptions.kind import carried_mistake

_PAIR = re.compile(r"(?<![\w.)])(\d+(?:\.\d+)?)( ?[-/] ?)(\d+(?:\.\d+)?)(?![\w.(])")


def _rewrite(derivation: str, rng: Random) -> str | None:
    pairs = [pair for pair in _PAIR.finditer(derivation) if pair[1] != pair[3]]
    if not pairs:
        return None
    pair = rng.choice(pairs)
    swapped = f"{pair[3]}{pair[2]}{pair[1]}"
    # The same operation written again on the line ("48 - 24 = {48 - 24}") is swapped with it.
    return derivation.replace(pair[0], swapped)


CORRUPTION = carried_mistake(
    "swap_operand",
    "the operands of - or / change places",
    _rewrite,
    where="a subtraction, division or fraction",
    sources=("Hart 1981", "Brown & Burton 1978"),
)
