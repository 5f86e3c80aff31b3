"""One number, operator or sign changed in a right line is noticed; the same written otherwise is not flagged.

A small sample of `benchmarks/mutations.py`, which says how the truth is found without the verifier.
"""

from __future__ import annotations

from random import Random
from types import ModuleType

import pytest

from coe.problem import Problem
from coe.tasks.catalogue import GROUPS, family_names
from coe.verifier import LineStatus

EACH = 50
OTHERS = [name for name in family_names() if name not in GROUPS["core"]]
EACH_OTHER = 5


def test_changes_that_make_a_line_wrong_are_caught(mutations: ModuleType) -> None:
    by_family = {family: list(mutations.mutants(family, EACH, seed=5)) for family in GROUPS["core"]}
    wrong = [mutant for sample in by_family.values() for mutant in sample if not mutant.right]
    missed = [mutant for mutant in wrong if mutant.status is not LineStatus.INVALID]
    assert len(wrong) > 0.95 * EACH * len(GROUPS["core"])
    assert len(missed) <= 0.01 * len(wrong), list(map(str, missed))
    assert all(sum(mutant in missed for mutant in sample) <= 1 for sample in by_family.values())
    assert {mutant.kind for mutant in wrong} == {"number", "operator", "sign"}


@pytest.mark.parametrize("family", GROUPS["core"])
def test_the_same_written_otherwise_is_not_flagged(mutations: ModuleType, family: str) -> None:
    sample = list(mutations.mutants(family, EACH, seed=6, change=mutations.rewrite))
    assert all(mutant.right for mutant in sample)
    assert [str(mutant) for mutant in sample if mutant.status is LineStatus.INVALID] == []
    assert sum(mutant.status is LineStatus.VALID for mutant in sample) >= EACH - 2


def test_changes_in_the_other_families(mutations: ModuleType) -> None:
    by_family = {family: list(mutations.mutants(family, EACH_OTHER, seed=5)) for family in OTHERS}
    assert [family for family, sample in by_family.items() if len(sample) < EACH_OTHER] == []
    wrong = [mutant for sample in by_family.values() for mutant in sample if not mutant.right]
    assert len(wrong) > 0.9 * EACH_OTHER * len(OTHERS)
    assert [str(mutant) for mutant in wrong if mutant.status is LineStatus.VALID] == []
    assert sum(mutant.status is not LineStatus.INVALID for mutant in wrong) <= 0.02 * len(wrong)
    right = [mutant for sample in by_family.values() for mutant in sample if mutant.right]
    for family in OTHERS:
        right += mutations.mutants(family, EACH_OTHER, seed=6, change=mutations.rewrite)
    assert all(mutant.right for mutant in right)
    assert [str(mutant) for mutant in right if mutant.status is LineStatus.INVALID] == []


@pytest.mark.parametrize(
    ("family", "line", "changed", "right"),
    [
        ("story_farm", "total = 3 * 4 = 12", "total = 3 + 4 = 12", False),
        ("story_farm", "total = 3 * 4 = 12", "total = 3 * (5 - 1) = 12", True),
        ("story_farm", "total = 12", "total = 13", False),
        ("gcd", "gcd(12, 18) = 6", "gcd(12, 18) = 9", False),
        ("logarithms", "= log_4(64)", "= log_4(16)", False),
        ("logarithms", "= log_4(64)", "= 3", True),
        ("trigonometry", "= cos(60°)", "= 1/2", True),
        ("integrals", "= x^2 + C", "= x^2 - C", True),
        ("integrals", "= x^2 + C", "= 2x^2 + C", False),
        ("matrices", "Answer: [[1, 2], [3, 4]]", "Answer: [[1, 2], [3, 5]]", False),
        ("matrices", "Answer: [[1, 2], [3, 4]]", "Answer: [[1, (5 - 3)], [3, 4]]", True),
        ("complex_numbers", "Answer: -12 + 144i", "Answer: -12 - 144i", False),
        ("vectors", "(x, y) = (1, 2)", "(x, y) = (1, 3)", False),
        ("vectors", "(x, y) = (1, 2)", "(x, z) = (1, 2)", None),
        ("coordinate_geometry", "midpoint = (19, 67/2)", "midpoint = (19, 67/3)", False),
        ("absolute_value", "x - 5 >= 6 or x - 5 <= -6", "x - 5 > 6 or x - 5 <= -6", False),
        ("absolute_value", "x - 5 >= 6 or x - 5 <= -6", "x >= 11 or x <= -1", True),
        ("inequalities", "2x < 4", "-2x > -4", True),
        ("inequalities", "2x < 4", "0x < 4", False),
        ("rational_equations", "2x = 10", "2x = x + x", True),
        ("systems_of_three", "x + y = 3", "x + y = 2", False),
        ("rational_equations", "x != 0", "x != 1", True),
        ("rational_equations", "x != 0", "x != 5", False),
    ],
)
def test_the_route_from_the_line_as_it_was(
    mutations: ModuleType, family: str, line: str, changed: str, right: bool | None
) -> None:
    answers = {"systems_of_three": "x = 1, y = 2, z = 3", "inequalities": "x < 2"}
    answer = answers.get(family, "x = 5")
    problem = Problem("Find it", answer, family=family)
    judge = mutations.ChangedLine(problem, line, Random(1))
    if right is None:
        with pytest.raises(mutations.Unreadable):
            judge.is_right(changed)
    else:
        assert judge.is_right(line)
        assert judge.is_right(changed) is right


@pytest.mark.parametrize(
    ("family", "statement", "answer", "line", "right"),
    [
        ("fractions", "Compute 1/2 + 1/3", "5/6", "= 3/6 + 2/6", True),
        ("fractions", "Compute 1/2 + 1/3", "5/6", "= 3/6 - 2/6", False),
        ("linear_equations", "Solve 2x = 8", "x = 4", "x - 4 = 0", True),
        ("linear_equations", "Solve 2x = 8", "x = 4", "x^2 = 16", False),
        ("linear_equations", "Solve 2x = 8", "x = 4", "2x = x + x", True),
        ("quadratics", "Solve x^2 = 4", "x = 2 or x = -2", "x = -2 or x = 2", True),
        ("quadratics", "Solve x^2 = 4", "x = 2 or x = -2", "x = 2 or x = 2", False),
        ("linear_systems", "Solve x + y = 3, x - y = 1", "x = 2, y = 1", "2x = 4", True),
        ("linear_systems", "Solve x + y = 3, x - y = 1", "x = 2, y = 1", "2x = 4y + 1", False),
        ("expand", "Expand (x + 1)^2", "x^2 + 2x + 1", "= x^2 + x + x + 1", True),
        ("expand", "Expand (x + 1)^2", "x^2 + 2x + 1", "= x^2 + 1", False),
        ("pythagoras", "Legs 3 and 4", "5", "c^2 = 3^2 + 4^2 = 25", True),
        ("pythagoras", "Legs 3 and 4", "5", "c*2 = 3^2 + 4^2 = 25", False),
        ("circles", "Radius 3", "9pi", "area = pi * 3^2 = 9pi", True),
        ("circles", "Radius 3", "9pi", "area = pi * 3^2 = 9", False),
    ],
)
def test_the_route_that_decides_is_right(
    mutations: ModuleType, family: str, statement: str, answer: str, line: str, right: bool
) -> None:
    judge = mutations.Judge(Problem(statement, answer, family=family), Random(1))
    assert judge.is_right(line) is right
