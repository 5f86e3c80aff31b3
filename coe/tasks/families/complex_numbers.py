"""Complex numbers: sums, differences, products, quotients, absolute values; one part a line."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed
from coe.tasks.phrasing import phrase
from coe.tasks.terms import moved, operand, signed, step, total

_PARTS = (6, 9, 15, 40, 200)
_TRIPLES = ((3, 4), (4, 3), (6, 8), (8, 6), (5, 12), (12, 5), (8, 15), (15, 8), (7, 24), (20, 21))

_SUM = (
    "Add {z} and {w}.", "What is the sum of {z} and {w}?", "Find the sum of the complex numbers {z} and {w}.",
    "Calculate ({z}) + ({w}), where i^2 = -1.", "Let z = {z} and w = {w}. Find z + w.",
    "Write ({z}) + ({w}) in the form a + bi.",
)  # fmt: skip
_DIFFERENCE = (
    "Subtract {w} from {z}.", "Find the difference of the complex numbers {z} and {w}, in this order.",
    "Take {w} away from {z}, where i^2 = -1.", "Let z = {z} and w = {w}. Subtract w from z.",
    "Work out ({z}) minus ({w}).", "What is {z} minus {w}?",
)  # fmt: skip
_PRODUCT = (
    "Multiply {z} by {w}, where i^2 = -1.", "What is the product of {z} and {w} if i^2 = -1?",
    "Find the product of the complex numbers {z} and {w}.", "Calculate ({z})({w}), where i^2 = -1.",
    "Let z = {z} and w = {w}. Find zw.", "Write ({z})({w}) in the form a + bi.",
    "Given z = {z} and w = {w}, work out the product zw.", "What is ({z}) times ({w})?",
    "The numbers {z} and {w} are multiplied, with i^2 = -1. What comes out?",
)  # fmt: skip
_QUOTIENT = (
    "Divide {z} by {w}, where i^2 = -1.", "Write ({z})/({w}) in the form a + bi.",
    "Let z = {z} and w = {w}. Find z/w.", "What is the quotient of the complex numbers {z} and {w}?",
    "Calculate ({z})/({w}), where i^2 = -1.", "Given z = {z} and w = {w}, work out z/w.",
)  # fmt: skip
_SIZE = (
    "Find the absolute value of the complex number {z}.", "What is the modulus of {z}?",
    "Find the modulus of {z}.", "How far is the complex number {z} from 0?",
    "Let z = {z}. Find the absolute value of z.", "Calculate the modulus of the complex number {z}.",
)  # fmt: skip
_Number = tuple[int, int]


def _shown(z: _Number) -> str:
    return total((z[0], ""), (z[1], "i"))


def _parts(real: str, imaginary: str, value: _Number) -> tuple[tuple[str, ...], str]:
    last = f"Answer: {{{value[0]}}} + {{{value[1]}}}i"
    return (step("real", real), step("imaginary", imaginary), last), _shown(value)


def _sum(rng: Random, z: _Number, w: _Number) -> Worked:
    (a, b), (c, d) = z, w
    lines, answer = _parts(f"{a} {signed(c)}", f"{b} {signed(d)}", (a + c, b + d))
    return Worked(phrase(rng, _SUM, z=_shown(z), w=_shown(w)), lines, answer)


def _difference(rng: Random, z: _Number, w: _Number) -> Worked:
    (a, b), (c, d) = z, w
    lines, answer = _parts(f"{a} {moved(c)}", f"{b} {moved(d)}", (a - c, b - d))
    return Worked(phrase(rng, _DIFFERENCE, z=_shown(z), w=_shown(w)), lines, answer)


def _product(rng: Random, z: _Number, w: _Number) -> Worked:
    (a, b), (c, d) = z, w
    real = f"{operand(a)} * {operand(c)} - {operand(b)} * {operand(d)}"
    imaginary = f"{operand(a)} * {operand(d)} + {operand(b)} * {operand(c)}"
    lines, answer = _parts(real, imaginary, (a * c - b * d, a * d + b * c))
    return Worked(phrase(rng, _PRODUCT, z=_shown(z), w=_shown(w)), lines, answer)


def _quotient(rng: Random, q: _Number, w: _Number) -> Worked:
    """A quotient with whole parts: z is q * w; both sides are multiplied by the conjugate of w."""
    (e, f), (c, d) = q, w
    a, b = e * c - f * d, e * d + f * c
    size = f"{operand(c)}^2 + {operand(d)}^2"
    below = c * c + d * d
    real = f"({operand(a)} * {operand(c)} + {operand(b)} * {operand(d)}) / {below}"
    imaginary = f"({operand(b)} * {operand(c)} - {operand(a)} * {operand(d)}) / {below}"
    lines, answer = _parts(real, imaginary, q)
    return Worked(phrase(rng, _QUOTIENT, z=_shown((a, b)), w=_shown(w)), (step("size", size), *lines), answer)


def _size(rng: Random, unit: int) -> Worked:
    a, b = (unit * side * rng.choice((1, -1)) for side in rng.choice(_TRIPLES))
    square = a * a + b * b
    working = f"{operand(a)}^2 + {operand(b)}^2"
    lines = (f"size = {working} = {{{working}}}", f"modulus = sqrt({square}) = {{{square}^(1/2)}}")
    return Worked(phrase(rng, _SIZE, z=_shown((a, b))), lines, str(round(square**0.5)))


_Operation = Callable[[Random, _Number, _Number], Worked]
_OPERATIONS: tuple[_Operation, ...] = (_sum, _difference, _product, _product, _quotient)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    if rng.random() < 0.18:
        return _size(rng, draw(rng, 1, (1, 2, 4, 12, 60)[difficulty - 1], scale))
    operation = rng.choice(_OPERATIONS[: 3 if difficulty == 1 else 5])
    negative = (0.2, 0.3, 0.5, 0.5, 0.5)[difficulty - 1]
    while True:
        a, b, c, d = (draw_signed(rng, _PARTS[difficulty - 1], scale, negative) for _ in range(4))
        # No part is 0, and no imaginary part 1, which would not be written.
        parts = (
            a + c,
            a - c,
            a * c - b * d,
            abs(b) - 1,
            abs(b + d) - 1,
            abs(b - d) - 1,
            abs(a * d + b * c) - 1,
        )
        if all(parts) and b + d and b - d and a * d + b * c:
            return operation(rng, (a, b), (c, d))


FAMILY = Family("complex_numbers", True, _build)
