"""Percent in words: prices, discounts, tips, populations, savings."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from coe.tasks.families.percent import draw_base, draw_percent
from coe.tasks.family import Family, Worked
from coe.tasks.numbers import rational
from coe.tasks.phrasing import GOODS, GROUPS, MEMBERS, NAMES, THINGS, TOWNS, phrase
from coe.tasks.terms import step

_UP = (
    ("increase", "new price", "A {good} costs ${n}. The price rises by {p}%. What is the new price?"),
    ("increase", "new price", "The price of a {good} was ${n} and went up by {p}%. Find the new price."),
    ("increase", "new price", "A shop raises the price of a ${n} {good} by {p}%. What does it cost now?"),
    (
        "increase", "population",
        "A {place} has {n} people. The population grows by {p}%. What is the new population?",
    ),
    ("increase", "population", "The population of a {place} was {n} and grew by {p}%. What is it now?"),
    ("tip", "total", "A meal costs ${n}. {name} adds a {p}% tip. How much does {name} pay in total?"),
    ("tax", "total", "A {good} costs ${n} plus {p}% tax. What is the total price?"),
    ("increase", "salary", "{name} earns ${n} a week and gets a {p}% raise. What does {name} earn now?"),
    (
        "interest", "total",
        "{name} saves ${n} at {p}% interest for one year. How much is there after the year?",
    ),
    (
        "increase", "members",
        "A {group} had {n} {members}. The number rose by {p}%. How many {members} are there now?",
    ),
    ("increase", "rent", "{name} pays ${n} rent a month. The rent goes up by {p}%. What is the new rent?"),
    ("growth", "height", "A tree was {n} cm tall and grew by {p}% in a year. How tall is it now, in cm?"),
    ("increase", "sales", "A shop sold {n} {things} last month and {p}% more this month. How many is that?"),
    ("profit", "price", "{name} buys a {good} for ${n} and sells it at a {p}% profit. For how much?"),
)  # fmt: skip
_DOWN = (
    ("discount", "new price", "A {good} costs ${n}. It is sold at a {p}% discount. What is the sale price?"),
    ("discount", "new price", "A ${n} {good} is {p}% off. How much does it cost now?"),
    ("discount", "new price", "{name} buys a {good} that cost ${n} with {p}% off. How much does {name} pay?"),
    ("decrease", "new price", "The price of a {good} was ${n} and fell by {p}%. Find the new price."),
    (
        "decrease", "population",
        "A {place} has {n} people. The population falls by {p}%. What is the new population?",
    ),
    ("decrease", "members", "A {group} had {n} {members}. {p}% of them left. How many {members} stayed?"),
    ("spent", "left", "{name} had ${n} and spent {p}% of it. How much is left?"),
    ("used", "left", "A tank holds {n} liters of water. {p}% is used. How many liters are left?"),
    ("loss", "price", "{name} buys a {good} for ${n} and sells it at a {p}% loss. For how much?"),
    ("given", "left", "{name} had {n} {things} and gave away {p}% of them. How many {things} are left?"),
    ("broken", "whole", "A box has {n} {things} and {p}% are broken. How many are not broken?"),
    ("tax", "pay", "{name} earns ${n} a month and pays {p}% tax. How much does {name} keep?"),
    ("read", "left", "A book has {n} pages. {name} has read {p}% of it. How many pages are left to read?"),
)  # fmt: skip
_PART = (
    ("part", "A {group} has {n} {members}. {p}% of them are girls. How many girls are there?"),
    ("part", "{p}% of the {n} {members} in a {group} play chess. How many play chess?"),
    ("saved", "{name} earns ${n} and saves {p}% of it. How much does {name} save?"),
    ("tip", "{name} leaves a {p}% tip on a ${n} bill. How much is the tip?"),
    ("discount", "A ${n} {good} has a {p}% discount. How many dollars is the discount?"),
    ("part", "A test has {n} questions. {name} got {p}% of them right. How many did {name} get right?"),
    ("interest", "{name} saves ${n} at {p}% interest a year. How much interest is that in one year?"),
    ("part", "{name} has {n} {things} and {p}% of them are red. How many are red?"),
)  # fmt: skip
_SHARE = (
    "{k} of the {n} {members} in a {group} are boys. What percent are boys?",
    "{name} got {k} of {n} questions right. What percent is that?",
    "{name} spent ${k} of ${n}. What percent was spent?",
    "A {group} has {n} {members} and {k} of them wear glasses. What percent wear glasses?",
    "{k} of {n} {things} are red. What percent of the {things} are red?",
    "{name} has read {k} of the {n} pages of a book. What percent has {name} read?",
)  # fmt: skip


def _slots(rng: Random) -> dict[str, str]:
    return {
        "good": rng.choice(GOODS), "place": rng.choice(TOWNS), "group": rng.choice(GROUPS),
        "members": rng.choice(MEMBERS), "name": rng.choice(NAMES), "things": rng.choice(THINGS),
    }  # fmt: skip


def _share(rng: Random, difficulty: int, scale: int) -> Worked:
    percent = rng.choice((10, 20, 25, 50, 75)) if difficulty < 3 else rng.randint(2, 99)
    base = draw_base(rng, Fraction(percent), min(difficulty, 2), scale)
    part = base * percent // 100
    share = Fraction(part, base) * 100
    lines = (step("percent", f"{part} / {base} * 100"),)
    return Worked(phrase(rng, _SHARE, k=str(part), n=str(base), **_slots(rng)), lines, rational(share))


def _build(rng: Random, difficulty: int, scale: int) -> Worked:
    kind = rng.random()
    if kind < 0.12:
        return _share(rng, difficulty, scale)
    percent = int(draw_percent(rng, min(difficulty, 4), 1))
    base = draw_base(rng, Fraction(percent), 1 if scale == 1 and difficulty == 1 else difficulty, scale)
    base = max(1, base // (step_size := Fraction(percent, 100).denominator)) * step_size
    part = base * percent // 100
    working = f"{percent}/100 * {base}"
    slots = {"p": str(percent), "n": str(base), **_slots(rng)}
    if kind < 0.3:
        name, wording = rng.choice(_PART)
        return Worked(wording.format(**slots), (step(name, working),), str(part))
    up = kind < 0.65
    name, last, wording = rng.choice(_UP if up else _DOWN)
    after = base + part if up else base - part
    lines = (step(name, working), step(last, f"{base} {'+' if up else '-'} {part}"))
    return Worked(wording.format(**slots), lines, str(after))


FAMILY = Family("percent_words", False, _build)
