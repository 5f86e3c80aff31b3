"""Whole numbers from one base to another: digits as remainders, and digits times powers of the base."""

from __future__ import annotations

from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.phrasing import phrase

_LARGEST = (15, 63, 255, 1500, 9999)
_MOST_DIGITS = 11
_BASES = ((2,), (2, 2, 3, 8), (2, 2, 3, 5, 8), (2, 2, 3, 4, 5, 6, 8), (2, 3, 4, 5, 6, 7, 8, 9))

_TO_BASE = (
    "Convert {n} to {to}", "Write {n} in {to}", "Convert the number {n} to {to}", "Express {n} in {to}",
    "Change {n} to {to}", "Write the number {n} in {to}", "Convert {n} from decimal to {to}",
    "Convert the decimal number {n} to {to}", "Change {n} into {to}",
    "Convert {n} into {to}", "Express the number {n} in {to}",
)  # fmt: skip
_TO_DECIMAL = (
    "Convert {text} from {of} to decimal", "Convert {text} from {of} to base 10",
    "Write {text} ({of}) in base 10", "Write {text} from {of} as a decimal number",
    "Change {text} from {of} to decimal", "Express {text} ({of}) in decimal",
    "Convert {text} in {of} to decimal", "Change {text} ({of}) to base 10",
    "Write {text} from {of} in base 10", "Change {text} from {of} into decimal",
    "Express {text} from {of} in base 10", "Convert {text} ({of}) into decimal",
)  # fmt: skip


def digits_of(n: int, base: int) -> list[int]:
    """The digits of n > 0 in that base, highest first."""
    found = []
    while n:
        found.append(n % base)
        n //= base
    return found[::-1]


def _to_base(rng: Random, n: int, base: int) -> Worked:
    lines, rest = [], n
    while rest:
        q = rest // base
        lines.append(f"{rest} = {base} * {q} + {{{rest} - {base} * {q}}}")
        rest = q
    text = "".join(map(str, digits_of(n, base)))
    return Worked(phrase(rng, _TO_BASE, n=str(n), to=_named(rng, base)), (*lines, text), text)


def _to_decimal(rng: Random, n: int, base: int) -> Worked:
    digits = digits_of(n, base)
    text = "".join(map(str, digits))
    highest = len(digits) - 1
    working = " + ".join(f"{digit} * {base}^{highest - at}" for at, digit in enumerate(digits[:-1]))
    working = f"{working} + {digits[-1]}"
    statement = phrase(rng, _TO_DECIMAL, text=text, of=_named(rng, base))
    return Worked(statement, (f"= {working}", f"= {{{working}}}"), str(n))


def _named(rng: Random, base: int) -> str:
    names = {2: "binary", 8: "octal"}
    return names[base] if base in names and rng.random() < 0.5 else f"base {base}"


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    base = rng.choice(_BASES[difficulty - 1])
    # Not more digits than lines that a worked solution may have, the last of which is the number.
    most = min(_LARGEST[difficulty - 1] ** scale, base**_MOST_DIGITS - 1)
    n = rng.randint(max(base + 1, most // 12), most)
    return (_to_base if rng.random() < 0.55 else _to_decimal)(rng, n, base)


FAMILY = Family("number_bases", True, _build, chosen=True)
