"""Every declared structure is complete: what is told is used, what is used is told."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from coe.tasks.catalogue import GROUPS, family_names
from coe.tasks.word_problems.structure import NAME, story
from coe.tasks.word_problems.wording import CHOICE, SLOT

MODULES = {name: import_module(f"coe.tasks.families.{name}") for name in family_names()}
TABLES = {name: module.STORIES for name, module in MODULES.items() if hasattr(module, "STORIES")}
STORY_FAMILIES = GROUPS["stories"]
STRUCTURES = [
    pytest.param(one, id=f"{name}-{place}") for name in TABLES for place, one in enumerate(TABLES[name])
]


def told(text, structure):
    numbers = {number.name for number in structure.numbers}
    return {slot.partition(":")[0] for slot in SLOT.findall(text)} & numbers


def used(structure):
    return set(NAME.findall(" ".join(step.working for step in structure.steps)))


def test_there_are_sixty_structures_of_two_to_eight_steps():
    stories = [structure for name in STORY_FAMILIES for structure in TABLES[name]]
    steps = {len(structure.steps) for structure in stories}
    assert len(stories) >= 60
    assert min(steps) == 2
    assert {2, 3, 4, 5, 6, 7} <= steps <= set(range(2, 9))


@pytest.mark.parametrize("name", STORY_FAMILIES)
def test_no_two_structures_of_a_family_share_a_wording(name):
    texts = [text for structure in TABLES[name] for text in structure.texts]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("structure", STRUCTURES)
def test_each_has_several_wordings_with_the_same_numbers(structure):
    assert len(structure.texts) >= 3
    assert len({frozenset(told(text, structure)) for text in structure.texts}) == 1


@pytest.mark.parametrize("structure", STRUCTURES)
def test_the_steps_use_every_number_told_and_no_other(structure):
    ids = {step.id for step in structure.steps}
    assert used(structure) - ids == told(structure.texts[0], structure)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_each_step_comes_after_what_it_uses_and_is_used(structure):
    given = {number.name for number in structure.numbers}
    ids = [step.id for step in structure.steps]
    assert len(ids) == len(set(ids))
    assert not set(ids) & given
    for place, step in enumerate(structure.steps):
        assert set(NAME.findall(step.working)) <= given | set(ids[:place])
    assert set(ids[:-1]) <= used(structure)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_names_of_steps_differ_and_hold_no_arithmetic(structure):
    names = [step.name for step in structure.steps]
    assert len(names) == len(set(names))
    assert not any(re.search(r"[\d=+*/]", SLOT.sub("", name)) for name in names)


@pytest.mark.parametrize("structure", STRUCTURES)
def test_what_the_steps_name_is_in_every_wording(structure):
    named = {slot for step in structure.steps for slot in SLOT.findall(step.name)}
    for text in structure.texts:
        assert set(map(noun, named)) <= set(map(noun, SLOT.findall(text)))


def noun(slot):
    """The slot of a noun without article and plural."""
    return re.sub(r"s(\d?)$", r"\1", slot.removeprefix("a_"))


@pytest.mark.parametrize("structure", STRUCTURES)
def test_choices_offer_more_than_one_word(structure):
    for text in (*structure.texts, *structure.extras):
        assert all(len(set(choice.split("|"))) > 1 for choice in CHOICE.findall(text))
        assert text.count("[") == len(CHOICE.findall(text)) == text.count("]")


@pytest.mark.parametrize(
    ("numbers", "steps"),
    [("n", "total = n + n"), ("n:few", "total"), ("n:few; n +", "total = n + n"), ("n:few", "total = n +")],
)
def test_a_declaration_that_cannot_be_read_is_refused(numbers, steps):
    with pytest.raises((ValueError, SyntaxError)):
        story(numbers, steps, "{A} has {n}.")
