"""Proportions in words: recipes, maps, prices, scale models; through the value of one."""

from __future__ import annotations

from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw
from coe.tasks.phrasing import FOODS, MEASURES
from coe.tasks.stories import Numbers, stories, tell

_UNITS = (6, 10, 20, 60, 200)
_COUNTS = (6, 9, 12, 20, 60)
_ONE_THEN_TOTAL = (("one", "{b} / {a}"), ("total", "{r} * {c}"))
_ONE_THEN_COUNT = (("one", "{b} / {a}"), ("number", "{d} / {r}"))

_FORWARD = stories(
    "forward", _ONE_THEN_TOTAL,
    "{a} {things} cost ${b}. How many dollars do {c} {things} cost?",
    "If {a} {things} cost ${b}, what do {c} {things} cost?",
    "A recipe for {a} people needs {b} {measure} of {food}. How much {food} is needed for {c} people?",
    "For {a} cakes {name} uses {b} {measure} of {food}. How many {measure} are needed for {c} cakes?",
    "On a map {a} cm stands for {b} km. How many km do {c} cm stand for?",
    "{a} cm on a map are {b} km. Two towns are {c} cm apart on the map. How far apart are they?",
    "{name} walks {b} meters in {a} minutes. How far does {name} walk in {c} minutes at the same speed?",
    "{a} machines make {b} parts a day. How many parts do {c} machines make a day?",
    "A car uses {a} liters for {b} km. How far does it go on {c} liters?",
    "{a} {boxes} hold {b} {things}. How many {things} do {c} {boxes} hold?",
    "How much do {c} {things} cost if {a} {things} cost ${b}?",
    "{name} pays ${b} for {a} {things}. At this price, what do {c} {things} cost?",
    "{a} kg of {food} cost ${b}. What is the price of {c} kg?",
    "A recipe with {a} eggs needs {b} {measure} of {food}. How many {measure} go with {c} eggs?",
    "A printer makes {b} pages in {a} minutes. How many pages does it make in {c} minutes?",
    "{name} earns ${b} in {a} hours. How many dollars does {name} earn in {c} hours?",
    "{a} steps of a ladder are {b} cm high. How high are {c} steps?",
    "In {a} days {name} reads {b} pages. How many pages does {name} read in {c} days at this rate?",
    "{a} cows eat {b} kg of hay a day. How many kg do {c} cows eat a day?",
    "A tap fills {b} liters in {a} minutes. How many liters does it fill in {c} minutes?",
    "A train goes {b} km in {a} hours. At the same speed, how far does it go in {c} hours?",
    "On a plan {a} cm are {b} meters. A wall is {c} cm long on the plan. How long is the wall?",
    "{a} tickets to a show cost ${b}. How much must {name} pay for {c} tickets?",
    "If {a} {boxes} weigh {b} kg, how many kg do {c} {boxes} weigh?",
)  # fmt: skip
_BACK = stories(
    "back", _ONE_THEN_COUNT,
    "{a} {things} cost ${b}. How many {things} can {name} buy for ${d}?",
    "A recipe for {a} people needs {b} {measure} of {food}. For how many people are {d} {measure} enough?",
    "On a map {a} cm stands for {b} km. How many cm stand for {d} km?",
    "{name} walks {b} meters in {a} minutes. How many minutes does {name} need for {d} meters?",
    "{a} {boxes} hold {b} {things}. How many {boxes} hold {d} {things}?",
    "A printer makes {b} pages in {a} minutes. In how many minutes does it make {d} pages?",
    "{name} earns ${b} in {a} hours. How many hours does {name} need to earn ${d}?",
    "{a} tickets cost ${b}. How many tickets can {name} get for ${d}?",
    "A tap fills {b} liters in {a} minutes. How many minutes does it need for {d} liters?",
)  # fmt: skip


def _numbers(rng: Random, difficulty: int, scale: int) -> Numbers:
    a, c = draw(rng, 2, _COUNTS[difficulty - 1], scale), draw(rng, 2, _COUNTS[difficulty - 1], scale)
    while a == c:
        c = draw(rng, 2, _COUNTS[difficulty - 1], scale)
    unit = draw(rng, 2, _UNITS[difficulty - 1], scale)
    return {"a": str(a), "b": str(a * unit), "c": str(c), "d": str(c * unit)}


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    story = rng.choice(_BACK if difficulty >= 2 and rng.random() < 0.3 else _FORWARD)
    words = {"food": rng.choice(FOODS), "measure": rng.choice(MEASURES)}
    return tell(rng, story, _numbers(rng, difficulty, scale), words)


FAMILY = Family("proportion", False, _build)
