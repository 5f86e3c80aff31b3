"""Two operations in words, with names and things."""

from __future__ import annotations

from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw
from coe.tasks.stories import Draws, Numbers, stories, tell

_TERMS = (9, 30, 90, 300, 999)
_FACTORS = (5, 8, 12, 20, 50)


def _sizes(difficulty: int) -> tuple[int, int]:
    return _TERMS[difficulty - 1], _FACTORS[difficulty - 1]


def _numbers(**values: int) -> Numbers:
    return {name: str(value) for name, value in values.items()}


def _add_subtract(rng: Random, difficulty: int, scale: int) -> Numbers:
    most, _ = _sizes(difficulty)
    a, b = draw(rng, 3, most, scale), draw(rng, 2, most, scale)
    return _numbers(a=a, b=b, c=rng.randint(1, a + b - 1))


def _subtract_add(rng: Random, difficulty: int, scale: int) -> Numbers:
    most, _ = _sizes(difficulty)
    a, b = sorted((draw(rng, 2, most, scale), draw(rng, 2, most, scale)), reverse=True)
    return _numbers(a=a + 1, b=b, c=draw(rng, 2, most, scale))


def _subtract_twice(rng: Random, difficulty: int, scale: int) -> Numbers:
    most, _ = _sizes(difficulty)
    b, c = draw(rng, 2, most, scale), draw(rng, 2, most, scale)
    return _numbers(a=b + c + draw(rng, 1, most, scale), b=b, c=c)


def _multiply_add(rng: Random, difficulty: int, scale: int) -> Numbers:
    most, factor = _sizes(difficulty)
    return _numbers(a=draw(rng, 2, factor, scale), b=draw(rng, 2, factor, scale), c=draw(rng, 2, most, scale))


def _multiply_subtract(rng: Random, difficulty: int, scale: int) -> Numbers:
    _, factor = _sizes(difficulty)
    a, b = draw(rng, 2, factor, scale), draw(rng, 2, factor, scale)
    return _numbers(a=a, b=b, c=rng.randint(1, a * b - 1))


def _change(rng: Random, difficulty: int, scale: int) -> Numbers:
    most, factor = _sizes(difficulty)
    a, b = draw(rng, 2, factor, scale), draw(rng, 2, factor, scale)
    return _numbers(a=a, b=b, c=a * b + draw(rng, 1, most, scale))


def _divide_add(rng: Random, difficulty: int, scale: int) -> Numbers:
    most, factor = _sizes(difficulty)
    b = draw(rng, 2, factor, scale)
    return _numbers(a=b * draw(rng, 2, factor, scale), b=b, c=draw(rng, 2, most, scale))


def _add_divide(rng: Random, difficulty: int, scale: int) -> Numbers:
    _, factor = _sizes(difficulty)
    c = draw(rng, 2, factor, scale)
    whole = c * draw(rng, 3, factor, scale)
    a = rng.randint(1, whole - 1)
    return _numbers(a=a, b=whole - a, c=c)


def _subtract_divide(rng: Random, difficulty: int, scale: int) -> Numbers:
    most, factor = _sizes(difficulty)
    b, c = draw(rng, 2, most, scale), draw(rng, 2, factor, scale)
    return _numbers(a=b + c * draw(rng, 2, factor, scale), b=b, c=c)


def _half(rng: Random, difficulty: int, scale: int) -> Numbers:
    most, _ = _sizes(difficulty)
    return _numbers(a=2 * draw(rng, 1, most, scale))


def _times(rng: Random, difficulty: int, scale: int) -> Numbers:
    most, factor = _sizes(difficulty)
    return _numbers(a=draw(rng, 2, most, scale), b=draw(rng, 2, min(factor, 9)))


_DRAWS: Draws = {
    "add_subtract": _add_subtract, "subtract_add": _subtract_add, "subtract_twice": _subtract_twice,
    "multiply_add": _multiply_add, "multiply_subtract": _multiply_subtract, "change": _change,
    "divide_add": _divide_add,
    "add_divide": _add_divide, "subtract_divide": _subtract_divide, "half": _half, "times": _times,
}  # fmt: skip

