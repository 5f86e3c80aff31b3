"""Wordings with people, nouns and numbers in them.

Slots: `{A}`, `{B}`, `{C}` are people; `{he}`, `{his}`, `{him}`, `{himself}` are A's pronouns and `{he_B}`
B's; `{thing}`, `{things}`, `{a_thing}` a noun of the pool "thing" (singular, plural, with its article),
`{things2}` another one of that pool; `{n}` a number and `{t:times}` "twice" or "3 times"; `{6..15}` a number
of that range that nothing depends on. `[buys|gets]` is one of the words between the bars. Sentences begin
with a capital.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from random import Random

from coe.tasks.word_problems.words import MEN, POOLS, PRONOUNS, WOMEN, with_article

Pools = Mapping[str, tuple[tuple[str, str], ...]]

PEOPLE = ("A", "B", "C")
SLOT = re.compile(r"\{([^{}]+)\}")
CHOICE = re.compile(r"\[([^\[\]]+)\]")
_NOUN = re.compile(r"(a_)?([a-z]+?)(\d?)")
_SENTENCE = re.compile(r"(?<=[.?!]) (?=\S)")
_START = re.compile(r"(?:^|(?<=[.?!] ))[a-z]")
_MOST_DRAWS = 40


class Words:
    """The people and nouns of one story, drawn when first asked for and kept."""

    def __init__(self, rng: Random, pools: Pools) -> None:
        self._rng = rng
        self._pools = pools
        self._nouns: dict[str, tuple[str, str]] = {}
        self._people: dict[str, tuple[str, bool]] = {}

    def __getitem__(self, slot: str) -> str:
        """The text of a slot.

        Raises:
            KeyError: it is neither a person, a pronoun nor a noun.
        """
        if slot in PEOPLE:
            return self._person(slot)[0]
        pronoun, _, person = slot.partition("_")
        if pronoun in PRONOUNS and person in ("", *PEOPLE):
            return PRONOUNS[pronoun][self._person(person or "A")[1]]
        return self._noun(slot)

    def _person(self, letter: str) -> tuple[str, bool]:
        if letter not in self._people:
            known = {name for name, _ in self._people.values()}
            male = self._rng.random() < 0.5
            name = self._rng.choice(MEN if male else WOMEN)
            while name in known:
                name = self._rng.choice(MEN if male else WOMEN)
            self._people[letter] = name, male
        return self._people[letter]

    def _noun(self, slot: str) -> str:
        match = _NOUN.fullmatch(slot)
        if match is None:
            raise KeyError(slot)
        article, name, number = match.groups()
        pool = self._pools.get(name) or POOLS.get(name)
        many = pool is None
        if pool is None:
            name = name.removesuffix("s")
            pool = self._pools.get(name) or POOLS[name]
        key = name + number
        if key not in self._nouns:
            taken = {pair for other, pair in self._nouns.items() if other.rstrip("0123456789") == name}
            self._nouns[key] = self._rng.choice([pair for pair in pool if pair not in taken])
        single, plural = self._nouns[key]
        return plural if many else with_article(single) if article else single


def choose(rng: Random, text: str) -> str:
    """The text with one word of each `[choice]`."""
    return CHOICE.sub(lambda match: rng.choice(match[1].split("|")), text) if "[" in text else text


def fill(text: str, words: Words, numbers: Mapping[str, str]) -> str:
    """The text with its slots filled.

    Raises:
        KeyError: a slot is neither a word nor a number of the story.
    """

    def slot(match: re.Match[str]) -> str:
        name, _, form = match[1].partition(":")
        found = numbers.get(name)
        if found is None:
            return words[name]
        if form == "times":
            return "twice" if found == "2" else f"{found} times"
        return found

    return SLOT.sub(slot, text)


def capitalised(text: str) -> str:
    """The text with a capital at the start of each sentence."""
    return _START.sub(lambda match: match[0].upper(), text)


def fill_ranges(rng: Random, text: str, taken: Collection[str]) -> str | None:
    """An extra sentence with numbers for its ranges, none of them in `taken`; None where none is left."""
    while (match := re.search(r"\{(\d+)\.\.(\d+)\}", text)) is not None:
        low, high = int(match[1]), int(match[2])
        free = next(
            (n for n in (rng.randint(low, high) for _ in range(_MOST_DRAWS)) if str(n) not in taken), None
        )
        if free is None:
            return None
        text = text[: match.start()] + str(free) + text[match.end() :]
    return text


def insert(statement: str, sentence: str, *, first: bool) -> str:
    """The statement with one more sentence, first or before its last one."""
    *before, question = _SENTENCE.split(statement)
    if first:
        return " ".join([sentence, *before, question])
    return " ".join([*before, sentence, question])


@cache
def people(text: str) -> frozenset[str]:
    """The people that a wording tells of, by name or pronoun: "A", "B", "C"."""
    slots = SLOT.findall(text)
    pronouns = (slot.partition("_") for slot in slots)
    return frozenset(slot for slot in slots if slot in PEOPLE) | {
        person or "A" for pronoun, _, person in pronouns if pronoun in PRONOUNS
    }
