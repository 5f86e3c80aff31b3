"""Near duplicates by MinHash (Broder 1997, "On the resemblance and containment of documents").

Texts are sets of runs of three words; numbers are words, so that problems that differ in every number are not
near. Candidates come from locality-sensitive hashing and are kept where the estimated Jaccard similarity
reaches the threshold; with 128 permutations its standard error is at most 0.045.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from coe._optional import require

Signature = bytes
PERMUTATIONS = 128
THRESHOLD = 0.9
_WORDS = 3
_WORD = re.compile(r"\w+|[^\w\s]")


def signature(text: str) -> Signature:
    """The MinHash values of a text."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[start : start + _WORDS]) for start in range(max(1, len(words) - _WORDS + 1))}
    hashed = _empty().copy()
    hashed.update_batch([run.encode("utf-8", "replace") for run in sorted(runs)])
    return bytes(hashed.hashvalues.astype("<u4").tobytes())


class NearIndex:
    """Texts by signature, to be asked for one that is near.

    Args:
        threshold: Jaccard similarity from which two texts are near.
    """

    def __init__(self, threshold: float = THRESHOLD) -> None:
        self._threshold = threshold
        self._index: Any = require("datasketch", "data").MinHashLSH(
            threshold=threshold, num_perm=PERMUTATIONS
        )
        self._kept: dict[str, Any] = {}

    def add(self, name: str, values: Signature) -> None:
        """Keep a text under a name of its own."""
        hashed = _read(values)
        self._index.insert(name, hashed)
        self._kept[name] = hashed

    def find(self, values: Signature) -> str | None:
        """The name of a text that is near, or None."""
        hashed = _read(values)
        for name in sorted(self._index.query(hashed)):
            if hashed.jaccard(self._kept[name]) >= self._threshold:
                return str(name)
        return None


def near_pairs(items: Iterable[tuple[str, Signature]], threshold: float = THRESHOLD) -> list[tuple[str, str]]:
    """(name, name of an earlier text that it is near to) for every text that has one."""
    index = NearIndex(threshold)
    pairs = []
    for name, values in items:
        earlier = index.find(values)
        if earlier is None:
            index.add(name, values)
        else:
            pairs.append((name, earlier))
    return pairs


def _read(values: Signature) -> Any:
    numpy = require("numpy")
    hashed = _empty().copy()
    hashed.hashvalues = numpy.frombuffer(values, dtype="<u4").astype(hashed.hashvalues.dtype)
    return hashed


@cache
def _empty() -> Any:
    # Its random permutations take a millisecond to draw: once a process.
    return require("datasketch", "data").MinHash(num_perm=PERMUTATIONS, seed=1)
