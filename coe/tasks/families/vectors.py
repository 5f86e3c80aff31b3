"""Vectors in the plane and in space: sums, multiples, dot products, lengths; one component a line."""

from __future__ import annotations

from random import Random

from coe.tasks.families.coordinate_geometry import point
from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw, draw_signed
from coe.tasks.phrasing import phrase
from coe.tasks.terms import operand, signed, step

_COMPONENTS = (9, 12, 20, 60, 300)
_TRIPLES = ((3, 4), (6, 8), (5, 12), (8, 15), (7, 24), (20, 21), (9, 12))
_QUADRUPLES = ((1, 2, 2), (2, 3, 6), (1, 4, 8), (4, 4, 7), (2, 6, 9), (6, 6, 7))

_SUM = (
    "Add the vectors {u} and {v}.", "Find the sum of the vectors {u} and {v}.",
    "Let u = {u} and v = {v}. Find u + v.", "What is the sum of the vectors {u} and {v}?",
    "Given the vectors u = {u} and v = {v}, work out u + v.",
    "A ship moves by {u} and then by {v}. Find its total shift.",
)  # fmt: skip
_DIFFERENCE = (
    "Subtract the vector {v} from the vector {u}.", "Let u = {u} and v = {v}. Subtract v from u.",
    "Find the difference of the vectors {u} and {v}, in this order.", "What is {u} minus {v}, as a vector?",
    "Given the vectors u = {u} and v = {v}, take v away from u.",
    "Find the vector from the point {v} to the point {u}.",
)  # fmt: skip
_MULTIPLE = (
    "Multiply the vector {u} by {k}.", "Let u = {u}. Find {k}u.", "What is {k} times the vector {u}?",
    "Find the vector {k}u for u = {u}.", "Stretch the vector {u} by the factor {k}.",
    "Given u = {u}, work out {k}u.",
)  # fmt: skip
_COMBINATION = (
    "Let u = {u} and v = {v}. Find {k}u + {m}v.", "Given u = {u} and v = {v}, work out {k}u + {m}v.",
    "The vectors u = {u} and v = {v} are given. Find {k}u + {m}v.",
    "Two vectors are u = {u} and v = {v}. What is {k}u + {m}v?",
    "Add {k} times the vector {u} and {m} times the vector {v}.",
    "With u = {u} and v = {v}, calculate {k}u + {m}v.",
)  # fmt: skip
_DOT = (
    "Find the dot product of {u} and {v}.", "Calculate the dot product of the vectors {u} and {v}.",
    "What is the dot product of {u} and {v}?", "What is the scalar product of the vectors {u} and {v}?",
    "Let u = {u} and v = {v}. Find the dot product of u and v.",
    "Work out the scalar product of {u} and {v}.", "Multiply the vectors {u} and {v} with the dot product.",
)  # fmt: skip
_LENGTH = (
    "Find the length of the vector {u}.", "How long is the vector {u}?",
    "What is the magnitude of the vector {u}?", "Calculate the magnitude of {u}.",
    "Work out the norm of the vector {u}.", "Let u = {u}. Find the length of u.",
)  # fmt: skip


def _components(names: str, workings: list[str], values: list[int]) -> tuple[tuple[str, ...], str]:
    """One line a component, then the vector."""
    lines = [step(name, working) for name, working in zip(names, workings, strict=False)]
    last = ", ".join(f"{{{value}}}" for value in values)
    return (*lines, f"({', '.join(names[: len(values)])}) = ({last})"), point(*values)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    size = 3 if rng.random() < (0.0, 0.15, 0.3, 0.5, 0.5)[difficulty - 1] else 2
    most, negative = _COMPONENTS[difficulty - 1], (0.2, 0.3, 0.5, 0.5, 0.5)[difficulty - 1]
    u, v = ([draw_signed(rng, most, scale, negative) for _ in range(size)] for _ in range(2))
    k, m = (draw(rng, 2, (5, 9, 9, 12, 20)[difficulty - 1], scale) for _ in range(2))
    slots = {"u": point(*u), "v": point(*v), "k": str(k), "m": str(m)}
    kind = rng.random()
    if kind < 0.5:
        both = list(zip(u, v, strict=True))
        if kind < 0.14:
            wordings, workings, values = _SUM, [f"{a} {signed(b)}" for a, b in both], [a + b for a, b in both]
        elif kind < 0.28:
            wordings = _DIFFERENCE
            workings, values = [f"{a} - {operand(b)}" for a, b in both], [a - b for a, b in both]
        elif kind < 0.38:
            wordings, workings, values = _MULTIPLE, [f"{k} * {operand(a)}" for a in u], [k * a for a in u]
        else:
            wordings = _COMBINATION
            workings = [f"{k} * {operand(a)} + {m} * {operand(b)}" for a, b in both]
            values = [k * a + m * b for a, b in both]
        lines, answer = _components("xyz", workings, values)
        return Worked(phrase(rng, wordings, **slots), lines, answer)
    if kind < 0.8:
        working = " + ".join(f"{operand(a)} * {operand(b)}" for a, b in zip(u, v, strict=True))
        dot = sum(a * b for a, b in zip(u, v, strict=True))
        return Worked(phrase(rng, _DOT, **slots), (step("product", working),), str(dot))
    return _length(rng, size, draw(rng, 1, (1, 2, 4, 12, 60)[difficulty - 1], scale), negative)


def _length(rng: Random, size: int, unit: int, negative: float) -> Worked:
    """A vector whose length is whole."""
    sides = rng.choice(_TRIPLES if size == 2 else _QUADRUPLES)
    u = [unit * side * (-1 if rng.random() < negative else 1) for side in rng.sample(sides, size)]
    square = sum(a * a for a in u)
    working = " + ".join(f"{operand(a)}^2" for a in u)
    lines = (f"length^2 = {working} = {{{working}}}", f"length = sqrt({square}) = {{{square}^(1/2)}}")
    return Worked(phrase(rng, _LENGTH, u=point(*u)), lines, str(round(square**0.5)))


FAMILY = Family("vectors", False, _build)
