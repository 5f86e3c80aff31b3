"""Promises of every registered family: determinism, splits, difficulty, scale, form."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from coe.errors import UsageError
from coe.tasks.catalogue import (
    ALL,
    FAMILIES,
    GROUPS,
    SPLITS,
    families_named,
    family_names,
    load_family,
    make_problem,
    split_of,
)
from coe.tasks.family import MOST_WORDS

EVERY_FAMILY = pytest.mark.parametrize("family", family_names())


def draw(family, n, split="train", **options):
    return [make_problem(family, split, 7, index, **options) for index in range(n)]


@EVERY_FAMILY
def test_the_same_path_gives_the_same_problem(family):
    assert draw(family, 20) == draw(family, 20)


@EVERY_FAMILY
def test_one_statement_has_one_derivation_and_one_answer(family):
    worked = {}
    for difficulty in (1, 2, 3, 4, 5):
        for problem in draw(family, 80, difficulty=difficulty):
            expected = worked.setdefault(problem.statement, (problem.derivation, problem.answer))
            assert (problem.derivation, problem.answer) == expected, problem.statement


@EVERY_FAMILY
def test_splits_share_no_statement(family):
    statements = {split: {p.statement for p in draw(family, 80, split)} for split in SPLITS}
    assert not statements["train"] & statements["validation"]
    assert not statements["train"] & statements["test"]
    assert not statements["validation"] & statements["test"]
    assert all(split_of(statement) == split for split in SPLITS for statement in statements[split])


@EVERY_FAMILY
def test_seeds_share_few_statements(family):
    first = {make_problem(family, "train", 0, index, difficulty=5).statement for index in range(200)}
    second = {make_problem(family, "train", 1, index, difficulty=5).statement for index in range(200)}
    assert len(first & second) < 20


@EVERY_FAMILY
def test_difficulty_makes_numbers_longer(family):
    easy = digits(draw(family, 200, difficulty=1))
    hard = digits(draw(family, 200, difficulty=5))
    assert hard > 1.2 * easy


@EVERY_FAMILY
def test_scale_doubles_the_digits(family):
    plain = digits(draw(family, 120, difficulty=4))
    scaled = digits(draw(family, 120, difficulty=4, scale=2))
    assert scaled > 1.4 * plain


@EVERY_FAMILY
def test_statements_are_short_lines_and_solutions_hold_no_spans(family):
    for problem in draw(family, 100):
        assert "\n" not in problem.statement
        assert len(problem.statement.split()) <= MOST_WORDS
        assert problem.solution
        assert not any("{" in line for line in problem.solution)
        assert len(problem.derivation) <= 12


def digits(problems):
    sizes = [len(number) for problem in problems for number in re.findall(r"\d+", problem.statement)]
    return sum(sizes) / len(sizes)


def test_the_builtin_model_is_trained_on_the_core():
    core = GROUPS["core"]
    assert len(core) == len(set(core)) == 19
    assert {name for name in core if load_family(name).readable} == {
        "integer_arithmetic", "fractions", "decimals", "percent", "linear_equations", "linear_systems",
        "quadratics", "expand", "factor", "simplify",
    }  # fmt: skip


def test_topics_hold_every_family_and_no_group_has_the_name_of_a_family():
    topics = [name for group, names in GROUPS.items() if group != "core" for name in names]
    assert sorted(topics) == sorted(family_names())
    assert not {ALL, *GROUPS} & set(FAMILIES)


def test_groups_and_families_are_named_together_each_once():
    assert families_named(["geometry"]) == GROUPS["geometry"]
    assert families_named(["expand", "algebra"]) == (
        "expand",
        *(n for n in GROUPS["algebra"] if n != "expand"),
    )
    assert families_named(["expand", ALL])[0] == "expand"
    assert set(families_named(["expand", ALL])) == set(family_names())
    with pytest.raises(UsageError, match="groups: all, core"):
        families_named(["algbra"])


def test_the_split_shares_are_80_10_10():
    counts = Counter(split_of(f"statement {number}") for number in range(5000))
    assert 3850 < counts["train"] < 4150
    assert 420 < counts["test"] < 580


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (("no_such_family", "train", 0, 0), {}),
        (("expand", "dev", 0, 0), {}),
        (("expand", "train", 0, 0), {"difficulty": 6}),
        (("expand", "train", 0, 0), {"scale": 0}),
        (("coe.tasks.catalogue:SPLITS", "train", 0, 0), {}),
    ],
)
def test_wrong_usage_is_named(arguments, options):
    with pytest.raises(UsageError):
        make_problem(*arguments, **options)


@EVERY_FAMILY
def test_the_last_line_states_the_answer(family):
    for problem in draw(family, 80) + draw(family, 20, scale=2):
        if not problem.solution[-1].endswith(problem.answer):
            values = set(problem.answer.split(", "))
            assert problem.solution[-1] in values <= set(problem.solution), problem
