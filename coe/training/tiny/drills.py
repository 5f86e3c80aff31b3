"""Copying drills: examples that teach a small model to copy numbers exactly, beside the mathematics.

Nearly every token of a command is an operation, chosen, or an operand, copied; copying runs of digits is
what a small decoder learns last. A drill states random expressions and asks for one of them back in an edit:
as it is, with braces around a part, with numbers put in for letters, or only the terms of one letter. No
drill holds a problem of a task family. Its numbers are up to `MOST_DIGITS` digits long, longer than operands
of the tasks, because a copy of any length is the same skill.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from coe.demonstrations.generate import DemonstrationConfig
from coe.seeding import derive_rng
from coe.training.tiny.demonstration_source import DemonstrationSource
from coe.training.tiny.stream import Example

MOST_DIGITS = 7
_OPERATORS = (" + ", " - ", " * ", " / ", " = ", "/", "^")
_JOINTS = (" + ", " - ", " * ", " / ", ", ", "x ", "} ", ") ", " = ")
_LETTERS = "abkmnpqrstuvwxyz"


def expression(rng: Random, most: int = 5) -> str:
    """A random run of up to `most` numbers and letters with operators between; it need not mean anything."""
    parts: list[str] = []
    for index in range(rng.randint(1, most)):
        if index:
            parts.append(rng.choice(_OPERATORS))
        parts.append(_operand(rng))
    return "".join(parts)


def _number(rng: Random) -> str:
    digits = min(rng.randint(1, MOST_DIGITS), rng.randint(1, MOST_DIGITS))
    return str(rng.randrange(10 ** (digits - 1), 10**digits))


def _operand(rng: Random) -> str:
    number = _number(rng)
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
    """One drill of a kind drawn at random."""
    return rng.choice((_copy, _copy_line, _braces, _put_in, _terms))(rng)


def _copy(rng: Random) -> Example:
    """The statement's expression is to be written as a line."""
    wanted = expression(rng)
    return Example(f"Problem: Copy {wanted}\n(no lines)", f"ADDL 1 >>>{wanted}")


def _copy_line(rng: Random) -> Example:
    """One of the lines is to be written again."""
    lines = [expression(rng) for _ in range(rng.randint(2, 4))]
    number = rng.randint(1, len(lines))
    rows = "".join(f"\nL {place} [ok] {line}" for place, line in enumerate(lines, start=1))
    return Example(f"Problem: Copy line {number}{rows}", f"ADDL {len(lines) + 1} >>>{lines[number - 1]}")


def _braces(rng: Random) -> Example:
    """An expression is to be written with braces around a part of it: the shape of a calculator span."""
    before, part, after = (expression(rng, 2) for _ in range(3))
    left = before + rng.choice(_OPERATORS) if rng.random() < 0.6 else ""
    right = rng.choice(_OPERATORS) + after if rng.random() < 0.6 else ""
    statement = f"Problem: Braces around {part} in {left}{part}{right}\n(no lines)"
    return Example(statement, f"ADDL 1 >>>{left}{{{part}}}{right}")


def _put_in(rng: Random) -> Example:
    """Numbers are to be put in for letters, each as often as its letter stands there."""
    letters = rng.sample("abcdefgh", rng.randint(2, 4))
    values = {letter: _number(rng) for letter in letters}
    pattern = [rng.choice(letters) for _ in range(rng.randint(2, 6))]
    joints = [*(rng.choice(_JOINTS) for _ in pattern[1:]), ""]
    given = ", ".join(f"{letter} = {value}" for letter, value in values.items())
    form = "".join(letter + joint for letter, joint in zip(pattern, joints, strict=True))
    wanted = "".join(values[letter] + joint for letter, joint in zip(pattern, joints, strict=True))
    return Example(f"Problem: Put {given} into {form}\n(no lines)", f"ADDL 1 >>>{wanted}")


def _terms(rng: Random) -> Example:
    """The terms of one letter, in order: gathering like terms, where a number stands before its name."""
    letters = [*rng.sample(_LETTERS, rng.randint(1, 2)), ""]
    terms = [(rng.choice("+-"), _number(rng) + rng.choice(letters)) for _ in range(rng.randint(2, 6))]
    letter = rng.choice([term.lstrip("0123456789") for _, term in terms])
    wanted = _sum([(sign, term) for sign, term in terms if term.lstrip("0123456789") == letter])
    asked = f"Terms of {letter}" if letter else "Numbers"
    return Example(f"Problem: {asked} in {_sum(terms)}\n(no lines)", f"ADDL 1 >>>{wanted}")


def _sum(terms: Sequence[tuple[str, str]]) -> str:
    (sign, first), *others = terms
    return ("-" if sign == "-" else "") + first + "".join(f" {sign} {term}" for sign, term in others)


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
