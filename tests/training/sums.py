"""A small source of examples for tests of training: sums, and a line to mend."""

from __future__ import annotations

from collections.abc import Iterator

from coe.seeding import derive_rng
from coe.training.tiny.stream import Example


def sums(chunk: int) -> Iterator[Example]:
    """64 examples of chunk `chunk`."""
    rng = derive_rng("stand-in", chunk)
    for _ in range(64):
        left, right = rng.randint(1, 99), rng.randint(1, 99)
        statement = f"Problem: Calculate {left} + {right}"
        if rng.random() < 0.5:
            yield Example(f"{statement}\n(no lines)", f"ADDL 1 >>>= {{{left} + {right}}}")
        else:
            wrong = f"{statement}\nL 1 [does not follow] = {left + right + 1}"
            yield Example(wrong, f"REPL 1 >>>= {{{left} + {right}}}")
