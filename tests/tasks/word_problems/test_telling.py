"""Stories as told: grammar, money, numbers that are not needed, every line judged valid."""

from __future__ import annotations

import re
from importlib import import_module
from random import Random

import pytest

from coe.tasks.catalogue import GROUPS, family_names, load_family
from coe.tasks.word_problems.structure import story
from coe.tasks.word_problems.telling import SHARE_OF_EXTRAS, tell
from coe.tasks.word_problems.words import MEN, WOMEN, plural, with_article
from coe.verifier import LineStatus, fill_spans, verify

MODULES = {name: import_module(f"coe.tasks.families.{name}") for name in family_names()}
TABLES = {name: module.STORIES for name, module in MODULES.items() if hasattr(module, "STORIES")}
STORY_FAMILIES = GROUPS["stories"]
EVERY_TABLE = pytest.mark.parametrize("name", TABLES)
AN = ("hour", "honest", "heir")
EACH = 40


def told(name, n=EACH, scale=1):
    family = load_family(name)
    return [family.build(Random(f"{name} {index}"), 1 + index % 5, scale) for index in range(5 * n)]


@EVERY_TABLE
def test_sentences_are_finished(name):
    for worked in told(name):
        text = worked.statement
        assert not re.search(r"[{}\[\]|]|\s\s|\s[.,?]|\.\.", text), text
        assert text[-1] in ".?", text
        assert all(sentence[0].isupper() or not sentence[0].isalpha() for sentence in sentences(text)), text


def sentences(text):
    return re.split(r"(?<=[.?!]) ", text)


def numbers_in(text):
    return set(re.findall(r"\d+(?:\.\d+)?", text))


@EVERY_TABLE
def test_articles_fit_their_nouns(name):
    for worked in told(name):
        for article, noun in re.findall(r"\b([Aa]n?) ([a-z]+)", worked.statement):
            vowel = (noun[0] in "aeio" and not noun.startswith(("one", "eu"))) or noun.startswith(AN)
            assert (article.lower() == "an") == vowel, worked.statement


@EVERY_TABLE
def test_counted_nouns_are_plural(name):
    for worked in told(name):
        assert not re.search(r"(?<![.\d/-])\b1 [a-z]+s\b", worked.statement), worked.statement


@EVERY_TABLE
def test_pronouns_are_those_of_the_person_told_of(name):
    for worked in told(name):
        women, men = (
            set(re.findall(r"[A-Z][a-z]+", worked.statement)) & set(people) for people in (WOMEN, MEN)
        )
        he, she = (
            re.search(r"\b(he|his|him|himself)\b", worked.statement.lower()),
            re.search(r"\b(she|her|herself)\b", worked.statement.lower()),
        )
        assert not he or men, worked.statement
        assert not she or women, worked.statement


@EVERY_TABLE
def test_money_has_cents_or_none(name):
    for worked in told(name):
        assert not re.search(r"\$\d+\.\d(?!\d)", worked.statement), worked.statement


@EVERY_TABLE
def test_numbers_are_found_at_every_difficulty_and_scale(name):
    for structure in TABLES[name]:
        for difficulty in range(1, 6):
            for scale in (1, 2, 3):
                for seed in range(4):
                    tell(Random(seed), structure, difficulty, scale)


@EVERY_TABLE
def test_every_line_is_judged_valid(name):
    for worked in told(name, 12) + told(name, 2, scale=2):
        lines = [fill_spans(line) for line in worked.derivation]
        for line, verdict in zip(lines, verify(worked.statement, lines).lines, strict=True):
            assert verdict.status is LineStatus.VALID, (worked.statement, line, verdict.reason)


@EVERY_TABLE
def test_a_number_that_is_not_needed_is_not_used(name):
    added = 0
    for structure in TABLES[name]:
        for seed in range(6):
            extras = (*structure.extras, *MODULES[name].EXTRAS)
            plain = tell(Random(seed), structure, 1 + seed % 5)
            longer = tell(Random(seed), structure, 1 + seed % 5, extras=extras)
            assert longer.derivation == plain.derivation
            extra = [s for s in sentences(longer.statement) if s not in sentences(plain.statement)]
            numbers = numbers_in(" ".join(extra))
            in_lines = numbers_in(" ".join(map(fill_spans, plain.derivation)))
            assert len(extra) <= 1
            assert not numbers & in_lines, longer
            added += bool(numbers)
    assert added > len(TABLES[name])


@pytest.mark.parametrize("name", STORY_FAMILIES)
def test_a_share_of_the_stories_holds_a_number_that_is_not_needed(name):
    worked = told(name, 100)
    more = sum(bool(numbers_in(one.statement) - numbers_in(" ".join(one.derivation))) for one in worked)
    assert min(SHARE_OF_EXTRAS) / 2 * len(worked) < more < 2 * max(SHARE_OF_EXTRAS) * len(worked)


@pytest.mark.parametrize("name", STORY_FAMILIES)
def test_the_harder_the_more_steps(name):
    family = load_family(name)
    steps = [
        sum(len(family.build(Random(n), difficulty, 1).derivation) for n in range(60)) / 60
        for difficulty in range(1, 6)
    ]
    assert steps == sorted(steps)
    assert steps[-1] > steps[0] + 2


def test_one_seed_tells_one_story():
    structure = TABLES[STORY_FAMILIES[0]][0]
    assert tell(Random(5), structure, 3) == tell(Random(5), structure, 3)


def test_numbers_that_cannot_be_found_are_an_error():
    impossible = story("n:few; n < 0", "total = n + n", "{A} has {n} {things}. How many?")
    with pytest.raises(ValueError, match="no numbers fit"):
        tell(Random(0), impossible, 1)


def test_prices_are_printed_with_cents_and_results_as_the_calculator_does():
    priced = story("n:2..2 p=3.5", "cost = n * p", "{A} buys {n} {things} at ${p}. What is the cost?")
    worked = tell(Random(0), priced, 1)
    assert "$3.50." in worked.statement
    assert worked.derivation == ("cost = 2 * 3.50 = {2 * 3.50}",)
    assert worked.answer == "7"


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("box", "boxes"), ("peach", "peaches"), ("lily", "lilies"), ("toy", "toys"), ("mango", "mangoes"),
        ("bottle of water", "bottles of water"), ("yo-yo", "yo-yos"), ("dress", "dresses"),
    ],
)  # fmt: skip
def test_plurals(one, many):
    assert plural(one) == many


@pytest.mark.parametrize(
    ("noun", "text"),
    [("apple", "an apple"), ("uncle", "an uncle"), ("uniform", "a uniform"), ("hour", "an hour")],
)
def test_articles(noun, text):
    assert with_article(noun) == text
