"""One operation in words, with names and things."""

from __future__ import annotations

from random import Random

from coe.tasks.family import Family, Worked
from coe.tasks.numbers import draw
from coe.tasks.stories import Draws, Numbers, stories, tell

_TERMS = (9, 30, 90, 300, 999)
_FACTORS = (6, 9, 12, 20, 60)


def _add(rng: Random, difficulty: int, scale: int) -> Numbers:
    most = _TERMS[difficulty - 1]
    return {"a": str(draw(rng, 2, most, scale)), "b": str(draw(rng, 2, most, scale))}


def _subtract(rng: Random, difficulty: int, scale: int) -> Numbers:
    most = _TERMS[difficulty - 1]
    a, b = draw(rng, 3, most, scale), draw(rng, 2, most, scale)
    return {"a": str(max(a, b) + (a == b)), "b": str(min(a, b))}


def _multiply(rng: Random, difficulty: int, scale: int) -> Numbers:
    most = _FACTORS[difficulty - 1]
    return {"a": str(draw(rng, 2, most, scale)), "b": str(draw(rng, 2, most, scale))}


def _divide(rng: Random, difficulty: int, scale: int) -> Numbers:
    most = _FACTORS[difficulty - 1]
    b = draw(rng, 2, most, scale)
    return {"a": str(b * draw(rng, 2, most, scale)), "b": str(b)}


_DRAWS: Draws = {"add": _add, "subtract": _subtract, "multiply": _multiply, "divide": _divide}

_STORIES = (
    stories(
        "add", (("total", "{a} + {b}"),),
        "{name} has {a} {things} and buys {b} more. How many {things} does {name} have now?",
        "{name} has {a} {things}. {other} gives {name} {b} more. How many {things} does {name} have?",
        "{name} found {a} {things} and {other} found {b}. How many {things} did they find together?",
        "There are {a} {things} on the table and {b} in a bag. How many {things} are there altogether?",
        "How many {things} are there in total if {name} has {a} and {other} has {b}?",
        "A shop sold {a} {things} on Monday and {b} on Tuesday. How many {things} did it sell in all?",
        "{other} has {a} {things}. {name} has {b} more than {other}. How many {things} does {name} have?",
        "{name} read {a} pages on Monday and {b} pages on Tuesday. How many pages is that in all?",
        "A jar holds {a} {things}. {name} puts in {b} more. How many {things} are in the jar?",
        "{a} girls and {b} boys are in a club. How many children are in the club?",
    ),
    stories(
        "subtract", (("left", "{a} - {b}"),),
        "{name} has {a} {things} and gives {b} to {other}. How many {things} are left?",
        "{name} had {a} {things} and lost {b} of them. How many {things} does {name} have left?",
        "There were {a} {things} in a box. {name} took {b}. How many {things} remain?",
        "A shop had {a} {things} and sold {b}. How many {things} are left?",
        "{name} used {b} of {a} {things}. How many {things} are left?",
        "A bus has {a} seats and {b} are taken. How many seats are free?",
        "{name} has ${a} and spends ${b}. How many dollars are left?",
        "Of {a} {things}, {name} sells {b}. How many does {name} keep?",
    ),
    stories(
        "subtract", (("difference", "{a} - {b}"),),
        "{name} has {a} {things} and {other} has {b}. How many more {things} does {name} have?",
        "{name} needs {a} {things} and has {b}. How many more {things} does {name} need?",
    ),
    stories(
        "multiply", (("total", "{a} * {b}"),),
        "{name} has {a} {boxes} with {b} {things} in each. How many {things} does {name} have?",
        "There are {a} {boxes}. Each holds {b} {things}. How many {things} are there in total?",
        "{name} buys {a} {things} at ${b} each. How many dollars does {name} pay?",
        "{name} reads {a} pages a day for {b} days. How many pages does {name} read?",
        "Each of {a} children gets {b} {things}. How many {things} are needed?",
        "{other} has {a} {things}. {name} has {b} times as many. How many {things} does {name} have?",
        "A hall has {a} rows with {b} chairs in each. How many chairs are there?",
        "{name} saves ${a} a week. How many dollars does {name} save in {b} weeks?",
        "One ticket costs ${a}. How much do {b} tickets cost?",
        "{name} plants {a} rows of {b} trees. How many trees does {name} plant?",
    ),
    stories(
        "divide", (("each", "{a} / {b}"),),
        "{name} shares {a} {things} equally among {b} friends. How many {things} does each friend get?",
        "{a} {things} are put equally into {b} {boxes}. How many {things} are in each?",
        "{name} paid ${a} for {b} {things}. How many dollars did each cost?",
        "{b} children share {a} {things} equally. How many {things} does each child get?",
        "A book has {a} pages. {name} wants to read it in {b} days. How many pages a day is that?",
        "{a} students sit in {b} equal rows. How many students are in each row?",
        "A rope of {a} meters is cut into {b} equal parts. How many meters long is each part?",
        "{name} earned ${a} in {b} days, the same every day. How many dollars a day is that?",
    ),
    stories(
        "divide", (("boxes", "{a} / {b}"),),
        "{name} packs {a} {things}, {b} to a box. How many boxes does {name} need?",
        "A box holds {b} {things}. How many boxes are needed for {a} {things}?",
    ),
)  # fmt: skip
_BY_KIND = tuple(
    tuple(story for group in _STORIES for story in group if story.kind == kind) for kind in _DRAWS
)


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    story = rng.choice(rng.choice(_BY_KIND))
    return tell(rng, story, _DRAWS[story.kind](rng, difficulty, scale))


FAMILY = Family("word_one_step", False, _build)