_STORIES = (
    *stories(
        "add_subtract", (("total", "{a} + {b}"), ("left", "{r} - {c}")),
        "{name} has {a} {things}, buys {b} more and gives {c} to {other}. How many {things} are left?",
        "{name} found {a} {things} and {other} found {b}. They lost {c} of them. How many {things} are left?",
        "A shop had {a} {things}, got {b} more and sold {c}. How many {things} are left?",
        "{name} earned ${a} on Monday and ${b} on Tuesday, and then spent ${c}. How many dollars are left?",
        "There were {a} birds in a tree. {b} more came and {c} flew away. How many birds are in the tree?",
    ),
    *stories(
        "subtract_add", (("left", "{a} - {b}"), ("total", "{r} + {c}")),
        "{name} has {a} {things}, gives away {b} and then buys {c} more. How many {things} does {name} have?",
        "A bus had {a} people. {b} got off and {c} got on. How many people are on the bus?",
        "A jar held {a} {things}. {name} took out {b} and put in {c}. How many {things} are in the jar?",
    ),
    *stories(
        "subtract_twice", (("rest", "{a} - {b}"), ("left", "{r} - {c}")),
        "{name} had {a} {things}, gave {b} to {other} and lost {c}. How many {things} are left?",
        "{name} has ${a}. A book costs ${b} and a pen costs ${c}. How many dollars are left after "
        "buying both?",
        "A rope is {a} meters long. {name} cuts off {b} and then {c} meters. How many meters are left?",
    ),
    *stories(
        "multiply_add", (("product", "{a} * {b}"), ("total", "{r} + {c}")),
        "{name} has {a} {boxes} with {b} {things} each and {c} more {things}. How many {things} are "
        "there in total?",
        "{name} buys {a} {things} at ${b} each and a bag for ${c}. How many dollars does {name} pay?",
        "{name} saves ${b} a week for {a} weeks and then gets ${c}. How many dollars does {name} have?",
        "A hall has {a} rows of {b} chairs and {c} chairs at the wall. How many chairs are there?",
    ),
    *stories(
        "multiply_subtract", (("total", "{a} * {b}"), ("left", "{r} - {c}")),
        "{name} has {a} {boxes} with {b} {things} each and gives away {c} {things}. How many "
        "{things} are left?",
        "{name} bakes {a} trays of {b} cookies and eats {c}. How many cookies are left?",
        "A cinema has {a} rows of {b} seats. {c} seats are taken. How many seats are free?",
    ),
    *stories(
        "change", (("cost", "{a} * {b}"), ("change", "{c} - {r}")),
        "{name} buys {a} {things} at ${b} each and pays with ${c}. How much change does {name} get?",
        "{name} has ${c} and buys {a} {things} for ${b} each. How many dollars are left?",
        "{a} tickets at ${b} each are paid with ${c}. How many dollars come back?",
    ),
    *stories(
        "divide_add", (("each", "{a} / {b}"), ("total", "{r} + {c}")),
        "{a} {things} are shared equally by {b} friends. {name}, one of them, already had {c}. "
        "How many does {name} have now?",
        "{name} and friends, {b} people, split ${a} equally. {name} also has ${c}. How many dollars "
        "does {name} have?",
        "{name} reads a book of {a} pages in {b} days, the same each day, and {c} pages more each day "
        "of another book. How many pages a day is that?",
    ),
    *stories(
        "add_divide", (("total", "{a} + {b}"), ("each", "{r} / {c}")),
        "{name} has {a} {things} and {other} has {b}. They share them equally among {c} people. How "
        "many does each get?",
        "{name} picks {a} {things} and then {b} more, and packs them equally into {c} {boxes}. How "
        "many are in each?",
        "{a} girls and {b} boys make {c} teams of the same size. How many children are in a team?",
    ),
    *stories(
        "subtract_divide", (("left", "{a} - {b}"), ("each", "{r} / {c}")),
        "{name} has {a} {things}, keeps {b} and shares the rest equally among {c} friends. How many "
        "does each get?",
        "{name} has ${a}, spends ${b} and splits the rest equally over {c} days. How many dollars "
        "is that a day?",
        "A book has {a} pages. {name} has read {b} and reads the rest in {c} days. How many pages a "
        "day is that?",
    ),
    *stories(
        "half", (("second", "{a} / 2"), ("total", "{a} + {r}")),
        "{name} sold {a} {things} in April and half as many in May. How many {things} did {name} "
        "sell altogether?",
        "{name} has {a} {things}. {other} has half as many. How many {things} do they have together?",
        "{name} walked {a} km on Saturday and half as far on Sunday. How many km is that in all?",
    ),
    *stories(
        "times", (("second", "{a} * {b}"), ("total", "{a} + {r}")),
        "{name} has {a} {things} and {other} has {b} times as many. How many {things} do they have together?",
        "A shop sold {a} {things} on Monday and {b} times as many on Friday. How many {things} did "
        "it sell altogether?",
        "A pen costs ${a} and a book {b} times as much. How many dollars do both cost together?",
    ),
)  # fmt: skip


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    story = rng.choice(_STORIES)
    return tell(rng, story, _DRAWS[story.kind](rng, difficulty, scale))


FAMILY = Family("word_two_step", False, _build)
