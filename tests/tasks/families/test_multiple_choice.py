"""Four options: the right one, and three that mistakes in the worked solution lead to."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from random import Random

from coe.tasks.catalogue import make_problem
from coe.tasks.families.multiple_choice import LETTERS, wrong_values
from coe.tasks.family import Worked


def options_of(problem):
    found = re.findall(r"([A-D])[):]+ (-?[\d./]+?)(?=,? |$)", problem.statement)
    assert [letter for letter, _ in found] == list(LETTERS), problem.statement
    return {letter: Fraction(value.rstrip(".")) for letter, value in found}


def drawn(n):
    return [make_problem("multiple_choice", "train", 23, index) for index in range(n)]


def test_the_right_option_is_the_value_of_the_worked_solution():
    for problem in drawn(60):
        options = options_of(problem)
        worth = Fraction(problem.solution[-2].rpartition("= ")[2])
        assert options[problem.answer] == worth
        assert len(set(options.values())) == 4
        assert list(options.values()) == sorted(options.values())


def test_every_letter_is_right_now_and_then():
    counts = Counter(problem.answer for problem in drawn(120))
    assert set(counts) == set(LETTERS)
    assert max(counts.values()) < 60


def test_wrong_options_come_from_mistakes_in_the_lines():
    worked = Worked("Find the area of a rectangle 8 cm by 5 cm.", ("area = 8 * 5 = {8 * 5}",), "40")
    seen = {value for seed in range(12) for value in wrong_values(Random(seed), worked)}
    assert "13" in seen  # added instead of multiplied
    assert "40" not in seen
