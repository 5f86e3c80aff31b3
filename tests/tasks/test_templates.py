"""What counts as one wording; `check_task` finds a family in which one prevails."""

from __future__ import annotations

import pytest

from coe.tasks.catalogue import family_names, load_family, make_problem
from coe.tasks.checking import check_wordings
from coe.tasks.family import Family, Worked
from coe.tasks.templates import commonest_template, template_of
from coe.verifier import understand

EVERY_FAMILY = pytest.mark.parametrize("family", family_names())


@EVERY_FAMILY
def test_the_verifier_reads_every_wording_of_a_readable_family(family):
    if load_family(family).readable:
        wordings = {template_of(p.statement): p.statement for p in draw(family, 200)}
        assert [statement for statement in wordings.values() if understand(statement) is None] == []


def draw(family, n):
    return [make_problem(family, "train", 9, index) for index in range(n)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sam has 3 apples.", "Mia has 12 pens"),
        ("Solve for x: 2x + 5 = 13", "Solve for t: 7t - 4 = -11"),
        ("Calculate 3/4 + 1.5", "Calculate: 7 - 20."),
        ("Solve the system: 2x + y = 5, x - y = 1", "Solve the system: 3a - b = 4; a + b = 2"),
        ("What is 15% of 1,200?", "What is 7 % of 80"),
        ("Simplify 3x * 4y", "Simplify 7a * 5b"),
    ],
)
def test_numbers_names_letters_and_signs_make_no_other_template(one, other):
    assert template_of(one) == template_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Solve 2x + 5 = 13", "Find x if 2x + 5 = 13"),
        ("Calculate 3 + 4", "Calculate 3 * 4"),
        ("Factor x^2 + 5x + 6", "Factor x^2 - 9"),
        ("Sam has 3 apples.", "Sam finds 3 apples."),
    ],
)
def test_other_words_and_other_operations_do(one, other):
    assert template_of(one) != template_of(other)


def test_the_share_is_that_of_the_commonest():
    assert commonest_template(["Find 2 + 3", "Find 7 - 1", "What is 2 + 3?", "Find 2 * 3"]) == (
        "find # ± #",
        0.5,
    )
    with pytest.raises(ValueError, match="no statement"):
        commonest_template([])


def _monotonous(rng, difficulty, scale):
    number = rng.randint(1, 9999)
    return Worked(f"Solve for x: x = {number}", (f"x = {number}",), f"x = {number}")


MONOTONOUS = Family("monotonous", True, _monotonous)


def test_one_wording_is_a_fault():
    (fault,) = check_wordings(f"{__name__}:MONOTONOUS")
    assert fault.startswith("100.0% of the statements are 'solve for v v = #': give the family more wordings")
