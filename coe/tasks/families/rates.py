"""Speed, work an hour, unit price: one or more steps."""

from __future__ import annotations

from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw
from coe.tasks.phrasing import MADE_BY, VEHICLES
from coe.tasks.stories import Draws, Numbers, stories, tell

_RATES = (12, 40, 90, 120, 400)
_TIMES = (5, 8, 10, 12, 24)


def _time(rng: Random, difficulty: int, scale: int) -> tuple[str, int]:
    """A time, and what a rate must be a multiple of so that the product is whole."""
    whole = draw(rng, 2, _TIMES[difficulty - 1], scale)
    if difficulty >= 3 and rng.random() < 0.25:
        return f"{whole}.5", 2
    return str(whole), 1


def _forward(rng: Random, difficulty: int, scale: int) -> Numbers:
    time, step = _time(rng, difficulty, scale)
    return {"a": str(draw(rng, 2, _RATES[difficulty - 1], scale) * step), "b": time}


def _back(rng: Random, difficulty: int, scale: int) -> Numbers:
    b = draw(rng, 2, _TIMES[difficulty - 1], scale)
    return {"a": str(draw(rng, 2, _RATES[difficulty - 1], scale) * b), "b": str(b)}


def _back_by_rate(rng: Random, difficulty: int, scale: int) -> Numbers:
    rate = draw(rng, 2, _RATES[difficulty - 1], scale)
    return {"a": str(rate * draw(rng, 2, _TIMES[difficulty - 1], scale)), "b": str(rate)}


def _two_legs(rng: Random, difficulty: int, scale: int) -> Numbers:
    rates, times = _RATES[difficulty - 1], _TIMES[difficulty - 1]
    return {
        "a": str(draw(rng, 2, rates, scale)), "b": str(draw(rng, 2, times, scale)),
        "c": str(draw(rng, 2, rates, scale)), "d": str(draw(rng, 2, times, scale)),
    }  # fmt: skip


_DRAWS: Draws = {"forward": _forward, "back": _back, "by_rate": _back_by_rate, "legs": _two_legs}

_ONE = (
    stories(
        "forward", (("distance", "{a} * {b}"),),
        "A {vehicle} travels at {a} km per hour for {b} hours. How far does it go?",
        "{name} drives {b} hours at {a} km per hour. How many km is that?",
        "How far does a {vehicle} go in {b} hours at {a} miles per hour?",
        "The speed of a {vehicle} is {a} km per hour. What distance does it cover in {b} hours?",
        "{name} runs at {a} meters per minute for {b} minutes. How many meters does {name} run?",
        "At {a} km per hour, how many km does a {vehicle} cover in {b} hours?",
    ),
    stories(
        "forward", (("total", "{a} * {b}"),),
        "A {worker} makes {a} {made} per hour. How many {made} does it make in {b} hours?",
        "{name} types {a} words per minute. How many words does {name} type in {b} minutes?",
        "In {b} hours, how many {made} come from a {worker} that makes {a} {made} per hour?",
        "{name} earns ${a} per hour and works {b} hours. How many dollars does {name} earn?",
        "A shop sells {a} {things} a day. How many {things} does it sell in {b} days?",
        "{name} packs {a} {things} per hour. How many {things} are packed after {b} hours?",
    ),
    stories(
        "back", (("speed", "{a} / {b}"),),
        "A {vehicle} travels {a} km in {b} hours. What is its speed in km per hour?",
        "{name} drives {a} miles in {b} hours. Find the average speed in miles per hour.",
        "It takes a {vehicle} {b} hours to go {a} km. How fast is it in km per hour?",
        "{name} runs {a} meters in {b} minutes. How many meters per minute is that?",
        "A {vehicle} needs {b} hours for {a} miles. What is its average speed?",
        "What is the speed of a {vehicle} that covers {a} km in {b} hours?",
    ),
    stories(
        "back", (("rate", "{a} / {b}"),),
        "A {worker} makes {a} {made} in {b} hours. How many {made} does it make per hour?",
        "{name} reads {a} pages in {b} hours. How many pages per hour is that?",
        "{name} earns ${a} in {b} hours. How many dollars per hour is that?",
        "{name} types {a} words in {b} minutes. How many words is that per minute?",
        "A shop sold {a} {things} in {b} days. How many {things} is that a day?",
        "In {b} hours a {worker} makes {a} {made}. What is its rate per hour?",
    ),
    stories(
        "back", (("price", "{a} / {b}"),),
        "{b} {things} cost ${a}. What is the price of one?",
        "{name} pays ${a} for {b} kg of rice. What is the price per kg?",
        "{name} buys {b} {things} for ${a}. How much does one of them cost?",
        "A pack of {b} {things} costs ${a}. How many dollars is that for each?",
        "{b} tickets cost ${a} in all. How much is one ticket?",
        "The price of {b} meters of cloth is ${a}. What is the price per meter?",
    ),
    stories(
        "by_rate", (("time", "{a} / {b}"),),
        "A {vehicle} goes {a} km at {b} km per hour. How many hours does it take?",
        "How many hours does it take to drive {a} miles at {b} miles per hour?",
        "A {worker} makes {b} {made} per hour. How many hours does it need for {a} {made}?",
        "{name} types {b} words per minute. How many minutes does {name} need for {a} words?",
        "At {b} km per hour, how many hours does a {vehicle} need for {a} km?",
        "{name} saves ${b} a week. After how many weeks does {name} have ${a}?",
    ),
)  # fmt: skip
_LEGS = (
    stories(
        "legs", (("first", "{a} * {b}"), ("second", "{c} * {d}"), ("total", "{r1} + {r2}")),
        "A {vehicle} goes {b} hours at {a} km per hour, then {d} hours at {c} km per hour. How far "
        "does it go in total?",
        "{name} works {b} hours at ${a} per hour and {d} hours at ${c} per hour. How many dollars "
        "is that in total?",
        "{name} drives at {a} km per hour for {b} hours and at {c} km per hour for {d} hours. Find "
        "the total distance.",
        "A {worker} makes {a} {made} per hour for {b} hours, then {c} per hour for {d} hours. How many "
        "{made} is that in all?",
        "{name} types {a} words per minute for {b} minutes and then {c} per minute for {d} minutes. How "
        "many words is that?",
    ),
)  # fmt: skip


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    groups = _ONE + _LEGS if difficulty >= 3 else _ONE
    story = rng.choice(rng.choice(groups))
    worker = rng.choice(tuple(MADE_BY))
    words = {"vehicle": rng.choice(VEHICLES), "worker": worker, "made": MADE_BY[worker]}
    return tell(rng, story, _DRAWS[story.kind](rng, difficulty, scale), words)


FAMILY = Family("rates", False, _build)
