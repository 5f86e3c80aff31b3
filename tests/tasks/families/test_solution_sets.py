"""Candidates that are no solutions: what removes them stands in the lines."""

from __future__ import annotations

import re

import pytest

from coe.tasks.catalogue import make_problem
from coe.verifier import LineStatus, Outcome, Reason, verify


def drawn(family, n=150, **options):
    return [make_problem(family, "train", 21, index, **options) for index in range(n)]


def test_a_root_that_squaring_let_in_is_removed_by_its_check():
    checked = [
        p for p in drawn("radical_equations", difficulty=4) if any("!=" in line for line in p.solution)
    ]
    assert len(checked) > 10
    for problem in checked[:12]:
        unchecked = [line for line in problem.solution if not line.startswith("Check")][:-1]
        report = verify(problem.statement, unchecked)
        assert report.outcome is not Outcome.SOLVED
        assert Reason.ADDS_SOLUTIONS in [line.reason for line in report.lines]
        assert verify(problem.statement, problem.solution).outcome is Outcome.SOLVED


def test_the_check_of_a_candidate_compares_both_sides_at_it():
    for problem in drawn("radical_equations", 60, difficulty=5):
        for line in problem.solution:
            match = re.fullmatch(r"Check \w = -?\d+: sqrt\((\d+)\) (=|!=) (-?\d+)", line)
            if match:
                assert int(match[1]) == int(match[3]) ** 2
                assert (match[2] == "=") == (int(match[3]) >= 0)


def test_values_that_make_a_denominator_zero_are_excluded_first():
    for problem in drawn("rational_equations", 100):
        excluded = re.findall(r"!= (-?\d+)", problem.solution[0])
        assert excluded
        assert not problem.answer.endswith(tuple(f"= {value}" for value in excluded))


def test_an_equation_whose_only_candidate_is_excluded_has_no_solution():
    none = [p for p in drawn("rational_equations", difficulty=3) if p.answer == "no solution"]
    assert len(none) > 10
    for problem in none:
        assert problem.solution[-2].removesuffix(" is excluded") == problem.solution[-3]
        assert problem.solution[0] == problem.solution[-3].replace("=", "!=")


def test_dividing_by_a_negative_number_turns_the_sign():
    turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
    seen = 0
    for problem in drawn("inequalities", difficulty=3):
        before = (
            re.fullmatch(r"-\d+\w ([<>]=?) -?\d+", problem.solution[-2])
            if len(problem.solution) > 1
            else None
        )
        if before:
            seen += 1
            assert f" {turned[before[1]]} " in problem.solution[-1]
            wrong = (*problem.solution[:-1], problem.solution[-1].replace(turned[before[1]], before[1]))
            assert verify(problem.statement, wrong).lines[-1].status is LineStatus.INVALID
    assert seen > 10


@pytest.mark.parametrize("family", ["absolute_value", "radical_equations"])
def test_a_size_is_never_negative(family):
    none = [p for p in drawn(family, difficulty=3) if p.answer == "no solution"]
    assert len(none) > 5
    assert all(re.search(r"= -\d+$", p.solution[-2]) for p in none)


def test_the_logarithm_of_a_negative_candidate_is_refused():
    both = [p for p in drawn("logarithms", difficulty=5) if " or " in "".join(p.solution)]
    assert len(both) > 10
    for problem in both[:10]:
        without_domain = [line for line in problem.solution[:-1] if ">" not in line]
        assert verify(problem.statement, without_domain).outcome is not Outcome.SOLVED
