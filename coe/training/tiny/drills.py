"""Copying drills: examples that teach a small model to copy numbers exactly, beside the mathematics.

Nearly every token of a command is an operation, chosen, or an operand, copied; copying runs of digits is
what a small decoder learns last. A drill states random expressions and asks for one of them back in an edit.
No drill holds a problem of a task family. Its numbers are up to `MOST_DIGITS` digits long, longer than
operands of the tasks, because a copy of any length is the same skill.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from coe.demonstrations.generate import DemonstrationConfig
from coe.seeding import derive_rng
from coe.training.tiny.demonstration_source import DemonstrationSource
from coe.training.tiny.stream import Example

MOST_DIGITS = 7
_OPERATORS = (" + ", " - ", " * ", " / ", " = ", "/", "^")
_LETTERS = "abkmnpqrstuvwxyz"


def expression(rng: Random) -> str:
    """A random run of numbers, letters, operators and brackets; it need not mean anything."""
    parts: list[str] = []
    for index in range(rng.randint(1, 5)):
        if index:
            parts.append(rng.choice(_OPERATORS))
        parts.append(_operand(rng))
    return "".join(parts)


def _operand(rng: Random) -> str:
    digits = min(rng.randint(1, MOST_DIGITS), rng.randint(1, MOST_DIGITS))
    number = str(rng.randrange(10 ** (digits - 1), 10**digits))
    form = rng.random()
    if form < 0.15:
        return number + rng.choice(_LETTERS)
    if form < 0.25:
        return f"({rng.choice(_LETTERS)} {rng.choice('+-')} {number})"
    if form < 0.35:
        return f"(-{number})"
    if form < 0.45:
        return f"{number}.{rng.randrange(1, 100)}"
    return number


def drill(rng: Random) -> Example:
    """One drill: the statement's expression, or one of the lines', is to be written as a new line."""
    if rng.random() < 0.4:
        wanted = expression(rng)
        return Example(f"Problem: Copy {wanted}\n(no lines)", f"ADDL 1 >>>{wanted}")
    lines = [expression(rng) for _ in range(rng.randint(2, 4))]
    number = rng.randint(1, len(lines))
    rows = "".join(f"\nL {place} [ok] {line}" for place, line in enumerate(lines, start=1))
    return Example(f"Problem: Copy line {number}{rows}", f"ADDL {len(lines) + 1} >>>{lines[number - 1]}")


@dataclass(frozen=True, slots=True)
class DrilledSource:
    """Demonstrations with drills among them; picklable.

    Args:
        config: what is demonstrated.
        share: of drills among all examples, 0 to below 1.
        size: demonstrations in a chunk.
    """

    config: DemonstrationConfig
    share: float = 0.25
    size: int = 1000

    def __call__(self, chunk: int) -> Iterator[Example]:
        rng = derive_rng("drills", self.config.seed, chunk)
        for example in DemonstrationSource(self.config, self.size)(chunk):
            while rng.random() < self.share:
                yield drill(rng)
            yield example
