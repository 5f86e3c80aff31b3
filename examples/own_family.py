"""A family of problems of your own. What is wrong with one is said by

    PYTHONPATH=examples coe tasks own_family:FAMILY --check

and then it works wherever a family does: `coe demos --tasks own_family:FAMILY ...`.
"""

from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw
from coe.tasks.terms import step

PRICES = (
    "A taxi asks ${a} and ${b} a mile.", "A taxi ride costs ${a} plus ${b} for each mile.",
    "A taxi meter starts at ${a} and adds ${b} a mile.", "The fare of a cab is ${a} and ${b} a mile on top.",
    "A driver takes ${a} at once and ${b} for every mile.", "A cab costs ${b} a mile and ${a} to get in.",
)  # fmt: skip
QUESTIONS = (
    "What do {n} miles cost?", "How much is a ride of {n} miles?", "Find the fare for {n} miles.",
    "How many dollars are {n} miles?", "What is the price of {n} miles?", "Work out the cost of {n} miles.",
)  # fmt: skip


def build(rng: Random, difficulty: int, scale: int) -> Worked:
    most = (9, 20, 60, 200, 900)[difficulty - 1]
    a, b, n = (draw(rng, 2, most, scale) for _ in range(3))
    statement = f"{rng.choice(PRICES)} {rng.choice(QUESTIONS)}".format(a=a, b=b, n=n)
    lines = (step("miles", f"{b} * {n}"), step("fare", f"{a} + {b * n}"))
    return Worked(statement, lines, answer=str(a + b * n))


FAMILY = Family("taxi", readable=False, build=build)
